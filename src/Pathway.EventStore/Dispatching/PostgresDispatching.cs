using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore.Dispatching;

/// <summary>The built-in engine's dispatching: one node looks into the table and tries what it finds. The right to do so is a lock of its session.</summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="logger">Hears of failures, with names only.</param>
internal sealed partial class PostgresDispatching(NpgsqlDataSource dataSource, ILogger<PostgresDispatching> logger) : IDispatching
{
    // The lock is of the session: where a node vanishes without closing it, the server is to notice within seconds.
    private const string BeginSession = "set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3";
    private const string TryLead = "select pg_try_advisory_lock(hashtextextended('pathway_dispatching ' || $1, 0))";
    private const string Resign = "select pg_advisory_unlock(hashtextextended('pathway_dispatching ' || $1, 0))";

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
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        var (underWay, works) = (new Dictionary<string, Task>(StringComparer.Ordinal), false);
        try
        {
            await using (var begin = new NpgsqlCommand(BeginSession, connection))
            {
                await begin.ExecuteNonQueryAsync(cancellation);
            }

            while (true)
            {
                works = works || await Ask(connection, TryLead, name, cancellation);
                foreach (var next in works ? await due(connection, cancellation) : [])
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
            if (works)
            {
                await LetGo(connection, name);
            }
        }
    }

    /// <summary>Lets another node work. A connection goes back to the pool with its session's locks, unless they are given up.</summary>
    private async Task LetGo(NpgsqlConnection connection, string name)
    {
        try
        {
            await Ask(connection, Resign, name, CancellationToken.None);
        }
        catch (Exception gone)
        {
            dataSource.Clear(); // It does not go back: it is closed, and the lock with it.
            LogNotLetGo(name, gone);
        }
    }

    private static async Task<bool> Ask(NpgsqlConnection connection, string sql, string name, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Constants above.
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = name } } };
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Of {Name} nothing is tried at the moment; it goes on in {Pause}.")]
    private partial void LogFailed(string name, TimeSpan pause, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The session that {Name} was tried from could not be asked to let go; it is closed.")]
    private partial void LogNotLetGo(string name, Exception failure);
}
