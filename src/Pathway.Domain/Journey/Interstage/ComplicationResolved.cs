namespace Pathway.Domain.Journey;

/// <summary>A complication is over. Stored as "complication_resolved".</summary>
/// <param name="OccurredOn">Date on which it was over.</param>
/// <param name="ComplicationEventId">The complication.</param>
public sealed record ComplicationResolved(DateOnly OccurredOn, Guid ComplicationEventId) : PathwayEvent(OccurredOn);
