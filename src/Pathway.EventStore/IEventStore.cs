namespace Pathway.EventStore;

/// <summary>
/// The append-only store, as a port: streams of events, one order over all of them, and nothing that an engine could not keep.
/// No type of a database driver appears here, so that another engine can stand behind it.
/// </summary>
/// <remarks>
/// What every engine promises, and the tests of this project hold it to:
/// <list type="bullet">
/// <item>An append is stored whole or not at all: its events, its documents, its answer, in one transaction, durably before it is confirmed.</item>
/// <item>It is stored only at the version that it was decided on. Versions of a stream have no gaps.</item>
/// <item>It is stored once: the same events again, or the same key again, store nothing and get the first outcome.</item>
/// <item>Of concurrent appends none is lost, nor what one wrote into a document.</item>
/// <item>
/// The order of the log is the order of commits, in the tables as well: whoever appends takes the log's lock (<c>pathway_lock_log()</c>) before a number
/// is drawn and holds it until the commit. So nobody who has read up to a number, or has seen the largest, ever passes an event that commits late.
/// </item>
/// <item>What is read back is what was given: ids, names, metadata, the timestamp to the microsecond; of JSON its meaning, not its spacing.</item>
/// <item>
/// A read that finds its connection lost, as one kept since before the server was started anew, is made once more on a new one. It fails with a
/// <see cref="System.Data.Common.DbException"/> where the server cannot be reached then, and with an <see cref="OperationCanceledException"/> when it was cancelled.
/// </item>
/// <item>
/// An exception of an append says that nothing is stored. It is a <see cref="System.Data.Common.DbException"/> where the server could not be reached or refused, with the
/// server's code where there is one, and an <see cref="ArgumentException"/> where the append is none.
/// </item>
/// <item>Nothing of what is stored is logged: the log has ids, names and counts, whatever fails.</item>
/// </list>
/// What no engine promises: that numbers of the log have no gaps (<see cref="StoredEvent.Sequence"/>), or that an event is found by a query of its JSON text.
/// </remarks>
public interface IEventStore
{
    /// <summary>
    /// Appends events to one stream, with everything that must never lag behind them, in one transaction.
    /// Once called, the append runs to its end: a caller who goes away does not undo what may already be stored.
    /// </summary>
    /// <param name="append">What to append, and the version that it was decided on.</param>
    /// <returns>What became of it. An unknown outcome has been resolved by looking for the events' own ids where that was possible.</returns>
    /// <exception cref="ArgumentException">The append is not one: no events, a negative version, an alias that names no table.</exception>
    /// <exception cref="InvalidOperationException">The store was disposed of.</exception>
    /// <exception cref="System.Data.Common.DbException">Nothing is stored: the server could not be reached, or refused the data.</exception>
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
