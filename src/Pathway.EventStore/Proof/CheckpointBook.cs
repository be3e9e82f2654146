using Npgsql;

namespace Pathway.EventStore.Proof;

/// <summary>The checkpoints of a log: signs them when it has grown, and keeps them. Several nodes with the same key may do so at once.</summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="tree">The tree.</param>
/// <param name="key">The installation's key.</param>
/// <param name="origin">The name of the log; <see cref="Checkpoint.IsOrigin"/>.</param>
/// <param name="time">Tells when it was signed.</param>
public sealed class CheckpointBook(NpgsqlDataSource dataSource, LogTree tree, LogKey key, string origin, TimeProvider time)
{
    private const string Stored = "select note, signed from pathway_log_checkpoint";
    private const string Latest = Stored + " order by size desc limit 1";
    private const string OfSize = Stored + " where size = $1";
    private const string Page = Stored + " where size < $1 order by size desc limit $2";
    private const string Following = Stored + " where size > $1 order by size limit $2";

    // Two nodes may sign the same tree at once: the first signature is kept, and both are good.
    private const string Keep = """
        insert into pathway_log_checkpoint (size, root, note, signed) values ($1, $2, $3, $4) on conflict (size) do nothing
        """;

    /// <summary>The key's public half.</summary>
    public LogPublicKey Key => key.Public;

    /// <summary>The name of the log.</summary>
    public string Origin => origin;

    /// <summary>The checkpoint of the tree as it is now, signed first when it has grown since the last one.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="LogAlteredException">The last checkpoint is not of this key, or not the beginning of the tree: the key must not sign two histories.</exception>
    public async Task<SignedCheckpoint> Current(CancellationToken cancellation)
    {
        var (size, _) = await tree.EndOf(cancellation);
        var last = First(await Read(Latest, cancellation));
        if (last is not null)
        {
            await MustBeginWith(last.Checkpoint, size, cancellation);
            if (last.Checkpoint.Size == size)
            {
                return last;
            }
        }

        var (root, now) = (await tree.RootAt(size, cancellation), time.GetUtcNow());
        var next = new SignedCheckpoint(Checkpoint.Sign(origin, size, root, key), now);
        await using var keep = dataSource.CreateCommand(Keep);
        keep.Parameters.AddRange((NpgsqlParameter[])[Of(size), Of(root), Of(next.Checkpoint.Note), Of(now)]);
        return await keep.ExecuteNonQueryAsync(cancellation) == 1 ? next : await Find(size, cancellation) ?? next;
    }

    /// <summary>The checkpoint that was signed at a size.</summary>
    /// <param name="size">Leaves of the tree then.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>It; null when none was signed at that size.</returns>
    public async Task<SignedCheckpoint?> Find(long size, CancellationToken cancellation) => First(await Read(OfSize, cancellation, Of(size)));

    /// <summary>A page of all checkpoints, the newest first.</summary>
    /// <param name="before">Only those of fewer leaves; <see cref="long.MaxValue"/> to begin.</param>
    /// <param name="limit">Most wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<IReadOnlyList<SignedCheckpoint>> List(long before, int limit, CancellationToken cancellation) => Read(Page, cancellation, Of(before), Of(limit));

    /// <summary>Some checkpoints in the order in which they were signed.</summary>
    /// <param name="after">Only those of more leaves; -1 to begin.</param>
    /// <param name="limit">Most wanted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<IReadOnlyList<SignedCheckpoint>> ListAfter(long after, int limit, CancellationToken cancellation) =>
        Read(Following, cancellation, Of(after), Of(limit));

    private async Task MustBeginWith(Checkpoint last, long size, CancellationToken cancellation)
    {
        if (!last.IsSignedBy(key.Public))
        {
            throw new LogAlteredException($"The last checkpoint, of {last.Size} events, was not signed by the key {key.Public.Id}: another key is in use, or another hand wrote it.");
        }

        if (last.Size > size)
        {
            throw new LogAlteredException($"The log was signed with {last.Size} events, and {size} are left in its tree.");
        }

        var root = await tree.RootAt(last.Size, cancellation);
        if (!root.AsSpan().SequenceEqual(last.Root))
        {
            throw new LogAlteredException($"The first {last.Size} events of the log are not those that were signed.");
        }
    }

    private async Task<IReadOnlyList<SignedCheckpoint>> Read(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var read = new List<SignedCheckpoint>();
        while (await rows.ReadAsync(cancellation))
        {
            read.Add(new(
                Checkpoint.Read(rows.GetString(0)) ?? throw new LogAlteredException("A stored checkpoint is none."),
                rows.GetFieldValue<DateTimeOffset>(1)));
        }

        return read;
    }

    private static SignedCheckpoint? First(IReadOnlyList<SignedCheckpoint> some) => some is [var first, ..] ? first : null;

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}

/// <summary>A checkpoint that is kept.</summary>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="SignedAt">When it was signed, UTC, by the clock of the node that did; the signature does not cover it.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, DateTimeOffset SignedAt);
