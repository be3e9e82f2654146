using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Pathway.Domain.Reporting;
using Pathway.Projections.Tables;

namespace Pathway.Projections.Cohort;

/// <summary>
/// The tables that reports are made of, a set of them a generation, and the views that reporting tools read. Their columns are the properties of the
/// rows, their comments the documentation of these.
/// </summary>
public static class CohortTables
{
    /// <summary>Version of the derivation. One more whenever the same events give other rows: the tables are then derived anew.</summary>
    public const int Version = 2;

    /// <summary>The column that says whose a row is; every table has it.</summary>
    private const string Key = "pathway_id";

    private static readonly RowTable<CohortRow> _cohort = new();
    private static readonly RowTable<MeasurementRow> _measurement = new();
    private static readonly RowTable<ComplicationRow> _complication = new();
    private static readonly RowTable<FunctionTestRow> _functionTest = new();
    private static readonly RowTable<DecisionRow> _decision = new();
    private static readonly RowTable<DeviationRow> _deviation = new();
    private static readonly RowTable<StoppedPathway> _stopped = new();

    private static readonly string[] _filters =
        ["center", "tumor", "parenchyma_class", "first_strategy", "strategy_at_stage1", "technique", "first_strategy_decided_on", "stage1_on", "stage2_on"];

    /// <summary>All tables, the cohort first.</summary>
    public static IReadOnlyList<RowTable> All { get; } = [_cohort, _measurement, _complication, _functionTest, _decision, _deviation, _stopped];

    /// <summary>Those with one row a pathway at most.</summary>
    public static IReadOnlySet<RowTable> OneRowEach { get; } = new HashSet<RowTable> { _cohort, _stopped };

    /// <summary>SHA-256 of what the tables look like: another program's may look different.</summary>
    internal static string Shape { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', All.Select(t => $"{t.Name} {t.Definition}")))));

    /// <summary>The columns of a view: who sees no single patient sees no pseudonym.</summary>
    /// <param name="table">The table behind it.</param>
    public static IEnumerable<RowColumn> Shown(RowTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Columns.Where(c => c.Name != "patient_ref");
    }

    /// <summary>Name of a table in a generation, with its schema.</summary>
    internal static string In(int generation, RowTable table) => $"cohort.{table.Name}_{generation}";

    /// <summary>Makes the tables of a generation.</summary>
    internal static string Create(int generation) => string.Join(";\n", All.Select(t =>
        $"create table {In(generation, t)} (\n  {t.Definition}\n);\ncomment on table {In(generation, t)} is {Quoted(t.Description)}"));

    /// <summary>Makes their indexes: rows are found by pathway, and pathways by what reports group by.</summary>
    internal static string Index(int generation)
    {
        var sql = new StringBuilder();
        foreach (var table in All)
        {
            sql.Append($"create {(OneRowEach.Contains(table) ? "unique " : "")}index on {In(generation, table)} ({Key});\n");
        }

        foreach (var column in _filters)
        {
            sql.Append($"create index on {In(generation, _cohort)} ({column});\n");
        }

        return sql.Append($"create index on {In(generation, _deviation)} (rule_id);\ncreate index on {In(generation, _complication)} (kind)").ToString();
    }

    /// <summary>Lets the views show a generation. They stay what they were to whoever reads them, unless their columns have changed.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="anew">Whether their columns may have changed.</param>
    internal static string Show(int generation, bool anew)
    {
        var sql = new StringBuilder();
        foreach (var table in All)
        {
            var view = $"reporting.{table.Name}";
            if (anew)
            {
                sql.Append($"drop view if exists {view};\n");
            }

            sql.Append($"create or replace view {view} as select {string.Join(", ", Shown(table).Select(c => c.Name))} from {In(generation, table)};\n")
                .Append($"comment on view {view} is {Quoted(table.Description)};\ngrant select on {view} to pathway_reporting;\n");
            foreach (var column in Shown(table))
            {
                sql.Append($"comment on column {view}.{column.Name} is {Quoted(column.Description)};\n");
            }
        }

        return sql.ToString();
    }

    /// <summary>Adds rows of pathways that have none.</summary>
    internal static async Task Add(NpgsqlConnection connection, int generation, IReadOnlyCollection<DerivedPathway> pathways, CancellationToken cancellation)
    {
        var rows = pathways.Select(p => p.Rows).OfType<PathwayRows>().ToList();
        await Copy(_cohort, rows.Select(r => r.Pathway));
        await Copy(_measurement, rows.SelectMany(r => r.Measurements));
        await Copy(_complication, rows.SelectMany(r => r.Complications));
        await Copy(_functionTest, rows.SelectMany(r => r.FunctionTests));
        await Copy(_decision, rows.SelectMany(r => r.Decisions));
        await Copy(_deviation, rows.SelectMany(r => r.Deviations));
        await Copy(_stopped, pathways.Select(p => p.Stopped).OfType<StoppedPathway>());

        async Task Copy<T>(RowTable<T> table, IEnumerable<T> of)
        {
            var some = of.ToList();
            if (some.Count > 0)
            {
                await table.Copy(connection, In(generation, table), some, cancellation);
            }
        }
    }

    /// <summary>Puts rows in the place of those that the pathways have.</summary>
    internal static async Task Replace(NpgsqlConnection connection, int generation, IReadOnlyCollection<DerivedPathway> pathways, CancellationToken cancellation)
    {
        await using (var delete = new NpgsqlBatch(connection))
        {
            var ids = pathways.Select(p => p.Id).ToArray();
            foreach (var table in All)
            {
                delete.BatchCommands.Add(new($"delete from {In(generation, table)} where {Key} = any($1)") { Parameters = { new() { Value = ids } } });
            }

            await delete.ExecuteNonQueryAsync(cancellation);
        }

        await Add(connection, generation, pathways, cancellation);
    }

    /// <summary>Reads all rows of some pathways, each as its record prints it.</summary>
    internal static async Task<IReadOnlyList<(Guid PathwayId, string Row)>> Read(
        NpgsqlConnection connection, int generation, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        return
        [
            .. await Rows(_cohort, r => r.PathwayId), .. await Rows(_measurement, r => r.PathwayId), .. await Rows(_complication, r => r.PathwayId),
            .. await Rows(_functionTest, r => r.PathwayId), .. await Rows(_decision, r => r.PathwayId), .. await Rows(_deviation, r => r.PathwayId),
            .. await Rows(_stopped, r => r.PathwayId),
        ];

        async Task<IEnumerable<(Guid, string)>> Rows<T>(RowTable<T> table, Func<T, Guid> idOf)
            where T : notnull
        {
            var rows = await table.Read(connection, $"{In(generation, table)} where {Key} = any($1)", [ids.ToArray()], cancellation);
            return rows.Select(row => (idOf(row), row.ToString()!));
        }
    }

    /// <summary>Reads which pathways could not follow their events, by id.</summary>
    internal static async Task<IReadOnlyList<Guid>> StoppedAfter(NpgsqlConnection connection, int generation, Guid after, int most, CancellationToken cancellation) =>
        [.. (await _stopped.Read(connection, $"{In(generation, _stopped)} where {Key} > $1 order by {Key} limit $2", [after, most], cancellation)).Select(s => s.PathwayId)];

    /// <summary>Reads how many pathways could not follow their events, and the first of them in the order of the log.</summary>
    internal static async Task<(long Count, IReadOnlyList<StoppedPathway> First)> FirstStopped(
        NpgsqlConnection connection, int generation, int most, CancellationToken cancellation)
    {
        await using var count = new NpgsqlCommand($"select count(*) from {In(generation, _stopped)}", connection);
        return (
            (long)(await count.ExecuteScalarAsync(cancellation))!,
            await _stopped.Read(connection, $"{In(generation, _stopped)} order by log_position limit $1", [most], cancellation));
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''")}'";
}
