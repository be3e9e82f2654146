using System.Runtime.ExceptionServices;
using JasperFx;
using JasperFx.Events.Daemon;
using Marten;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pathway.EventStore.Following;

namespace Pathway.EventStore.Marten.Following;

/// <summary>
/// Follows the log by Marten's async daemon, while it holds the same lock as a follower of the built-in engine: of all of a name, on whichever engine, one works.
/// </summary>
/// <remarks>
/// The lock is not of the session that writes. So a batch moves the checkpoint from where this follower had left it, or is rolled back; and the one
/// that works looks whether the session that writes is still there, so that another can take over.
/// </remarks>
internal sealed partial class MartenFollower : ILogFollower
{
    private const string Forget = "delete from mt_event_progression where name = $1";
    private const string GoOnFrom = "insert into mt_event_progression (name, last_seq_id) values ($1, $2)";
    private const string IsThere = "select exists (select from pg_stat_activity where pid = $1)";

    // Marten looks no further than the last number that was drawn, and an event that was put in past every engine drew none.
    private const string LookFurther = """
        select setval('mt_events_sequence', e.last) from (select max(seq_id) as last from mt_events) e, mt_events_sequence s where e.last > s.last_value
        """;

    private readonly string name;
    private readonly LogHandler handler;
    private readonly NpgsqlDataSource dataSource;
    private readonly EventNames names;
    private readonly FollowerOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private FollowerStatus status;
    private TimeSpan pause;

    /// <summary>Makes a follower that does not run yet.</summary>
    public MartenFollower(
        string name, LogHandler handler, NpgsqlDataSource dataSource, EventNames names, TimeProvider time, ILogger<MartenFollower>? logger, FollowerOptions options)
    {
        (this.name, this.handler, this.dataSource, this.names, this.time, this.options) = (name, handler, dataSource, names, time, options);
        this.logger = logger ?? NullLogger<MartenFollower>.Instance;
        pause = options.FirstPause;
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

    /// <summary>Stands by until it may work, and works until something fails.</summary>
    private async Task Follow(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await Execute(connection, LogFollower.BeginSession, cancellation);
        await Execute(connection, LogFollower.Enter, cancellation, name);
        while (!await Ask(connection, LogFollower.TryLead, cancellation, name))
        {
            var (position, end) = await LookAround(connection, cancellation);
            Tell(Status with { Position = position, EndOfLog = end, IsWorking = false, Error = null });
            await Task.Delay(options.Poll, cancellation);
        }

        try
        {
            while (true)
            {
                try
                {
                    await Work(connection, cancellation);
                }
                catch (BeginAnewException)
                {
                    // From where the checkpoint is now.
                }
            }
        }
        finally
        {
            await LetGo(connection);
        }
    }

    private async Task Work(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (position, end) = await LookAround(connection, cancellation);
        Tell(Status with { Position = position, EndOfLog = end, IsWorking = true, Error = end > position ? Status.Error : null });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var subscription = new LogSubscription(name, handler, position, options.MostEventsTogether, stop.Token);
        await Execute(connection, Forget, cancellation, subscription.Shard);
        if (position > 0)
        {
            await Execute(connection, GoOnFrom, cancellation, subscription.Shard, position);
        }

        await names.LearnFrom(dataSource, position, cancellation);
        var settings = MartenSettings.For(dataSource, names);
        settings.Projections.AsyncMode = DaemonMode.ExternallyManaged;
        settings.Projections.FastPollingTime = settings.Projections.SlowPollingTime = options.Poll;
        settings.Projections.Subscribe(subscription);
        await using var store = new DocumentStore(settings);
        using var daemon = await store.BuildProjectionDaemonAsync(logger: NullLogger.Instance);
        try
        {
            await daemon.StartAgentAsync(subscription.Shard, cancellation);
            await Watch(connection, daemon, subscription, cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            names.Leave(settings);
            if (cancellation.IsCancellationRequested || subscription.Session == 0)
            {
                await daemon.StopAllAsync();
            }
        }
    }

    /// <summary>Looks after the daemon until it must be begun anew.</summary>
    private async Task Watch(NpgsqlConnection connection, IProjectionDaemon daemon, LogSubscription subscription, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.WhenAny(subscription.Failed, Task.Delay(options.Poll, cancellation));
            cancellation.ThrowIfCancellationRequested();
            if (subscription.Failed.IsCompleted)
            {
                ExceptionDispatchInfo.Throw(await subscription.Failed);
            }

            var known = subscription.Position;
            var (position, end) = await LookAround(connection, cancellation);
            Tell(Status with { Position = position, EndOfLog = end, IsWorking = true, Error = position > Status.Position || end == position ? null : Status.Error });
            if (known is not null && known == subscription.Position && known != position)
            {
                throw new BeginAnewException();
            }

            if (end > position)
            {
                await Execute(connection, LookFurther, cancellation);
            }
            else
            {
                pause = options.FirstPause; // It works: the next failure is a first one again.
            }

            if (subscription.Session is not 0 and var session && !await Ask(connection, IsThere, cancellation, session))
            {
                throw new InvalidOperationException("The session that wrote a batch has ended.");
            }

            if (daemon.StatusFor(subscription.Shard) != AgentStatus.Running)
            {
                if (await names.LearnFrom(dataSource, position, cancellation))
                {
                    throw new BeginAnewException();
                }

                throw new InvalidOperationException(daemon.CurrentAgents() is [{ Failure.Detail: var why }, ..] ? why : "Marten's daemon has stopped.");
            }
        }
    }

    private async Task<(long Position, long End)> LookAround(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Command(connection, LogFollower.Look, name);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<bool> Ask(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }

    /// <summary>Lets another follower work. A connection goes back to the pool with its session's locks, unless they are given up.</summary>
    private async Task LetGo(NpgsqlConnection connection)
    {
        try
        {
            await Ask(connection, LogFollower.Resign, CancellationToken.None, name);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The follower {Name} failed after {Position}; it is tried again in {Pause}.")]
    private partial void LogFailed(string name, long position, TimeSpan pause, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The session of the follower {Name} could not be asked to let go; it is closed.")]
    private partial void LogNotLetGo(string name, Exception failure);
}
