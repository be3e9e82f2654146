namespace Pathway.Domain.Journey;

/// <summary>The patient died. Stored as "death_recorded".</summary>
/// <param name="OccurredOn">Date of death.</param>
/// <param name="Cause">What of.</param>
public sealed record DeathRecorded(DateOnly OccurredOn, DeathCause Cause) : PathwayEvent(OccurredOn);

/// <summary>What a patient died of.</summary>
public enum DeathCause
{
    /// <summary>Liver failure.</summary>
    LiverFailure,

    /// <summary>Sepsis.</summary>
    Sepsis,

    /// <summary>Bleeding.</summary>
    Hemorrhage,

    /// <summary>Heart or circulation.</summary>
    Cardiovascular,

    /// <summary>The tumor.</summary>
    Tumor,

    /// <summary>None of the others.</summary>
    Other,

    /// <summary>Not known.</summary>
    Unknown,
}
