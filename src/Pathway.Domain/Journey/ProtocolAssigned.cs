namespace Pathway.Domain.Journey;

/// <summary>The pathway was put under another protocol. Stored as "protocol_assigned".</summary>
/// <param name="OccurredOn">Date from which it holds.</param>
/// <param name="ProtocolId">The protocol.</param>
/// <param name="ProtocolVersion">Its version, a published one.</param>
/// <param name="Reason">Why it was changed.</param>
public sealed record ProtocolAssigned(
    DateOnly OccurredOn,
    [Text(64, Pattern = "[a-z0-9]+(-[a-z0-9]+)*", PatternInWords = "the id of a protocol, for example staged-hepatectomy")] string ProtocolId,
    [Between(1, 1_000_000)] int ProtocolVersion,
    [Text(2000)] string Reason) : PathwayEvent(OccurredOn);
