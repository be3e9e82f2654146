using JasperFx.Events;
using Marten;
using Npgsql;

namespace Pathway.EventStore.Marten;

/// <summary>Asks Wolverine's bus for one append.</summary>
/// <param name="append">What to append.</param>
public sealed class AppendEvents(StreamAppend append)
{
    /// <summary>What to append.</summary>
    public StreamAppend Append => append;

    /// <summary>Whether what follows is the writing: until then a failure says that nothing is stored.</summary>
    internal bool MayBeStored { get; set; }

    /// <summary>The number of the last event, once it was drawn.</summary>
    internal Func<long>? Sequence { get; set; }
}

/// <summary>Decides an append under the log's lock. Wolverine's middleware opens the session, and commits it when this has returned.</summary>
public static class AppendEventsHandler
{
    // Where this node vanishes amid a transaction, the server is to give the lock back within seconds. Each is a statement: under read committed the last
    // one sees what was committed before the lock was given. It takes back the numbers of an append that failed.
    private const string Lock = """
        set local idle_in_transaction_session_timeout = '5s';
        select pathway_lock_log();
        select setval('mt_events_sequence', coalesce(max(seq_id), 1), max(seq_id) is not null) from mt_events
        """;

    private const string NewAnswer = "insert into pathway_idempotency (actor_id, key, fingerprint, status, body, created) values (?, ?, ?, ?, ?, ?)";

    /// <summary>Decides an append, and queues what it writes in the session.</summary>
    /// <param name="command">The append.</param>
    /// <param name="session">Marten's unit of work.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What becomes of it when the session is committed.</returns>
    public static async Task<AppendOutcome> Handle(AppendEvents command, IDocumentSession session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(session);
        var append = command.Append;
        await session.BeginTransactionAsync(cancellation);
        await using (var takeLock = new NpgsqlCommand(Lock))
        {
            await session.ExecuteAsync(takeLock, cancellation);
        }

        var used = append.Answer is { } keyed ? await FirstAnswer.To(keyed.Key, session, cancellation) : null;
        var version = (await session.Events.FetchStreamStateAsync(append.StreamId, cancellation))?.Version ?? 0;
        if (used is null && version == append.ExpectedVersion)
        {
            Write(command, session);
            return new AppendOutcome.Appended(version + append.Events.Length, Sequence: 0);
        }

        // Before it is refused: is it the repeat of an append whose reply was lost? Then its last event stands where it was to go.
        var end = append.ExpectedVersion + append.Events.Length;
        var last = append.Events[^1].Id;
        var there = await EventReader.Recorded(session)
            .Where(e => e.StreamId == append.StreamId && e.Version == end && e.Id == last).Select(e => e.Sequence).ToListAsync(cancellation);
        return there is [var sequence] ? new AppendOutcome.Appended(end, sequence)
            : used is not null ? new AppendOutcome.KeyAlreadyUsed(used)
            : new AppendOutcome.VersionConflict(version);
    }

    private static void Write(AppendEvents command, IDocumentSession session)
    {
        var append = command.Append;
        var (correlation, causation, user) = (append.Metadata.CorrelationId, append.Metadata.CausationId, append.Metadata.UserName);
        (session.CorrelationId, session.CausationId, session.LastModifiedBy) = (correlation, causation, user);
        var events = append.Events.Select(e => new Event<StoredJson>(new(e.Data, e.DotNetType, append.Metadata.Headers))
        {
            Id = e.Id,
            Timestamp = append.Metadata.Timestamp,
            CorrelationId = correlation,
            CausationId = causation,
            UserName = user,
            Headers = StoredJson.HeadersFrom(append.Metadata.Headers),
        }).ToArray<object>();

        var stream = append.ExpectedVersion == 0
            ? session.Events.StartStream(StreamTypes.Of(append.StreamType), append.StreamId, events)
            : session.Events.Append(append.StreamId, append.ExpectedVersion + events.Length, events);
        foreach (var (stored, given) in stream.Events.Zip(append.Events))
        {
            (stored.EventTypeName, stored.DotNetTypeName) = (given.Type, given.DotNetType); // Marten named them after the type that carries them.
        }

        foreach (var document in append.Documents)
        {
            session.QueueSqlCommand(
                $"""
                insert into mt_doc_{document.Alias} (id, data, mt_last_modified, mt_version, mt_dotnet_type) values (?, ?::jsonb, ?, ?, ?)
                on conflict (id) do update set data = excluded.data, mt_last_modified = excluded.mt_last_modified,
                  mt_version = excluded.mt_version, mt_dotnet_type = excluded.mt_dotnet_type
                """,
                document.Id, System.Text.Encoding.UTF8.GetString(document.Data.Span), append.Metadata.Timestamp, append.ExpectedVersion + events.Length, document.DotNetType);
        }

        if (append.Answer is { } answer)
        {
            session.QueueSqlCommand(
                NewAnswer,
                answer.Key.ActorId, answer.Key.Key, answer.Answer.Fingerprint.ToArray(), answer.Answer.Status, answer.Answer.Body.ToArray(), append.Metadata.Timestamp);
        }

        command.MayBeStored = true;
        command.Sequence = () => stream.Events[^1].Sequence;
    }
}
