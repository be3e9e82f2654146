using Npgsql;
using Pathway.Projections.Tables;

namespace Pathway.Projections.Cohort;

/// <summary>How the rows of two generations differ, in the columns that both have.</summary>
/// <param name="Pathways">How many pathways differ.</param>
/// <param name="First">The first of them, with what differs.</param>
public sealed record CohortDifferences(int Pathways, IReadOnlyList<DifferentPathway> First)
{
    private const int Most = 10;

    /// <summary>None.</summary>
    public static CohortDifferences None { get; } = new(0, []);

    /// <summary>Compares two generations. Pathways of which one has seen more events than the other are left out.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="before">The one.</param>
    /// <param name="after">The other.</param>
    /// <param name="beforePosition">The place in the log that the one is true up to.</param>
    /// <param name="afterPosition">The place that the other is true up to.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<CohortDifferences> Between(
        NpgsqlConnection connection, Generation before, Generation after, long beforePosition, long afterPosition, CancellationToken cancellation)
    {
        var different = new SortedDictionary<Guid, SortedSet<string>>();
        var there = await Generation.TablesOf(connection, before.Number, cancellation);
        foreach (var table in CohortTables.All.Where(t => there.Contains(t.Name, StringComparer.Ordinal)))
        {
            var common = await CommonColumns(connection, before, after, table, cancellation);
            var sql = CohortTables.OneRowEach.Contains(table) ? OfOneRow(before, after, table, common) : OfRows(before, after, table, common);
#pragma warning disable CA2100 // Names of tables and columns cannot be parameters; they are the program's own.
            await using var command = new NpgsqlCommand(
                $"select * from ({sql}) d where pathway_id not in (select stream_id from mt_events where seq_id > $1 and seq_id <= $2)", connection)
#pragma warning restore CA2100
            {
                Parameters = { new() { Value = Math.Min(beforePosition, afterPosition) }, new() { Value = Math.Max(beforePosition, afterPosition) } },
            };
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                if (!different.TryGetValue(rows.GetGuid(0), out var columns))
                {
                    different.Add(rows.GetGuid(0), columns = new(StringComparer.Ordinal));
                }

                columns.UnionWith(rows.GetFieldValue<string[]>(1).Select(c => $"{table.Name}{c}"));
            }
        }

        return new(different.Count, [.. different.Take(Most).Select(d => new DifferentPathway(d.Key, [.. d.Value]))]);
    }

    private static string OfOneRow(Generation before, Generation after, RowTable table, IReadOnlyList<string> columns) => $"""
        select coalesce(o.pathway_id, n.pathway_id) as pathway_id,
          case when o.pathway_id is null then array[' (a row more)'] when n.pathway_id is null then array[' (a row less)']
          else array_remove(array[{string.Join(", ", columns.Select(c => $"case when o.{c} is distinct from n.{c} then '.{c}' end"))}], null) end as columns
        from {CohortTables.In(before.Number, table)} o full join {CohortTables.In(after.Number, table)} n on o.pathway_id = n.pathway_id
        where o.pathway_id is null or n.pathway_id is null
          or row({string.Join(", ", columns.Select(c => $"o.{c}"))}) is distinct from row({string.Join(", ", columns.Select(c => $"n.{c}"))})
        """;

    private static string OfRows(Generation before, Generation after, RowTable table, IReadOnlyList<string> columns)
    {
        var list = string.Join(", ", columns);
        var (one, other) = ($"select {list} from {CohortTables.In(before.Number, table)}", $"select {list} from {CohortTables.In(after.Number, table)}");
        return $"select distinct pathway_id, array[' (rows)'] as columns from (({one} except all {other}) union all ({other} except all {one})) e";
    }

    private static async Task<IReadOnlyList<string>> CommonColumns(NpgsqlConnection connection, Generation before, Generation after, RowTable table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select attname::text from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
            intersect select attname::text from pg_attribute where attrelid = $2::regclass and attnum > 0 and not attisdropped
            order by 1
            """,
            connection)
        {
            Parameters = { new() { Value = CohortTables.In(before.Number, table) }, new() { Value = CohortTables.In(after.Number, table) } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var columns = new List<string>();
        while (await rows.ReadAsync(cancellation))
        {
            columns.Add(rows.GetString(0));
        }

        return columns;
    }
}

/// <summary>A pathway whose rows differ.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="Columns">What differs: "table.column", or "table (rows)" where a pathway has any number of rows.</param>
public sealed record DifferentPathway(Guid PathwayId, IReadOnlyList<string> Columns);
