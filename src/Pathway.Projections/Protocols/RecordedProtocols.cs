using Npgsql;
using Pathway.Domain.Protocols;
using Pathway.EventStore.Proof;

namespace Pathway.Projections.Protocols;

/// <summary>The rules that the record was made under. Every event names them with the hash of their document, and the tree of the log covers that.</summary>
public static class RecordedProtocols
{
    private const string Altered = """
        with named as (
          select distinct on (headers -> 'protocol') seq_id, id, stream_id, version, headers -> 'protocol' as protocol from mt_events
          where headers -> 'protocol' ? 'hash' order by headers -> 'protocol', seq_id),
        here as (
          select * from unnest($1::text[], $2::text[], $3::text[]) shipped (id, version, hash)
          union all
          select id, version::text, encode(sha256(convert_to(document, 'UTF8')), 'hex') from pathway_protocol)
        select named.seq_id, named.id, named.stream_id, named.version, protocol ->> 'id', protocol ->> 'version', here.id is not null
        from named left join here on here.id = protocol ->> 'id' and here.version = protocol ->> 'version'
        where here.hash is distinct from protocol ->> 'hash' order by seq_id limit 1
        """;

    /// <summary>Finds the first event that was recorded under rules that are gone or say something else now.</summary>
    /// <param name="connection">A connection to the database.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The event, and what became of its rules; null when all are as they were.</returns>
    public static async Task<LogFault?> FirstAltered(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var shipped = ShippedProtocols.Shelf.All;
        await using var command = new NpgsqlCommand(Altered, connection)
        {
            CommandTimeout = 0, // It reads every event.
            Parameters =
            {
                new() { Value = shipped.Select(p => p.Id).ToArray() },
                new() { Value = shipped.Select(p => $"{p.Version}").ToArray() },
                new() { Value = shipped.Select(p => p.Hash).ToArray() },
            },
        };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation)
            ? new(
                row.GetInt64(0), row.GetGuid(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.GetInt64(3),
                $"The event was recorded under protocol {row.GetValue(4)} version {row.GetValue(5)}, {(row.GetBoolean(6) ? "whose document is not what it was then" : "which is not at hand")}.")
            : null;
    }
}
