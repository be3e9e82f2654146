using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pathway.Api;
using Pathway.Api.OwnPostgres;
using Pathway.Projections.Cohort;
using Pathway.Projections.Tables;

namespace Pathway.Bench;

/// <summary>
/// A registry as reports see it, many times what could be recorded while anybody waits: simulated patients, and copies of the rows that were derived of them. Copies have
/// ids of their own and no events, so nothing but reports can be measured on them.
/// </summary>
internal static class Registry
{
    private const int Simulated = 2_000;

    private static readonly string[] _copied = ["cohort", "decision", "deviation"];

    // What comes after stage 1, and may come later still.
    private static readonly HashSet<string> _outcomes = new(StringComparer.Ordinal)
    {
        "stage2_on", "discharged_on", "dropped_out_on", "lost_to_follow_up_on", "died_on", "closed_on", "outcome_on", "recurrence_on", "last_seen_on",
    };

    /// <summary>Fills a new data folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pathways">How many pathways; a multiple of 2,000 is made of it.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task Fill(string folder, int pathways, CancellationToken cancellation)
    {
        await UpProcess.Command("simulate", "--pathways", $"{Simulated}", "--data", folder);
        await UpProcess.Command("rebuild", "--data", folder);
        await Progress.Tell($"Copying rows to {pathways:N0} pathways");
        await using var server = await OwnServer.Start(DataFolder.Open(folder), binariesFolder: null, NullLogger.Instance, cancellation);
        await using var database = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.AppConnectionString) { CommandTimeout = 0, Pooling = false }.ConnectionString);
        await database.OpenAsync(cancellation);
        await using var current = new NpgsqlCommand("select generation from cohort.generation where is_current", database);
        var generation = (int)(await current.ExecuteScalarAsync(cancellation))!;
        foreach (var table in CohortTables.All.Where(t => _copied.Contains(t.Name)))
        {
            await Execute(Copies(table, $"cohort.{table.Name}_{generation}", (pathways / Simulated) - 1), database, cancellation);
            await Execute($"vacuum analyze cohort.{table.Name}_{generation}", database, cancellation);
        }
    }

    /// <summary>
    /// Copies of all rows of a table, in the order of their ids. Each pathway is moved back by 20 to 384 days, and what came after stage 1 forward by 0 to 20, so that
    /// copies end their ways on other days than what they were copied from, and none in the future.
    /// </summary>
    private static string Copies(RowTable table, string name, int copies)
    {
        var columns = table.Columns.Select(c => c switch
        {
            { Name: "pathway_id" } => "copy",
            { Name: "event_id" } => "md5(event_id::text || n)::uuid",
            { SqlType: "date" } when _outcomes.Contains(c.Name) => $"{c.Name} - back + forth",
            { SqlType: "date" } => $"{c.Name} - back",
            { SqlType: "date[]" } => $"array(select day - back from unnest({c.Name}) day)",
            _ => c.Name,
        });
        return $"""
            insert into {name} ({table.ColumnList}) select {string.Join(", ", columns)} from (
              select t.*, n, md5(pathway_id::text || n)::uuid as copy, 20 + abs(hashtext(pathway_id::text || n)) % 365 as back, abs(hashtext(n::text || pathway_id)) % 21 as forth
              from {name} t cross join generate_series(1, {copies}) n) t
            order by copy
            """;
    }

    private static async Task Execute(string sql, NpgsqlConnection database, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Names and numbers of our own.
        await using var command = new NpgsqlCommand(sql, database);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
