namespace Pathway.Domain.Journey;

/// <summary>Somebody looked whether the tumor has come back. Stored as "surveillance_recorded".</summary>
/// <param name="OccurredOn">Date of the examination.</param>
/// <param name="Modality">What was looked with.</param>
/// <param name="Outcome">What was seen.</param>
/// <param name="Sites">Where, when there is a recurrence; null when not stated.</param>
/// <param name="LateFindings">Late consequences of the resection seen with it; null when none or not stated.</param>
public sealed record SurveillanceRecorded(
    DateOnly OccurredOn,
    SurveillanceModality Modality,
    SurveillanceOutcome Outcome,
    [Items(20), Text(100)] ValueList<string>? Sites = null,
    [Items(20), Text(200)] ValueList<string>? LateFindings = null) : PathwayEvent(OccurredOn);

/// <summary>What surveillance looked with.</summary>
public enum SurveillanceModality
{
    /// <summary>Computed tomography.</summary>
    Ct,

    /// <summary>Magnetic resonance imaging.</summary>
    Mri,

    /// <summary>Ultrasound.</summary>
    Ultrasound,

    /// <summary>PET/CT.</summary>
    PetCt,

    /// <summary>Tumor markers in the blood.</summary>
    TumorMarkers,
}

/// <summary>What surveillance saw.</summary>
public enum SurveillanceOutcome
{
    /// <summary>No tumor.</summary>
    NoEvidenceOfDisease,

    /// <summary>Something that cannot be told yet.</summary>
    Indeterminate,

    /// <summary>The tumor has come back.</summary>
    Recurrence,
}
