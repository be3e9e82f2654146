using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Pathway.Bench;

/// <summary>The least that PostgreSQL does for one durable row, and for reading one, by raw Npgsql with prepared statements.</summary>
/// <param name="database">Where to.</param>
internal sealed class Floor(NpgsqlDataSource database)
{
    private const string Row = "floor";

    private static readonly byte[] Data = Encoding.UTF8.GetBytes($$"""{"type":"volumetry_recorded","occurredOn":"2025-05-06","modality":"ct","flrVolumeMl":412.5,"note":"{{new string('n', 202)}}"}""");

    /// <summary>One client that inserts.</summary>
    public BenchCase Insert { get; } = Inserting(database, clients: 1);

    /// <summary>Many clients that insert.</summary>
    public BenchCase InsertByMany { get; } = Inserting(database, BenchCases.ManyClients);

    /// <summary>One client that reads.</summary>
    public BenchCase Read { get; } = new(Row, "read one row by its key: the floor", Clients: 1, async _ =>
    {
        await using var command = database.CreateCommand("select data from bench_floor where id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync())
        {
            throw new InvalidOperationException("The first row is inserted before anything is read.");
        }

        row.GetFieldValue<byte[]>(0);
        return 1;
    });

    private static BenchCase Inserting(NpgsqlDataSource database, int clients) => new(Row, "insert one row of 300 bytes: the floor", clients, async _ =>
    {
        await using var command = database.CreateCommand("insert into bench_floor (data) values ($1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Data, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return await command.ExecuteNonQueryAsync();
    });
}
