using System.CommandLine;
using System.Globalization;
using Pathway.Api.OwnPostgres;
using Pathway.EventStore;
using Pathway.Projections.Cohort;
using Pathway.Projections.Protocols;

namespace Pathway.Api.CommandLine;

/// <summary><c>pathway rebuild</c>: derives what reports are made of anew, and tells what is different then.</summary>
internal static class RebuildCommand
{
    private const string About = """
        Derives the tables that reports are made of anew from all events, beside those that are read, compares the two,
        and switches to the new ones in one transaction. Pathway may run meanwhile, on any number of nodes. Stopped at any
        time before the switch, it leaves everything as it was.

        Its exit code is 0 when nothing differed, and 2 when something did.

        It works on the server that ConnectionStrings__Pathway names or on the private one of the data folder.
        """;

    private const int Differed = 2;

    internal static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "What to derive anew; the cohort is all that there is.", HelpName = "NAME", DefaultValueFactory = _ => CohortProjection.Name };
        name.AcceptOnlyFromAmong(CohortProjection.Name);
        var dryRun = new Option<bool>("--dry-run") { Description = "Compares only, and switches nothing." };
        var data = CommandOptions.Data();
        var rebuild = new Command("rebuild", About) { name, dryRun, data };
        rebuild.SetAction((parsed, _) => Run(parsed.GetValue(dryRun), Settings.Read(), parsed.GetRequiredValue(data), parsed.InvocationConfiguration.Output));
        return rebuild;
    }

    private static async Task<int> Run(bool dryRun, Settings settings, string folder, TextWriter output)
    {
        using var stop = new StopSignal();
        using var logging = LoggerFactory.Create(ConsoleLog.Configure);
        try
        {
            await using var database = await Database.Open(settings, folder, logging.CreateLogger<OwnServer>(), stop.Token);
            RebuildReport report = null!;
            await Database.With(database.AppConnectionString, async () =>
            {
                await using var connections = StoreConnection.DataSource(database.AppConnectionString);
                report = await Rebuild(new(connections, new PublishedProtocols(connections)), dryRun, stop.Token);
            });
            await output.WriteLineAsync(InWords(report));
            return report.Differences.Pathways == 0 ? 0 : Differed;
        }
        catch (RebuildRefusedException e)
        {
            throw new CannotStartException(e.Message, e);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            await output.WriteLineAsync("Stopped: everything is as it was.");
            return 1;
        }
    }

    private static async Task<RebuildReport> Rebuild(CohortRebuild rebuild, bool dryRun, CancellationToken cancellation)
    {
        var progress = new Progress(Console.Error, !Console.IsErrorRedirected);
        RebuildProgress? latest = null;
        IDisposable? telling = null;
        try
        {
            return await rebuild.Run(dryRun, Tell, cancellation);
        }
        finally
        {
            telling?.Dispose();
        }

        void Tell(RebuildProgress now)
        {
            if (now.Step is RebuildStep.Deriving)
            {
                telling ??= progress.Start("events", (int)now.Of, () => (int)latest!.Events);
            }
            else if (latest?.Step != now.Step)
            {
                telling?.Dispose();
                Console.Error.WriteLine($"{now.Step} ...");
            }

            latest = now;
        }
    }

    private static string InWords(RebuildReport report)
    {
        var (count, first) = report.Differences;
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"Derived anew from {report.Position:N0} events in {report.Took.TotalSeconds:N1} s ({report.Position / report.Took.TotalSeconds:N0} a second)."),
            count == 0 ? "No pathway has other rows than before." : string.Create(CultureInfo.InvariantCulture, $"{count:N0} pathways have other rows than before:"),
        };
        lines.AddRange(first.Select(d => $"  {d.PathwayId}  {string.Join(", ", d.Columns)}"));
        if (count > first.Count)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"  and {count - first.Count:N0} more"));
        }

        lines.Add(report.Switched ? "The new tables are read now." : "Nothing was switched.");
        return string.Join(Environment.NewLine, lines);
    }
}
