namespace Pathway.Projections.Cohort;

/// <summary>A pathway whose rows could not follow its events: what is told of it is as of the event before.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="Version">Stream version of the event that could not be followed.</param>
/// <param name="LogPosition">Place of that event in the log.</param>
/// <param name="EventType">Stored name of its type.</param>
/// <param name="Error">Why, without anything that the event says.</param>
public sealed record StoppedPathway(Guid PathwayId, long Version, long LogPosition, string EventType, string Error);
