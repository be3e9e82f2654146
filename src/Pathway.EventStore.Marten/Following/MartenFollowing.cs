using Pathway.EventStore.Following;

namespace Pathway.EventStore.Marten.Following;

/// <summary>Lets work be done along the log.</summary>
internal sealed class MartenFollowing(Npgsql.NpgsqlDataSource dataSource, TimeProvider time) : ILogFollowing
{
    /// <inheritdoc/>
    public ILogFollower Follow(string name, LogHandler handler, FollowerOptions? options = null) => new LogFollower(name, handler, dataSource, time, null, options);
}
