using Npgsql;

namespace Pathway.Projections.Notifications;

/// <summary>
/// What webhooks are told: queued with the happening itself, told in the order of each pathway, kept until it was taken or the last try failed. Whoever
/// tries one says how many tries there were before, so that of two who tried the same one is heard.
/// </summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
public sealed class Deliveries(NpgsqlDataSource dataSource)
{
    /// <summary>The name under which they are tried.</summary>
    public const string Name = "webhooks";

    private const string IsDue = """
        d.webhook_id = w.id and d.status = 'waiting' and d.next_try_at <= $1 and not exists (
          select from pathway_webhook_delivery before
          where before.webhook_id = d.webhook_id and before.pathway_id = d.pathway_id and before.status = 'waiting' and before.number < d.number)
        """;

    // Of each webhook so many and no more: what is under way is still due, so that one that is slow has so many on their way and takes nobody else's turn.
    private const string AllDue = $"""
        select w.id, d.pathway_id, d.number from pathway_webhook w
        cross join lateral (select d.pathway_id, d.number from pathway_webhook_delivery d where {IsDue} order by d.next_try_at, d.number limit 8) d
        where w.is_active
        """;

    private const string OneDue = $"""
        select d.attempts, w.url, h.id, h.body, w.secret, case when w.previous_secret_until > $1 then w.previous_secret end
        from pathway_webhook w join pathway_webhook_delivery d on {IsDue} join pathway_happening h on h.number = d.number
        where w.is_active and w.id = $2 and d.number = $3
        """;

    private const string Select = """
        select d.number, h.id, h.kind, d.pathway_id, h.position, d.status, d.attempts, d.next_try_at, d.last_try_at, d.last_answer
        from pathway_webhook_delivery d join pathway_happening h on h.number = d.number
        """;

    // Whoever waited behind it is due now: somebody may have asked for it before its time, which was theirs as well.
    private const string Deliver = """
        with delivered as (
          update pathway_webhook_delivery set status = 'delivered', attempts = attempts + 1, last_try_at = $4, last_answer = $5
          where webhook_id = $1 and number = $2 and status = 'waiting' and attempts = $3
          returning webhook_id, pathway_id, number)
        update pathway_webhook_delivery d set next_try_at = $4
        from delivered where d.webhook_id = delivered.webhook_id and d.pathway_id = delivered.pathway_id and d.status = 'waiting' and d.number > delivered.number and d.next_try_at > $4
        """;

    // Whoever waits behind one that failed is due with it and not before: nobody has to look at it until then.
    private const string Fail = """
        with failed as (
          update pathway_webhook_delivery set attempts = attempts + 1, last_try_at = $4, last_answer = $5,
            status = case when $6::timestamptz is null then 'parked' else 'waiting' end, next_try_at = coalesce($6, next_try_at)
          where webhook_id = $1 and number = $2 and status = 'waiting' and attempts = $3
          returning webhook_id, pathway_id, number, status)
        update pathway_webhook_delivery d set next_try_at = $6
        from failed where failed.status = 'waiting' and d.webhook_id = failed.webhook_id and d.pathway_id = failed.pathway_id and d.status = 'waiting' and d.number > failed.number
        """;

    // Waits for a batch that is under way: what it tells is found by what comes next, and those after it know what is wanted.
    private const string WantFrom = "update pathway_webhook set wants_from = least(wants_from, $2) where id = $1";

    private const string Replayed = """
        insert into pathway_webhook_delivery (webhook_id, number, pathway_id, status, attempts, next_try_at)
        select w.id, h.number, h.pathway_id, 'waiting', 0, $3
        from pathway_webhook w join pathway_happening h on h.kind = any(w.kinds) and (w.center is null or w.center = h.center)
        where w.id = $1 and h.position >= $2
        on conflict on constraint pathway_webhook_delivery_is_kept_once do update set status = 'waiting', attempts = 0, next_try_at = excluded.next_try_at
        """;

    /// <summary>What is told one after the other.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="pathway">The pathway.</param>
    public static string Lane(Guid webhook, Guid pathway) => $"{webhook} {pathway}";

    /// <summary>What is due: of each pathway the first that waits.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<IReadOnlyList<(Guid Webhook, Guid Pathway, long Number)>> Due(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(AllDue, connection) { Parameters = { new() { Value = now } } };
        var due = new List<(Guid Webhook, Guid Pathway, long Number)>();
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            due.Add((row.GetGuid(0), row.GetGuid(1), row.GetInt64(2)));
        }

        return due;
    }

    /// <summary>Finds one that is due, with all that it takes to send it.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="number">Number of the happening.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>It; null when it is not due any more.</returns>
    public async Task<DueDelivery?> Find(Guid webhook, long number, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = Command(OneDue, [now, webhook, number]);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new(webhook, number, row.GetInt32(0), row.GetString(1), Webhooks.SecretsIn(row, 4), row.GetGuid(2), row.GetString(3))
            : null;
    }

    /// <summary>The receiver has taken it.</summary>
    /// <param name="tried">What was tried.</param>
    /// <param name="answer">What came of it.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task HasDelivered(DueDelivery tried, string answer, DateTimeOffset now, CancellationToken cancellation) =>
        Execute(Deliver, cancellation, tried.WebhookId, tried.Number, tried.Attempts, now, answer);

    /// <summary>It could not be told.</summary>
    /// <param name="tried">What was tried.</param>
    /// <param name="answer">What came of it.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="again">When to try again, UTC; null when that was the last try, which parks it and lets the next of the pathway go.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task HasFailed(DueDelivery tried, string answer, DateTimeOffset now, DateTimeOffset? again, CancellationToken cancellation) =>
        Execute(Fail, cancellation, tried.WebhookId, tried.Number, tried.Attempts, now, answer, again);

    /// <summary>The receiver is gone for good: the webhook is switched off, unless it leads elsewhere by now, and what waits stays.</summary>
    /// <param name="tried">What was tried.</param>
    /// <param name="answer">What came of it.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task IsGone(DueDelivery tried, string answer, DateTimeOffset now, CancellationToken cancellation)
    {
        await HasFailed(tried, answer, now, again: now, cancellation);
        await Execute("update pathway_webhook set is_active = false, gone_at = $2 where id = $1 and is_active and url = $3", cancellation, tried.WebhookId, now, tried.Url);
    }

    /// <summary>Reads what a webhook is told, the latest first.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="status">Where it stands; null for all.</param>
    /// <param name="before">The last number of the page before; null for the first page.</param>
    /// <param name="most">Most that are wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The page, and whether there is more.</returns>
    public async Task<(IReadOnlyList<Delivery> Page, bool More)> List(Guid webhook, DeliveryStatus? status, long? before, int most, CancellationToken cancellation)
    {
        var page = await Read(
            $"{Select} where d.webhook_id = $1 and ($2::varchar is null or d.status = $2) and ($3::bigint is null or d.number < $3) order by d.number desc limit $4",
            cancellation, webhook, status?.ToString().ToLowerInvariant(), before, most + 1);
        return ([.. page.Take(most)], page.Count > most);
    }

    /// <summary>Queues one again, to be tried at once, whatever became of it.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="number">Number of the happening.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>It; null when there is none of that number.</returns>
    public async Task<Delivery?> Retry(Guid webhook, long number, DateTimeOffset now, CancellationToken cancellation)
    {
        await Execute(
            "update pathway_webhook_delivery set status = 'waiting', attempts = 0, next_try_at = $3 where webhook_id = $1 and number = $2",
            cancellation, webhook, number, now);
        return (await Read($"{Select} where d.webhook_id = $1 and d.number = $2", cancellation, webhook, number)).SingleOrDefault();
    }

    /// <summary>Queues again all that a webhook wants to be told from a place in the log on, also what happened before it was there. What is not derived yet is queued when it is.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="fromPosition">The place in the log, itself included.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>How many happenings were queued.</returns>
    public async Task<int> Replay(Guid webhook, long fromPosition, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Timeout = 0; // A long log is many rows: whoever asks waits, or goes.
        batch.BatchCommands.Add(new(WantFrom) { Parameters = { new() { Value = webhook }, new() { Value = fromPosition } } });
        batch.BatchCommands.Add(new(Replayed) { Parameters = { new() { Value = webhook }, new() { Value = fromPosition }, new() { Value = now } } });
        await batch.ExecuteNonQueryAsync(cancellation);
        return batch.BatchCommands[1].RecordsAffected;
    }

    /// <summary>Counts what waits and what is parked, over all webhooks.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<(long Waiting, long Parked)> Count(CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand("""
            select (select count(*) from pathway_webhook_delivery where status = 'waiting'), (select count(*) from pathway_webhook_delivery where status = 'parked')
            """);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var counts = (row.GetInt64(0), row.GetInt64(1));
        NotificationMetrics.Queued(counts.Item1, counts.Item2);
        return counts;
    }

    private async Task<List<Delivery>> Read(string sql, CancellationToken cancellation, params object?[] values)
    {
        await using var command = Command(sql, values);
        var deliveries = new List<Delivery>();
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            var status = Enum.Parse<DeliveryStatus>(row.GetString(5), ignoreCase: true);
            deliveries.Add(new(
                row.GetInt64(0), row.GetGuid(1), Webhooks.KindOf(row.GetString(2)), row.GetGuid(3), row.GetInt64(4), status, row.GetInt32(6),
                status is DeliveryStatus.Waiting ? row.GetFieldValue<DateTimeOffset>(7) : null,
                row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8), row.IsDBNull(9) ? null : row.GetString(9)));
        }

        return deliveries;
    }

    private async Task<int> Execute(string sql, CancellationToken cancellation, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlCommand Command(string sql, object?[] values)
    {
        var command = dataSource.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
