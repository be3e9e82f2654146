using Npgsql;
using Pathway.Domain;

namespace Pathway.Projections.Cohort;

/// <summary>An entry as it is stored.</summary>
/// <param name="Sequence">Place in the log.</param>
/// <param name="Id">Its own id.</param>
/// <param name="Version">Place in the stream.</param>
/// <param name="RecordedAt">Instant of its entry.</param>
/// <param name="Type">Stored name of its type.</param>
/// <param name="Data">What it says, as UTF-8 JSON.</param>
internal readonly record struct StoredEntry(long Sequence, Guid Id, long Version, DateTimeOffset RecordedAt, string Type, byte[] Data)
{
    /// <summary>Reads what it says.</summary>
    public RecordedEvent Read() => new(Id, Version, RecordedAt, EventJson.Read(Type, Data));
}

/// <summary>A stream as it is stored, up to a place in the log.</summary>
/// <param name="Id">The pathway.</param>
/// <param name="Events">Its entries, in the order of their versions, one or more.</param>
internal sealed record StoredStream(Guid Id, IReadOnlyList<StoredEntry> Events)
{
    private const string Entry = "select stream_id, seq_id, id, version, timestamp, type, data from mt_events";

    // The assessment that was shown with a decision is most of what a stream weighs, and no fact.
    private const string FactEntry = "select stream_id, seq_id, id, version, timestamp, type, case type when 'readiness_decided' then data - 'assessment' else data end from mt_events";

    private const string OfSome = "where stream_id = any($1) and seq_id <= $2 order by stream_id, version";

    /// <summary>Reads some streams in one round trip.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="ids">The pathways.</param>
    /// <param name="upTo">The last place in the log that counts.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<IReadOnlyList<StoredStream>> Of(NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, long upTo, CancellationToken cancellation) =>
        Read(connection, $"{Entry} {OfSome}", ids, upTo, cancellation);

    /// <summary>Reads of some streams what facts are made of: decisions come without the assessments that were shown.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="ids">The pathways.</param>
    /// <param name="upTo">The last place in the log that counts.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<IReadOnlyList<StoredStream>> FactsOf(NpgsqlConnection connection, IReadOnlyCollection<Guid> ids, long upTo, CancellationToken cancellation) =>
        Read(connection, $"{FactEntry} {OfSome}", ids, upTo, cancellation);

    /// <summary>Reads the streams of a range of ids.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="after">The id before the first.</param>
    /// <param name="last">The last id.</param>
    /// <param name="upTo">The last place in the log that counts.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<StoredStream>> Between(NpgsqlConnection connection, Guid after, Guid last, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"{Entry} where stream_id > $1 and stream_id <= $2 and seq_id <= $3 order by stream_id, version", connection)
        {
            Parameters = { new() { Value = after }, new() { Value = last }, new() { Value = upTo } },
        };
        return await Read(command, cancellation);
    }

    private static async Task<IReadOnlyList<StoredStream>> Read(NpgsqlConnection connection, string sql, IReadOnlyCollection<Guid> ids, long upTo, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Two constants above.
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = ids.ToArray() }, new() { Value = upTo } } };
#pragma warning restore CA2100
        return await Read(command, cancellation);
    }

    private static async Task<IReadOnlyList<StoredStream>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        var streams = new List<StoredStream>();
        var entries = new List<StoredEntry>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var id = rows.GetGuid(0);
            if (streams is not [.., { Id: var last }] || last != id)
            {
                streams.Add(new(id, entries = []));
            }

            entries.Add(new(
                rows.GetInt64(1), rows.GetGuid(2), rows.GetInt64(3), rows.GetFieldValue<DateTimeOffset>(4), rows.GetString(5), rows.GetFieldValue<byte[]>(6)));
        }

        return streams;
    }
}
