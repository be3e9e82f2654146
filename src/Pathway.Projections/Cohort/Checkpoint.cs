using Npgsql;

namespace Pathway.Projections.Cohort;

/// <summary>How far the rows are true: the row of the follower in <c>mt_event_progression</c>.</summary>
internal static class Checkpoint
{
    /// <summary>Reads it, and lets nobody move it until the transaction ends.</summary>
    /// <returns>The place in the log; 0 before the first.</returns>
    public static Task<long> Lock(NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        Ask(connection, "select last_seq_id from mt_event_progression where name = $1 for update", name, cancellation);

    /// <summary>Reads it.</summary>
    /// <returns>The place in the log; 0 before the first.</returns>
    public static Task<long> Read(NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        Ask(connection, "select last_seq_id from mt_event_progression where name = $1", name, cancellation);

    private static async Task<long> Ask(NpgsqlConnection connection, string sql, string name, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Two constants above.
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = name } } };
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation) is long position ? position : 0;
    }
}
