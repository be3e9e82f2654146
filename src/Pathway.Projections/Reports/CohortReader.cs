using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
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

    private const string CaseColumns = """
        pathway_id, is_synthetic, is_entered_in_error, center, tumor, parenchyma_class, parenchyma_assessed_on, enrolled_on, registered_on,
        intended_strategy, intended_on, strategy_at_stage1, stage1_on, technique, stage2_on, discharged_on, interrupted_on, interruption_reasons, resumed_on,
        dropped_out_on, drop_out_reason, died_on, closed_on, recurrence_on, last_seen_on, baseline_sflr_percent, last_volumetry_on,
        degree_of_hypertrophy_points, volume_gain_percent, initial_growth_on, initial_growth_ml_per_day, initial_growth_percent_per_day,
        initial_growth_points_per_week, last_dose_to_stage1_days
        """;

    private static readonly RowTable<CohortRow> _cohort = new();
    private static readonly RowTable<DecisionRow> _decision = new();
    private static readonly RowTable<DeviationRow> _deviation = new();
    private static readonly RowTable<StoppedPathway> _stopped = new();

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Kept? _kept;

    /// <summary>Reads what reports need of all pathways, without their decisions and deviations unless these are kept already.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Domain.Reporting.Cohort> Read(CancellationToken cancellation) => Read(isWhole: false, cancellation);

    /// <summary>Reads what reports need of all pathways.</summary>
    /// <param name="isWhole">Whether decisions and deviations are needed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Domain.Reporting.Cohort> Read(bool isWhole, CancellationToken cancellation)
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

            var stopped = await Stopped(connection, current, cancellation);
            if (_kept is not { } kept || kept.Of != current || kept.Cohort.Stopped.Count != stopped.Count || (isWhole && !kept.Cohort.IsWhole))
            {
                _kept = kept = await CatchUp(_kept, isWhole, connection, current, stopped, cancellation) ?? await ReadAll(isWhole, connection, current, stopped, cancellation);
            }

            return kept.Cohort;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads the whole rows of some pathways as they are at one moment.</summary>
    /// <param name="question">Which pathways.</param>
    /// <param name="begun">Hears what they are counted by before the first row.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The rows, by pathway.</returns>
    public async IAsyncEnumerable<CohortRow> Rows(ReportQuestion question, Action<CohortListing> begun, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(begun);
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var current = await Current(connection, cancellation);
        var listing = new CohortListing(question, current?.Position ?? 0, (current is null ? [] : await Stopped(connection, current, cancellation)).ToHashSet());
        begun(listing);
        if (current is not null)
        {
            await foreach (var row in Rows(_cohort, r => r.PathwayId, connection, current, cancellation))
            {
                if (listing.Takes(row))
                {
                    yield return row;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<Kept> ReadAll(bool isWhole, NpgsqlConnection connection, Place current, IReadOnlyList<Guid> stopped, CancellationToken cancellation)
    {
        _kept = null; // So that two of them are never kept at once.
        var cohort = new Domain.Reporting.Cohort(current.Position, await Count(connection, current, cancellation)) { Generation = current.Generation, IsWhole = isWhole, Stopped = stopped };
        await Fill(cohort, connection, "", cancellation);
        return new(current, cohort);
    }

    /// <summary>Reads again what has changed: the pathways that events came for, and those that could not follow theirs, as these are tried again without any.</summary>
    /// <returns>What is kept now; null where it is not worth it, as too much has changed, or the tables are others.</returns>
    private static async Task<Kept?> CatchUp(
        Kept? kept, bool isWhole, NpgsqlConnection connection, Place current, IReadOnlyList<Guid> stopped, CancellationToken cancellation)
    {
        if (kept is null || (isWhole && !kept.Cohort.IsWhole) || kept.Of.Generation != current.Generation || current.Position < kept.Of.Position
            || current.Position - kept.Of.Position + kept.Cohort.Stopped.Count > MostToCatchUp)
        {
            return null;
        }

        var changed = (await Ids(
            connection, "select distinct stream_id from mt_events where seq_id > $1 and seq_id <= $2", [kept.Of.Position, current.Position], cancellation)).Concat(kept.Cohort.Stopped).ToHashSet();
        var now = new Domain.Reporting.Cohort(current.Position) { Generation = current.Generation, IsWhole = kept.Cohort.IsWhole, Stopped = stopped };
        await Fill(now, connection, $"where pathway_id = any('{{{string.Join(',', changed)}}}')", cancellation);
        return new(current, kept.Cohort.With(changed, now));
    }

    /// <summary>Reads what reports need of pathways, in the order of their ids.</summary>
    private static async Task Fill(Domain.Reporting.Cohort cohort, NpgsqlConnection connection, string which, CancellationToken cancellation)
    {
        await using (var rows = await BinaryRows.Of(connection, $"select {CaseColumns} from {In(_cohort)} {which} order by pathway_id", cancellation))
        {
            while (await rows.Next(cancellation))
            {
                cohort.Add(CaseOf(rows));
            }
        }

        if (!cohort.IsWhole)
        {
            return;
        }

        var place = 0;
        await using (var rows = await BinaryRows.Of(
            connection, $"select pathway_id, occurred_on, decision, shown, now from {In(_decision)} {which} order by pathway_id, occurred_on, event_id", cancellation))
        {
            while (await rows.Next(cancellation))
            {
                cohort.Add(new CohortDecision(PlaceOf(rows.Guid()), rows.Date()!.Value, rows.Word<BoardDecision>()!.Value, rows.Word<Overall>(), rows.Word<Overall>()));
            }
        }

        place = 0;
        await using (var rows = await BinaryRows.Of(connection, $"select pathway_id, occurred_on, rule_id from {In(_deviation)} {which} order by pathway_id, occurred_on, rule_id", cancellation))
        {
            while (await rows.Next(cancellation))
            {
                cohort.Add(new CohortDeviation(PlaceOf(rows.Guid()), rows.Date()!.Value, rows.Text()));
            }
        }

        int PlaceOf(Guid id)
        {
            while (cohort.Cases[place].PathwayId != id)
            {
                place++;
            }

            return place;
        }

        string In(RowTable table) => CohortTables.In(cohort.Generation, table);
    }

    // In the order of the columns.
    private static CohortCase CaseOf(BinaryRows row) => new()
    {
        PathwayId = row.Guid(),
        IsSynthetic = row.Boolean(),
        IsEnteredInError = row.Boolean(),
        Center = row.Text(),
        Tumor = row.Word<TumorType>()!.Value,
        ParenchymaClass = row.Word<ParenchymaClass>(),
        ParenchymaAssessedOn = row.Date(),
        EnrolledOn = row.Date()!.Value,
        RegisteredOn = row.Date()!.Value,
        IntendedStrategy = row.Word<Strategy>(),
        IntendedOn = row.Date(),
        StrategyAtStage1 = row.Word<Strategy>(),
        Stage1On = row.Date(),
        Technique = row.Word<Stage1Technique>(),
        Stage2On = row.Date(),
        DischargedOn = row.Date(),
        Absences = Absence.Of(row.List(r => r.Date()!.Value), row.List(r => r.Word<DropOutReason>()), row.List(r => r.Date()!.Value)),
        DroppedOutOn = row.Date(),
        DropOutReason = row.Word<DropOutReason>(),
        DiedOn = row.Date(),
        ClosedOn = row.Date(),
        RecurrenceOn = row.Date(),
        LastSeenOn = row.Date(),
        BaselineSflrPercent = row.Number(),
        LastVolumetryOn = row.Date(),
        DegreeOfHypertrophyPoints = row.Number(),
        VolumeGainPercent = row.Number(),
        InitialGrowthOn = row.Date(),
        InitialGrowthMlPerDay = row.Number(),
        InitialGrowthPercentPerDay = row.Number(),
        InitialGrowthPointsPerWeek = row.Number(),
        LastDoseToStage1Days = row.Integer(),
    };

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
