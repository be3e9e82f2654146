using Microsoft.Extensions.Logging;
using Npgsql;
using Pathway.Domain;
using Pathway.EventStore;
using Pathway.EventStore.Dispatching;
using Pathway.EventStore.Following;
using Pathway.Projections.Cohort;
using Pathway.Projections.Protocols;

namespace Pathway.Projections.Notifications;

/// <summary>
/// Tells what happens to pathways: by each entry, in the transaction that moves the checkpoint, and once a day by the days that went by. Each happening is
/// queued for the webhooks that want it, in the same transaction. While there is no webhook nothing is derived: with the first it goes on from where it was.
/// </summary>
public sealed partial class HappeningProjection : IDisposable
{
    /// <summary>The name that it is asked for by.</summary>
    public const string Name = "happenings";

    private const string CheckpointName = "Happenings:V1:All";
    private const int LookedAtTogether = 200;
    private const int MostStopped = 20;

    private readonly NpgsqlDataSource dataSource;
    private readonly IDispatching dispatching;
    private readonly PublishedProtocols protocols;
    private readonly TimeProvider time;
    private readonly Func<DateTimeOffset, DateOnly> dateOf;
    private readonly FollowerOptions options;
    private readonly ILogger logger;
    private readonly ILogFollower follower;
    private readonly Standings standings = new();
    private volatile bool looksAgain; // Something was followed that was entered on an earlier day.

    /// <summary>Makes one that does not run yet.</summary>
    /// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
    /// <param name="following">Drives it along the log.</param>
    /// <param name="dispatching">Hears of what is due.</param>
    /// <param name="protocols">The protocols that pathways are under.</param>
    /// <param name="time">Tells when happenings are due, and when a day is over.</param>
    /// <param name="dateOf">The date where the hospital was at an instant.</param>
    /// <param name="logging">Hears of failures, with ids and counts only.</param>
    /// <param name="options">How much it follows at a time, and how often it looks; null for the defaults.</param>
    public HappeningProjection(
        NpgsqlDataSource dataSource, ILogFollowing following, IDispatching dispatching, PublishedProtocols protocols, TimeProvider time, Func<DateTimeOffset, DateOnly> dateOf, ILoggerFactory logging,
        FollowerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(following);
        ArgumentNullException.ThrowIfNull(dispatching);
        (this.dataSource, this.dispatching, this.protocols, this.time, this.dateOf, this.options) = (dataSource, dispatching, protocols, time, dateOf, options ?? new());
        logger = logging.CreateLogger<HappeningProjection>();
        follower = following.Follow(CheckpointName, Handle, this.options);
    }

    /// <summary>Follows the log and the days while there is a webhook, whatever happens to the database.</summary>
    /// <param name="cancellation">Ends it; a batch under way is rolled back.</param>
    /// <returns>A task that ends when it was cancelled, without an exception.</returns>
    public async Task Run(CancellationToken cancellation)
    {
        while (await Await(somebodyListens: true, cancellation))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var work = Task.WhenAll(follower.Run(stop.Token), Days(stop.Token));
            await Await(somebodyListens: false, cancellation);
            await stop.CancelAsync();
            await work;
        }
    }

    /// <summary>Forgets what it has derived.</summary>
    public void Dispose() => standings.Dispose();

    /// <summary>Tells how it is, as the database says now.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ProjectionStatus> Status(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        var isNeeded = await Webhooks.Since(connection, cancellation) is not null;
        var following = follower.Status;
        var lag = await Lag.Of(connection, CheckpointName, following, time.GetUtcNow(), cancellation);
        var (count, first) = await WatchedPathway.AllStopped(connection, MostStopped, cancellation);
        var state = !isNeeded ? ProjectionState.NotNeeded
            : following.Error is not null ? ProjectionState.Failing
            : following.IsWorking ? ProjectionState.Following : ProjectionState.StandingBy;
        return new(
            Name, state, 1, 1, lag.Position, lag.EndOfLog, isNeeded ? lag.Events : 0, isNeeded ? lag.Seconds : 0, isNeeded ? following.Error : null, following.Since,
            count, [.. first.Select(w => w.Stopped!)], new(null, 0, 0, []));
    }

    /// <summary>Waits until there is a webhook, or none any more.</summary>
    /// <returns>Whether that is so; false when it was cancelled before.</returns>
    private async Task<bool> Await(bool somebodyListens, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var pause = options.Poll;
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(cancellation);
                if (await Webhooks.Since(connection, cancellation) is not null == somebodyListens)
                {
                    return true;
                }
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception failure)
            {
                pause = options.LongestPause;
                AskFailed(pause, failure);
            }

            await Task.Delay(pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }

    /// <summary>One batch of the log, in the transaction that moves the checkpoint.</summary>
    private Task Handle(IReadOnlyList<StoredEvent> batch, NpgsqlConnection connection, CancellationToken cancellation) =>
        Follow(connection, batch.Select(e => e.StreamId).ToHashSet(), batch[^1].Sequence, cancellation);

    private async Task Follow(NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, long upTo, CancellationToken cancellation)
    {
        var known = await WatchedPathway.Of(connection, ids, cancellation);
        await Tell(
            connection, ids, upTo,
            (stream, events, failure, deriving) => (known.GetValueOrDefault(stream.Id) ?? WatchedPathway.New(stream.Id)).Follow(stream, events, failure, deriving),
            cancellation);
    }

    private async Task Tell(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, long upTo,
        Func<StoredStream, List<RecordedEvent>, Exception?, Deriving, (WatchedPathway Watched, IReadOnlyList<ToldHappening> Told)> look, CancellationToken cancellation)
    {
        var streams = (await StoredStream.Of(connection, ids, upTo, cancellation)).Select(s => (Stream: s, Read: s.Read())).ToList();
        var shelf = await protocols.ShelfFor(streams.SelectMany(s => s.Read.Events, (_, e) => e.Event), cancellation);
        var now = time.GetUtcNow();
        var deriving = new Deriving(standings, shelf, dateOf, await Webhooks.Since(connection, cancellation) ?? now);
        var looked = streams.ConvertAll(s => look(s.Stream, s.Read.Events, s.Read.Failure, deriving));
        await WatchedPathway.Store(connection, looked.ConvertAll(l => l.Watched), cancellation);
        var today = dateOf(now);
        if (looked.Exists(l => l.Watched is { IsOpen: true, Stopped: null } watched && watched.LookedOn < today))
        {
            looksAgain = true;
        }

        await ToldHappening.Store(connection, [.. looked.SelectMany(l => l.Told).OrderBy(t => t.Position)], now, dispatching, cancellation);
        foreach (var stopped in looked.Select(l => l.Watched.Stopped).OfType<StoppedPathway>())
        {
            HasStopped(stopped.PathwayId, stopped.Version, stopped.EventType, stopped.Error);
        }
    }

    /// <summary>While this node works: tries pathways again that could not be followed, and looks at the others once a day.</summary>
    private async Task Days(CancellationToken cancellation)
    {
        DateOnly? looked = null;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                // What was entered before midnight is followed first: time has done nothing about what was done.
                var today = dateOf(time.GetUtcNow());
                if (follower.Status is { IsWorking: true, Lag: 0, Error: null } && (looksAgain || looked != today))
                {
                    if (looked is null)
                    {
                        await RetryStopped(cancellation); // This program may know what the last one did not.
                    }

                    (looked, looksAgain) = (today, false);
                    if (await Look(today, cancellation))
                    {
                        looksAgain = true;
                    }
                }
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                looksAgain = true;
                LookFailed(options.LongestPause, failure);
                await Task.Delay(options.LongestPause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await Task.Delay(options.Poll, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks at some open pathways. The checkpoint is held meanwhile, so that no entry is followed beside it.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> Look(DateOnly today, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var position = await Checkpoint.Lock(connection, CheckpointName, cancellation);
        var due = (await WatchedPathway.NotLookedAt(connection, today, LookedAtTogether, cancellation)).ToDictionary(w => w.PathwayId);
        if (due.Count == 0)
        {
            return false;
        }

        await Tell(connection, due.Keys, position, (stream, events, _, deriving) => due[stream.Id].Look(stream, events, new(today, time.GetUtcNow(), position), deriving), cancellation);
        await transaction.CommitAsync(cancellation);
        return due.Count == LookedAtTogether;
    }

    private async Task RetryStopped(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var position = await Checkpoint.Lock(connection, CheckpointName, cancellation);
        var (_, stopped) = await WatchedPathway.AllStopped(connection, int.MaxValue, cancellation);
        await Follow(connection, [.. stopped.Select(w => w.PathwayId)], position, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What happens to pathway {PathwayId} cannot be told from its entry {Version} on ({EventType}): {Reason}")]
    private partial void HasStopped(Guid pathwayId, long version, string eventType, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nobody knows whether there is a webhook; trying again in {Pause}")]
    private partial void AskFailed(TimeSpan pause, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "What days have done to open pathways could not be looked at; trying again in {Pause}")]
    private partial void LookFailed(TimeSpan pause, Exception failure);
}
