using Microsoft.Extensions.Logging;
using Npgsql;
using Pathway.EventStore.Following;

namespace Pathway.EventStore.Marten.Following;

/// <summary>Lets Marten's async daemon drive what follows the log.</summary>
/// <param name="dataSource">Connections that act as the application.</param>
/// <param name="names">What events are called.</param>
/// <param name="time">Tells since when a follower has been in a state.</param>
/// <param name="logger">Hears of failures, with names and counts only.</param>
internal sealed class MartenFollowing(NpgsqlDataSource dataSource, EventNames names, TimeProvider time, ILogger<MartenFollower> logger) : ILogFollowing
{
    /// <inheritdoc/>
    public ILogFollower Follow(string name, LogHandler handler, FollowerOptions? options = null) => new MartenFollower(name, handler, dataSource, names, time, logger, options);
}
