using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pathway.EventStore;
using Pathway.EventStore.Following;
using Pathway.Projections.Protocols;

namespace Pathway.Projections.Cohort;

/// <summary>
/// Keeps the rows that reports are made of. Each batch of the log has the pathways that it touches derived anew from their whole streams, in the
/// transaction that moves the checkpoint, so that the rows are what the events say up to exactly there. Tables of an older version are rebuilt first.
/// </summary>
public sealed partial class CohortProjection
{
    /// <summary>The name that it is asked for by.</summary>
    public const string Name = "cohort";

    private const int MostStopped = 20;
    private const int RetriedTogether = 200;
    private const long MostToFollowFromTheStart = 20_000;

    private readonly NpgsqlDataSource dataSource;
    private readonly PublishedProtocols protocols;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CohortOptions options;
    private readonly ILogFollower follower;
    private readonly CohortRebuild rebuild;
    private readonly CohortCheck check;
    private Preparation preparation;

    /// <summary>Makes one that does not run yet.</summary>
    /// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
    /// <param name="following">Drives it along the log.</param>
    /// <param name="protocols">The protocols that pathways are under.</param>
    /// <param name="time">Tells since when it has been in a state.</param>
    /// <param name="logging">Hears of failures, with ids and counts only.</param>
    /// <param name="options">How it is kept; null for the defaults.</param>
    public CohortProjection(
        NpgsqlDataSource dataSource, ILogFollowing following, PublishedProtocols protocols, TimeProvider time, ILoggerFactory logging, CohortOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(following);
        ArgumentNullException.ThrowIfNull(time);
        (this.dataSource, this.protocols, this.time, this.options) = (dataSource, protocols, time, options ?? new());
        logger = logging.CreateLogger<CohortProjection>();
        follower = following.Follow(Generation.CheckpointOf(CohortTables.Version), Handle, this.options.Following);
        rebuild = new(dataSource, protocols);
        check = new(dataSource, protocols, time);
        preparation = new(ProjectionState.Starting, null, time.GetUtcNow());
    }

    /// <summary>Keeps the rows, whatever happens to the database.</summary>
    /// <param name="cancellation">Ends it; a batch under way is rolled back.</param>
    /// <returns>A task that ends when it was cancelled, without an exception.</returns>
    public async Task Run(CancellationToken cancellation)
    {
        try
        {
            await Prepare(cancellation);
            await Task.WhenAll(follower.Run(cancellation), Repeat(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Tells how it is, as the database says now.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ProjectionStatus> Status(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        var current = await Generation.Current(connection, cancellation);
        var lag = await Lag.Of(connection, Generation.CheckpointOf(current?.Version ?? CohortTables.Version), follower.Status, time.GetUtcNow(), cancellation);
        var (stopped, first) = current?.IsOurs == true ? await Stopped(connection, current, cancellation) : (0, []);
        var (state, error, since) = Now();
        return new(
            Name, state, CohortTables.Version, current?.Version, lag.Position, lag.EndOfLog, lag.Events, lag.Seconds, error, since, stopped, first,
            await Checks(connection, current, cancellation));
    }

    private (ProjectionState State, string? Error, DateTimeOffset Since) Now()
    {
        var (prepared, following) = (Volatile.Read(ref preparation), follower.Status);
        return prepared.State is not ProjectionState.Following ? (prepared.State, prepared.Error, prepared.Since)
            : following.Error is not null ? (ProjectionState.Failing, following.Error, following.Since)
            : (following.IsWorking ? ProjectionState.Following : ProjectionState.StandingBy, null, following.Since);
    }

    /// <summary>Makes sure of tables that this program can keep.</summary>
    private async Task Prepare(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                if (await TryPrepare(cancellation))
                {
                    Tell(ProjectionState.Following);
                    return;
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                Tell(ProjectionState.Failing, failure.Message);
                PreparingFailed(options.PauseAfterFailure, failure);
            }

            await Task.Delay(options.PauseAfterFailure, cancellation);
        }
    }

    private async Task<bool> TryPrepare(CancellationToken cancellation)
    {
        var (current, end) = await CurrentOrFirst(cancellation);
        if (current.IsNewer)
        {
            if (Volatile.Read(ref preparation).State is not ProjectionState.Superseded)
            {
                IsSuperseded(current.Version, CohortTables.Version);
            }

            Tell(ProjectionState.Superseded);
            return false;
        }

        if (!current.IsOurs || end > MostToFollowFromTheStart)
        {
            Tell(ProjectionState.Rebuilding);
            TellWhy(current, end);
            try
            {
                var report = await rebuild.Run(dryRun: false, _ => { }, cancellation);
                Rebuilt(report.Position, report.Took, report.Differences.Pathways);
            }
            catch (RebuildRefusedException)
            {
                return false; // Another node does it.
            }
        }

        return true;
    }

    /// <summary>The tables that there are; the first ones are made, empty, and shown at once.</summary>
    /// <returns>The tables, and how many events there were before the first of them.</returns>
    private async Task<(Generation Current, long Events)> CurrentOrFirst(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        if (await Generation.Current(connection, cancellation) is { } known)
        {
            return (known, 0);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RebuildLock.Await(connection, cancellation);
        if (await Generation.Current(connection, cancellation) is { } others)
        {
            return (others, 0);
        }

        var first = await Generation.Make(connection, cancellation);
        await Sql.Execute(connection, CohortTables.Index(first.Number), cancellation);
        await first.Show(connection, before: null, position: 0, cancellation);
        await using var count = new NpgsqlCommand("select coalesce(max(seq_id), 0) from mt_events", connection);
        var events = (long)(await count.ExecuteScalarAsync(cancellation))!;
        await transaction.CommitAsync(cancellation);
        return (first, events);
    }

    /// <summary>One batch of the log, in the transaction that moves the checkpoint.</summary>
    private async Task Handle(IReadOnlyList<StoredEvent> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (await Generation.Current(connection, cancellation) is not { IsOurs: true } current)
        {
            return; // A newer program has taken over.
        }

        var since = Stopwatch.GetTimestamp();
        var touched = batch.Select(e => e.StreamId).ToHashSet();
        var derived = await Derive(connection, current, touched, batch[^1].Sequence, cancellation);
        foreach (var stopped in derived.Select(d => d.Stopped).OfType<StoppedPathway>())
        {
            HasStopped(stopped.PathwayId, stopped.Version, stopped.EventType, stopped.Error);
        }

        ProjectionMetrics.Batch(touched.Count, Stopwatch.GetElapsedTime(since), time.GetUtcNow() - batch[^1].Metadata.Timestamp);
    }

    private async Task<IReadOnlyList<DerivedPathway>> Derive(
        NpgsqlConnection connection, Generation current, IReadOnlyCollection<Guid> ids, long upTo, CancellationToken cancellation)
    {
        var streams = await StoredStream.Of(connection, ids, upTo, cancellation);
        var derived = await DerivedPathway.AllOf(streams, protocols, cancellation);
        await CohortTables.Replace(connection, current.Number, derived, cancellation);
        return derived;
    }

    /// <summary>While this node works: tries pathways again that could not follow, and checks some that could.</summary>
    private async Task Repeat(CancellationToken cancellation)
    {
        var tried = false;
        while (true)
        {
            if (follower.Status.IsWorking)
            {
                try
                {
                    if (!tried)
                    {
                        await RetryStopped(cancellation); // This program may know what the last one did not.
                        tried = true;
                    }
                    else if (await check.Run(options.EventsPerCheck, cancellation) is { } result)
                    {
                        Checked(result);
                    }
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
                {
                    CheckFailed(failure);
                }
            }

            await Task.Delay(tried ? options.CheckEvery : options.Following.Poll, cancellation);
        }
    }

    private async Task RetryStopped(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        var last = Guid.Empty;
        while (true)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var position = await Checkpoint.Lock(connection, Generation.CheckpointOf(CohortTables.Version), cancellation);
            if (await Generation.Current(connection, cancellation) is not { IsOurs: true } current
                || await CohortTables.StoppedAfter(connection, current.Number, last, RetriedTogether, cancellation) is not [.., var reached] ids)
            {
                return;
            }

            await Derive(connection, current, ids, position, cancellation);
            await transaction.CommitAsync(cancellation);
            last = reached;
        }
    }

    private void TellWhy(Generation current, long events)
    {
        if (current.IsOurs)
        {
            Fills(events);
        }
        else if (current.Version == CohortTables.Version)
        {
            RebuildsColumns(current.Version);
        }
        else
        {
            Rebuilds(current.Version, CohortTables.Version);
        }
    }

    private void Checked(CheckResult result)
    {
        ProjectionMetrics.Check(result);
        if (result.Differing.Count > 0)
        {
            HasDifferences(result.Differing.Count, string.Join(", ", result.Differing));
        }
    }

    private static async Task<ProjectionCheck> Checks(NpgsqlConnection connection, Generation? current, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select checked_at, checked, differing, differing_pathways from cohort.generation where generation = $1", connection)
        {
            Parameters = { new() { Value = current?.Number ?? 0 } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new(row.IsDBNull(0) ? null : row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<Guid[]>(3))
            : new(null, 0, 0, []);
    }

    private static async Task<(long Count, IReadOnlyList<StoppedPathway> First)> Stopped(NpgsqlConnection connection, Generation current, CancellationToken cancellation)
    {
        var (count, first) = await CohortTables.FirstStopped(connection, current.Number, MostStopped, cancellation);
        ProjectionMetrics.StoppedPathways(count);
        return (count, first);
    }

    private void Tell(ProjectionState state, string? error = null)
    {
        var before = Volatile.Read(ref preparation);
        Volatile.Write(ref preparation, new(state, error, before.State == state ? before.Since : time.GetUtcNow()));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The tables of the cohort could not be prepared; trying again in {Pause}")]
    private partial void PreparingFailed(TimeSpan pause, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tables of the cohort are of version {Theirs}, newer than this program's {Ours}: they are left alone")]
    private partial void IsSuperseded(int theirs, int ours);

    [LoggerMessage(Level = LogLevel.Information, Message = "There are no tables of the cohort yet: they are filled from {Events} events, and reports are empty until then")]
    private partial void Fills(long events);

    [LoggerMessage(Level = LogLevel.Information, Message = "The tables of the cohort are of version {Theirs}: they are derived anew as version {Ours}, and read as they are until then")]
    private partial void Rebuilds(int theirs, int ours);

    [LoggerMessage(Level = LogLevel.Information, Message = "The tables of the cohort are of version {Version} and have not the columns of this program: they are derived anew with these, and read as they are until then")]
    private partial void RebuildsColumns(int version);

    [LoggerMessage(Level = LogLevel.Information, Message = "The tables of the cohort were derived anew from {Events} events in {Took}; {Different} pathways have other rows than before")]
    private partial void Rebuilt(long events, TimeSpan took, int different);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rows of pathway {PathwayId} cannot follow its event {Version} ({EventType}): {Reason}")]
    private partial void HasStopped(Guid pathwayId, long version, string eventType, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} pathways have rows that are not what their events say: {PathwayIds}")]
    private partial void HasDifferences(int count, string pathwayIds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cohort could not be checked; trying again later")]
    private partial void CheckFailed(Exception failure);

    private sealed record Preparation(ProjectionState State, string? Error, DateTimeOffset Since);
}
