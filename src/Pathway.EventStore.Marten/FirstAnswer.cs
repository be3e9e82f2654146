using Marten;
using Npgsql;

namespace Pathway.EventStore.Marten;

/// <summary>Looks for the answer that was given when a key was first used.</summary>
internal static class FirstAnswer
{
    private const string Sql = "select fingerprint, status, body from pathway_idempotency where actor_id = $1 and key = $2";

    /// <summary>Looks in a session, within its transaction where there is one.</summary>
    public static async Task<StoredAnswer?> To(IdempotencyKey key, IQuerySession session, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql) { Parameters = { new() { Value = key.ActorId }, new() { Value = key.Key } } };
        await using var row = await session.ExecuteReaderAsync(command, cancellation);
        return await row.ReadAsync(cancellation) ? new((byte[])row[0], row.GetInt32(1), (byte[])row[2]) : null;
    }
}
