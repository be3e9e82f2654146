using System.Net.Sockets;
using Npgsql;
using Pathway.Api.OwnPostgres;
using Pathway.EventStore;

namespace Pathway.Api.CommandLine;

/// <summary>
/// The database that a command works on: the server that the surroundings name; or the private one of a data folder, beside the Pathway that runs on it, or
/// started for the command alone.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly OwnServer? _started;

    private Database(string connectionString, OwnServer? started) => (AppConnectionString, _started) = (connectionString, started);

    /// <summary>Reaches it as the application.</summary>
    internal string AppConnectionString { get; }

    /// <summary>Opens it, brought up to this version.</summary>
    /// <param name="settings">May name a server.</param>
    /// <param name="folder">The data folder, for when they do not.</param>
    /// <param name="log">Is told of the start of a private server.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="CannotStartException">It cannot be used, for a reason that the message says how to put right.</exception>
    internal static async Task<Database> Open(Settings settings, string folder, ILogger log, CancellationToken cancellation)
    {
        if (settings.ConnectionString is { } given)
        {
            await Migrate(settings.OwnerConnectionString ?? given, cancellation);
            return await Ready(new(given, started: null), cancellation);
        }

        var data = DataFolder.Open(folder);
        if (OwnServer.FindRunning(data) is { } running)
        {
            return await Ready(new(running, started: null), cancellation); // Whoever runs it has brought it up to its version.
        }

        var own = await OwnServer.Start(data, settings.PostgresBinaries, log, cancellation);
        try
        {
            await Migrate(own.OwnerConnectionString, cancellation);
            return await Ready(new(own.AppConnectionString, own), cancellation);
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    /// <summary>Does what needs a database; why that cannot be used becomes one line, without its password.</summary>
    internal static async Task With(string connectionString, Func<Task> work)
    {
        NpgsqlConnectionStringBuilder server;
        try
        {
            server = new(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new CannotStartException($"The connection string is not one that Npgsql takes: {e.Message}", e);
        }

        try
        {
            await work();
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or ArgumentException)
        {
            var said = (e as PostgresException)?.MessageText ?? e.Message;
            throw new CannotStartException($"The database {server.Database} on {server.Host}:{server.Port} cannot be used as {server.Username}: {said}", e);
        }
    }

    /// <summary>Stops the server if it was started for the command.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_started is not null)
        {
            await _started.DisposeAsync();
        }
    }

    private static Task Migrate(string owner, CancellationToken cancellation) => With(owner, () => PathwayHost.Migrate(owner, cancellation));

    private static async Task<Database> Ready(Database database, CancellationToken cancellation)
    {
        await With(database.AppConnectionString, async () =>
        {
            await using var connections = StoreConnection.DataSource(database.AppConnectionString);
            await DurabilityCheck.Verify(connections, cancellation);
            await AppendOnlyCheck.Verify(connections, cancellation);
        });
        return database;
    }
}
