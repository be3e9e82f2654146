using Npgsql;

namespace Pathway.EventStore.Dispatching;

/// <summary>
/// Has what waits in a table tried when its time has come, as a port: what leaves the system is queued in the transaction that decides about it, and this sees
/// to the rest. What is due is told by whoever has queued it, and so is what becomes of a try: that stays in the table, whichever engine runs.
/// </summary>
public interface IDispatching
{
    /// <summary>
    /// Says that of some lanes something has become due, in the transaction that queued it: it is heard of when that is committed, and never when it is rolled back.
    /// An engine that looks into the table often enough needs no word of it. What is not announced, as what waits for its time, is found all the same.
    /// </summary>
    /// <param name="name">Names what is tried.</param>
    /// <param name="lanes">The lanes, each once.</param>
    /// <param name="connection">A connection in that transaction.</param>
    /// <param name="cancellation">Ends it.</param>
    Task Announce(string name, IReadOnlyCollection<string> lanes, NpgsqlConnection connection, CancellationToken cancellation);

    /// <summary>
    /// Tries what is due until it is cancelled, whatever happens to the database. Of one lane one thing is tried at a time; lanes do not wait for each other. Of
    /// several that run under one name, in any number of processes and on whichever engine, one decides what is tried; another takes over within seconds once its session
    /// has ended, and may try again what was under way: a try may come twice, and finds out by itself whether it is still wanted.
    /// </summary>
    /// <param name="name">Names what is tried: whoever has the same name shares the work.</param>
    /// <param name="due">Reads what is due, of each lane the first. What is under way is told again until its try has written down what came of it. It is asked on several connections at once.</param>
    /// <param name="attempt">Tries one thing, by its key. It returns when it has written down what came of it, or throws to have it tried again.</param>
    /// <param name="cancellation">Ends it; tries under way are asked to end.</param>
    /// <returns>A task that ends when it was cancelled, without an exception.</returns>
    Task Run(
        string name, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<DueTry>>> due, Func<string, CancellationToken, Task> attempt, CancellationToken cancellation);
}

/// <summary>One thing whose time has come.</summary>
/// <param name="Lane">What comes one after the other has the same lane.</param>
/// <param name="Key">Names the thing.</param>
public sealed record DueTry(string Lane, string Key);
