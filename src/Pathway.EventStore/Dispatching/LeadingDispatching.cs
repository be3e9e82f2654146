using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore.Dispatching;

/// <summary>
/// Dispatching of which one of a name works, in any number of processes and on whichever engine: the one whose session holds the name's lock. What it does
/// while it works is up to the engine.
/// </summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="logger">Hears of failures, with names only.</param>
internal abstract partial class LeadingDispatching(NpgsqlDataSource dataSource, ILogger logger) : IDispatching
{
    /// <summary>How often it is looked for what is due.</summary>
    protected static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>How long what failed rests.</summary>
    protected static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Connections that act as the application.</summary>
    protected NpgsqlDataSource DataSource => dataSource;

    /// <inheritdoc/>
    public abstract Task Announce(string name, IReadOnlyCollection<string> lanes, NpgsqlConnection connection, CancellationToken cancellation);

    /// <inheritdoc/>
    public async Task Run(
        string name, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<DueTry>>> due, Func<string, CancellationToken, Task> attempt, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var session = await SessionLock.Begin(dataSource, $"pathway_dispatching {name}", logger, cancellation);
                while (!await session.TryTake(cancellation))
                {
                    await Task.Delay(Poll, cancellation);
                }

                await Work(session.Connection, name, due, attempt, cancellation);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFailed(name, PauseAfterFailure, failure);
                await Task.Delay(PauseAfterFailure, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Works until something fails. Nobody else begins before this has ended, unless its session is gone: it ends when what it began has.</summary>
    /// <param name="session">The session that holds the lock; when it is gone, so is the right to work.</param>
    /// <param name="name">Names what is tried.</param>
    /// <param name="due">Reads what is due.</param>
    /// <param name="attempt">Tries one thing.</param>
    /// <param name="cancellation">Ends it.</param>
    protected abstract Task Work(
        NpgsqlConnection session, string name, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<DueTry>>> due, Func<string, CancellationToken, Task> attempt,
        CancellationToken cancellation);

    [LoggerMessage(Level = LogLevel.Error, Message = "Of {Name} nothing is tried at the moment; it goes on in {Pause}.")]
    private partial void LogFailed(string name, TimeSpan pause, Exception failure);
}
