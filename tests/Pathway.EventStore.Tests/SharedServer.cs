[assembly: AssemblyFixture(typeof(Pathway.EventStore.Tests.SharedServer))]

namespace Pathway.EventStore.Tests;

/// <summary>One server for all tests, a database for each. PATHWAY_TEST_POSTGRES, an owner's connection string, names one that runs already.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PostgresServer? own;
    private string? connectionString;

    public async ValueTask InitializeAsync()
    {
        connectionString = Environment.GetEnvironmentVariable("PATHWAY_TEST_POSTGRES");
        if (string.IsNullOrEmpty(connectionString))
        {
            own = await PostgresServer.Launch();
            connectionString = own.ConnectionString;
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
        var database = await TestDatabase.CreateEmpty(connectionString!);
        await database.Migrate();
        return database;
    }

    /// <summary>A database without the schema.</summary>
    public Task<TestDatabase> NewEmptyDatabase() => TestDatabase.CreateEmpty(connectionString!);
}
