using System.Text;
using Npgsql;
using Pathway.Domain;
using Pathway.Projections.Protocols;

namespace Pathway.Projections.Worklist;

/// <summary>
/// Reads the worklist: everything owed to the patients of all open pathways on a date. Time alone makes things due, so nothing of it is stored; it is
/// derived from the streams as they are, and never behind them.
/// </summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
/// <param name="protocols">The protocols that pathways are under.</param>
public sealed class WorklistReader(NpgsqlDataSource dataSource, PublishedProtocols protocols)
{
    private static readonly string[] _open = ["assessment", "chemotherapy", "planned", "interstage", "postoperative", "surveillance"];

    /// <summary>Reads it whole.</summary>
    /// <param name="on">The date of the worklist. After today it tells what will be owed if nothing happens until then.</param>
    /// <param name="today">The date where the hospital is.</param>
    /// <param name="center">The center whose patients are wanted; null for all.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The rows, the most urgent first, and the pathways that cannot be told of.</returns>
    public async Task<OpenWork> Read(DateOnly on, DateOnly today, string? center, CancellationToken cancellation)
    {
        var (streams, unreadable) = await ReadStreams(on, today, center, cancellation);
        var shelf = await protocols.ShelfFor(streams.SelectMany(s => s.Stream).Select(e => e.Event), cancellation);
        return new([.. WorklistRow.ByUrgency(streams.SelectMany(s => WorklistRow.AllOf(s.PathwayId, s.Stream, shelf, on)))], unreadable);
    }

    private async Task<(List<(Guid PathwayId, List<RecordedEvent> Stream)> Streams, List<Guid> Unreadable)> ReadStreams(DateOnly on, DateOnly today, string? center, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand();
        var sql = new StringBuilder("""
            select e.stream_id, e.id, e.version, e.timestamp, e.type, e.data
            from mt_doc_pathwayoverview o join mt_events e on e.stream_id = o.id
            where (o.phase = any(@open)
            """);
        command.Parameters.AddWithValue("open", _open);
        if (on < today)
        {
            // Who has left since was still there then.
            sql.Append(" or o.data ->> 'lastEventOn' > @on");
            command.Parameters.AddWithValue("on", on.ToString("yyyy-MM-dd"));
        }

        sql.Append(')');
        if (center is not null)
        {
            sql.Append(" and o.center = @center");
            command.Parameters.AddWithValue("center", center);
        }

        command.CommandText = sql.Append(" order by e.stream_id, e.version").ToString();
        var streams = new List<(Guid PathwayId, List<RecordedEvent> Stream)>();
        var unreadable = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var pathwayId = rows.GetGuid(0);
            if (unreadable is [.., var given] && given == pathwayId)
            {
                continue;
            }

            if (streams is not [.., var (last, _)] || last != pathwayId)
            {
                streams.Add((pathwayId, []));
            }

            try
            {
                streams[^1].Stream.Add(new(
                    rows.GetGuid(1), rows.GetInt64(2), rows.GetFieldValue<DateTimeOffset>(3), EventJson.Read(rows.GetString(4), rows.GetFieldValue<byte[]>(5))));
            }
            catch (UnreadableEventException)
            {
                // One patient's record is no reason to tell of nobody's.
                unreadable.Add(pathwayId);
                streams.RemoveAt(streams.Count - 1);
            }
        }

        return (streams, unreadable);
    }
}

/// <summary>What is owed to the patients of open pathways.</summary>
/// <param name="Rows">What is owed, the most urgent first.</param>
/// <param name="Unreadable">Open pathways with an event that this version cannot read: what is owed to these patients is not known here.</param>
public sealed record OpenWork(IReadOnlyList<WorklistRow> Rows, IReadOnlyList<Guid> Unreadable);
