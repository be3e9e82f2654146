using Pathway.Api;
using Pathway.Api.Audit.Proof;
using Pathway.Api.Pathways;
using Pathway.Domain;
using Pathway.EventStore;
using Pathway.EventStore.Proof;
using Pathway.Projections.Protocols;

namespace Pathway.Bench;

/// <summary>What a replay is made of: reading the log of all journeys in its one order, reading events from JSON, and folding and deriving in memory.</summary>
internal static class ReplayCases
{
    private const string Row = "replay";
    private const int Page = 1000;

    /// <summary>The cases.</summary>
    /// <param name="pathway">Where from.</param>
    /// <param name="journeys">Whole journeys.</param>
    public static async Task<IReadOnlyList<BenchCase>> All(BenchPathway pathway, IReadOnlyList<Guid> journeys)
    {
        var (store, clock, shelf) = (pathway.Service<IEventStore>(), pathway.Service<HospitalClock>(), pathway.Service<PublishedProtocols>().Shelf);
        var stored = await store.ReadStream(journeys[0], fromVersion: 1, CancellationToken.None);
        var unread = new Journey(journeys[0], []);
        var stream = unread.With(stored).Stream;
        var verifier = pathway.Service<LogVerifier>();
        var read = 0L;
        return
        [
            new(Row, "read 14 events from JSON in memory: journeys", 1, _ =>
            {
                unread.With(stored);
                return Task.FromResult(1);
            }),
            new(Row, "derive the whole state of 14 events in memory: journeys", 1, _ =>
            {
                Derivation.Derive(journeys[0], stream, shelf, clock.Today);
                return Task.FromResult(1);
            }),
            new(Row, "hash the leaf of an event: journeys of 14", 1, _ =>
            {
                foreach (var one in stored)
                {
                    MerkleTree.LeafHash(LogEnvelope.Write(one));
                }

                return Task.FromResult(1);
            }),
            new(Row, "verify the whole log: events", 1, async _ => (int)(await verifier.Verify(outside: null, progress: null, CancellationToken.None)).Events),
            new(Row, $"read the log in order, {Page:N0} a page: events", 1, async _ =>
            {
                var page = await store.ReadLog(read, Page, CancellationToken.None);
                read = page.Count < Page ? 0 : page[^1].Sequence;
                return page.Count;
            }),
        ];
    }
}
