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
            // Every test has a database, and every database a few connections. The package's own settings trade safety for speed, and Pathway refuses such a server.
            var container = new PostgreSqlBuilder(Image)
                .WithCommand("-c", "max_connections=400", "-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on").Build();
            await container.StartAsync();
            return container;
        }
        catch (DockerUnavailableException failure)
        {
            await Console.Error.WriteLineAsync($"Docker does not answer ({failure.GetBaseException().Message.Trim()}): the tests start a PostgreSQL of their own.");
            return null;
        }
    }
}
#endif
