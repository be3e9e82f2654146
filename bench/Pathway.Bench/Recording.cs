using System.Text.Json;
using Pathway.Api.Pathways;

namespace Pathway.Bench;

/// <summary>Load, decide, append through the product's own recorder: real rules, real answer, the list of pathways kept in the same transaction.</summary>
/// <param name="recorder">Where to.</param>
/// <param name="on">What it runs on, as it is added to what is done; empty for nothing.</param>
internal sealed class Recording(Recorder recorder, string on = "")
{
    /// <summary>The word that it is asked for by.</summary>
    public const string Row = "record";

    private const int Journeys = 100;

    /// <summary>The cases.</summary>
    /// <param name="floor">What they are held against.</param>
    public IEnumerable<BenchCase> All(Floor floor)
    {
        var journeys = OpenJourney.ForEachClient();
        var what = $"load, decide, append one event and the list's row{on}";
        return
        [
            new(Row, what, 1, n => Record(journeys[n])) { HeldAgainst = new ShareOf(floor.Insert, AtLeast: 0.5) },
            new(Row, what, BenchCases.ManyClients, n => Record(journeys[n])) { HeldAgainst = new ShareOf(floor.InsertByMany, AtLeast: 1.0) },
        ];
    }

    /// <summary>Records journeys to read.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<Guid>> WholeJourneys()
    {
        var (ids, journey) = (new List<Guid>(), new OpenJourney());
        while (ids.Count < Journeys || journey.Version != 0)
        {
            var opens = journey.Version == 0;
            await Record(journey);
            if (opens)
            {
                ids.Add(journey.Id);
            }
        }

        return ids;
    }

    /// <summary>Records one journey to its end.</summary>
    public async Task WholeJourney()
    {
        var journey = new OpenJourney();
        do
        {
            await Record(journey);
        }
        while (journey.Version != 0);
    }

    private async Task<int> Record(OpenJourney journey)
    {
        var call = new Call(BenchPathway.Coordinator, Guid.CreateVersion7().ToString(), "bench", IfVersion: null, Key: null, IsArray: false);
        var happened = StandardJourney.Events[journey.Version];
        var outcome = journey.Version == 0
            ? await recorder.Open((Domain.Journey.PathwayOpened)happened, call, CancellationToken.None)
            : await recorder.Record(journey.Id, [happened], call, CancellationToken.None);
        if (outcome is not RecordOutcome.Recorded recorded)
        {
            throw new InvalidOperationException($"Nothing of the journey can be refused, but the outcome is {outcome}.");
        }

        journey.Recorded(journey.Version == 0 ? IdIn(recorded.Body) : journey.Id);
        return 1;
    }

    private static Guid IdIn(ReadOnlyMemory<byte> state)
    {
        using var opened = JsonDocument.Parse(state);
        return opened.RootElement.GetProperty("id").GetGuid();
    }
}
