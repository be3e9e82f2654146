using Npgsql;

namespace Pathway.EventStore.Following;

/// <summary>
/// Lets work be done along the log, as a port. Each event is handed on once, in the order of the log: the work on a batch and the checkpoint (the row of the
/// follower's name in <c>mt_event_progression</c>) are one transaction. Of several followers of one name, in any number of processes and on whichever engines,
/// one works; the others stand by, and one of them takes over within seconds once the session of the first has ended.
/// </summary>
/// <remarks>The checkpoint is read anew for every batch: whoever moves it, as a rebuild does when it has switched to its tables, is gone by and not overruled.</remarks>
public interface ILogFollowing
{
    /// <summary>Makes a follower that does not run yet.</summary>
    /// <param name="name">Names its checkpoint: whoever has the same name shares the work and never does it twice.</param>
    /// <param name="handler">What to do with a batch.</param>
    /// <param name="options">How much and how often; null for the defaults.</param>
    ILogFollower Follow(string name, LogHandler handler, FollowerOptions? options = null);
}

/// <summary>One that follows the log.</summary>
public interface ILogFollower
{
    /// <summary>How far it is, as of its last look at the database.</summary>
    FollowerStatus Status { get; }

    /// <summary>
    /// Follows the log, working or standing by, whatever happens to the database or to a batch. A batch that fails is rolled back and tried again. Once it has ended it
    /// can be run again.
    /// </summary>
    /// <param name="cancellation">Ends it; a batch under way is rolled back.</param>
    /// <returns>A task that ends when it was cancelled, without an exception.</returns>
    Task Run(CancellationToken cancellation);
}

/// <summary>What a follower does with a batch. It returns when the batch is done, or throws to have it tried again.</summary>
/// <param name="batch">One or more events, in the order of the log, the first right after the checkpoint.</param>
/// <param name="connection">
/// A connection in the transaction that moves the checkpoint: what is written through it is committed with the checkpoint or not at all.
/// The follower commits and rolls back; the handler does neither.
/// </param>
/// <param name="cancellation">Asks the handler to end; it is tried again at the next start.</param>
/// <returns>A task that ends when the batch is done.</returns>
public delegate Task LogHandler(IReadOnlyList<StoredEvent> batch, NpgsqlConnection connection, CancellationToken cancellation);
