using Npgsql;

namespace Pathway.EventStore.Proof;

/// <summary>Holds every checkpoint against the tree at the moment at which it has grown to its size.</summary>
internal sealed class CheckpointCheck(NpgsqlConnection connection, LogPublicKey key, Checkpoint? outside)
{
    private const int PageSize = 500;
    private const string After = "select size, root, note from pathway_log_checkpoint where size > $1 order by size limit $2";

    private readonly Queue<Row> page = [];
    private long readUpTo = -1;
    private bool isAtEnd;
    private long goodSize;
    private LeafRow? firstAfterGood;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Leaves that the last of them covers.</summary>
    public long? LastSize { get; private set; }

    /// <summary>The first that does not fit.</summary>
    public LogFault? Fault { get; private set; }

    /// <summary>Why the one from outside does not fit.</summary>
    public LogFault? OutsideFault { get; private set; }

    /// <summary>Holds against the tree those that were signed at its present size.</summary>
    /// <param name="tree">The tree so far.</param>
    /// <param name="last">Its last leaf; null while it is empty.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task HoldAgainst(MerkleFrontier tree, LeafRow? last, CancellationToken cancellation)
    {
        firstAfterGood ??= last;
        if (await Next(cancellation) is { } next && next.Size <= tree.Size)
        {
            page.Dequeue();
            Take(next, tree);
        }

        if (outside is not null && outside.Size == tree.Size && !outside.Root.AsSpan().SequenceEqual(tree.Root()))
        {
            OutsideFault = Rewritten(outside.Size, "the checkpoint from outside");
        }
    }

    /// <summary>Deals with those that the tree has not grown to.</summary>
    public async Task End(MerkleFrontier tree, CancellationToken cancellation)
    {
        for (; await Next(cancellation) is { } beyond; page.Dequeue())
        {
            Count++;
            LastSize = beyond.Size;
            Fault ??= Cut(beyond.Size, tree.Size, "a checkpoint");
        }

        if (outside?.Size > tree.Size)
        {
            OutsideFault = Cut(outside.Size, tree.Size, "the checkpoint from outside");
        }

        if (outside?.IsSignedBy(key) == false)
        {
            OutsideFault = new(null, null, null, null, $"The checkpoint from outside was not signed by the key {key.Id}.");
        }
    }

    private void Take(Row next, MerkleFrontier tree)
    {
        Count++;
        LastSize = next.Size;
        if (Checkpoint.Read(next.Note) is not { } checkpoint || checkpoint.Size != next.Size || !checkpoint.Root.AsSpan().SequenceEqual(next.Root))
        {
            Fault ??= new(null, null, null, null, $"The checkpoint of {next.Size} events is not what its signed note says.");
        }
        else if (!checkpoint.IsSignedBy(key))
        {
            Fault ??= new(null, null, null, null, $"The checkpoint of {next.Size} events was not signed by the key {key.Id}.");
        }
        else if (!checkpoint.Root.AsSpan().SequenceEqual(tree.Root()))
        {
            Fault ??= Rewritten(next.Size, "a checkpoint");
        }
        else
        {
            (goodSize, firstAfterGood) = (next.Size, null);
        }
    }

    private LogFault Rewritten(long size, string what) => firstAfterGood is null || size <= goodSize
        ? new(null, null, null, null, $"The log of {size} events was rewritten with its tree and its checkpoints: {what} of that size has another root.")
        : firstAfterGood.Fault(
            $"This event or one of those after it, up to leaf {size - 1} of the tree, was rewritten together with the tree: {what} of {size} events has another root.");

    private static LogFault Cut(long signed, long left, string what) =>
        new(null, null, null, null, $"The end of the log was cut off: {what} was signed with {signed} events, and the tree has {left}.");

    private async Task<Row?> Next(CancellationToken cancellation)
    {
        if (page.Count == 0 && !isAtEnd)
        {
            await using var command = new NpgsqlCommand(After, connection) { Parameters = { new() { Value = readUpTo }, new() { Value = PageSize } } };
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                page.Enqueue(new(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetString(2)));
                readUpTo = rows.GetInt64(0);
            }

            isAtEnd = page.Count < PageSize;
        }

        return page.Count > 0 ? page.Peek() : null;
    }

    private sealed record Row(long Size, byte[] Root, string Note);
}
