using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pathway.Api;
using Pathway.Api.OwnPostgres;

namespace Pathway.Testing;

/// <summary>
/// A PostgreSQL server for one test assembly, started when the first test asks for a database and gone with the last:
/// <c>[assembly: AssemblyFixture(typeof(ThrowAwayPostgres))]</c>. With <c>PATHWAY_TEST_POSTGRES</c> (connection string of a login that may create
/// databases and roles) that server is used instead; with docker in it, tests of the engine from packages start one in a container.
/// </summary>
public sealed class ThrowAwayPostgres : IAsyncDisposable
{
    private const string Template = "pathway_template";
    private const int ConnectionsPerDatabase = 20;

    private readonly Lazy<Task<Server>> server = new(Start);
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly List<string> made = [];

    /// <summary>Makes a database. It is a copy of a migrated one, which is faster than migrating each.</summary>
    public async Task<TestDatabase> NewDatabase()
    {
        var at = await server.Value;
        var name = $"test_{Guid.NewGuid():N}";
        await oneAtATime.WaitAsync();
        try
        {
            await Execute(at.Owner, $"create database {name} template {at.Template}");
            made.Add(name);
        }
        finally
        {
            oneAtATime.Release();
        }

        return new(On(at.Owner, name), On(at.App, name));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        oneAtATime.Dispose();
        if (!server.IsValueCreated)
        {
            return;
        }

        var at = await server.Value;
        NpgsqlConnection.ClearAllPools();
        if (at.Stop is { } stop)
        {
            await stop();
            return;
        }

        foreach (var name in made.Append(at.Template))
        {
            await Execute(at.Owner, $"drop database {name} with (force)");
        }
    }

    private static async Task<Server> Start()
    {
#if CONTAINERS
        if (await ContainerPostgres.Start() is { } container)
        {
            var inside = container.GetConnectionString();
            return await WithTemplate(new(inside, inside, Template, container.DisposeAsync));
        }
#else
        if (Environment.GetEnvironmentVariable("PATHWAY_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return await WithTemplate(new(given, given, $"{Template}_{Guid.NewGuid():N}", Stop: null));
        }
#endif

        var folder = Directory.CreateTempSubdirectory("pathway-test-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute); // The server may run as another user.
        var postgres = await OwnServer.Start(DataFolder.Open(folder), binariesFolder: null, NullLogger.Instance, CancellationToken.None);
        return await WithTemplate(new(postgres.OwnerConnectionString, postgres.AppConnectionString, Template, async () =>
        {
            await postgres.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }));
    }

    private static async Task<Server> WithTemplate(Server at)
    {
        await Execute(at.Owner, $"create database {at.Template}");
        await PathwayHost.Migrate(On(at.Owner, at.Template), CancellationToken.None);
        return at;
    }

    private static string On(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database, MaxPoolSize = ConnectionsPerDatabase }.ConnectionString;

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Server(string Owner, string App, string Template, Func<ValueTask>? Stop);
}
