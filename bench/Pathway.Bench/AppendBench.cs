using System.Text;
using Npgsql;
using NpgsqlTypes;
using Pathway.EventStore;

namespace Pathway.Bench;

/// <summary>What storing and reading costs, held against the least that PostgreSQL does for one durable row.</summary>
internal static class AppendBench
{
    private const int EventsOfJourney = 14;
    private const int MostClients = 16;

    private static readonly byte[] FloorRow = Json(300);
    private static readonly byte[][] EventBodies = [.. Enumerable.Range(0, EventsOfJourney).Select(n => Json(250 + (n * 150 / (EventsOfJourney - 1))))];
    private static readonly byte[] Snapshot = Json(1500);
    private static readonly byte[] Headers = Encoding.UTF8.GetBytes("""{"actor":{"id":"c.meyer","name":"C. Meyer","role":"coordinator"},"client":"bench","protocol":"standard@1"}""");

    /// <summary>Load a journey and append its next event with one document; append without loading; read a journey.</summary>
    /// <param name="ownerConnectionString">Of a database that may be written to; its schema is applied.</param>
    /// <param name="rounds">Rounds to take the median of.</param>
    /// <param name="time">How long each case runs in a round.</param>
    /// <returns>The rows.</returns>
    public static async Task<IReadOnlyList<BenchRow>> Run(string ownerConnectionString, int rounds, TimeSpan time)
    {
        await StoreSchema.Apply(ownerConnectionString, [typeof(AppendBench).Assembly], CancellationToken.None);
        await using var dataSource = StoreConnection.DataSource(ownerConnectionString);
        await using var store = new PostgresEventStore(dataSource);

        var whole = await WholeJourney(store);
        var loading = Journeys();
        var blind = Journeys();
        (string What, int Clients, Func<int, Task> Once, int Floor, double? Target)[] cases =
        [
            ("insert one 300-byte row (floor)", 1, _ => Insert(dataSource), 0, null),
            ("insert one 300-byte row (floor)", MostClients, _ => Insert(dataSource), 1, null),
            ("load, append one event and its document", 1, n => Advance(store, loading[n], load: true), 0, 0.5),
            ("load, append one event and its document", MostClients, n => Advance(store, loading[n], load: true), 1, 1.0),
            ("append one event and its document", 1, n => Advance(store, blind[n], load: false), 0, null),
            ("append one event and its document", MostClients, n => Advance(store, blind[n], load: false), 1, null),
            ("read one row by key (floor)", 1, _ => ReadRow(dataSource), 6, null),
            ("read a journey of 14 events", 1, _ => store.ReadStream(whole, upToVersion: null, CancellationToken.None), 6, 0.5),
        ];

        var measured = await Rounds.Measure([.. cases.Select(c => (c.Clients, c.Once))], rounds, time);
        return
        [
            .. cases.Select((c, i) => new BenchRow(
                c.What, c.Clients, Rounds.Median(measured[i]), Rounds.Median(measured[i].Zip(measured[c.Floor], (own, floor) => own / floor)), c.Target)),
        ];
    }

    private static Journey[] Journeys() => [.. Enumerable.Range(0, MostClients).Select(_ => new Journey())];

    private static async Task<Guid> WholeJourney(PostgresEventStore store)
    {
        var journey = new Journey();
        for (var i = 0; i < EventsOfJourney; i++)
        {
            await Advance(store, journey, load: false);
        }

        return journey.Id;
    }

    private static async Task Insert(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand("insert into bench_floor (data) values ($1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = FloorRow, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ReadRow(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand("select data from bench_floor where id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        row.GetFieldValue<byte[]>(0);
    }

    private static async Task Advance(PostgresEventStore store, Journey journey, bool load)
    {
        var version = load ? (await store.ReadStream(journey.Id, upToVersion: null, CancellationToken.None)).Count : journey.Version;
        var at = DateTimeOffset.UtcNow;
        var append = new StreamAppend(
            journey.Id, "journey", version,
            [new(Guid.CreateVersion7(), "volumetry_recorded", "Pathway.Domain.Journey.VolumetryRecorded, Pathway.Domain", EventBodies[version])],
            new(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)), "0HNABCDEF", CausationId: null, "c.meyer", Headers),
            [new("bench_journey", journey.Id, Snapshot, "Pathway.Bench.Journey, Pathway.Bench")],
            Answer: null);
        if (await store.Append(append) is not AppendOutcome.Appended appended)
        {
            throw new InvalidOperationException("Nobody else writes to this journey.");
        }

        journey.Reached(appended.Version);
    }

    private static byte[] Json(int bytes)
    {
        const string Measured = """{"type":"volumetry_recorded","occurredOn":"2026-03-02","modality":"ct","flrVolumeMl":412.5,"totalLiverVolumeMl":1540.25,"note":""}""";
        return Encoding.UTF8.GetBytes(Measured.Insert(Measured.Length - 2, new string('n', bytes - Measured.Length)));
    }

    /// <summary>One client's present journey; a full one is followed by a new one.</summary>
    private sealed class Journey
    {
        public Guid Id { get; private set; } = Guid.CreateVersion7();

        public int Version { get; private set; }

        public void Reached(long version)
        {
            Version = (int)version;
            if (version == EventsOfJourney)
            {
                (Id, Version) = (Guid.CreateVersion7(), 0);
            }
        }
    }
}
