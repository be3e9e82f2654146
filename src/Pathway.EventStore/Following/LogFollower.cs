using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Pathway.EventStore.Following;

/// <summary>
/// The built-in engine's follower: reads the log in its order and hands it on, batch by batch. One that stands by takes over as soon as the database
/// notices that the session of the one that works has ended.
/// </summary>
/// <remarks>
/// The right to work is a lock of the very session that writes, so that whoever has lost it cannot commit. Nothing but the database is asked whether
/// there is something new: no event is missed when a message is.
/// </remarks>
public sealed partial class LogFollower : ILogFollower
{
    // The lock is of the session: where a node vanishes without closing it, the server is to notice within seconds.
    private const string BeginSession = """
        set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3
        """;

    private const string Enter = "insert into mt_event_progression (name, last_seq_id) values ($1, 0) on conflict (name) do nothing";
    private const string TryLead = "select pg_try_advisory_lock(hashtextextended('pathway_follower ' || $1, 0))";
    private const string Resign = "select pg_advisory_unlock(hashtextextended('pathway_follower ' || $1, 0))";

    private const string Look = """
        select coalesce((select last_seq_id from mt_event_progression where name = $1), 0), coalesce((select max(seq_id) from mt_events), 0)
        """;

    // Whoever moved the checkpoint by hand meanwhile, to start over, is not overruled.
    private const string Advance = """
        update mt_event_progression set last_seq_id = $3, last_updated = transaction_timestamp() where name = $1 and coalesce(last_seq_id, 0) = $2
        """;

    private readonly string name;
    private readonly LogHandler handler;
    private readonly NpgsqlDataSource dataSource;
    private readonly FollowerOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private FollowerStatus status;
    private TimeSpan pause;

    /// <summary>Makes a follower that does not run yet.</summary>
    /// <param name="name">Names its checkpoint: whoever has the same name shares the work and never does it twice.</param>
    /// <param name="handler">What to do with a batch.</param>
    /// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
    /// <param name="time">Tells since when it has been in a state.</param>
    /// <param name="logger">Hears of failures, with names and counts only; null for nobody.</param>
    /// <param name="options">How much and how often; null for the defaults.</param>
    public LogFollower(
        string name, LogHandler handler, NpgsqlDataSource dataSource, TimeProvider time, ILogger<LogFollower>? logger = null, FollowerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(time);
        (this.name, this.handler, this.dataSource, this.time) = (name, handler, dataSource, time);
        this.logger = logger ?? NullLogger<LogFollower>.Instance;
        this.options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.MostEventsTogether, 1, nameof(options));
        pause = this.options.FirstPause;
        status = new(name, Position: 0, EndOfLog: 0, IsWorking: false, Error: null, Since: time.GetUtcNow());
    }

    /// <inheritdoc/>
    public FollowerStatus Status => Volatile.Read(ref status);

    /// <inheritdoc/>
    public async Task Run(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Follow(cancellation);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Another node may work meanwhile: what fails here need not fail there.
                Tell(Status with { IsWorking = false, Error = failure.Message });
                LogFailed(name, Status.Position, pause, failure);
                await Task.Delay(pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
            }
        }
    }

    /// <summary>Follows on one session until something fails.</summary>
    private async Task Follow(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        var works = false;
        try
        {
            await using (var begin = new NpgsqlCommand(BeginSession, connection))
            {
                await begin.ExecuteNonQueryAsync(cancellation);
            }

            await Ask(connection, Enter, cancellation);
            while (true)
            {
                works = works || await Ask(connection, TryLead, cancellation) is true;
                var (position, end) = await LookAround(connection, cancellation);
                var waits = works && end > position;
                Tell(Status with { Position = position, EndOfLog = end, IsWorking = works, Error = waits ? Status.Error : null });
                if (waits && await Step(connection, position, cancellation) is { } reached)
                {
                    Tell(Status with { Position = reached, Error = null });
                }
                else
                {
                    await Task.Delay(options.Poll, cancellation);
                }

                pause = options.FirstPause; // It works: the next failure is a first one again.
            }
        }
        finally
        {
            if (works)
            {
                await LetGo(connection);
            }
        }
    }

    /// <summary>One batch, one transaction.</summary>
    /// <returns>The new checkpoint; null when there was nothing to do, or somebody moved the checkpoint.</returns>
    private async Task<long?> Step(NpgsqlConnection connection, long position, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var batch = await StoredEvents.ReadLog(connection, position, options.MostEventsTogether, cancellation);
        if (batch is not [.., { Sequence: var last }])
        {
            return null;
        }

        await using var advance = new NpgsqlCommand(Advance, connection) { Parameters = { Of(name), Of(position), Of(last) } };
        if (await advance.ExecuteNonQueryAsync(cancellation) == 0)
        {
            return null;
        }

        await handler(batch, connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return last;
    }

    private async Task<(long Position, long End)> LookAround(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Look, connection) { Parameters = { Of(name) } };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private async Task<object?> Ask(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { Of(name) } };
        return await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>Lets another follower work. A connection goes back to the pool with its session's locks, unless they are given up.</summary>
    private async Task LetGo(NpgsqlConnection connection)
    {
        try
        {
            await Ask(connection, Resign, CancellationToken.None);
        }
        catch (Exception gone)
        {
            dataSource.Clear(); // It does not go back: it is closed, and the lock with it.
            LogNotLetGo(name, gone);
        }
    }

    private void Tell(FollowerStatus now)
    {
        var changed = now.IsWorking != status.IsWorking || now.Error is null != status.Error is null;
        Volatile.Write(ref status, now with { Since = changed ? time.GetUtcNow() : status.Since });
        StoreMetrics.Followed(now);
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    [LoggerMessage(Level = LogLevel.Error, Message = "The follower {Name} failed after {Position}; it is tried again in {Pause}.")]
    private partial void LogFailed(string name, long position, TimeSpan pause, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The session of the follower {Name} could not be asked to let go; it is closed.")]
    private partial void LogNotLetGo(string name, Exception failure);
}
