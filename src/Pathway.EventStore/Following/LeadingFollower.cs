using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore.Following;

/// <summary>
/// A follower of which one of a name works, in any number of processes and on whichever engine: the one whose session holds the name's lock. What it does
/// while it works is up to the engine.
/// </summary>
internal abstract partial class LeadingFollower : ILogFollower
{
    // Whoever moved the checkpoint by hand meanwhile, to start over, is not overruled.
    internal const string Advance = """
        update mt_event_progression set last_seq_id = $3, last_updated = transaction_timestamp() where name = $1 and coalesce(last_seq_id, 0) = $2
        """;

    private const string Enter = "insert into mt_event_progression (name, last_seq_id) values ($1, 0) on conflict (name) do nothing";

    private const string Look = """
        select coalesce((select last_seq_id from mt_event_progression where name = $1), 0), coalesce((select max(seq_id) from mt_events), 0)
        """;

    private readonly TimeProvider time;
    private readonly ILogger logger;
    private FollowerStatus status;
    private TimeSpan pause;

    /// <summary>Makes a follower that does not run yet.</summary>
    /// <param name="name">Names its checkpoint: whoever has the same name shares the work and never does it twice.</param>
    /// <param name="handler">What to do with a batch.</param>
    /// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
    /// <param name="time">Tells since when it has been in a state.</param>
    /// <param name="logger">Hears of failures, with names and counts only.</param>
    /// <param name="options">How much and how often; null for the defaults.</param>
    protected LeadingFollower(string name, LogHandler handler, NpgsqlDataSource dataSource, TimeProvider time, ILogger logger, FollowerOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(time);
        (Name, Handler, DataSource, this.time, this.logger, Options) = (name, handler, dataSource, time, logger, options ?? new());
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.MostEventsTogether, 1, nameof(options));
        pause = Options.FirstPause;
        status = new(name, Position: 0, EndOfLog: 0, IsWorking: false, Error: null, Since: time.GetUtcNow());
    }

    /// <inheritdoc/>
    public FollowerStatus Status => Volatile.Read(ref status);

    /// <summary>Names its checkpoint.</summary>
    protected string Name { get; }

    /// <summary>What to do with a batch.</summary>
    protected LogHandler Handler { get; }

    /// <summary>Connections that act as the application.</summary>
    protected NpgsqlDataSource DataSource { get; }

    /// <summary>How much and how often.</summary>
    protected FollowerOptions Options { get; }

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
                break;
            }
            catch (Exception failure)
            {
                // Another node may work meanwhile: what fails here need not fail there.
                Tell(Status with { IsWorking = false, Error = failure.Message });
                LogFailed(Name, Status.Position, pause, failure);
                await Task.Delay(pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < Options.LongestPause ? pause * 2 : Options.LongestPause;
            }
        }

        Tell(Status with { IsWorking = false, Error = null });
    }

    /// <summary>Works as the only one of its name until something fails.</summary>
    /// <param name="connection">Its session holds the lock.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A task that ends with the failure.</returns>
    protected abstract Task Work(NpgsqlConnection connection, CancellationToken cancellation);

    /// <summary>Where the checkpoint and the end of the log are.</summary>
    protected async Task<(long Position, long End)> LookAround(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Look, connection) { Parameters = { Of(Name) } };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>Tells how far it is.</summary>
    protected void Tell(FollowerStatus now)
    {
        var changed = now.IsWorking != status.IsWorking || now.Error is null != status.Error is null;
        Volatile.Write(ref status, now with
        {
            Since = changed ? time.GetUtcNow() : status.Since,
            BehindSince = now.Lag == 0 ? null : status.BehindSince ?? time.GetUtcNow(),
        });
        StoreMetrics.Followed(now);
    }

    /// <summary>It is well: the next failure is a first one again.</summary>
    protected void IsWell() => pause = Options.FirstPause;

    /// <summary>A parameter of a statement.</summary>
    protected static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    /// <summary>Stands by on one session until it may work, and works until something fails.</summary>
    private async Task Follow(CancellationToken cancellation)
    {
        await using var session = await SessionLock.Begin(DataSource, $"pathway_follower {Name}", logger, cancellation);
        await using (var enter = new NpgsqlCommand(Enter, session.Connection) { Parameters = { Of(Name) } })
        {
            await enter.ExecuteNonQueryAsync(cancellation);
        }

        while (!await session.TryTake(cancellation))
        {
            var (position, end) = await LookAround(session.Connection, cancellation);
            Tell(Status with { Position = position, EndOfLog = end, IsWorking = false, Error = null });
            IsWell();
            await Task.Delay(Options.Poll, cancellation);
        }

        await Work(session.Connection, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The follower {Name} failed after {Position}; it is tried again in {Pause}.")]
    private partial void LogFailed(string name, long position, TimeSpan pause, Exception failure);
}
