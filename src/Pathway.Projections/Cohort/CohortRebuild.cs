using System.Diagnostics;
using Npgsql;
using Pathway.Projections.Protocols;

namespace Pathway.Projections.Cohort;

/// <summary>
/// Derives all rows anew into tables beside those that are read, compares the two, and lets the views show the new ones in one transaction. Others may
/// write, read and keep the old tables up to date meanwhile. Whatever ends it before, nothing has changed.
/// </summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="protocols">The protocols that pathways are under.</param>
public sealed class CohortRebuild(NpgsqlDataSource dataSource, PublishedProtocols protocols)
{
    private const int StreamsTogether = 400;
    private const int EventsToCatchUpUnderLock = 1000;

    private static readonly TimeSpan PauseForReaders = TimeSpan.FromSeconds(1);

    private readonly Lock _telling = new();

    /// <summary>Rebuilds.</summary>
    /// <param name="dryRun">Whether to compare only: then the new tables are dropped in the end.</param>
    /// <param name="progress">Is told how far it is, one call at a time; what it throws ends the rebuild.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was rebuilt, and how the new rows differ from the old.</returns>
    /// <exception cref="RebuildRefusedException">Another rebuild is under way, or a newer program has made the tables.</exception>
    public async Task<RebuildReport> Run(bool dryRun, Action<RebuildProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var since = Stopwatch.GetTimestamp();
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        if (!await RebuildLock.TryTake(connection, cancellation))
        {
            throw new RebuildRefusedException("Another rebuild is under way.");
        }

        try
        {
            if (await Generation.Current(connection, cancellation) is { IsNewer: true } newer)
            {
                throw new RebuildRefusedException($"The tables are of version {newer.Version}, which a newer Pathway has made; this one makes version {CohortTables.Version}.");
            }

            await Generation.DropOthers(connection, cancellation);
            var made = await Make(connection, cancellation);
            var position = await EndOfLog(connection, cancellation);
            await Fill(connection, made, position, progress, cancellation);
            Tell(RebuildStep.Indexing, position, position);
            await Sql.Execute(connection, CohortTables.Index(made.Number), cancellation);
            position = await CatchUp(connection, made, position, Tell, cancellation);
            var report = await Finish(connection, made, position, dryRun, Tell, cancellation);
            return report with { Took = Stopwatch.GetElapsedTime(since) };
        }
        finally
        {
            await Leave(connection);
        }

        void Tell(RebuildStep step, long done, long of) => progress(new(step, done, of, Stopwatch.GetElapsedTime(since)));
    }

    private static async Task<Generation> Make(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var made = await Generation.Make(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return made;
    }

    /// <summary>Derives everything up to a place in the log: ranges of pathways, on as many cores as there are.</summary>
    private async Task Fill(NpgsqlConnection connection, Generation made, long upTo, Action<RebuildProgress> progress, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        var bounds = await Bounds(connection, cancellation);
        var (next, done) = (0, 0L);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(Work, stop.Token)));

        async Task Work()
        {
            try
            {
                await using var own = await dataSource.OpenConnectionAsync(stop.Token);
                while (Interlocked.Increment(ref next) is var last && last < bounds.Count)
                {
                    var streams = await StoredStream.Between(own, bounds[last - 1], bounds[last], upTo, stop.Token);
                    var derived = await DerivedPathway.AllOf(streams, protocols, stop.Token);
                    await using var transaction = await own.BeginTransactionAsync(stop.Token);
                    await Sql.Execute(own, "set local synchronous_commit = off", stop.Token); // A rebuild that was cut short is begun anew.
                    await CohortTables.Add(own, made.Number, derived, stop.Token);
                    await transaction.CommitAsync(stop.Token);
                    lock (_telling)
                    {
                        done += streams.Sum(s => s.Events.Count);
                        progress(new(RebuildStep.Deriving, done, upTo, Stopwatch.GetElapsedTime(since)));
                    }
                }
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }

    /// <summary>Derives again whatever was written meanwhile, until little is left for when the others have to wait.</summary>
    private async Task<long> CatchUp(NpgsqlConnection connection, Generation made, long position, Action<RebuildStep, long, long> tell, CancellationToken cancellation)
    {
        while (await EndOfLog(connection, cancellation) is var end && end - position > EventsToCatchUpUnderLock)
        {
            tell(RebuildStep.CatchingUp, position, end);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await Derive(connection, made, position, end, cancellation);
            await transaction.CommitAsync(cancellation);
            position = end;
        }

        return position;
    }

    /// <summary>
    /// Compares and switches while nobody keeps the old tables up to date: whoever does must move the checkpoint, and that is locked.
    /// It lets go and tries again where it would have to wait for somebody who reads a long report: others would have to wait behind it.
    /// </summary>
    private async Task<RebuildReport> Finish(
        NpgsqlConnection connection, Generation made, long position, bool dryRun, Action<RebuildStep, long, long> tell, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                await Sql.Execute(connection, "set local lock_timeout = '3s'", cancellation);
                var before = await Generation.Current(connection, cancellation);
                var known = before is null ? 0 : await Checkpoint.Lock(connection, before.Checkpoint, cancellation);
                var end = Math.Max(position, before?.IsOurs == true ? known : position);
                await Derive(connection, made, position, end, cancellation);
                tell(RebuildStep.Comparing, end, end);
                var differences = before is null ? CohortDifferences.None : await CohortDifferences.Between(connection, before, made, known, end, cancellation);
                if (!dryRun)
                {
                    tell(RebuildStep.Switching, end, end);
                    await made.Show(connection, before, end, cancellation);
                    tell(RebuildStep.Committing, end, end);
                    await transaction.CommitAsync(cancellation);
                }

                return new(end, differences, !dryRun, default);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable)
            {
                await Task.Delay(PauseForReaders, cancellation);
            }
        }
    }

    private async Task Derive(NpgsqlConnection connection, Generation made, long after, long upTo, CancellationToken cancellation)
    {
        foreach (var some in (await Touched(connection, after, upTo, cancellation)).Chunk(StreamsTogether))
        {
            var streams = await StoredStream.Of(connection, some, upTo, cancellation);
            await CohortTables.Replace(connection, made.Number, await DerivedPathway.AllOf(streams, protocols, cancellation), cancellation);
        }
    }

    /// <summary>The ids that ranges of pathways end with, in the order of the database; the first is before all.</summary>
    private static Task<List<Guid>> Bounds(NpgsqlConnection connection, CancellationToken cancellation) => Ids(
        connection,
        """
        select '00000000-0000-0000-0000-000000000000'::uuid
        union all select id from (select id, row_number() over (order by id) as place from mt_streams) s where place % $1 = 0
        union all select 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid
        order by 1
        """,
        cancellation, StreamsTogether);

    private static Task<List<Guid>> Touched(NpgsqlConnection connection, long after, long upTo, CancellationToken cancellation) => Ids(
        connection, "select distinct stream_id from mt_events where seq_id > $1 and seq_id <= $2 order by 1", cancellation, after, upTo);

    private static async Task<List<Guid>> Ids(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
#pragma warning disable CA2100 // Two constants above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters.Select(p => new NpgsqlParameter { Value = p }).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<Guid>();
        while (await rows.ReadAsync(cancellation))
        {
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }

    private static async Task<long> EndOfLog(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(seq_id), 0) from mt_events", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Drops the tables that nobody reads: the old ones, or the new ones when they came to nothing. What cannot be dropped now goes with the next rebuild.</summary>
    private static async Task Leave(NpgsqlConnection connection)
    {
        try
        {
            await Generation.DropOthers(connection, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // Somebody still reads them, or the connection is gone, and its lock with it.
        }

        await RebuildLock.LetGo(connection);
    }
}

/// <summary>What a rebuild is doing.</summary>
public enum RebuildStep
{
    /// <summary>It derives all pathways.</summary>
    Deriving,

    /// <summary>It makes indexes.</summary>
    Indexing,

    /// <summary>It derives again what was written meanwhile.</summary>
    CatchingUp,

    /// <summary>It compares the new rows with the old.</summary>
    Comparing,

    /// <summary>It lets the views show the new tables.</summary>
    Switching,

    /// <summary>It makes that true for everybody.</summary>
    Committing,
}

/// <summary>How far a rebuild is.</summary>
/// <param name="Step">What it is doing.</param>
/// <param name="Events">Events that it has derived from.</param>
/// <param name="Of">Events that there are.</param>
/// <param name="Elapsed">How long it has taken for that.</param>
public sealed record RebuildProgress(RebuildStep Step, long Events, long Of, TimeSpan Elapsed)
{
    /// <summary>Events a second so far; 0 before the first.</summary>
    public double EventsPerSecond => Elapsed > TimeSpan.Zero ? Events / Elapsed.TotalSeconds : 0;

    /// <summary>How long the rest will take at that pace; null when nothing is known.</summary>
    public TimeSpan? Remaining => Events > 0 ? Elapsed * ((double)(Of - Events) / Events) : null;
}

/// <summary>What came of a rebuild.</summary>
/// <param name="Position">The place in the log that the new rows are true up to.</param>
/// <param name="Differences">How they differ from the old.</param>
/// <param name="Switched">Whether the views show them now.</param>
/// <param name="Took">How long it took.</param>
public sealed record RebuildReport(long Position, CohortDifferences Differences, bool Switched, TimeSpan Took);

/// <summary>A rebuild that must not be.</summary>
/// <param name="message">Why.</param>
public sealed class RebuildRefusedException(string message) : Exception(message);
