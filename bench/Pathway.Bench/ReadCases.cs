using Pathway.Api;
using Pathway.Api.Pathways;
using Pathway.EventStore;
using Pathway.Projections.Protocols;

namespace Pathway.Bench;

/// <summary>Where a patient stands: a journey read and everything derived from it.</summary>
internal static class ReadCases
{
    private const string Row = "read";

    /// <summary>The cases.</summary>
    /// <param name="pathway">Where from.</param>
    /// <param name="floor">What they are held against.</param>
    /// <param name="journeys">Whole journeys to read.</param>
    public static IEnumerable<BenchCase> All(BenchPathway pathway, Floor floor, IReadOnlyList<Guid> journeys)
    {
        var (store, recorder) = (pathway.Service<IEventStore>(), pathway.Service<Recorder>());
        var (clock, published) = (pathway.Service<HospitalClock>(), pathway.Service<PublishedProtocols>());
        var clients = Enumerable.Range(0, BenchCases.ManyClients).Select(_ => pathway.SignedIn()).ToArray();
        return
        [
            new(Row, "read 14 events for the first time, derive the whole state", 1, async _ =>
            {
                var id = Any(journeys);
                new Journey(id, []).With(await store.ReadStream(id, fromVersion: 1, CancellationToken.None)).StateOn(clock.Today, published.Shelf);
                return 1;
            }) { HeldAgainst = new TimesOf(floor.Read, AtMost: 2) },
            new(Row, "read 14 events again, derive the whole state", 1, async _ =>
            {
                var journey = await recorder.Read(Any(journeys), BenchPathway.Coordinator, CancellationToken.None);
                journey!.StateOn(clock.Today, published.Shelf);
                return 1;
            }) { HeldAgainst = new TimesOf(floor.Read, AtMost: 2) },
            new(Row, "GET the whole state, signed in", 1, n => Get(clients[n], Any(journeys))) { HeldAgainst = new TimesOf(floor.Read) },
            new(Row, "GET the whole state, signed in", BenchCases.ManyClients, n => Get(clients[n], Any(journeys))) { HeldAgainst = new TimesOf(floor.Read) },
        ];
    }

    private static Guid Any(IReadOnlyList<Guid> journeys) => journeys[Random.Shared.Next(journeys.Count)];

    private static async Task<int> Get(HttpClient client, Guid id)
    {
        await client.GetByteArrayAsync($"/api/pathways/{id}");
        return 1;
    }
}
