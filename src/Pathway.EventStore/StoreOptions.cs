namespace Pathway.EventStore;

/// <summary>
/// How appends are gathered, and how long a lost one is asked after. The defaults fit a server beside its database. An engine that does not gather appends
/// has no use for what is said of that.
/// </summary>
public sealed record StoreOptions
{
    /// <summary>Most appends that go together in one transaction, 1 or more.</summary>
    public int MostAppendsTogether { get; init; } = 64;

    /// <summary>Bytes of events, documents and answers after which no further append joins a transaction, 1 or more. One append may be larger.</summary>
    public int MostBytesTogether { get; init; } = 1 << 20;

    /// <summary>Most appends that wait in memory, 1 or more; beyond it, callers wait for a place.</summary>
    public int MostWaiting { get; init; } = 1024;

    /// <summary>How long the store asks after an append whose reply was lost before it says that nobody can tell.</summary>
    public TimeSpan ResolveWithin { get; init; } = TimeSpan.FromSeconds(30);
}
