using Npgsql;
using NpgsqlTypes;

namespace Pathway.EventStore.Proof;

/// <summary>Writes an event as the bytes that its leaf is the hash of: equal events, equal bytes, in every version of the software.</summary>
/// <param name="stored">The event.</param>
/// <returns>The bytes.</returns>
public delegate byte[] EnvelopeWriter(StoredEvent stored);

/// <summary>The Merkle tree over the log, as it is kept in the database.</summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="write">What is hashed of an event.</param>
public sealed class LogTree(NpgsqlDataSource dataSource, EnvelopeWriter write)
{
    /// <summary>Names the tree among the followers of the log.</summary>
    public const string Name = "LogTree";

    /// <summary>Every eighth level is kept; those between are made from it.</summary>
    internal const int KeptLevels = 8;

    private const string End = "select leaf_index + 1, seq_id from pathway_log_leaf order by leaf_index desc limit 1";
    private const string Reach = """
        select coalesce((select seq_id from pathway_log_leaf where leaf_index = $1 - 1), 0), coalesce((select max(seq_id) from mt_events), 0)
        """;

    private const string PassedOver = "select exists (select from mt_events where seq_id > $1 and seq_id < $2)";
    private const string Leaves = "select hash from pathway_log_leaf where leaf_index >= $1 and leaf_index < $2 order by leaf_index";
    private const string Nodes = "select hash from pathway_log_node where level = $3 and node_index >= $1 and node_index < $2 order by node_index";
    private const string ByEvent = "select leaf_index, stream_id, hash from pathway_log_leaf where event_id = $1 order by leaf_index limit 1";
    private const string GoneAfter = """
        select seq_id from pathway_log_leaf l
        where leaf_index > $1 and stream_id = $2 and not exists (select from mt_events where seq_id = l.seq_id) order by leaf_index limit 1
        """;

    private const string NewLeaves = "copy pathway_log_leaf (leaf_index, seq_id, event_id, stream_id, version, hash) from stdin (format binary)";
    private const string NewNode = "insert into pathway_log_node (level, node_index, hash) values ($1, $2, $3)";

    /// <summary>Adds a leaf for every event of a batch: the handler of the follower that keeps the tree.</summary>
    /// <param name="batch">Events in the order of the log. Those that have a leaf are passed over.</param>
    /// <param name="connection">A connection in a transaction.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A task that ends when the leaves are written.</returns>
    /// <exception cref="LogAlteredException">Events between the last leaf and the batch would never enter: somebody moved the follower ahead.</exception>
    public async Task Add(IReadOnlyList<StoredEvent> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (size, last) = await EndOf(connection, cancellation);
        await MustFollow(last, batch, connection, cancellation);
        var frontier = new MerkleFrontier(size, await HashesOf(connection, [.. new LeafRange(0, size).Peaks()], cancellation));
        var kept = new List<(PerfectSubtree Node, byte[] Hash)>();
        await using (var leaves = await connection.BeginBinaryImportAsync(NewLeaves, cancellation))
        {
            foreach (var one in batch.Where(e => e.Sequence > last))
            {
                var hash = MerkleTree.LeafHash(write(one));
                await leaves.StartRowAsync(cancellation);
                await leaves.WriteAsync(frontier.Size, NpgsqlDbType.Bigint, cancellation);
                await leaves.WriteAsync(one.Sequence, NpgsqlDbType.Bigint, cancellation);
                await leaves.WriteAsync(one.Id, NpgsqlDbType.Uuid, cancellation);
                await leaves.WriteAsync(one.StreamId, NpgsqlDbType.Uuid, cancellation);
                await leaves.WriteAsync(one.Version, NpgsqlDbType.Bigint, cancellation);
                await leaves.WriteAsync(hash, NpgsqlDbType.Bytea, cancellation);
                frontier.Add(hash, (node, nodeHash) =>
                {
                    if (node.Level % KeptLevels == 0)
                    {
                        kept.Add((node, nodeHash));
                    }
                });
            }

            await leaves.CompleteAsync(cancellation);
        }

        foreach (var (node, hash) in kept)
        {
            await using var insert = new NpgsqlCommand(NewNode, connection) { Parameters = { Of(node.Level), Of(node.Index), Of(hash) } };
            await insert.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>How much of the log has leaves.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The number of leaves, and the sequence number of the last event that has one; 0 and 0 for none.</returns>
    public async Task<(long Size, long LastSequence)> EndOf(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        return await EndOf(connection, cancellation);
    }

    /// <summary>How far a tree of so many leaves reaches.</summary>
    /// <param name="size">Its leaves.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The sequence number of its last event, and that of the last event that there is; 0 for none.</returns>
    public async Task<(long CoveredUpTo, long EndOfLog)> ReachOf(long size, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(Reach);
        command.Parameters.Add(Of(size));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>The leaf of an event.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Its place and hash; null when it has none, because there is no such event or it is too new.</returns>
    public async Task<Leaf?> LeafOf(Guid eventId, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(ByEvent);
        command.Parameters.Add(Of(eventId));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new(row.GetInt64(0), row.GetGuid(1), row.GetFieldValue<byte[]>(2)) : null;
    }

    /// <summary>Makes sure that a stream did not lose its end: that it has no leaf after its last event whose own event is gone.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="last">The leaf of the last event that it has.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="LogAlteredException">It did.</exception>
    public async Task MustBeWhole(Guid streamId, long last, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(GoneAfter);
        command.Parameters.Add(Of(last));
        command.Parameters.Add(Of(streamId));
        if (await command.ExecuteScalarAsync(cancellation) is long gone)
        {
            throw new LogAlteredException($"Event {gone} of the log, a later one of {streamId}, is gone.");
        }
    }

    /// <summary>The root that the tree had at a size.</summary>
    /// <param name="size">Leaves, not more than there are.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<byte[]> RootAt(long size, CancellationToken cancellation) => (await HashesOf([new(0, size)], cancellation))[0];

    /// <summary>Proves that a leaf stands in the tree.</summary>
    /// <param name="index">The leaf.</param>
    /// <param name="size">Leaves of the tree, not more than there are.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The proof (RFC 9162, 2.1.3.1).</returns>
    public Task<IReadOnlyList<byte[]>> ProveInclusion(long index, long size, CancellationToken cancellation) =>
        HashesOf(MerkleTree.InclusionPath(index, size), cancellation);

    /// <summary>Proves that the tree only grew.</summary>
    /// <param name="first">Leaves of the earlier tree.</param>
    /// <param name="second">Leaves of the later one, not more than there are.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The proof (RFC 9162, 2.1.4.1).</returns>
    public Task<IReadOnlyList<byte[]>> ProveConsistency(long first, long second, CancellationToken cancellation) =>
        HashesOf(MerkleTree.ConsistencyPath(first, second), cancellation);

    private async Task<IReadOnlyList<byte[]>> HashesOf(IReadOnlyList<LeafRange> ranges, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        var peaks = ranges.Select(r => r.Peaks().ToList()).ToList();
        var hashes = new Queue<byte[]>(await HashesOf(connection, [.. peaks.SelectMany(p => p)], cancellation));
        return [.. peaks.Select(p => MerkleTree.Root([.. p.Select(_ => hashes.Dequeue())]))];
    }

    /// <summary>The hashes of perfect subtrees, in one round trip: each from the kept level at or below it.</summary>
    private static async Task<IReadOnlyList<byte[]>> HashesOf(NpgsqlConnection connection, IReadOnlyList<PerfectSubtree> nodes, CancellationToken cancellation)
    {
        if (nodes.Count == 0)
        {
            return [];
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var (level, index) in nodes)
        {
            var below = level % KeptLevels;
            var command = new NpgsqlBatchCommand(level == below ? Leaves : Nodes) { Parameters = { Of(index << below), Of((index + 1) << below) } };
            if (level != below)
            {
                command.Parameters.Add(Of(level - below));
            }

            batch.BatchCommands.Add(command);
        }

        var hashes = new List<byte[]>(nodes.Count);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        foreach (var node in nodes)
        {
            var below = new MerkleFrontier();
            while (await rows.ReadAsync(cancellation))
            {
                below.Add(rows.GetFieldValue<byte[]>(0));
            }

            hashes.Add(below.Size == 1L << (node.Level % KeptLevels) ? below.Root() : throw new LogAlteredException(
                $"Leaves or nodes of the log's tree are gone from those under node {node.Index} of level {node.Level}."));
            await rows.NextResultAsync(cancellation);
        }

        return hashes;
    }

    private static async Task MustFollow(long last, IReadOnlyList<StoredEvent> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (batch is not [{ Sequence: var first }, ..] || first <= last + 1)
        {
            return;
        }

        await using var command = new NpgsqlCommand(PassedOver, connection) { Parameters = { Of(last), Of(first) } };
        if (await command.ExecuteScalarAsync(cancellation) is true)
        {
            throw new LogAlteredException($"The tree ends with event {last} of the log, and was told to go on at {first}: those between would never enter it.");
        }
    }

    private static async Task<(long Size, long LastSequence)> EndOf(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(End, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? (row.GetInt64(0), row.GetInt64(1)) : (0, 0);
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}

/// <summary>A leaf of the tree.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="StreamId">The stream of its event.</param>
/// <param name="Hash">Its hash.</param>
public sealed record Leaf(long Index, Guid StreamId, byte[] Hash);
