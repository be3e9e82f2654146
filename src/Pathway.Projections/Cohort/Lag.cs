using Npgsql;
using Pathway.EventStore.Following;

namespace Pathway.Projections.Cohort;

/// <summary>How far what a follower keeps is behind the log.</summary>
/// <param name="Position">The place in the log that it is true up to; 0 before the first event.</param>
/// <param name="EndOfLog">The last place in the log.</param>
/// <param name="Seconds">How long ago the first event that it has not seen was entered, and no longer than it has been seen behind; 0 without any.</param>
internal sealed record Lag(long Position, long EndOfLog, double Seconds)
{
    /// <summary>How many events it has not seen, or fewer where numbers of the log were passed over.</summary>
    public long Events => Math.Max(0, EndOfLog - Position);

    /// <summary>Reads it.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="checkpoint">Name of the checkpoint.</param>
    /// <param name="following">What the follower says of itself.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<Lag> Of(NpgsqlConnection connection, string checkpoint, FollowerStatus following, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select coalesce(p.last_seq_id, 0), (select coalesce(max(seq_id), 0) from mt_events), (select timestamp from mt_events where seq_id > coalesce(p.last_seq_id, 0) order by seq_id limit 1)
            from (select) one left join mt_event_progression p on p.name = $1
            """,
            connection) { Parameters = { new() { Value = checkpoint } } };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        DateTimeOffset? unseen = row.IsDBNull(2) ? null : row.GetFieldValue<DateTimeOffset>(2);
        var since = unseen < following.BehindSince ? following.BehindSince : unseen;
        return new(row.GetInt64(0), row.GetInt64(1), since is { } moment ? Math.Max(0, (now - moment).TotalSeconds) : 0);
    }
}
