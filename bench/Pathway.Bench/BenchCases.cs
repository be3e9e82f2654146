using Pathway.Api.Pathways;

namespace Pathway.Bench;

/// <summary>Everything that is measured against the floor, with what is to be reached.</summary>
internal static class BenchCases
{
    /// <summary>How many clients "many" are.</summary>
    public const int ManyClients = 16;

    /// <summary>The rows that can be asked for, and what each is about.</summary>
    public static IReadOnlyDictionary<string, string> Rows { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["store"] = "the event store alone: append one event with its read model, read a journey",
        [Recording.Row] = "load, decide, append through what the API and the pages record with",
        ["http"] = "the same over HTTP, signed in, on a real port",
        ["read"] = "read a journey and derive its whole state, in process and over HTTP",
        ["replay"] = "fold and derive in memory; read the log of all journeys in order",
        ["rebuild"] = "derive everything that reports are made of anew, from a million events",
        [EnginesBench.Row] = "append, read and follow the log on both engines, where the bench was built with the other one",
        [WhatIfBench.Row] = "look at every patient of a simulated cohort under another protocol",
        [ReportsBench.Row] = "reports over a registry, over HTTP: the first answer of a server and those after it",
        ["start"] = "from \"up\" to the first answer, with a new data folder and with one that is there",
    };

    /// <summary>Makes the cases of the rows that are wanted, and the floors that they need, in the order of the table.</summary>
    /// <param name="pathway">What to measure.</param>
    /// <param name="wanted">The rows.</param>
    public static async Task<IReadOnlyList<BenchCase>> Of(BenchPathway pathway, IReadOnlySet<string> wanted)
    {
        var floor = new Floor(pathway.Database);
        await floor.Insert.Once(0);
        var recording = new Recording(pathway.Service<Recorder>());
        var journeys = await recording.WholeJourneys();
        List<BenchCase> cases =
        [
            .. new StoreCases(pathway).All(floor, journeys),
            .. recording.All(floor),
            .. HttpCases.All(pathway, floor),
            .. ReadCases.All(pathway, floor, journeys),
            .. await ReplayCases.All(pathway, journeys),
        ];
        cases.RemoveAll(c => !wanted.Contains(c.Row));
        var floors = cases.Select(c => c.HeldAgainst?.Floor).OfType<BenchCase>().ToHashSet();
        return [.. new[] { floor.Insert, floor.InsertByMany, floor.Read }.Where(floors.Contains), .. cases];
    }
}
