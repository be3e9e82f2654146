namespace Pathway.EventStore;

/// <summary>
/// The append-only store, as a port: streams of events, one order over all of them, and nothing that an engine could not keep.
/// No type of a database driver appears here, so that another engine can stand behind it.
/// </summary>
public interface IEventStore
{
    /// <summary>
    /// Appends events to one stream, with everything that must never lag behind them, in one transaction.
    /// Once called, the append runs to its end: a caller who goes away does not undo what may already be stored.
    /// </summary>
    /// <param name="append">What to append, and the version that it was decided on.</param>
    /// <returns>What became of it. An unknown outcome has been resolved by looking for the events' own ids where that was possible.</returns>
    Task<AppendOutcome> Append(StreamAppend append);

    /// <summary>Reads one stream to its end, in the order of its versions.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="fromVersion">First version wanted, itself included; 1 for the whole stream.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The events; empty when there is no such stream, or none of it so late.</returns>
    Task<IReadOnlyList<StoredEvent>> ReadStream(Guid streamId, long fromVersion, CancellationToken cancellation);

    /// <summary>Reads the log of all streams in its one order. An event that commits later never appears before one already read.</summary>
    /// <param name="afterSequence">The last sequence number already seen; 0 to begin.</param>
    /// <param name="limit">Most events wanted, 1 or more.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The events after it; empty at the end of the log.</returns>
    Task<IReadOnlyList<StoredEvent>> ReadLog(long afterSequence, int limit, CancellationToken cancellation);

    /// <summary>Looks for the answer that was given when this key was first used.</summary>
    /// <param name="key">Who used it, and the key.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The first answer; null when the key was never used.</returns>
    Task<StoredAnswer?> FindAnswer(IdempotencyKey key, CancellationToken cancellation);
}
