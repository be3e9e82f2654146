using Npgsql;
using Pathway.Domain.Happenings;

namespace Pathway.Projections.Notifications;

/// <summary>Keeps who wants to be told of what. Whoever is bound to a center meets its webhooks alone.</summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
public sealed class Webhooks(NpgsqlDataSource dataSource)
{
    private const string Select = """
        select w.id, w.url, w.kinds, w.center, w.is_active, w.gone_at, w.created_at, w.created_by, w.changed_at, w.changed_by,
          (select count(*) from pathway_webhook_delivery d where d.webhook_id = w.id and d.status = 'waiting'),
          (select count(*) from pathway_webhook_delivery d where d.webhook_id = w.id and d.status = 'parked')
        from pathway_webhook w
        """;

    /// <summary>Registers one.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="secret">What signs what it is told, as it is to be kept.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task Add(Webhook webhook, ReadOnlyMemory<byte> secret, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        await using var command = Command(
            """
            insert into pathway_webhook (id, url, kinds, center, is_active, secret, created_at, created_by, changed_at, changed_by, wants_from)
            values ($1, $2, $3, $4::varchar, $5, $6, $7, $8, $7, $8, (select coalesce(max(seq_id), 0) + 1 from mt_events))
            """,
            webhook.Id, webhook.Url, Names(webhook.Kinds), webhook.Center, webhook.IsActive, secret.ToArray(), webhook.CreatedAt, webhook.CreatedBy);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Reads all that may be seen, the oldest first.</summary>
    /// <param name="center">The center that whoever asks is bound to; null for none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<Webhook>> List(string? center, CancellationToken cancellation)
    {
        await using var command = Command($"{Select} where $1::varchar is null or w.center = $1 order by w.id", center);
        return await Read(command, cancellation);
    }

    /// <summary>Tells since when somebody wants to be told.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>When the first of those that there are was registered, active or not, UTC; null while there is none.</returns>
    public static async Task<DateTimeOffset?> Since(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select min(created_at) from pathway_webhook", connection);
        return await command.ExecuteScalarAsync(cancellation) is DateTime first ? new DateTimeOffset(first) : null;
    }

    /// <summary>Finds one.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="center">The center that whoever asks is bound to; null for none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The webhook; null when there is none that may be seen.</returns>
    public async Task<Webhook?> Find(Guid id, string? center, CancellationToken cancellation)
    {
        await using var command = Command($"{Select} where w.id = $1 and ($2::varchar is null or w.center = $2)", id, center);
        return await Read(command, cancellation) is [var found] ? found : null;
    }

    /// <summary>Changes where it is told, what of, and whether; of what is null nothing changes. One that is switched on is not gone any more.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="url">Where it is to be told.</param>
    /// <param name="kinds">What it is to be told of.</param>
    /// <param name="isActive">Whether it is to be told.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="by">Id of who changes it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task Change(Guid id, string? url, IEnumerable<HappeningKind>? kinds, bool? isActive, DateTimeOffset now, string by, CancellationToken cancellation)
    {
        await using var command = Command(
            """
            update pathway_webhook set url = coalesce($2::varchar, url), kinds = coalesce($3::varchar[], kinds), is_active = coalesce($4::boolean, is_active),
              gone_at = case when $4::boolean then null else gone_at end, changed_at = $5, changed_by = $6
            where id = $1
            """,
            id, url, kinds is null ? null : Names(kinds), isActive, now, by);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Gives it a new secret. The one before signs as well for a while; one before that no longer.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="secret">The new one, as it is to be kept.</param>
    /// <param name="previousUntil">Until when the one before signs as well, UTC.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="by">Id of who asks for it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task ChangeSecret(Guid id, ReadOnlyMemory<byte> secret, DateTimeOffset previousUntil, DateTimeOffset now, string by, CancellationToken cancellation)
    {
        await using var command = Command(
            "update pathway_webhook set previous_secret = secret, previous_secret_until = $3, secret = $2, changed_at = $4, changed_by = $5 where id = $1",
            id, secret.ToArray(), previousUntil, now, by);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What signs what it is told now, as kept: the current one first.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> Secrets(Guid id, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = Command("select secret, case when previous_secret_until > $2 then previous_secret end from pathway_webhook where id = $1", id, now);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? SecretsIn(row, 0) : [];
    }

    /// <summary>Removes one, with all that it was told and is to be told. What happened stays.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task Remove(Guid id, CancellationToken cancellation)
    {
        await using var command = Command("delete from pathway_webhook where id = $1", id);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    internal static HappeningKind KindOf(string name) => Enum.GetValues<HappeningKind>().Single(k => ToldHappening.NameOf(k) == name);

    internal static IReadOnlyList<ReadOnlyMemory<byte>> SecretsIn(NpgsqlDataReader row, int column)
    {
        ReadOnlyMemory<byte> current = row.GetFieldValue<byte[]>(column);
        return row.IsDBNull(column + 1) ? [current] : [current, row.GetFieldValue<byte[]>(column + 1)];
    }

    private static string[] Names(IEnumerable<HappeningKind> kinds) => [.. kinds.Distinct().Order().Select(ToldHappening.NameOf)];

    private static async Task<IReadOnlyList<Webhook>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        var webhooks = new List<Webhook>();
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            webhooks.Add(new(
                row.GetGuid(0), row.GetString(1), [.. row.GetFieldValue<string[]>(2).Select(KindOf)], row.IsDBNull(3) ? null : row.GetString(3), row.GetBoolean(4),
                row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5), row.GetFieldValue<DateTimeOffset>(6), row.GetString(7),
                row.GetFieldValue<DateTimeOffset>(8), row.GetString(9), row.GetInt64(10), row.GetInt64(11)));
        }

        return webhooks;
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = dataSource.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
