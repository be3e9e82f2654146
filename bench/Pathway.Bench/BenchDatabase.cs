using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pathway.Api;
using Pathway.Api.OwnPostgres;
using Pathway.EventStore;
using Pathway.Projections.Overview;

namespace Pathway.Bench;

/// <summary>A database that nobody else uses, on a PostgreSQL of its own that is gone afterwards, with the product's tables and those that only the bench has.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly OwnServer server;

    private BenchDatabase(DataFolder data, OwnServer server) => (Data, this.server, Connections) = (data, server, StoreConnection.DataSource(server.AppConnectionString));

    /// <summary>Its data folder.</summary>
    public DataFolder Data { get; }

    /// <summary>Reaches it as the owner of its tables.</summary>
    public string Owner => server.OwnerConnectionString;

    /// <summary>Reaches it as the application.</summary>
    public string ConnectionString => server.AppConnectionString;

    /// <summary>Connections that act as the application.</summary>
    public NpgsqlDataSource Connections { get; }

    /// <summary>Starts one in a new folder.</summary>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<BenchDatabase> Start(CancellationToken cancellation)
    {
        var folder = NewFolder();
        OwnServer? started = null;
        try
        {
            var data = DataFolder.Open(folder);
            started = await OwnServer.Start(data, binariesFolder: null, NullLogger.Instance, cancellation);
            await StoreEngine.Chosen.Migrate(started.OwnerConnectionString, [typeof(PathwayList).Assembly, typeof(BenchDatabase).Assembly], cancellation);
            return new(data, started);
        }
        catch
        {
            await (started?.DisposeAsync() ?? ValueTask.CompletedTask);
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>A new folder that the database server can reach, as whatever user it runs.</summary>
    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("pathway-bench-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        return folder;
    }

    /// <summary>Does something as the owner of the tables, however long it takes.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="statements">The statements, one after the other.</param>
    public async Task AsOwner(CancellationToken cancellation, params IEnumerable<string> statements)
    {
        await using var database = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Owner) { CommandTimeout = 0, Pooling = false }.ConnectionString);
        await database.OpenAsync(cancellation);
        foreach (var sql in statements)
        {
#pragma warning disable CA2100 // Names and numbers of our own.
            await using var command = new NpgsqlCommand(sql, database);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Connections.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(Data.Path, recursive: true);
    }
}
