using Pathway.Api;
using Pathway.Api.Pathways;
using Pathway.EventStore;
using Pathway.Projections.Protocols;

namespace Pathway.Bench;

/// <summary>A log of many journeys: the standard one recorded once, and its events for all others. One by one it would take an hour.</summary>
internal static class FilledLog
{
    private const string Ids = "01990000-0000-7000-8000-";

    /// <summary>The id of a journey, by its number from 2: the first was recorded and has an id of its own.</summary>
    public static Guid Journey(int number) => Guid.Parse($"{Ids}{number:x12}");

    /// <summary>Fills an empty database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="pathways">How many journeys.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task Fill(BenchDatabase database, int pathways, CancellationToken cancellation)
    {
        await using (var node = await StoreNode.Start(StoreEngine.Chosen, StoreConnection.DataSource(database.ConnectionString), cancellation: cancellation))
        {
            var published = new PublishedProtocols(database.Connections);
            using var journeys = new Journeys(node.Store, published);
            using var recorder = new Recorder(node.Store, journeys, new HospitalClock(TimeProvider.System, TimeZoneInfo.Utc), published);
            await new Recording(recorder).WholeJourney();
        }

        await database.AsOwner(
            cancellation,
            $"""
            insert into mt_streams (id, type, version)
            select ('{Ids}' || lpad(to_hex(n), 12, '0'))::uuid, s.type, s.version from mt_streams s cross join generate_series(2, {pathways}) n
            """,
            $"""
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers, user_name)
            select (n - 1) * {StandardJourney.Events.Length} + e.version, gen_random_uuid(), ('{Ids}' || lpad(to_hex(n), 12, '0'))::uuid,
              e.version, e.data, e.type, e.timestamp, e.headers, e.user_name
            from mt_events e cross join generate_series(2, {pathways}) n order by n, e.version
            """,
            "select setval('mt_events_sequence', max(seq_id)) from mt_events",
            "vacuum analyze mt_events, mt_streams");
    }
}
