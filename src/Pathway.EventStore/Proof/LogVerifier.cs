using System.Data;
using System.Text.Json;
using Npgsql;

namespace Pathway.EventStore.Proof;

/// <summary>
/// Recomputes everything that is said of the log from the log itself: every leaf, every kept node, the root at every checkpoint, every signature, and
/// the order within every stream. It reads one state of the database, page by page, while others go on writing.
/// </summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="write">What is hashed of an event.</param>
/// <param name="key">The installation's key, from outside the database.</param>
public sealed class LogVerifier(NpgsqlDataSource dataSource, EnvelopeWriter write, LogPublicKey key)
{
    /// <summary>Verifies the whole log.</summary>
    /// <param name="outside">A checkpoint that was kept outside: what nobody can rewrite who holds the database; null for none.</param>
    /// <param name="progress">Is told how far it is, from 0 to 1; null for nobody.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<LogVerification> Verify(Checkpoint? outside, IProgress<double>? progress, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var checkpoints = new CheckpointCheck(connection, key, outside);
        var leaves = new LeafCheck(connection, write, checkpoints);
        await leaves.Run(progress, cancellation);

        // Of an event that is not what its leaf says and one that does not follow the one before it, the first in the log tells where it began.
        var outOfOrder = await StreamCheck.FirstOutOfOrder(connection, cancellation);
        LogFault?[] faults =
        [
            .. new[] { leaves.EventFault, outOfOrder }.OrderBy(f => f?.Sequence),
            await StreamCheck.FirstOfOtherVersion(connection, cancellation),
            leaves.NodeFault,
            checkpoints.Fault,
            checkpoints.OutsideFault,
        ];
        return new(
            leaves.Events, leaves.Covered, leaves.NotYetCovered, leaves.Tree.Size, checkpoints.Count, checkpoints.LastSize,
            Convert.ToBase64String(leaves.Tree.Root()), leaves.Failed, [.. faults.OfType<LogFault>()]);
    }
}

/// <summary>Goes through events and leaves side by side, in the order of the log.</summary>
internal sealed class LeafCheck(NpgsqlConnection connection, EnvelopeWriter write, CheckpointCheck checkpoints)
{
    private const int PageSize = 1000;

    // A time or a stream that no program could have written must be found, not stumbled over.
    private const string EventsAfter = """
        select seq_id, id, coalesce(stream_id, '00000000-0000-0000-0000-000000000000'), version, type, mt_dotnet_type, data,
          case when timestamp between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59+00' then timestamp else '-infinity' end,
          correlation_id, causation_id, user_name, headers
        from mt_events where seq_id > $1 order by seq_id limit $2
        """;

    private const string LeavesBetween = """
        select leaf_index, seq_id, event_id, stream_id, version, hash from pathway_log_leaf where seq_id > $1 and seq_id <= $2 order by seq_id limit $3
        """;

    private const string Ends = "select coalesce((select max(seq_id) from mt_events), 0), coalesce((select max(seq_id) from pathway_log_leaf), 0)";
    private const string KeptNode = "select hash from pathway_log_node where level = $1 and node_index = $2";

    private readonly List<(PerfectSubtree Node, byte[] Hash)> completed = [];

    /// <summary>The tree as its leaves give it.</summary>
    public MerkleFrontier Tree { get; } = new();

    public long Events { get; private set; }

    public long Covered { get; private set; }

    public long NotYetCovered { get; private set; }

    public long Failed { get; private set; }

    public LogFault? EventFault { get; private set; }

    public LogFault? NodeFault { get; private set; }

    public async Task Run(IProgress<double>? progress, CancellationToken cancellation)
    {
        var (endOfLog, endOfTree) = await ReadEnds(cancellation);
        await checkpoints.HoldAgainst(Tree, last: null, cancellation);
        var after = long.MinValue;
        while (true)
        {
            var events = await ReadEvents(after, cancellation);
            var upTo = events.Count == PageSize ? events[^1].Sequence : long.MaxValue;
            await Merge(events, after, upTo, endOfTree, cancellation);
            if (upTo == long.MaxValue)
            {
                break;
            }

            after = upTo;
            progress?.Report(endOfLog > 0 ? Math.Clamp((double)after / endOfLog, 0, 1) : 1);
        }

        await checkpoints.End(Tree, cancellation);
        progress?.Report(1);
    }

    /// <summary>One page of events with all leaves of the same stretch, of which there may be more than one page.</summary>
    private async Task Merge(List<StoredEvent> events, long after, long upTo, long endOfTree, CancellationToken cancellation)
    {
        var next = 0;
        List<LeafRow> leaves;
        do
        {
            leaves = await ReadLeaves(after, upTo, cancellation);
            foreach (var leaf in leaves)
            {
                for (; next < events.Count && events[next].Sequence < leaf.Sequence; next++)
                {
                    WithoutLeaf(events[next], endOfTree);
                }

                var its = next < events.Count && events[next].Sequence == leaf.Sequence ? events[next++] : null;
                await Compare(leaf, its, cancellation);
                after = leaf.Sequence;
            }
        }
        while (leaves.Count == PageSize);

        for (; next < events.Count; next++)
        {
            WithoutLeaf(events[next], endOfTree);
        }
    }

    private void WithoutLeaf(StoredEvent stored, long endOfTree)
    {
        Events++;
        if (stored.Sequence > endOfTree)
        {
            NotYetCovered++;
        }
        else
        {
            Fail(LogFault.At(stored, "The event was put in later: it stands before events that are in the tree, and is not in it."));
        }
    }

    private async Task Compare(LeafRow leaf, StoredEvent? stored, CancellationToken cancellation)
    {
        if (leaf.Index != Tree.Size)
        {
            Fail(leaf.Fault($"The tree has no leaf {Tree.Size}; leaf {leaf.Index} follows."));
        }

        if (stored is null)
        {
            Fail(leaf.Fault($"The event is gone: leaf {leaf.Index} of the tree is of an event that is no longer there."));
        }
        else
        {
            Events++;
            if (stored.Id != leaf.EventId || stored.StreamId != leaf.StreamId || stored.Version != leaf.Version)
            {
                Fail(LogFault.At(stored, $"Another event stood here: leaf {leaf.Index} of the tree is of event {leaf.EventId}, version {leaf.Version} of stream {leaf.StreamId}."));
            }
            else if (HashOf(stored) is not { } hash)
            {
                Fail(LogFault.At(stored, "The event was altered: it holds what no event can hold."));
            }
            else if (!hash.AsSpan().SequenceEqual(leaf.Hash))
            {
                Fail(LogFault.At(stored, $"The event was altered: what it says, when, or by whom, is not what leaf {leaf.Index} of the tree is the hash of."));
            }
            else
            {
                Covered++;
            }
        }

        // With the hash that is kept: if the checkpoints agree with it, the event is wrong; if not, somebody rewrote the tree as well.
        Tree.Add(leaf.Hash, (node, nodeHash) => completed.Add((node, nodeHash)));
        foreach (var (node, hash) in completed.Where(c => c.Node.Level % LogTree.KeptLevels == 0))
        {
            await CompareNode(node, hash, leaf, cancellation);
        }

        completed.Clear();
        await checkpoints.HoldAgainst(Tree, leaf, cancellation);
    }

    private byte[]? HashOf(StoredEvent stored)
    {
        try
        {
            return MerkleTree.LeafHash(write(stored));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return null; // Such as a number beyond all bounds: jsonb takes it, the canonical form does not.
        }
    }

    private async Task CompareNode(PerfectSubtree node, byte[] hash, LeafRow leaf, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(KeptNode, connection) { Parameters = { new() { Value = node.Level }, new() { Value = node.Index } } };
        if (await command.ExecuteScalarAsync(cancellation) is not byte[] kept || !kept.AsSpan().SequenceEqual(hash))
        {
            NodeFault ??= leaf.Fault($"Node {node.Index} of level {node.Level} of the tree, which ends with this event, is missing or is not what its leaves give.");
        }
    }

    private void Fail(LogFault fault)
    {
        Failed++;
        EventFault ??= fault;
    }

    private async Task<(long EndOfLog, long EndOfTree)> ReadEnds(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Ends, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private async Task<List<StoredEvent>> ReadEvents(long after, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(EventsAfter, connection) { Parameters = { new() { Value = after }, new() { Value = PageSize } } };
        return await StoredEvents.Read(command, cancellation);
    }

    private async Task<List<LeafRow>> ReadLeaves(long after, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(LeavesBetween, connection)
        {
            Parameters = { new() { Value = after }, new() { Value = upTo }, new() { Value = PageSize } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var leaves = new List<LeafRow>();
        while (await rows.ReadAsync(cancellation))
        {
            leaves.Add(new(rows.GetInt64(0), rows.GetInt64(1), rows.GetGuid(2), rows.GetGuid(3), rows.GetInt64(4), rows.GetFieldValue<byte[]>(5)));
        }

        return leaves;
    }
}

/// <summary>A leaf as it is kept.</summary>
internal sealed record LeafRow(long Index, long Sequence, Guid EventId, Guid StreamId, long Version, byte[] Hash)
{
    public LogFault Fault(string what) => new(Sequence, EventId, StreamId, Version, what);
}
