using System.Collections.Frozen;
using System.Collections.Immutable;
using Pathway.Domain.Journey;

namespace Pathway.Domain;

/// <summary>Every type of event and the name that it is stored under, as a table. A name never changes and is never used again.</summary>
public static class EventCatalogue
{
    /// <summary>The catalogue, in the order of a journey.</summary>
    public static readonly ImmutableArray<EventType> All =
    [
        new("pathway_opened", typeof(PathwayOpened)),
        new("anthropometry_recorded", typeof(AnthropometryRecorded)),
        new("diagnosis_recorded", typeof(DiagnosisRecorded)),
        new("biomarkers_recorded", typeof(BiomarkersRecorded)),
        new("parenchyma_assessed", typeof(ParenchymaAssessed)),
        new("extrahepatic_disease_assessed", typeof(ExtrahepaticDiseaseAssessed)),
        new("vascular_finding_recorded", typeof(VascularFindingRecorded)),
        new("performance_status_recorded", typeof(PerformanceStatusRecorded)),
        new("chemotherapy_recorded", typeof(ChemotherapyRecorded)),
        new("laboratory_recorded", typeof(LaboratoryRecorded)),
        new("volumetry_recorded", typeof(VolumetryRecorded)),
        new("function_test_recorded", typeof(FunctionTestRecorded)),
        new("score_recorded", typeof(ScoreRecorded)),
        new("strategy_decided", typeof(StrategyDecided)),
        new("stage1_performed", typeof(Stage1Performed)),
        new("augmentation_added", typeof(AugmentationAdded)),
        new("complication_recorded", typeof(ComplicationRecorded)),
        new("complication_resolved", typeof(ComplicationResolved)),
        new("readiness_decided", typeof(ReadinessDecided)),
        new("stage2_performed", typeof(Stage2Performed)),
        new("discharged", typeof(Discharged)),
        new("surveillance_recorded", typeof(SurveillanceRecorded)),
        new("dropped_out", typeof(DroppedOut)),
        new("pathway_resumed", typeof(PathwayResumed)),
        new("death_recorded", typeof(DeathRecorded)),
        new("pathway_closed", typeof(PathwayClosed)),
        new("protocol_assigned", typeof(ProtocolAssigned)),
        new("event_corrected", typeof(EventCorrected)),
        new("note_recorded", typeof(NoteRecorded)),
    ];

    private static readonly FrozenDictionary<string, EventType> _byName = All.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<Type, EventType> _byClrType = All.ToFrozenDictionary(t => t.ClrType);

    /// <summary>Finds a type of event by its stored name.</summary>
    /// <param name="name">The stored name, in snake_case.</param>
    /// <returns>The type; null when there is none of that name.</returns>
    public static EventType? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Tells the type of an event.</summary>
    /// <param name="happened">The event.</param>
    /// <exception cref="KeyNotFoundException">Its class is not in the catalogue.</exception>
    public static EventType TypeOf(PathwayEvent happened) => _byClrType[happened.GetType()];
}

/// <summary>A type of event.</summary>
/// <param name="Name">Stored name and JSON discriminator, in snake_case.</param>
/// <param name="ClrType">The record that holds it.</param>
public sealed record EventType(string Name, Type ClrType);
