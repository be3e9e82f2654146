using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Console;
using Npgsql;
using Pathway.Api.Audit.Proof;
using Pathway.Api.OwnPostgres;
using Pathway.EventStore;
using Pathway.EventStore.Following;
using Pathway.EventStore.Proof;

namespace Pathway.Api.CommandLine;

/// <summary><c>pathway export</c>: the whole log as lines of JSON that prove themselves.</summary>
internal static class ExportCommand
{
    private const string About = """
        Writes every event of the record, one a line, in the form in which it is hashed, with the checkpoints that were
        signed on the way and the public key (docs/verification.md). What was recorded when it began is in it. Pathway may
        run meanwhile. pathway verify FILE checks the file without any database.

        The file holds every patient's journey: keep it as you keep the database.

        It works on the server that ConnectionStrings__Pathway names or on the private one of the data folder; the key is
        the data folder's or Pathway__LogKey.
        """;

    private const string StandardOutput = "-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int BufferBytes = 64 * 1024;

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(50);

    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Where to; - for the output.", HelpName = "FILE", DefaultValueFactory = _ => StandardOutput };
        var data = CommandOptions.Data();
        var export = new Command("export", About) { file, data };
        export.SetAction((parsed, _) => Run(parsed.GetRequiredValue(file), Settings.Read(), parsed.GetRequiredValue(data), parsed.InvocationConfiguration.Output));
        return export;
    }

    private static async Task<int> Run(string file, Settings settings, string folder, TextWriter output)
    {
        using var stop = new StopSignal();
        using var logging = LoggerFactory.Create(log =>
        {
            ConsoleLog.Configure(log);
            log.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace); // The output is the export's.
        });
        try
        {
            var key = settings.LogKeyFor(DataFolder.OpenExisting(folder));
            await using var database = await Database.Open(settings, folder, logging.CreateLogger<OwnServer>(), stop.Token);
            await Database.With(database.AppConnectionString, async () =>
            {
                await using var connections = StoreConnection.DataSource(database.AppConnectionString);
                var tree = new LogTree(connections, LogEnvelope.Write);
                var checkpoints = await Book(connections, tree, key, settings, stop.Token);
                await using var node = await StoreNode.Start(StoreEngine.Chosen, connections, logging, cancellation: stop.Token);
                await CoverAll(node.Following, tree, checkpoints, logging.CreateLogger<LogProver>(), stop.Token);
                var last = (await checkpoints.Current(stop.Token)).Checkpoint;
                await Write(new(node.Store, checkpoints), last, file, stop.Token);
                if (file != StandardOutput)
                {
                    await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{last.Size:N0} events are in {file}, signed by the key {key.Public.Id}."));
                }
            });
            return 0;
        }
        catch (LogAlteredException altered)
        {
            throw new CannotStartException($"Nothing that proves itself can be exported: {altered.Message} pathway verify finds where.", altered);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"The export cannot be written: {e.Message}", e);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped: the export is not whole.");
            return 1;
        }
    }

    /// <summary>The log's checkpoints, under the name that they have: one who signs must have the key of those before.</summary>
    private static async Task<CheckpointBook> Book(NpgsqlDataSource connections, LogTree tree, LogKey key, Settings settings, CancellationToken cancellation)
    {
        var book = new CheckpointBook(connections, tree, key, settings.LogOriginChecked() ?? $"pathway/{key.Public.Id}", TimeProvider.System);
        return await book.List(before: long.MaxValue, limit: 1, cancellation) is not [{ Checkpoint: var last }] ? book
            : last.IsSignedBy(key.Public) ? new(connections, tree, key, last.Origin, TimeProvider.System)
            : throw new CannotStartException("The checkpoints of this log were signed with another key: name the right data folder with --data, or the key with Pathway__LogKey.");
    }

    /// <summary>Has every event that there is enter the tree, by this hand or by that of a Pathway that runs.</summary>
    private static async Task CoverAll(ILogFollowing following, LogTree tree, CheckpointBook checkpoints, ILogger<LogProver> logger, CancellationToken cancellation)
    {
        var (_, endOfLog) = await tree.ReachOf(size: 0, cancellation);
        using var prover = new LogProver(following, tree, checkpoints, logger);
        await prover.StartAsync(cancellation);
        try
        {
            while ((await tree.EndOf(cancellation)).LastSequence < endOfLog)
            {
                await Task.Delay(_look, cancellation);
            }
        }
        finally
        {
            await prover.StopAsync(CancellationToken.None);
        }
    }

    private static async Task Write(LogFile export, Checkpoint last, string file, CancellationToken cancellation)
    {
        var written = 0L;
        using var telling = new Progress(Console.Error, !Console.IsErrorRedirected).Start("events", (int)last.Size, () => (int)Volatile.Read(ref written));
        if (file == StandardOutput)
        {
            await using var output = new BufferedStream(Console.OpenStandardOutput(), BufferBytes);
            await export.Write(last, output, Tell, cancellation);
            return;
        }

        // Under its name stands a whole export or what was there before.
        var part = file + ".part";
        try
        {
            await using (var output = new FileStream(part, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = BufferBytes, UnixCreateMode = OwnerOnly }))
            {
                await export.Write(last, output, Tell, cancellation);
            }

            File.Move(part, file, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }

        void Tell(long events) => Volatile.Write(ref written, events);
    }
}
