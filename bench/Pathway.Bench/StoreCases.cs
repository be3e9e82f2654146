using System.Text;
using Pathway.Domain;
using Pathway.EventStore;

namespace Pathway.Bench;

/// <summary>What storing and reading costs without a decision: the event store alone.</summary>
/// <param name="pathway">Where to.</param>
internal sealed class StoreCases(BenchPathway pathway)
{
    private const string Row = "store";

    private static readonly byte[][] Bodies = [.. StandardJourney.Events.Select(EventJson.Write)];
    private static readonly byte[] Headers = Encoding.UTF8.GetBytes("""{"actor":{"id":"c.meyer","name":"C. Meyer","role":"coordinator"},"client":"bench","protocol":"standard@1"}""");
    private static readonly byte[] Document = Encoding.UTF8.GetBytes($$"""{"phase":"interstage","about":"{{new string('d', 1500)}}"}""");

    private readonly IEventStore store = pathway.Service<IEventStore>();

    /// <summary>The cases.</summary>
    /// <param name="floor">What they are held against.</param>
    /// <param name="journeys">Whole journeys to read.</param>
    public IEnumerable<BenchCase> All(Floor floor, IReadOnlyList<Guid> journeys)
    {
        var (loaded, blind) = (OpenJourney.ForEachClient(), OpenJourney.ForEachClient());
        return
        [
            new(Row, "store: append one event and its document", 1, n => Append(blind[n], load: false)) { HeldAgainst = new ShareOf(floor.Insert) },
            new(Row, "store: append one event and its document", BenchCases.ManyClients, n => Append(blind[n], load: false)) { HeldAgainst = new ShareOf(floor.InsertByMany) },
            new(Row, "store: load, append one event and its document", 1, n => Append(loaded[n], load: true)) { HeldAgainst = new ShareOf(floor.Insert) },
            new(Row, "store: load, append one event and its document", BenchCases.ManyClients, n => Append(loaded[n], load: true)) { HeldAgainst = new ShareOf(floor.InsertByMany) },
            new(Row, "store: read a journey of 14 events", 1, _ => Read(journeys)) { HeldAgainst = new TimesOf(floor.Read) },
        ];
    }

    private async Task<int> Read(IReadOnlyList<Guid> journeys)
    {
        await store.ReadStream(journeys[Random.Shared.Next(journeys.Count)], fromVersion: 1, CancellationToken.None);
        return 1;
    }

    private async Task<int> Append(OpenJourney journey, bool load)
    {
        var id = journey.Version == 0 ? Guid.CreateVersion7() : journey.Id;
        var version = load ? (await store.ReadStream(id, fromVersion: 1, CancellationToken.None)).Count : journey.Version;
        var happened = StandardJourney.Events[version];
        var at = DateTimeOffset.UtcNow;
        var append = new StreamAppend(
            id, "journey", version,
            [new(Guid.CreateVersion7(), EventCatalogue.TypeOf(happened).Name, $"{happened.GetType().FullName}, Pathway.Domain", Bodies[version])],
            new(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)), "0HNABCDEF", CausationId: null, "c.meyer", Headers),
            [new("bench_journey", id, Document, "Pathway.Bench.Journey, Pathway.Bench")],
            Answer: null);
        if (await store.Append(append) is not AppendOutcome.Appended)
        {
            throw new InvalidOperationException("Nobody else writes to this journey.");
        }

        journey.Recorded(id);
        return 1;
    }
}
