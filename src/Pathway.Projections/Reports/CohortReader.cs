using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using Pathway.Domain.Reporting;
using Pathway.Projections.Cohort;
using Pathway.Projections.Tables;

namespace Pathway.Projections.Reports;

/// <summary>Reads the rows that reports are made of, all of one place in the log. What reports need of them is kept, and as the record goes on only what has changed is read.</summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
public sealed class CohortReader(NpgsqlDataSource dataSource) : IDisposable
{
    private const int RowsAtOnce = 5_000;
    private const int MostToCatchUp = 20_000;

    private static readonly RowTable<CohortRow> _cohort = new();
    private static readonly RowTable<DecisionRow> _decision = new();
    private static readonly RowTable<DeviationRow> _deviation = new();
    private static readonly RowTable<StoppedPathway> _stopped = new();

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Kept? _kept;

    /// <summary>Reads what reports need of all pathways.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Domain.Reporting.Cohort> Read(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            if (await Current(connection, cancellation) is not { } current)
            {
                return new(0);
            }

            if (_kept is not { } kept || kept.Of != current)
            {
                _kept = kept = await CatchUp(_kept, connection, current, cancellation) ?? await ReadAll(connection, current, cancellation);
            }

            return kept.Cohort;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads the whole rows of some pathways as they are at one moment.</summary>
    /// <param name="isWanted">Which pathways.</param>
    /// <param name="position">Hears the place in the log before the first row.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The rows, by pathway.</returns>
    public async IAsyncEnumerable<CohortRow> Rows(Func<CohortRow, bool> isWanted, Action<long> position, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        ArgumentNullException.ThrowIfNull(position);
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var current = await Current(connection, cancellation);
        position(current?.Position ?? 0);
        if (current is not null)
        {
            await foreach (var row in Rows(_cohort, r => r.PathwayId, connection, current, cancellation))
            {
                if (isWanted(row))
                {
                    yield return row;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<Kept> ReadAll(NpgsqlConnection connection, Place current, CancellationToken cancellation)
    {
        _kept = null; // So that two of them are never kept at once.
        var decisions = await ByPathway(_decision, d => d.PathwayId, "event_id", connection, current, null, cancellation);
        var deviations = await ByPathway(_deviation, d => d.PathwayId, "rule_id", connection, current, null, cancellation);
        var cohort = new Domain.Reporting.Cohort(current.Position, await Count(connection, current, cancellation), await Stopped(connection, current, cancellation));
        await foreach (var row in Rows(_cohort, r => r.PathwayId, connection, current, cancellation))
        {
            cohort.Add(row, decisions[row.PathwayId], deviations[row.PathwayId]);
        }

        return new(current, cohort);
    }

    /// <summary>Reads again what has changed: the pathways that events came for, and those that could not follow theirs, as these are tried again without any.</summary>
    /// <returns>What is kept now; null where it is not worth it, as too much has changed, or the tables are others.</returns>
    private static async Task<Kept?> CatchUp(Kept? kept, NpgsqlConnection connection, Place current, CancellationToken cancellation)
    {
        if (kept is null || kept.Of.Generation != current.Generation || current.Position < kept.Of.Position
            || current.Position - kept.Of.Position + kept.Cohort.Stopped.Count > MostToCatchUp)
        {
            return null;
        }

        var changed = (await Ids(
            connection, "select distinct stream_id from mt_events where seq_id > $1 and seq_id <= $2", [kept.Of.Position, current.Position], cancellation)).Concat(kept.Cohort.Stopped).ToHashSet();
        var ids = changed.ToArray();
        var decisions = await ByPathway(_decision, d => d.PathwayId, "event_id", connection, current, ids, cancellation);
        var deviations = await ByPathway(_deviation, d => d.PathwayId, "rule_id", connection, current, ids, cancellation);
        var rows = await _cohort.Read(connection, $"cohort.{_cohort.Name}_{current.Generation} where pathway_id = any($1) order by pathway_id", [ids], cancellation);
        var stopped = await Stopped(connection, current, cancellation);
        return new(current, kept.Cohort.With(current.Position, changed, rows.Select(r => (r, decisions[r.PathwayId], deviations[r.PathwayId])), stopped));
    }

    private static Task<IReadOnlyList<Guid>> Stopped(NpgsqlConnection connection, Place current, CancellationToken cancellation) =>
        Ids(connection, $"select pathway_id from cohort.{_stopped.Name}_{current.Generation}", [], cancellation);

    private static async Task<IReadOnlyList<Guid>> Ids(NpgsqlConnection connection, string sql, IEnumerable<object> parameters, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // The number of the generation is the program's own.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<Guid>();
        while (await rows.ReadAsync(cancellation))
        {
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }

    private static async Task<int> Count(NpgsqlConnection connection, Place current, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // The number of the generation is the program's own.
        await using var command = new NpgsqlCommand($"select count(*)::int from cohort.{_cohort.Name}_{current.Generation}", connection);
#pragma warning restore CA2100
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<ILookup<Guid, T>> ByPathway<T>(RowTable<T> table, Func<T, Guid> key, string order, NpgsqlConnection connection, Place current, Guid[]? of, CancellationToken cancellation) =>
        (await table.Read(
            connection, $"cohort.{table.Name}_{current.Generation}{(of is null ? "" : " where pathway_id = any($1)")} order by pathway_id, occurred_on, {order}",
            of is null ? [] : [of], cancellation)).ToLookup(key);

    private static async IAsyncEnumerable<T> Rows<T>(
        RowTable<T> table, Func<T, Guid> key, NpgsqlConnection connection, Place current, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = Guid.Empty;
        while (true)
        {
            var page = await table.Read(
                connection, $"cohort.{table.Name}_{current.Generation} where pathway_id > $1 order by pathway_id limit {RowsAtOnce}", [last], cancellation);
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < RowsAtOnce)
            {
                yield break;
            }

            last = key(page[^1]);
        }
    }

    private static async Task<Place?> Current(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select g.generation, p.last_seq_id from cohort.generation g join mt_event_progression p on p.name = format('Cohort:V%s:All', g.version) where g.is_current
            """,
            connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new(row.GetInt32(0), row.GetInt64(1)) : null;
    }

    private sealed record Place(int Generation, long Position);

    private sealed record Kept(Place Of, Domain.Reporting.Cohort Cohort);
}
