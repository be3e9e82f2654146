namespace Pathway.Domain.Journey;

/// <summary>The patient came back after a drop-out, or a closed record was opened again. Stored as "pathway_resumed".</summary>
/// <param name="OccurredOn">Date of the return.</param>
/// <param name="Reason">Why the pathway goes on.</param>
public sealed record PathwayResumed(DateOnly OccurredOn, [Text(2000)] string Reason) : PathwayEvent(OccurredOn);
