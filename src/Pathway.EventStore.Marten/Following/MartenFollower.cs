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
internal sealed class MartenFollower(
    string name, LogHandler handler, NpgsqlDataSource dataSource, EventNames names, TimeProvider time, ILogger<MartenFollower> logger, FollowerOptions? options)
    : LeadingFollower(name, handler, dataSource, time, logger, options)
{
    private const string Forget = "delete from mt_event_progression where name = $1";
    private const string GoOnFrom = "insert into mt_event_progression (name, last_seq_id) values ($1, $2)";
    private const string IsThere = "select exists (select from pg_stat_activity where pid = $1)";

    // Marten looks no further than the last number that was drawn, and an event that was put in past every engine drew none.
    private const string LookFurther = """
        select setval('mt_events_sequence', e.last) from (select max(seq_id) as last from mt_events) e, mt_events_sequence s where e.last > s.last_value
        """;

    /// <inheritdoc/>
    protected override async Task Work(NpgsqlConnection connection, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await HaveFollowed(connection, cancellation);
            }
            catch (BeginAnewException)
            {
                // From where the checkpoint is now.
            }
        }
    }

    /// <summary>Has Marten's daemon follow from the checkpoint on, until it must be begun anew or something fails.</summary>
    private async Task HaveFollowed(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (position, end) = await LookAround(connection, cancellation);
        Tell(Status with { Position = position, EndOfLog = end, IsWorking = true, Error = end > position ? Status.Error : null });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var subscription = new LogSubscription(Name, Handler, position, Options.MostEventsTogether, stop.Token);
        await Execute(connection, Forget, cancellation, subscription.Shard);
        if (position > 0)
        {
            await Execute(connection, GoOnFrom, cancellation, subscription.Shard, position);
        }

        await names.LearnFrom(DataSource, position, cancellation);
        var settings = MartenSettings.For(DataSource, names);
        settings.Projections.AsyncMode = DaemonMode.ExternallyManaged;
        settings.Projections.FastPollingTime = settings.Projections.SlowPollingTime = Options.Poll;
        settings.Projections.Subscribe(subscription);
        using var meter = settings.OpenTelemetry.Meter; // The store does not dispose of it, and whoever measures would keep it for ever.
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
            await Task.WhenAny(subscription.Failed, Task.Delay(Options.Poll, cancellation));
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
                IsWell();
            }

            if (subscription.Session is not 0 and var session && !await Ask(connection, IsThere, cancellation, session))
            {
                throw new InvalidOperationException("The session that wrote a batch has ended.");
            }

            if (daemon.StatusFor(subscription.Shard) != AgentStatus.Running)
            {
                if (await names.LearnFrom(DataSource, position, cancellation))
                {
                    throw new BeginAnewException();
                }

                throw new InvalidOperationException(daemon.CurrentAgents() is [{ Failure.Detail: var why }, ..] ? why : "Marten's daemon has stopped.");
            }
        }
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
}
