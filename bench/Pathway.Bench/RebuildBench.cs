using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pathway.Api;
using Pathway.Api.OwnPostgres;
using Pathway.Api.Pathways;
using Pathway.EventStore;
using Pathway.Projections.Cohort;
using Pathway.Projections.Protocols;

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
        var folder = BenchPathway.NewFolder();
        try
        {
            await using var server = await OwnServer.Start(DataFolder.Open(folder), binariesFolder: null, NullLogger.Instance, cancellation);
            await PathwayHost.Migrate(server.OwnerConnectionString, cancellation);
            await using var connections = StoreConnection.DataSource(server.AppConnectionString);
            await Progress.Tell($"Recording {_pathways:N0} pathways");
            await Fill(connections, server.OwnerConnectionString, cancellation);
            var rebuild = new CohortRebuild(connections, new(connections));
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
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Records the standard journey once, and the same events for all other pathways: one by one it would take an hour.</summary>
    private static async Task Fill(NpgsqlDataSource application, string owner, CancellationToken cancellation)
    {
        await using var node = await StoreNode.Start(StoreEngine.Chosen, application, cancellation: cancellation);
        var published = new PublishedProtocols(application);
        using var journeys = new Journeys(node.Store, published);
        using var recorder = new Recorder(node.Store, journeys, new HospitalClock(TimeProvider.System, TimeZoneInfo.Utc), published);
        await Recording.WholeJourney(recorder);

        await using var database = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { CommandTimeout = 0, Pooling = false }.ConnectionString);
        await database.OpenAsync(cancellation);
        foreach (var sql in (string[])[
            $"""
            insert into mt_streams (id, type, version)
            select ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, s.type, s.version from mt_streams s cross join generate_series(2, {_pathways}) n
            """,
            $"""
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers, user_name)
            select (n - 1) * {StandardJourney.Events.Length} + e.version, gen_random_uuid(), ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
              e.version, e.data, e.type, e.timestamp, e.headers, e.user_name
            from mt_events e cross join generate_series(2, {_pathways}) n order by n, e.version
            """,
            "vacuum analyze mt_events, mt_streams"])
        {
#pragma warning disable CA2100 // Numbers of our own.
            await using var command = new NpgsqlCommand(sql, database);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
