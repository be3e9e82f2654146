using System.Text.Json;
using Npgsql;
using Pathway.Domain;
using Pathway.Domain.Happenings;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.EventStore.Dispatching;

namespace Pathway.Projections.Notifications;

/// <summary>A happening with its place and time, as others are told of it.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="Center">The center that treats the patient.</param>
/// <param name="Position">Place in the log of the entry that brought it about; where time did, the last place followed.</param>
/// <param name="At">When it became known, UTC.</param>
/// <param name="Happening">What happened.</param>
internal sealed record ToldHappening(Guid PathwayId, string Center, long Position, DateTimeOffset At, Happening Happening)
{
    // Who wants it is decided with it, in one statement: what was known before a webhook was there does not reach it, whenever it is derived, and nothing that
    // became known after is missed. A replay that begins meanwhile waits for what is told here, or is waited for.
    private const string Insert = """
        with told as (
          insert into pathway_happening (id, position, pathway_id, center, kind, told_at, body, once)
          select id, position, pathway_id, center, kind, told_at, body, once
          from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::varchar[], $5::varchar[], $6::timestamptz[], $7::text[], $8::varchar[])
            with ordinality as given (id, position, pathway_id, center, kind, told_at, body, once, place)
          order by place
          on conflict on constraint pathway_happening_is_told_once do nothing
          returning number, position, pathway_id, center, kind, told_at),
        wanting as (select id, kinds, center, created_at, wants_from from pathway_webhook where is_active for share)
        insert into pathway_webhook_delivery (webhook_id, number, pathway_id, status, attempts, next_try_at)
        select w.id, told.number, told.pathway_id, 'waiting', 0, greatest($9, ( -- Nobody has to look at it before what waits before it of its pathway is due.
          select max(d.next_try_at) from pathway_webhook_delivery d where d.webhook_id = w.id and d.pathway_id = told.pathway_id and d.status = 'waiting'))
        from told join wanting w on told.kind = any(w.kinds) and (w.center is null or w.center = told.center) and (told.position >= w.wants_from or told.told_at > w.created_at)
        returning webhook_id, pathway_id
        """;

    /// <summary>Stores happenings in their order, and queues them for whoever wants to be told.</summary>
    /// <param name="connection">A connection in the transaction that moves the checkpoint.</param>
    /// <param name="told">The happenings.</param>
    /// <param name="now">Now, UTC: they are due at once, or with what waits before them of their pathway.</param>
    /// <param name="dispatching">Hears of what is due.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task Store(
        NpgsqlConnection connection, IReadOnlyList<ToldHappening> told, DateTimeOffset now, IDispatching dispatching, CancellationToken cancellation)
    {
        if (told.Count == 0)
        {
            return;
        }

        var ids = told.Select(t => Guid.CreateVersion7(t.At)).ToArray();
        await using var command = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = ids },
                new() { Value = told.Select(t => t.Position).ToArray() },
                new() { Value = told.Select(t => t.PathwayId).ToArray() },
                new() { Value = told.Select(t => t.Center).ToArray() },
                new() { Value = told.Select(t => NameOf(t.Happening.Kind)).ToArray() },
                new() { Value = told.Select(t => t.At).ToArray() },
                new() { Value = told.Zip(ids, (t, id) => t.Body(id)).ToArray() },
                new() { Value = told.Select(t => t.Once).ToArray() },
                new() { Value = now },
            },
        };
        var lanes = new HashSet<string>(StringComparer.Ordinal);
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            while (await row.ReadAsync(cancellation))
            {
                lanes.Add(Deliveries.Lane(row.GetGuid(0), row.GetGuid(1)));
            }
        }

        await dispatching.Announce(Deliveries.Name, lanes, connection, cancellation);
        NotificationMetrics.Told(told.Select(t => NameOf(t.Happening.Kind)));
    }

    /// <summary>A kind as JSON and the database write it.</summary>
    public static string NameOf(HappeningKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>What is sent.</summary>
    /// <param name="id">Its own id.</param>
    public string Body(Guid id) => JsonSerializer.Serialize(
        new HappeningBody(id, Happening.Kind, At, new(
            PathwayId, Position, Happening.OccurredOn, Happening.IsCorrection, Happening.EventId, Happening.Gate, Happening.Overall, Happening.RuleId, Happening.What, Happening.DueOn)),
        EventJson.Options);

    private string? Once => Happening.Kind is HappeningKind.ItemOverdue ? $"{NameOf(Happening.Kind)} {Happening.RuleId} {Happening.DueOn:yyyy-MM-dd}" : null;
}

/// <summary>What a receiver gets. What does not apply is left out.</summary>
/// <param name="Id">Id of the happening: the same at every try.</param>
/// <param name="Type">What it is.</param>
/// <param name="Timestamp">When it became known, UTC.</param>
/// <param name="Data">What it is about.</param>
public sealed record HappeningBody(Guid Id, HappeningKind Type, DateTimeOffset Timestamp, HappeningData Data);

/// <summary>What a happening is about. Whoever needs more reads it with a token of their own.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="LogPosition">Place in the log up to which it is true.</param>
/// <param name="OccurredOn">The date in the clinic.</param>
/// <param name="IsCorrection">Whether a correction brought it about.</param>
/// <param name="EventId">The entry that it is about.</param>
/// <param name="Gate">The question, where an answer changed.</param>
/// <param name="Overall">The new answer.</param>
/// <param name="RuleId">The rule that was broken, or by which something is owed.</param>
/// <param name="What">What is overdue.</param>
/// <param name="DueOn">The date on which that was due.</param>
public sealed record HappeningData(
    Guid PathwayId, long LogPosition, DateOnly OccurredOn, bool IsCorrection, Guid? EventId, Gate? Gate, Overall? Overall, string? RuleId, DueTask? What, DateOnly? DueOn);
