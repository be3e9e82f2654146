using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore;

/// <summary>The right to be the one who works, of several in any number of processes: a lock that a database session holds, gone with that session.</summary>
internal sealed partial class SessionLock : IAsyncDisposable
{
    // Where a node vanishes without closing its session, the server is to notice within seconds.
    private const string BeginSession = """
        set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3
        """;

    private const string Try = "select pg_try_advisory_lock(hashtextextended($1, 0))";
    private const string Resign = "select pg_advisory_unlock(hashtextextended($1, 0))";

    private readonly NpgsqlDataSource dataSource;
    private readonly string name;
    private readonly ILogger logger;

    private SessionLock(NpgsqlConnection connection, NpgsqlDataSource dataSource, string name, ILogger logger) =>
        (Connection, this.dataSource, this.name, this.logger) = (connection, dataSource, name, logger);

    /// <summary>The session.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Whether the session holds the lock, as far as it knows.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Begins a session that does not hold the lock yet.</summary>
    /// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
    /// <param name="name">Names the right: whoever has the same name competes for it.</param>
    /// <param name="logger">Hears of it when a session could not be asked to let go.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<SessionLock> Begin(NpgsqlDataSource dataSource, string name, ILogger logger, CancellationToken cancellation)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellation);
        try
        {
            await using var begin = new NpgsqlCommand(BeginSession, connection);
            await begin.ExecuteNonQueryAsync(cancellation);
            return new(connection, dataSource, name, logger);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the lock unless another session holds it. It is taken once, and then held.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it is held.</returns>
    public async Task<bool> TryTake(CancellationToken cancellation) => IsHeld = IsHeld || await Ask(Try, cancellation);

    /// <summary>Lets another session take it. A connection goes back to the pool with its session's locks, unless they are given up.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (IsHeld)
            {
                await Ask(Resign, CancellationToken.None);
            }
        }
        catch (Exception gone)
        {
            dataSource.Clear(); // It does not go back: it is closed, and the lock with it.
            LogNotLetGo(name, gone);
        }

        await Connection.DisposeAsync();
    }

    private async Task<bool> Ask(string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Constants above.
        await using var command = new NpgsqlCommand(sql, Connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = name } } };
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The session of {Name} could not be asked to let go; it is closed.")]
    private partial void LogNotLetGo(string name, Exception failure);
}
