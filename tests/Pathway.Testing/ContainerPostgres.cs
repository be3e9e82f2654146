#if CONTAINERS
using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;

namespace Pathway.Testing;

/// <summary>A PostgreSQL server in a container, for tests that were built to ask for one: <c>PATHWAY_TEST_POSTGRES=docker</c>, docs/engines.md.</summary>
internal static class ContainerPostgres
{
    private const string Image = "postgres:15";

    /// <summary>Starts a server.</summary>
    /// <returns>The container; null where Docker does not answer, which is said on the error stream.</returns>
    public static async Task<PostgreSqlContainer?> Start()
    {
        try
        {
            // Every test has a database, and every database a few connections.
            var container = new PostgreSqlBuilder(Image).WithCommand("-c", "max_connections=400").Build();
            await container.StartAsync();
            return container;
        }
        catch (DockerUnavailableException)
        {
            await Console.Error.WriteLineAsync("Docker does not answer: the tests start a PostgreSQL of their own.");
            return null;
        }
    }
}
#endif
