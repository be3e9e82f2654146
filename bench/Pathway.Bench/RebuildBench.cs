using System.Globalization;
using Pathway.Projections.Cohort;

namespace Pathway.Bench;

/// <summary>A rebuild of the cohort from a million events: deriving, writing, indexing and comparing with what was there, on a database that nobody else uses.</summary>
internal static class RebuildBench
{
    /// <summary>The word that it is asked for by.</summary>
    public const string Row = "rebuild";

    private const double TargetPerSecond = 150_000;
    private const int Events = 1_000_000;
    private const int MostRounds = 3;

    private static readonly int _pathways = (Events + StandardJourney.Events.Length - 1) / StandardJourney.Events.Length;

    /// <summary>Rebuilds a few times.</summary>
    /// <param name="rounds">How often, 3 times at most.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<BenchRow> Run(int rounds, CancellationToken cancellation)
    {
        await using var database = await BenchDatabase.Start(cancellation);
        await Progress.Tell($"Recording {_pathways:N0} pathways");
        await FilledLog.Fill(database, _pathways, cancellation);
        var rebuild = new CohortRebuild(database.Connections, new(database.Connections));
        await rebuild.Run(dryRun: false, _ => { }, cancellation); // There is something to compare with from now on.
        var perSecond = new List<double>();
        for (var round = 0; round < Math.Min(rounds, MostRounds); round++)
        {
            await Progress.Tell($"Rebuild {round + 1} of {Math.Min(rounds, MostRounds)}");
            var step = RebuildStep.Deriving;
            var report = await rebuild.Run(
                dryRun: true,
                progress =>
                {
                    if (progress.Step != step)
                    {
                        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {step}: until {progress.Elapsed.TotalSeconds:N1} s"));
                        step = progress.Step;
                    }
                },
                cancellation);
            if (report.Differences.Pathways > 0)
            {
                throw new InvalidOperationException($"Nothing was written, yet {report.Differences.Pathways} pathways differ.");
            }

            perSecond.Add(report.Position / report.Took.TotalSeconds);
        }

        var spread = Spread.Of(perSecond);
        return new(
            $"rebuild the cohort from {_pathways * StandardJourney.Events.Length:N0} events: events", 1, spread.Median.ToString("N0"), "", "", "",
            $"≥ {TargetPerSecond:N0} a second", spread.Median >= TargetPerSecond);
    }
}
