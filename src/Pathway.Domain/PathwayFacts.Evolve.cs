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
        var facts = new PathwayFacts { Entries = holding };
        foreach (var entry in holding)
        {
            facts.Evolve(entry);
        }

        return facts;
    }

    /// <summary>What the same record says of an earlier date.</summary>
    /// <param name="date">Last date that counts, itself included.</param>
    public PathwayFacts On(DateOnly date) => Of(Entries, date);

    // In place: nobody else sees them before all are read, and a copy for every entry costs more than reading it.
    private void Evolve(Fact<PathwayEvent> entry)
    {
        switch (entry.Event)
        {
            case PathwayOpened e: Opened = As(entry, e); break;
            case AnthropometryRecorded e: Anthropometries = Anthropometries.Add(As(entry, e)); break;
            case DiagnosisRecorded e: Diagnoses = Diagnoses.Add(As(entry, e)); break;
            case BiomarkersRecorded e: Biomarkers = Biomarkers.Add(As(entry, e)); break;
            case ParenchymaAssessed e: Parenchyma = Parenchyma.Add(As(entry, e)); break;
            case ExtrahepaticDiseaseAssessed e: ExtrahepaticDisease = ExtrahepaticDisease.Add(As(entry, e)); break;
            case VascularFindingRecorded e: VascularFindings = VascularFindings.Add(As(entry, e)); break;
            case PerformanceStatusRecorded e: PerformanceStatus = PerformanceStatus.Add(As(entry, e)); break;
            case ChemotherapyRecorded e: Chemotherapy = Chemotherapy.Add(As(entry, e)); break;
            case LaboratoryRecorded e: Laboratories = Laboratories.Add(As(entry, e)); break;
            case VolumetryRecorded e: Volumetries = Volumetries.Add(As(entry, e)); break;
            case FunctionTestRecorded e: FunctionTests = FunctionTests.Add(As(entry, e)); break;
            case ScoreRecorded e: EnteredScores = EnteredScores.Add(As(entry, e)); break;
            case StrategyDecided e: Strategies = Strategies.Add(As(entry, e)); break;
            case Stage1Performed e: Stage1s = Stage1s.Add(As(entry, e)); break;
            case AugmentationAdded e: Augmentations = Augmentations.Add(As(entry, e)); break;
            case ComplicationRecorded e: Complications = Complications.Add(As(entry, e)); break;
            case ComplicationResolved e: Resolutions = Resolutions.Add(As(entry, e)); break;
            case ReadinessDecided e: Decisions = Decisions.Add(As(entry, e)); break;
            case Stage2Performed e: Stage2s = Stage2s.Add(As(entry, e)); break;
            case Discharged e: Discharges = Discharges.Add(As(entry, e)); break;
            case SurveillanceRecorded e: Surveillance = Surveillance.Add(As(entry, e)); break;
            case DroppedOut e: (DropOuts, Ending) = (DropOuts.Add(As(entry, e)), entry); break;
            case PathwayResumed e: (Resumptions, Ending) = (Resumptions.Add(As(entry, e)), null); break;
            case DeathRecorded e: Deaths = Deaths.Add(As(entry, e)); break;
            case PathwayClosed e: (Closings, Ending) = (Closings.Add(As(entry, e)), entry); break;
            case ProtocolAssigned e: ProtocolAssignments = ProtocolAssignments.Add(As(entry, e)); break;
            case NoteRecorded: break; // Words for people: nothing is derived from them.
            default: throw new UnreachableException($"{entry.Event.GetType().Name} is in the catalogue but has no arm in Evolve.");
        }
    }

    private static Fact<T> As<T>(Fact<PathwayEvent> entry, T happened)
        where T : PathwayEvent => new(entry.EventId, entry.Version, happened);
}
