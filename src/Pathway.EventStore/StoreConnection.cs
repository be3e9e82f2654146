using Npgsql;

namespace Pathway.EventStore;

/// <summary>Connections as the store wants them: acting as the application's role, and keeping what they have prepared.</summary>
public static class StoreConnection
{
    /// <summary>The role that may add events and change none.</summary>
    public const string AppRole = "pathway_app";

    /// <summary>
    /// Makes a pool of connections that act as <see cref="AppRole"/>. A login of another name takes the role on when it connects; it must be a
    /// member of it. Statements are prepared by themselves and stay so, since a connection is not reset when it goes back to the pool.
    /// </summary>
    /// <remarks>A login that is more than the role could leave it again. Where the database is shared, a login of the role's own name is stronger.</remarks>
    /// <param name="connectionString">Npgsql connection string. What it says of pooling, timeouts and options is kept.</param>
    /// <returns>The pool; the caller disposes of it.</returns>
    public static NpgsqlDataSource DataSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true };
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 100;
            settings.AutoPrepareMinUsages = 2;
        }

        if (settings.Username != AppRole)
        {
            // Options in the connection string would replace those of the environment, so they are taken along.
            var options = settings.Options ?? Environment.GetEnvironmentVariable("PGOPTIONS");
            settings.Options = $"{options} -c role={AppRole}".TrimStart();
        }

        return NpgsqlDataSource.Create(settings);
    }
}
