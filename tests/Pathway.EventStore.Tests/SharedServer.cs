[assembly: AssemblyFixture(typeof(Pathway.EventStore.Tests.SharedServer))]

namespace Pathway.EventStore.Tests;

/// <summary>
/// One server for all tests, a database for each. PATHWAY_TEST_POSTGRES, an owner's connection string, names one that runs already; with docker in it, tests
/// of the engine from packages start one in a container.
/// </summary>
public sealed class SharedServer : IAsyncLifetime
{
    private IAsyncDisposable? own;
    private string? connectionString;

    public async ValueTask InitializeAsync()
    {
        connectionString = Environment.GetEnvironmentVariable("PATHWAY_TEST_POSTGRES");
#if CONTAINERS
        (own, connectionString) = await Testing.ContainerPostgres.Start() is { } container ? (container, container.GetConnectionString()) : (null, null);
#endif
        if (string.IsNullOrEmpty(connectionString))
        {
            var launched = await PostgresServer.Launch();
            (own, connectionString) = (launched, launched.ConnectionString);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (own is not null)
        {
            await own.DisposeAsync();
        }
    }

    /// <summary>A database with the schema in it.</summary>
    public async Task<TestDatabase> NewDatabase()
    {
        var database = await NewEmptyDatabase();
        await database.Migrate();
        return database;
    }

    /// <summary>A database without the schema.</summary>
    public Task<TestDatabase> NewEmptyDatabase(string with = "") => TestDatabase.CreateEmpty(connectionString!, with);
}
