using Npgsql;

namespace Pathway.EventStore.Proof;

/// <summary>What is true of every stream: its versions run from 1 without gaps, in the order of the log, and time never goes back.</summary>
internal static class StreamCheck
{
    private const string OutOfOrder = """
        select seq_id, id, stream_id, version, fault from (
          select seq_id, id, stream_id, version,
            case
              when stream_id is null then 'The event belongs to no stream.'
              when version <> coalesce(lag(version) over stream, 0) + 1 then 'The version before this event is missing from its stream, or there twice.'
              when seq_id < lag(seq_id) over stream then 'The event stands in the log before the version that precedes it.'
              when timestamp < lag(timestamp) over stream then 'The event was recorded at an earlier time than the version that precedes it.'
            end as fault
          from mt_events window stream as (partition by stream_id order by version)) checked
        where fault is not null order by seq_id limit 1
        """;

    private const string OtherVersion = """
        select last.seq_id, last.id, coalesce(s.id, last.stream_id), last.version,
          case
            when s.id is null then 'The stream of the event is not in the list of streams.'
            when last.id is null then 'The stream is listed at version ' || s.version || ' and has no event.'
            else 'The stream is listed at version ' || coalesce(s.version::text, 'none') || ', and this is its last event: others are gone, or this was put in.'
          end
        from mt_streams s
        full join (select distinct on (stream_id) seq_id, id, stream_id, version from mt_events order by stream_id, version desc) last on last.stream_id = s.id
        where s.version is distinct from last.version order by last.seq_id nulls last limit 1
        """;

    /// <summary>The first event of the log that does not follow the one before it in its stream.</summary>
    /// <param name="connection">A connection in the transaction that everything is read in.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The fault; null when there is none.</returns>
    public static Task<LogFault?> FirstOutOfOrder(NpgsqlConnection connection, CancellationToken cancellation) => First(connection, OutOfOrder, cancellation);

    /// <summary>A stream that does not end where the list of streams says.</summary>
    /// <param name="connection">A connection in the transaction that everything is read in.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The fault, at the last event of the stream, which need not be to blame; null when there is none.</returns>
    public static Task<LogFault?> FirstOfOtherVersion(NpgsqlConnection connection, CancellationToken cancellation) => First(connection, OtherVersion, cancellation);

    private static async Task<LogFault?> First(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 }; // It reads every event.
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new(Value<long>(row, 0), Value<Guid>(row, 1), Value<Guid>(row, 2), Value<long>(row, 3), row.GetString(4))
            : null;
    }

    private static T? Value<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
