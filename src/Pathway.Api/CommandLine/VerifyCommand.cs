using System.CommandLine;
using System.Globalization;
using Npgsql;
using Pathway.Api.Audit.Proof;
using Pathway.Api.OwnPostgres;
using Pathway.EventStore;
using Pathway.EventStore.Proof;
using Pathway.Projections.Protocols;

namespace Pathway.Api.CommandLine;

/// <summary><c>pathway verify</c>: checks that nothing was altered, of the whole record or of an export.</summary>
internal static class VerifyCommand
{
    private const string About = """
        Checks that nothing was altered. Its exit code is 0 when all is as it was recorded, and 1 when not.

        Without FILE it recomputes everything from the database: every event against its hash, every checkpoint against the tree of
        all hashes, every signature, the order within every pathway. It names the first event that fails, and how. With --checkpoint
        it also holds the record against a checkpoint that was kept outside, which is what shows a history rewritten as a whole.

        With FILE it checks an export without any database: of one pathway (GET /api/pathways/{id}/export), or of the whole record
        (pathway export). The file brings its key with it: name the one that you know with --key, or compare the key's id.

        Environment variables, each optional:
          ConnectionStrings__Pathway       the server to verify; the one of the data folder when not given
          Pathway__LogKey                  file with the key that checkpoints are signed with
          Pathway__PostgresBinaries        folder of the PostgreSQL server programs to run
        """;

    internal static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "An export; the whole record of the database when not given.", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "A file with a checkpoint that was kept outside.", HelpName = "FILE" };
        var key = new Option<string?>("--key") { Description = "A file with the public key, in PEM.", HelpName = "FILE" };
        var data = CommandOptions.Data();
        var verify = new Command("verify", About) { file, checkpoint, key, data };
        verify.Validators.Add(result =>
        {
            if (result.GetValue(file) is not null && result.GetValue(checkpoint) is not null)
            {
                result.AddError("--checkpoint is for the whole record; an export carries the checkpoint that it is proven by.");
            }
        });
        verify.SetAction(async (parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var pinned = parsed.GetValue(key) is { } keyFile ? Read(keyFile, "is no public key", path => LogPublicKey.FromPem(File.ReadAllText(path))) : null;
            return parsed.GetValue(file) is { } export
                ? await Check(export, pinned, output, cancellation)
                : await Verify(
                    parsed.GetRequiredValue(data), pinned,
                    parsed.GetValue(checkpoint) is { } kept ? Read(kept, "holds no checkpoint", path => Checkpoint.Read(File.ReadAllText(path))) : null, Settings.Read(), output, cancellation);
        });
        return verify;
    }

    private static async Task<int> Check(string file, LogPublicKey? pinned, TextWriter output, CancellationToken cancellation)
    {
        if (LogFileCheck.IsBegunBy(Read(file, "cannot be read", path => File.ReadLines(path).FirstOrDefault() ?? "")))
        {
            using var lines = File.OpenText(file);
            var log = await LogFileCheck.Of(lines, pinned, cancellation);
            return await Tell(log.Fault, string.Create(CultureInfo.InvariantCulture, $"All {log.Events:N0} events of the record are as they were recorded."), log.Checkpoint, log.KeyId);
        }

        var check = ExportCheck.Of(Read(file, "cannot be read", File.ReadAllBytes), pinned);
        return await Tell(
            check.Fault is { } fault ? InWords(fault) : null,
            string.Create(CultureInfo.InvariantCulture, $"""
                The first {check.Events:N0} events of pathway {check.PathwayId} are as they were recorded, and none is missing among them.
                Later ones the file cannot show: GET /api/pathways/{check.PathwayId} tells the version that there is now. Nor can it show that later
                ones were deleted, by somebody with all rights on the database: pathway verify does, of the database or of the export of the whole log.
                """),
            check.Checkpoint, check.KeyId);

        async Task<int> Tell(string? fault, string intact, Checkpoint? checkpoint, string? keyId)
        {
            await output.WriteLineAsync(fault is not null ? $"NOT AS IT WAS RECORDED\n  {fault}" : string.Create(CultureInfo.InvariantCulture, $"""
                {intact}
                  Checkpoint  {checkpoint!.Origin}, {checkpoint.Size:N0} events, signed by the key {keyId}
                {(pinned is null ? "  The key came with the file: compare its id with the one that you know, or name that with --key." : "  The key is the one that you named.")}
                """));
            return fault is null ? 0 : 1;
        }
    }

    private static async Task<int> Verify(
        string folder, LogPublicKey? pinned, Checkpoint? outside, Settings settings, TextWriter output, CancellationToken cancellation)
    {
        using var logging = LoggerFactory.Create(l => ConsoleLog.Configure(l.SetMinimumLevel(LogLevel.Warning)));
        var data = settings.ConnectionString is null || pinned is null ? DataFolder.OpenExisting(folder) : null;
        var running = data is null || settings.ConnectionString is not null ? null : OwnServer.FindRunning(data);
        await using var started = settings.ConnectionString is null && running is null
            ? await OwnServer.Start(data!, settings.PostgresBinaries, logging.CreateLogger<OwnServer>(), cancellation)
            : null;
        await using var database = StoreConnection.DataSource(settings.ConnectionString ?? running ?? started!.AppConnectionString);
        var key = pinned ?? settings.LogKeyFor(data!).Public;
        var found = await Verified(new LogVerifier(database, LogEnvelope.Write, RecordedProtocols.FirstAltered, key), outside, cancellation);
        await output.WriteLineAsync(Told(found, key, outside));
        return found.IsIntact ? 0 : 1;
    }

    private static async Task<LogVerification> Verified(LogVerifier verifier, Checkpoint? outside, CancellationToken cancellation)
    {
        try
        {
            return await verifier.Verify(outside, Console.IsErrorRedirected ? null : new Counter(), cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new CannotStartException("The database has no tables of this version: start Pathway once, which makes them.", e);
        }
        catch (NpgsqlException e)
        {
            throw new CannotStartException($"The database cannot be read: {(e as PostgresException)?.MessageText ?? e.Message}", e);
        }
    }

    private static string Told(LogVerification found, LogPublicKey key, Checkpoint? outside)
    {
        var lines = new List<string>
        {
            found.IsIntact ? $"All {Number(found.Events)} events are as they were recorded." : "NOT AS IT WAS RECORDED",
        };
        lines.AddRange(found.Faults.Select((fault, n) => $"  {(n == 0 ? "" : "Also: ")}{InWords(fault)}"));
        if (found.FailedEvents > 1)
        {
            lines.Add($"  {Number(found.FailedEvents)} events fail; the first is told.");
        }

        lines.Add($"  Tree        {Number(found.Leaves)} events, root {found.Root}");
        lines.Add($"  Checkpoints {Number(found.Checkpoints)}{(found.LastCheckpoint is { } last ? $", the last of {Number(last)} events" : "")}, key {key.Id}");
        if (outside is not null)
        {
            lines.Add($"  Outside     {outside.Origin}, {Number(outside.Size)} events");
        }

        if (found.NotCoveredSince is { } since)
        {
            lines.Add($"  Not yet in the tree: {Number(found.NotYetCovered)} events at the end of the log, the first of {since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. Pathway adds them within seconds while it runs.");
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string InWords(LogFault fault) => fault.EventId is null
        ? fault.What
        : string.Create(CultureInfo.InvariantCulture, $"Sequence {fault.Sequence}, event {fault.EventId}, version {fault.Version} of {fault.StreamId}: {fault.What}");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static T Read<T>(string path, string otherwise, Func<string, T?> from)
        where T : class
    {
        try
        {
            return from(path) ?? throw new CannotStartException($"{path} {otherwise}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CannotStartException($"{path} {otherwise}: {e.Message}", e);
        }
    }

    /// <summary>Shows on a terminal how far it is.</summary>
    private sealed class Counter : IProgress<double>
    {
        public void Report(double value) => Console.Error.Write(value < 1 ? $"\rVerifying: {value.ToString("P0", CultureInfo.InvariantCulture)} " : "\r\u001b[K");
    }
}
