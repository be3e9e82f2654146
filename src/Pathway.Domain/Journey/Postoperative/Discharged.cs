namespace Pathway.Domain.Journey;

/// <summary>The patient left the hospital. Stored as "discharged".</summary>
/// <param name="OccurredOn">Date of leaving.</param>
public sealed record Discharged(DateOnly OccurredOn) : PathwayEvent(OccurredOn);
