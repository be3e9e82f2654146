using System.Data;
using System.Security.Cryptography;
using Npgsql;
using Pathway.Projections.Protocols;

namespace Pathway.Projections.Cohort;

/// <summary>Derives pathways anew, chosen by chance, and compares with the rows that are stored: what nobody looks for would be found by nobody.</summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="protocols">The protocols that pathways are under.</param>
/// <param name="time">Tells when it was.</param>
public sealed class CohortCheck(NpgsqlDataSource dataSource, PublishedProtocols protocols, TimeProvider time)
{
    private const int MostKept = 20;

    /// <summary>Checks some pathways: those of events chosen by chance, so that one with rows missing is found as well.</summary>
    /// <param name="events">How many events to choose.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was found; it is kept with the tables, too. Null where the tables are another version's.</returns>
    public async Task<CheckResult?> Run(int events, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        if (await Compare(connection, events, cancellation) is not var (generation, result))
        {
            return null;
        }

        await using var keep = new NpgsqlCommand(
            """
            update cohort.generation set checked_at = $2, checked = checked + $3, differing = differing + cardinality($4::uuid[]),
              differing_pathways = (array(select distinct unnest($4::uuid[] || differing_pathways)))[1:$5]
            where generation = $1
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = generation.Number }, new() { Value = time.GetUtcNow() }, new() { Value = (long)result.Checked },
                new() { Value = result.Differing.ToArray() }, new() { Value = MostKept },
            },
        };
        await keep.ExecuteNonQueryAsync(cancellation);
        return result;
    }

    private async Task<(Generation Generation, CheckResult Result)?> Compare(NpgsqlConnection connection, int events, CancellationToken cancellation)
    {
        // One snapshot: rows, the place that they are true up to, and the streams up to that place.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        if (await Generation.Current(connection, cancellation) is not { IsOurs: true } current)
        {
            return null;
        }

        var position = await Checkpoint.Read(connection, current.Checkpoint, cancellation);
        var ids = await Choose(connection, position, events, cancellation);
        var streams = await StoredStream.Of(connection, ids, position, cancellation);
        var stored = (await CohortTables.Read(connection, current.Number, ids, cancellation)).ToLookup(r => r.PathwayId, r => r.Row);
        await transaction.CommitAsync(cancellation);
        var derived = await DerivedPathway.AllOf(streams, protocols, cancellation);
        return (current, new(derived.Count, [.. derived.Where(d => !d.AllRows().Order(StringComparer.Ordinal).SequenceEqual(stored[d.Id].Order(StringComparer.Ordinal), StringComparer.Ordinal)).Select(d => d.Id)]));
    }

    private static async Task<IReadOnlyCollection<Guid>> Choose(NpgsqlConnection connection, long position, int events, CancellationToken cancellation)
    {
        if (position == 0)
        {
            return [];
        }

        // Nothing hangs on the chance but which pathways are looked at.
        var places = Enumerable.Range(0, events).Select(_ => 1 + (long)(RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue * position)).ToArray();
        await using var command = new NpgsqlCommand("select distinct stream_id from mt_events where seq_id = any($1)", connection) { Parameters = { new() { Value = places } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<Guid>();
        while (await rows.ReadAsync(cancellation))
        {
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }
}

/// <summary>What a check found.</summary>
/// <param name="Checked">How many pathways were looked at.</param>
/// <param name="Differing">Those whose rows are not what their events say.</param>
public sealed record CheckResult(int Checked, IReadOnlyList<Guid> Differing);
