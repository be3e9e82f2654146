using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pathway.Api;
using Pathway.Domain;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using Pathway.EventStore;
using Pathway.Projections.Cohort;
using Pathway.Projections.Protocols;
using Pathway.Testing;

namespace Pathway.Projections.Tests.Cohort;

/// <summary>A database of one test's own that pathways are recorded in, and what their rows must be then.</summary>
internal sealed class CohortBook : IAsyncDisposable
{
    private static readonly DateOnly _stage1On = new(2026, 3, 2);

    private readonly NpgsqlDataSource app;
    private readonly NpgsqlDataSource owner;
    private readonly StoreNode recording;
    private readonly Dictionary<Guid, long> versions = [];

    private CohortBook(TestDatabase database, NpgsqlDataSource app, StoreNode recording)
    {
        (Database, this.app, this.recording) = (database, app, recording);
        owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        Rebuild = new(app, new PublishedProtocols(app));
    }

    public TestDatabase Database { get; }

    public NpgsqlDataSource App => app;

    public CohortRebuild Rebuild { get; }

    public static async Task<CohortBook> Open(ThrowAwayPostgres postgres)
    {
        var database = await postgres.NewDatabase();
        var application = StoreConnection.DataSource(database.AppConnectionString);
        return new(database, application, await StoreNode.Start(StoreEngine.Chosen, application));
    }

    /// <summary>ALPPS on 2 March, from 20 % to 32 % of 1500 mL, with everything that has rows of its own.</summary>
    public static PathwayEvent[] Journey =>
    [
        new PathwayOpened(_stage1On.AddDays(-30), "P-1", "lakeside", Sex.Female, 1960, 170, 70, TumorType.ColorectalMetastases) { ProtocolId = "staged-hepatectomy", ProtocolVersion = 1 },
        new StrategyDecided(_stage1On.AddDays(-20), Strategy.Alpps, "Too little is left."),
        new VolumetryRecorded(_stage1On.AddDays(-15), ScanModality.Ct, 300, StandardLiverVolumeMl: 1500),
        new Stage1Performed(_stage1On, Stage1Technique.Alpps, OperativeApproach.Open) { Variants = [StrategyVariant.Partial, StrategyVariant.Tourniquet] },
        new VolumetryRecorded(_stage1On.AddDays(7), ScanModality.Ct, 405, StandardLiverVolumeMl: 1500),
        new ComplicationRecorded(_stage1On.AddDays(8), ComplicationKind.BileLeak, ClavienDindoGrade.IIIa),
        new FunctionTestRecorded(_stage1On.AddDays(8), FunctionTest.HepatobiliaryScintigraphy, 3.4, "%/min/m2", TestScope.Remnant),
        new DroppedOut(_stage1On.AddDays(9), DropOutReason.PatientChoice),
        new PathwayResumed(_stage1On.AddDays(12), "Came back."),
        new VolumetryRecorded(_stage1On.AddDays(14), ScanModality.Ct, 480, StandardLiverVolumeMl: 1500),
        new Stage2Performed(_stage1On.AddDays(16), LiverResection.RightHepatectomy, OperativeApproach.Open, ResectionMargin.R0),
        new DeathRecorded(_stage1On.AddDays(60), DeathCause.Tumor),
    ];

    /// <summary>Records whole journeys, or as much of each as is said.</summary>
    public async Task<IReadOnlyList<Guid>> Record(int pathways, int events = int.MaxValue)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < pathways; i++)
        {
            ids.Add(Guid.CreateVersion7());
            await Append(ids[^1], [.. Journey.Take(events)]);
        }

        return ids;
    }

    /// <summary>Records what follows in a pathway, in one append.</summary>
    public async Task Append(Guid id, params PathwayEvent[] events)
    {
        var before = versions.GetValueOrDefault(id);
        var outcome = await recording.Store.Append(new(
            id, "pathway", before, [.. events.Select(e => new NewEvent(Guid.CreateVersion7(), EventCatalogue.All.Single(t => t.ClrType == e.GetType()).Name, "none", EventJson.Write(e)))],
            new(new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), null, null, "a", ReadOnlyMemory<byte>.Empty), [], Answer: null));
        Assert.IsType<AppendOutcome.Appended>(outcome);
        versions[id] = before + events.Length;
    }

    /// <summary>Puts an event into a pathway that this version of the program does not know, as another version would.</summary>
    public async Task AppendUnknown(Guid id)
    {
        await Append(id, new NoteRecorded(_stage1On.AddDays(61)) { Note = "What it says is not known." });
        await Execute($"update mt_events set type = 'organ_printed' where stream_id = '{id}' and version = {versions[id]}");
    }

    /// <summary>Runs SQL as the owner.</summary>
    public async Task Execute(string sql)
    {
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>All rows of a query, asked as the owner, with their columns joined by " | ".</summary>
    public async Task<IReadOnlyList<string>> Query(string sql)
    {
        await using var command = owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => Said(reader.GetValue(i)))));
        }

        return rows;
    }

    private static string Said(object? value) => value switch
    {
        null or DBNull => "null",
        Array list => $"[{string.Join(", ", list.Cast<object?>().Select(Said))}]",
        DateOnly date => date.ToString("yyyy-MM-dd"),
        _ => value.ToString()!,
    };

    public Task<IReadOnlyList<string>> Tables() => Query("select relname from pg_class where relnamespace = 'cohort'::regnamespace and relkind = 'r' and relname <> 'generation' order by 1");

    /// <summary>Insists that the rows are exactly what the streams say now: derived here, stream by stream, without anything that keeps the tables.</summary>
    public async Task MustBeFresh(params Guid[] stopped)
    {
        var expected = new List<string>();
        foreach (var id in versions.Keys)
        {
            var stream = (await recording.Store.ReadStream(id, 1, CancellationToken.None))
                .TakeWhile(e => EventCatalogue.All.Any(t => t.Name == e.Type))
                .Select(e => new RecordedEvent(e.Id, e.Version, e.Metadata.Timestamp, EventJson.Read(e.Type, e.Data.Span))).ToList();
            var rows = PathwayRows.Of(id, stream, ShippedProtocols.Shelf);
            expected.AddRange([$"{rows.Pathway}", .. rows.Measurements.Select(r => $"{r}"), .. rows.Complications.Select(r => $"{r}"), .. rows.FunctionTests.Select(r => $"{r}"), .. rows.Decisions.Select(r => $"{r}"), .. rows.Deviations.Select(r => $"{r}")]);
        }

        await using var connection = await app.OpenConnectionAsync();
        var current = await Generation.Current(connection, CancellationToken.None);
        var stored = (await CohortTables.Read(connection, current!.Number, versions.Keys, CancellationToken.None)).Select(r => r.Row).ToList();
        Assert.Equal(stopped.Length, stored.RemoveAll(row => row.StartsWith(nameof(StoppedPathway), StringComparison.Ordinal)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    /// <summary>A node that keeps the tables until it is disposed.</summary>
    public Task<Node> Start(CohortOptions? options = null) => Node.Start(this, options ?? new());

    public async ValueTask DisposeAsync()
    {
        await recording.DisposeAsync();
        await app.DisposeAsync();
        await owner.DisposeAsync();
    }

    internal sealed class Node : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly NpgsqlDataSource connections;
        private readonly StoreNode engine;
        private readonly LoggerFactory logging;
        private readonly Task running;

        private Node(NpgsqlDataSource connections, StoreNode engine, CohortOptions options)
        {
            (this.connections, this.engine, logging) = (connections, engine, new([Log]));
            var quick = options.Following with { Poll = TimeSpan.FromMilliseconds(20), FirstPause = TimeSpan.FromMilliseconds(20) };
            Projection = new(
                connections, engine.Following, new PublishedProtocols(connections), TimeProvider.System, logging,
                options with { Following = quick, PauseAfterFailure = TimeSpan.FromMilliseconds(50) });
            running = Projection.Run(stop.Token);
        }

        public CohortProjection Projection { get; }

        /// <summary>All that it logged.</summary>
        public TestLog Log { get; } = new();

        public static async Task<Node> Start(CohortBook book, CohortOptions options)
        {
            var own = StoreConnection.DataSource(book.Database.AppConnectionString);
            return new(own, await StoreNode.Start(StoreEngine.Chosen, own), options);
        }

        /// <summary>Waits until the rows have seen every event.</summary>
        public Task<ProjectionStatus> CaughtUp() => Until(s => s is { LagEvents: 0, State: ProjectionState.Following or ProjectionState.StandingBy });

        public async Task<ProjectionStatus> Until(Func<ProjectionStatus, bool> reached)
        {
            var since = Stopwatch.GetTimestamp();
            while (true)
            {
                try
                {
                    var status = await Projection.Status(CancellationToken.None);
                    if (reached(status))
                    {
                        return status;
                    }

                    Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"{status}");
                }
                catch (NpgsqlException) when (Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1))
                {
                    await Task.Yield(); // Its session was ended, too.
                }

                await Task.Delay(10);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running;
            await engine.DisposeAsync();
            await connections.DisposeAsync();
            logging.Dispose();
            stop.Dispose();
        }
    }
}
