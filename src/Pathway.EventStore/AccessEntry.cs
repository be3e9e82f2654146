namespace Pathway.EventStore;

/// <summary>One call that asked about streams.</summary>
/// <param name="Id">Its own id, a version-7 GUID of the instant.</param>
/// <param name="At">When it was answered, UTC.</param>
/// <param name="ActorId">Permanent id of who asked.</param>
/// <param name="ActorName">What to call them.</param>
/// <param name="Role">What they were signed in as.</param>
/// <param name="Center">The center that they worked for; null when they were bound to none.</param>
/// <param name="StreamId">The stream asked about; null for a list.</param>
/// <param name="Call">Method and route: what was asked, without the values in the address.</param>
/// <param name="Parameters">The parameters of the call, a JSON object in UTF-8.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="CorrelationId">Name of the request.</param>
public sealed record AccessEntry(
    Guid Id, DateTimeOffset At, string ActorId, string ActorName, string Role, string? Center,
    Guid? StreamId, string Call, ReadOnlyMemory<byte> Parameters, int Status, string CorrelationId);

/// <summary>Which entries are wanted; null asks nothing.</summary>
/// <param name="StreamId">The stream asked about.</param>
/// <param name="ActorId">Who asked.</param>
/// <param name="Role">What they were signed in as.</param>
/// <param name="From">First instant, itself included.</param>
/// <param name="To">First instant that is too late.</param>
public sealed record AccessFilter(Guid? StreamId, string? ActorId, string? Role, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>A page of the access log.</summary>
/// <param name="Entries">The entries, newest first.</param>
/// <param name="More">Whether there are older ones.</param>
public sealed record AccessPage(IReadOnlyList<AccessEntry> Entries, bool More);
