using Npgsql;

namespace Pathway.Projections.Cohort;

/// <summary>One set of tables.</summary>
/// <param name="Number">What its tables' names end with.</param>
/// <param name="Version">Version of the derivation that fills it.</param>
/// <param name="Shape">SHA-256 of what its tables look like.</param>
internal sealed record Generation(int Number, int Version, string Shape)
{
    private const string Select = "select generation, version, shape from cohort.generation where is_current";

    /// <summary>Whether this program can keep it up to date.</summary>
    public bool IsOurs => (Version, Shape) == (CohortTables.Version, CohortTables.Shape);

    /// <summary>Whether a newer program made it, which this one must leave alone.</summary>
    public bool IsNewer => Version > CohortTables.Version;

    /// <summary>Name of the checkpoint that it is kept up to date by: Marten's form.</summary>
    public string Checkpoint => CheckpointOf(Version);

    /// <summary>Name of the checkpoint of a version.</summary>
    public static string CheckpointOf(int version) => $"Cohort:V{version}:All";

    /// <summary>The one that the views show.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The generation; null before the first.</returns>
    public static async Task<Generation?> Current(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Select, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new(row.GetInt32(0), row.GetInt32(1), row.GetString(2)) : null;
    }

    /// <summary>Makes the tables of a new one, which no view shows yet.</summary>
    /// <param name="connection">A connection in a transaction.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Generation> Make(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var enter = new NpgsqlCommand("insert into cohort.generation (version, shape) values ($1, $2) returning generation", connection)
        {
            Parameters = { new() { Value = CohortTables.Version }, new() { Value = CohortTables.Shape } },
        };
        var number = (int)(await enter.ExecuteScalarAsync(cancellation))!;
        await Sql.Execute(connection, CohortTables.Create(number), cancellation);
        return new(number, CohortTables.Version, CohortTables.Shape);
    }

    /// <summary>Lets the views show it, and says how far it is.</summary>
    /// <param name="connection">A connection in a transaction.</param>
    /// <param name="before">The one that they show; null for none.</param>
    /// <param name="position">The place in the log that its rows are true up to.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task Show(NpgsqlConnection connection, Generation? before, long position, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("update cohort.generation set is_current = false where is_current"),
                new("update cohort.generation set is_current = true where generation = $1") { Parameters = { new() { Value = Number } } },
                new("""
                    insert into mt_event_progression (name, last_seq_id) values ($1, $2)
                    on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = transaction_timestamp()
                    """) { Parameters = { new() { Value = Checkpoint }, new() { Value = position } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
        await Sql.Execute(connection, CohortTables.Show(Number, anew: before is not null && before.Shape != Shape), cancellation);
    }

    /// <summary>Drops every set of tables that no view shows and nobody is filling, unless somebody still reads it.</summary>
    /// <param name="connection">A connection that holds the lock of those who fill one.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task DropOthers(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var others = new List<int>();
        await using (var command = new NpgsqlCommand("select generation from cohort.generation where not is_current", connection))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                others.Add(rows.GetInt32(0));
            }
        }

        foreach (var number in others)
        {
            try
            {
                await Drop(connection, number, cancellation);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable)
            {
                // Somebody still reads them: they go with the next rebuild.
            }
        }
    }

    /// <summary>The tables that a generation has, without its number.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="number">The generation.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<string>> TablesOf(NpgsqlConnection connection, int number, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select regexp_replace(relname, '_\\d+$', '') from pg_class where relnamespace = 'cohort'::regnamespace and relkind = 'r' and relname ~ ('_' || $1 || '$') order by 1", connection)
        {
            Parameters = { new() { Value = $"{number}" } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<string>();
        while (await rows.ReadAsync(cancellation))
        {
            tables.Add(rows.GetString(0));
        }

        return tables;
    }

    private static async Task Drop(NpgsqlConnection connection, int number, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Sql.Execute(connection, "set local lock_timeout = '2s'", cancellation);

        // Which tables it has is asked of the database: another version may have made others.
        foreach (var table in await TablesOf(connection, number, cancellation))
        {
            await Sql.Execute(connection, $"drop table cohort.{table}_{number}", cancellation);
        }

        await Sql.Execute(connection, $"delete from cohort.generation where generation = {number}", cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
