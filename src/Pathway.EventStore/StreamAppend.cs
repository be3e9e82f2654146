using System.Collections.Immutable;

namespace Pathway.EventStore;

/// <summary>
/// One append: everything in it is stored together or not at all. It is known by the ids of its events: appending the same once more stores nothing
/// and gives the first outcome.
/// </summary>
/// <param name="StreamId">The stream.</param>
/// <param name="StreamType">Alias of what the stream is about, kept when the stream begins.</param>
/// <param name="ExpectedVersion">The version that the events were decided on; 0 for a stream that must not exist yet.</param>
/// <param name="Events">One or more events, in the order of their versions.</param>
/// <param name="Metadata">Who, when and why: the same for all events of the append.</param>
/// <param name="Documents">Read models that change with the events and must never lag behind them.</param>
/// <param name="Answer">The answer to repeat for the caller's idempotency key; null when the caller gave none.</param>
public sealed record StreamAppend(
    Guid StreamId,
    string StreamType,
    long ExpectedVersion,
    ImmutableArray<NewEvent> Events,
    EventMetadata Metadata,
    ImmutableArray<DocumentWrite> Documents,
    KeyedAnswer? Answer);

/// <summary>An event on its way into the store.</summary>
/// <param name="Id">Its own id, a version-7 GUID: what an unknown outcome is resolved by.</param>
/// <param name="Type">Stored name, in snake_case; never changes.</param>
/// <param name="DotNetType">"Namespace.Type, Assembly", for engines that look for it.</param>
/// <param name="Data">The event as UTF-8 JSON: no duplicate keys, no U+0000, numbers of at most 15 significant digits.</param>
public sealed record NewEvent(Guid Id, string Type, string DotNetType, ReadOnlyMemory<byte> Data);

/// <summary>What is kept beside every event.</summary>
/// <param name="Timestamp">Instant of storing, UTC, in whole microseconds.</param>
/// <param name="CorrelationId">The request that it came with.</param>
/// <param name="CausationId">What caused it: an event's id, or null.</param>
/// <param name="UserName">Id of the actor.</param>
/// <param name="Headers">A JSON object in UTF-8: actor, client, protocol in force; empty when there are none.</param>
public sealed record EventMetadata(
    DateTimeOffset Timestamp,
    string? CorrelationId,
    string? CausationId,
    string? UserName,
    ReadOnlyMemory<byte> Headers);

/// <summary>
/// One read model to insert or replace: the row <paramref name="Id"/> of the table <c>mt_doc_{Alias}</c>, which has the columns id uuid (its key),
/// data jsonb, mt_last_modified timestamptz (the append's timestamp), mt_version bigint (the stream's version after the append) and mt_dotnet_type varchar.
/// </summary>
/// <param name="Alias">Alias of the document: a lower-case letter, then lower-case letters, digits and _, at most 56; its table exists.</param>
/// <param name="Id">Key of the row.</param>
/// <param name="Data">The document as UTF-8 JSON.</param>
/// <param name="DotNetType">"Namespace.Type, Assembly".</param>
public sealed record DocumentWrite(string Alias, Guid Id, ReadOnlyMemory<byte> Data, string DotNetType);

/// <summary>A key that makes a call safe to repeat. Two actors may use the same key without meeting.</summary>
/// <param name="ActorId">Who called.</param>
/// <param name="Key">What the caller chose.</param>
public sealed record IdempotencyKey(string ActorId, string Key);

/// <summary>The answer to a call, kept so that a repeat gets the same.</summary>
/// <param name="Fingerprint">SHA-256 of what was asked: the same key with another question is an error.</param>
/// <param name="Status">HTTP status, 200 to 599.</param>
/// <param name="Body">The body as UTF-8 JSON, byte for byte.</param>
public sealed record StoredAnswer(ReadOnlyMemory<byte> Fingerprint, int Status, ReadOnlyMemory<byte> Body);

/// <summary>An answer and the key that it is kept under.</summary>
/// <param name="Key">The key.</param>
/// <param name="Answer">The answer.</param>
public sealed record KeyedAnswer(IdempotencyKey Key, StoredAnswer Answer);
