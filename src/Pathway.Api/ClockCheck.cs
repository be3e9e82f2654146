using Npgsql;

namespace Pathway.Api;

/// <summary>Makes sure, before the first entry, that this machine's clock can be trusted: what it says goes into the record and is never taken back.</summary>
internal static class ClockCheck
{
    /// <summary>How far the clocks of two machines may be apart.</summary>
    private static readonly TimeSpan MostApart = TimeSpan.FromMinutes(1);

    /// <summary>Holds this machine's clock against the database's.</summary>
    /// <param name="database">Connections to it.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="CannotStartException">They are too far apart.</exception>
    internal static async Task Verify(NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        var there = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
        var apart = time.GetUtcNow() - there;
        if (apart.Duration() > MostApart)
        {
            throw new CannotStartException(
                $"This machine's clock is {apart.Duration().TotalSeconds:0} seconds {(apart > TimeSpan.Zero ? "ahead of" : "behind")} the database's, and the record would keep that for good. Set both by NTP, then start again.");
        }
    }
}
