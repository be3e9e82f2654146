namespace Pathway.Domain.Journey;

/// <summary>The patient left the pathway before stage 2 or during follow-up. Stored as "dropped_out".</summary>
/// <param name="OccurredOn">Date of leaving.</param>
/// <param name="Reason">Why.</param>
public sealed record DroppedOut(DateOnly OccurredOn, DropOutReason Reason) : PathwayEvent(OccurredOn);

/// <summary>Why a patient left the pathway.</summary>
public enum DropOutReason
{
    /// <summary>The tumor grew or spread.</summary>
    TumorProgression,

    /// <summary>The remnant did not grow enough.</summary>
    InsufficientHypertrophy,

    /// <summary>The remnant grew without working enough.</summary>
    InsufficientFunction,

    /// <summary>A complication.</summary>
    Complication,

    /// <summary>Liver failure.</summary>
    LiverFailure,

    /// <summary>The patient's own choice.</summary>
    PatientChoice,

    /// <summary>Nobody knows: contact was lost. Censored in statistics, not counted as a failure.</summary>
    LostToFollowUp,

    /// <summary>None of the others.</summary>
    Other,
}
