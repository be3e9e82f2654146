namespace Pathway.Domain.Journey;

/// <summary>How fit the patient is. Stored as "performance_status_recorded". What is null was not stated; a later entry adds to an earlier one.</summary>
/// <param name="OccurredOn">Date of the examination.</param>
/// <param name="Ecog">ECOG performance status, 0 (fully active) to 4 (disabled).</param>
/// <param name="Asa">ASA physical status, 1 (healthy) to 5 (moribund).</param>
/// <param name="Sepsis">Whether the patient is septic.</param>
/// <param name="UncontrolledCholestasis">Whether bile is held back in spite of treatment.</param>
public sealed record PerformanceStatusRecorded(
    DateOnly OccurredOn,
    [Between(0, 4)] int? Ecog = null,
    [Between(1, 5)] int? Asa = null,
    bool? Sepsis = null,
    bool? UncontrolledCholestasis = null) : PathwayEvent(OccurredOn);
