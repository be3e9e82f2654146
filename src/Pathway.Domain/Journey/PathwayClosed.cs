namespace Pathway.Domain.Journey;

/// <summary>The record of the pathway ended. Stored as "pathway_closed". The patient may live on; nothing more is owed.</summary>
/// <param name="OccurredOn">Date on which it ended.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record PathwayClosed(DateOnly OccurredOn, ClosingReason Reason) : PathwayEvent(OccurredOn);

/// <summary>Why the record of a pathway ended.</summary>
public enum ClosingReason
{
    /// <summary>Surveillance ran to its planned end.</summary>
    SurveillanceCompleted,

    /// <summary>Another center goes on with the patient.</summary>
    Transferred,

    /// <summary>There never was such a pathway: it counts in no report.</summary>
    EnteredInError,
}
