using Npgsql;

namespace Pathway.EventStore;

/// <summary>Reads events as they are stored.</summary>
internal static class StoredEvents
{
    private const string Event = """
        select seq_id, id, stream_id, version, type, mt_dotnet_type, data, timestamp, correlation_id, causation_id, user_name, headers from mt_events
        """;

    /// <summary>One stream: $1 its id, $2 the first version wanted.</summary>
    public const string OneStream = Event + " where stream_id = $1 and version >= $2 order by version";

    /// <summary>The log: $1 the last sequence number already seen, $2 the most events wanted.</summary>
    public const string Log = Event + " where seq_id > $1 order by seq_id limit $2";

    /// <summary>Reads the log on a connection of the caller's.</summary>
    /// <param name="connection">An open connection, in a transaction or not.</param>
    /// <param name="afterSequence">The last sequence number already seen.</param>
    /// <param name="limit">Most events wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The events after it; empty at the end of the log.</returns>
    public static async Task<IReadOnlyList<StoredEvent>> ReadLog(NpgsqlConnection connection, long afterSequence, int limit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Log, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = afterSequence }, new NpgsqlParameter<int> { TypedValue = limit } },
        };
        return await Read(command, cancellation);
    }

    /// <summary>Reads what one of the statements above finds.</summary>
    /// <param name="command">The statement with its parameters.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The events.</returns>
    public static async Task<IReadOnlyList<StoredEvent>> Read(NpgsqlCommand command, CancellationToken cancellation)
    {
        var events = new List<StoredEvent>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            events.Add(new(
                Sequence: rows.GetInt64(0),
                Id: rows.GetGuid(1),
                StreamId: rows.GetGuid(2),
                Version: rows.GetInt64(3),
                Type: rows.GetString(4),
                DotNetType: StringOrNull(rows, 5),
                Data: rows.GetFieldValue<byte[]>(6),
                new(
                    Timestamp: rows.GetFieldValue<DateTimeOffset>(7),
                    CorrelationId: StringOrNull(rows, 8),
                    CausationId: StringOrNull(rows, 9),
                    UserName: StringOrNull(rows, 10),
                    Headers: rows.IsDBNull(11) ? ReadOnlyMemory<byte>.Empty : rows.GetFieldValue<byte[]>(11))));
        }

        return events;
    }

    private static string? StringOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
