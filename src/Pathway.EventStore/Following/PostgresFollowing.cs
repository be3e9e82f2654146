using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore.Following;

/// <summary>Followers that read the log by themselves.</summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="time">Tells since when a follower has been in a state.</param>
/// <param name="logger">Hears of failures, with names and counts only.</param>
internal sealed class PostgresFollowing(NpgsqlDataSource dataSource, TimeProvider time, ILogger<LogFollower> logger) : ILogFollowing
{
    /// <inheritdoc/>
    public ILogFollower Follow(string name, LogHandler handler, FollowerOptions? options = null) => new LogFollower(name, handler, dataSource, time, logger, options);
}
