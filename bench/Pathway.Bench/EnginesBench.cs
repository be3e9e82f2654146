using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pathway.Api;
using Pathway.Api.Pathways;
using Pathway.EventStore;
using Pathway.Projections.Cohort;
using Pathway.Projections.Protocols;

namespace Pathway.Bench;

/// <summary>
/// The built-in engine and the one of packages side by side, in the same rounds and on one database, of which nobody else follows the log. What is derived and how it is
/// stored is the same on both; a rebuild (row "rebuild") reads the tables without an engine, so that here the same rows are derived along the log instead.
/// </summary>
internal static class EnginesBench
{
    /// <summary>The word that it is asked for by.</summary>
    public const string Row = "engines";

    private const int Pathways = 2_000;
    private const int Page = 1000;

    private static readonly TimeSpan _slice = TimeSpan.FromSeconds(2);

    /// <summary>Measures both engines.</summary>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="cancellation">Ends it after what is under way.</param>
    /// <returns>The rows of both, and the ratios of the one to the other; none where there is only the built-in engine.</returns>
    public static async Task<IReadOnlyList<BenchRow>> Run(int rounds, CancellationToken cancellation)
    {
        if (StoreEngine.Chosen is BuiltInEngine)
        {
            await Progress.Tell($"The row {Row} was left out: this bench has the built-in engine alone. The other comes with --engine marten (docs/engines.md).");
            return [];
        }

        await using var database = await BenchDatabase.Start(cancellation);
        await Progress.Tell($"Recording {Pathways:N0} pathways");
        await FilledLog.Fill(database, Pathways, cancellation);
        await new CohortRebuild(database.Connections, new(database.Connections)).Run(dryRun: false, _ => { }, cancellation);

        await using var builtIn = await Engine.Start(new BuiltInEngine(), database, cancellation);
        await using var other = await Engine.Start(StoreEngine.Chosen, database, cancellation);
        Engine[] engines = [builtIn, other];
        var derived = await Deriving(engines, database, rounds, cancellation);
        var floor = new Floor(database.Connections);
        await floor.Insert.Once(0);
        var cases = engines.Select(engine => engine.Cases(floor).ToList()).ToList();
        var slices = await Rounds.Measure([floor.Insert, floor.InsertByMany, floor.Read, .. cases.SelectMany(c => c)], rounds, _slice, cancellation);
        return
        [
            .. cases[0].Zip(cases[1]).SelectMany(c => Pair(BenchRow.Of(c.First, slices), BenchRow.Of(c.Second, slices), slices[c.First].Zip(slices[c.Second], (own, others) => others.PerSecond / own.PerSecond))),
            .. Pair(Derived(builtIn, derived), Derived(other, derived), derived[builtIn].Zip(derived[other], (own, others) => others / own)),
        ];

        BenchRow[] Pair(BenchRow own, BenchRow others, IEnumerable<double> ratios) =>
            [own, others, new($"the same, {other.Name} to {builtIn.Name}", own.Clients, "", "", "", Spread.Of(ratios).Write("0.00"), "", IsMet: null)];
    }

    private static BenchRow Derived(Engine engine, IReadOnlyDictionary<Engine, double[]> perSecond) =>
        new($"derive the cohort along the log{engine.On}: events", 1, Spread.Of(perSecond[engine]).Median.ToString("N0"), "", "", "", "", IsMet: null);

    /// <summary>Has the rows of the cohort derived from the beginning of the log, by each engine in turn; once more before, to warm up.</summary>
    private static async Task<IReadOnlyDictionary<Engine, double[]>> Deriving(Engine[] engines, BenchDatabase database, int rounds, CancellationToken cancellation)
    {
        var perSecond = engines.ToDictionary(e => e, _ => new double[rounds]);
        for (var round = -1; round < rounds; round++)
        {
            await Progress.Tell(round < 0 ? "Deriving along the log, to warm up" : $"Deriving along the log: {round + 1} of {rounds}");
            foreach (var engine in round % 2 == 0 ? engines : engines.Reverse())
            {
                await database.AsOwner(cancellation, "update mt_event_progression set last_seq_id = 0");
                var measured = await engine.Derive(cancellation);
                if (round >= 0)
                {
                    perSecond[engine][round] = measured;
                }
            }
        }

        return perSecond;
    }

    /// <summary>One engine at work on the database, with the product's recorder on it.</summary>
    private sealed class Engine : IAsyncDisposable
    {
        private readonly NpgsqlDataSource connections;
        private readonly StoreNode node;
        private readonly PublishedProtocols published;
        private readonly Journeys journeys;
        private readonly Recorder recorder;
        private long read;

        private Engine(string name, NpgsqlDataSource connections, StoreNode node)
        {
            (Name, this.connections, this.node, published) = (name, connections, node, new(connections));
            journeys = new(node.Store, published);
            recorder = new(node.Store, journeys, new(TimeProvider.System, TimeZoneInfo.Utc), published);
        }

        public string Name { get; }

        /// <summary>As it is added to what is done.</summary>
        public string On => $", {Name}";

        public static async Task<Engine> Start(IStoreEngine engine, BenchDatabase database, CancellationToken cancellation)
        {
            var own = StoreConnection.DataSource(database.ConnectionString);
            return new(engine.Name, own, await StoreNode.Start(engine, own, cancellation: cancellation));
        }

        /// <summary>What is measured in rounds.</summary>
        public IEnumerable<BenchCase> Cases(Floor floor) =>
        [
            .. new Recording(recorder, On).All(floor),
            new(Row, $"read a journey of {StandardJourney.Events.Length} events{On}", 1, async _ =>
            {
                await node.Store.ReadStream(FilledLog.Journey(Random.Shared.Next(2, Pathways + 1)), fromVersion: 1, CancellationToken.None);
                return 1;
            }) { HeldAgainst = new TimesOf(floor.Read) },
            new(Row, $"read the log in order, {Page:N0} a page{On}: events", 1, async _ =>
            {
                var page = await node.Store.ReadLog(read, Page, CancellationToken.None);
                read = page.Count < Page ? 0 : page[^1].Sequence;
                return page.Count;
            }),
        ];

        /// <summary>Derives the rows from where the checkpoint is to the end of the log.</summary>
        /// <returns>Events a second.</returns>
        public async Task<double> Derive(CancellationToken cancellation)
        {
            var cohort = new CohortProjection(connections, node.Following, published, TimeProvider.System, NullLoggerFactory.Instance);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var since = Stopwatch.GetTimestamp();
            var run = cohort.Run(ends.Token);
            while (await cohort.Status(cancellation) is { LagEvents: > 0 })
            {
                await Task.Delay(10, cancellation);
            }

            var took = Stopwatch.GetElapsedTime(since);
            await ends.CancelAsync();
            await run;
            return Pathways * StandardJourney.Events.Length / took.TotalSeconds;
        }

        public async ValueTask DisposeAsync()
        {
            await node.DisposeAsync();
            recorder.Dispose();
            journeys.Dispose();
        }
    }
}
