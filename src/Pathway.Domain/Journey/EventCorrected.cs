namespace Pathway.Domain.Journey;

/// <summary>An earlier entry was wrong. Stored as "event_corrected". The entry stays in the record; what is derived follows the correction.</summary>
/// <param name="OccurredOn">Date on which the mistake was put right.</param>
/// <param name="EventId">The entry that was wrong; when that is itself a correction, it is withdrawn and what it had corrected holds again.</param>
/// <param name="Reason">What was wrong with it.</param>
/// <param name="Replacement">What it should have said: a whole event of the same type; null when it should not have been entered at all.</param>
public sealed record EventCorrected(
    DateOnly OccurredOn,
    Guid EventId,
    [Text(2000)] string Reason,
    PathwayEvent? Replacement = null) : PathwayEvent(OccurredOn);
