namespace Pathway.Domain;

/// <summary>A fact as it was recorded.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="Version">Its place in the stream, from 1: the order of entry.</param>
/// <param name="RecordedAt">Instant of its entry, UTC.</param>
/// <param name="Event">What happened.</param>
public sealed record RecordedEvent(Guid Id, long Version, DateTimeOffset RecordedAt, PathwayEvent Event);
