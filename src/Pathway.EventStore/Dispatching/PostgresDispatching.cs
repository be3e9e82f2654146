using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore.Dispatching;

/// <summary>The built-in engine's dispatching: one node looks into the table and tries what it finds. The right to do so is a lock of its session.</summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="logger">Hears of failures, with names only.</param>
internal sealed partial class PostgresDispatching(NpgsqlDataSource dataSource, ILogger<PostgresDispatching> logger) : IDispatching
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task Run(
        string name, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<DueTry>>> due, Func<string, CancellationToken, Task> attempt, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Work(name, due, attempt, cancellation);
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

    /// <summary>Works on one session until something fails.</summary>
    private async Task Work(
        string name, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<DueTry>>> due, Func<string, CancellationToken, Task> attempt, CancellationToken cancellation)
    {
        await using var session = await SessionLock.Begin(dataSource, $"pathway_dispatching {name}", logger, cancellation);
        var underWay = new Dictionary<string, Task>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                foreach (var next in await session.TryTake(cancellation) ? await due(session.Connection, cancellation) : [])
                {
                    // What was read before a try had ended is read again after it: its lane is busy until then.
                    if (!underWay.ContainsKey(next.Lane))
                    {
                        underWay.Add(next.Lane, attempt(next.Key, cancellation));
                    }
                }

                await Task.WhenAny(underWay.Values.Append(Task.Delay(Poll, cancellation)));
                cancellation.ThrowIfCancellationRequested();
                foreach (var (lane, ended) in underWay.Where(u => u.Value.IsCompleted).ToList())
                {
                    underWay.Remove(lane);
                    await ended;
                }
            }
        }
        finally
        {
            // Nobody else begins before what was begun here has ended, unless this session is gone.
            await Task.WhenAll(underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Of {Name} nothing is tried at the moment; it goes on in {Pause}.")]
    private partial void LogFailed(string name, TimeSpan pause, Exception failure);
}
