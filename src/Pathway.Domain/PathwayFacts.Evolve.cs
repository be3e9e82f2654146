using System.Collections.Immutable;
using System.Diagnostics;
using Pathway.Domain.Journey;

namespace Pathway.Domain;

public sealed partial record PathwayFacts
{
    /// <summary>Reads a stream in clinical order, since late entry is normal: by date, then by version.</summary>
    /// <param name="stream">The stream in the order of entry.</param>
    /// <param name="asOf">Last date that counts, itself included: what happened later is left out. Null for everything.</param>
    public static PathwayFacts From(IEnumerable<RecordedEvent> stream, DateOnly? asOf = null) => Of(Corrections.Apply(stream), asOf);

    /// <summary>Reads entries that have been put right already.</summary>
    /// <param name="entries">What holds, in clinical order.</param>
    /// <param name="asOf">Last date that counts, itself included. Null for everything.</param>
    public static PathwayFacts Of(IEnumerable<Fact<PathwayEvent>> entries, DateOnly? asOf = null)
    {
        // Who the patient is does not depend on the date: a scan may well be older than the enrollment.
        ImmutableArray<Fact<PathwayEvent>> holding = [.. entries.Where(e => asOf is null || e.OccurredOn <= asOf || e.Event is PathwayOpened)];
        return holding.Aggregate(None, Evolve) with { Entries = holding };
    }

    /// <summary>What the same record says of an earlier date.</summary>
    /// <param name="date">Last date that counts, itself included.</param>
    public PathwayFacts On(DateOnly date) => Of(Entries, date);

    private static PathwayFacts Evolve(PathwayFacts facts, Fact<PathwayEvent> entry) => entry.Event switch
    {
        PathwayOpened e => facts with { Opened = As(entry, e) },
        AnthropometryRecorded e => facts with { Anthropometries = facts.Anthropometries.Add(As(entry, e)) },
        DiagnosisRecorded e => facts with { Diagnoses = facts.Diagnoses.Add(As(entry, e)) },
        BiomarkersRecorded e => facts with { Biomarkers = facts.Biomarkers.Add(As(entry, e)) },
        ParenchymaAssessed e => facts with { Parenchyma = facts.Parenchyma.Add(As(entry, e)) },
        ExtrahepaticDiseaseAssessed e => facts with { ExtrahepaticDisease = facts.ExtrahepaticDisease.Add(As(entry, e)) },
        VascularFindingRecorded e => facts with { VascularFindings = facts.VascularFindings.Add(As(entry, e)) },
        PerformanceStatusRecorded e => facts with { PerformanceStatus = facts.PerformanceStatus.Add(As(entry, e)) },
        ChemotherapyRecorded e => facts with { Chemotherapy = facts.Chemotherapy.Add(As(entry, e)) },
        LaboratoryRecorded e => facts with { Laboratories = facts.Laboratories.Add(As(entry, e)) },
        VolumetryRecorded e => facts with { Volumetries = facts.Volumetries.Add(As(entry, e)) },
        FunctionTestRecorded e => facts with { FunctionTests = facts.FunctionTests.Add(As(entry, e)) },
        ScoreRecorded e => facts with { EnteredScores = facts.EnteredScores.Add(As(entry, e)) },
        StrategyDecided e => facts with { Strategies = facts.Strategies.Add(As(entry, e)) },
        Stage1Performed e => facts with { Stage1s = facts.Stage1s.Add(As(entry, e)) },
        AugmentationAdded e => facts with { Augmentations = facts.Augmentations.Add(As(entry, e)) },
        ComplicationRecorded e => facts with { Complications = facts.Complications.Add(As(entry, e)) },
        ComplicationResolved e => facts with { Resolutions = facts.Resolutions.Add(As(entry, e)) },
        ReadinessDecided e => facts with { Decisions = facts.Decisions.Add(As(entry, e)) },
        Stage2Performed e => facts with { Stage2s = facts.Stage2s.Add(As(entry, e)) },
        Discharged e => facts with { Discharges = facts.Discharges.Add(As(entry, e)) },
        SurveillanceRecorded e => facts with { Surveillance = facts.Surveillance.Add(As(entry, e)) },
        DroppedOut e => facts with { DropOuts = facts.DropOuts.Add(As(entry, e)), Ending = entry },
        PathwayResumed e => facts with { Resumptions = facts.Resumptions.Add(As(entry, e)), Ending = null },
        DeathRecorded e => facts with { Deaths = facts.Deaths.Add(As(entry, e)) },
        PathwayClosed e => facts with { Closings = facts.Closings.Add(As(entry, e)), Ending = entry },
        ProtocolAssigned e => facts with { ProtocolAssignments = facts.ProtocolAssignments.Add(As(entry, e)) },
        NoteRecorded => facts, // Words for people: nothing is derived from them.
        _ => throw new UnreachableException($"{entry.Event.GetType().Name} is in the catalogue but has no arm in Evolve."),
    };

    private static Fact<T> As<T>(Fact<PathwayEvent> entry, T happened)
        where T : PathwayEvent => new(entry.EventId, entry.Version, happened);
}
