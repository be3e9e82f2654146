namespace Pathway.EventStore;

/// <summary>An event as the store keeps it.</summary>
/// <param name="Sequence">
/// Place in the log of all streams, 1 or more: an event that was committed later has a larger one. An engine may pass over numbers, so it counts nothing.
/// </param>
/// <param name="Id">Its own id.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="Version">Place in the stream, from 1, without gaps.</param>
/// <param name="Type">Stored name, in snake_case.</param>
/// <param name="DotNetType">"Namespace.Type, Assembly"; null when the writer did not say.</param>
/// <param name="Data">The event as UTF-8 JSON.</param>
/// <param name="Metadata">Who, when and why.</param>
public sealed record StoredEvent(
    long Sequence,
    Guid Id,
    Guid StreamId,
    long Version,
    string Type,
    string? DotNetType,
    ReadOnlyMemory<byte> Data,
    EventMetadata Metadata);
