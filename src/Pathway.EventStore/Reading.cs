using Npgsql;

namespace Pathway.EventStore;

/// <summary>Reads as the port promises them: they change nothing, so that one may be made again.</summary>
internal static class Reading
{
    /// <summary>
    /// Makes a read, and once more where its connection turns out to be lost. A pool does not know what the server has closed meanwhile; whoever meets one
    /// that is dead empties it, so that the second try has a new one.
    /// </summary>
    /// <param name="read">The read, on a connection of the pool.</param>
    /// <returns>What was read.</returns>
    public static async Task<T> Of<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (NpgsqlException lost) when (lost is { IsTransient: true, InnerException: not TimeoutException })
        {
            return await read();
        }
    }
}
