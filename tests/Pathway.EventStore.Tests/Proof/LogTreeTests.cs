using Npgsql;
using Pathway.EventStore.Proof;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests.Proof;

public sealed class LogTreeTests(SharedServer server)
{
    [Fact]
    public async Task The_kept_tree_is_the_one_that_its_leaves_make_at_every_level()
    {
        const int Events = 66_000; // More than 2^16: three levels are kept.
        await using var database = await server.NewDatabase();
        var data = database.AppDataSource();
        var tree = new LogTree(data, Bytes);
        var log = Enumerable.Range(1, Events).Select(n => Numbered(3 * n)).ToList(); // Another engine's numbers have gaps; the leaves have none.
        var whole = new MerkleFrontier();
        var roots = log.ConvertAll(e =>
        {
            whole.Add(MerkleTree.LeafHash(Bytes(e)));
            return whole.Root();
        });
        foreach (var batch in log.Chunk(7_777))
        {
            await Add(data, tree, batch);
        }

        Assert.Equal((Events, 3 * Events), await tree.EndOf(CancellationToken.None));
        Assert.Equal(["8 | 257", "16 | 1"], await database.Rows("select level, count(*) from pathway_log_node group by level order by level"));
        foreach (var size in new[] { 1, 255, 256, 257, 65_535, 65_536, 65_537, Events })
        {
            Assert.Equal(roots[size - 1], await tree.RootAt(size, CancellationToken.None));
            foreach (var index in new[] { 0, size / 3, size - 1 })
            {
                var proof = await tree.ProveInclusion(index, size, CancellationToken.None);
                Assert.True(MerkleTree.Includes(MerkleTree.LeafHash(Bytes(log[index])), index, size, proof, roots[size - 1]), $"{index} of {size}");
            }

            var consistency = await tree.ProveConsistency(size, Events, CancellationToken.None);
            Assert.True(MerkleTree.IsConsistent(size, roots[size - 1], Events, roots[^1], consistency));
        }

        Assert.Equal(4711, (await tree.LeafOf(log[4711].Id, CancellationToken.None))!.Index);
        Assert.Null(await tree.LeafOf(Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task The_follower_keeps_it_and_what_has_a_leaf_gets_no_second_one()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        await store.Append(Append(Guid.CreateVersion7(), 0, [.. Enumerable.Range(0, 300).Select(_ => Event())]));
        var data = database.AppDataSource();
        var tree = new LogTree(data, Bytes);
        await Follow(database, tree, 300);

        // As if the checkpoint had been lost.
        await database.Execute("delete from mt_event_progression");
        await store.Append(Append(Guid.CreateVersion7(), 0));
        await Follow(database, tree, 301);

        Assert.Equal((301, await database.Scalar<long>("select max(seq_id) from mt_events")), await tree.EndOf(CancellationToken.None));
    }

    [Fact]
    public async Task The_application_may_add_to_the_tree_and_change_nothing_of_it()
    {
        await using var database = await server.NewDatabase();
        foreach (var table in new[] { "pathway_log_leaf", "pathway_log_node", "pathway_log_checkpoint" })
        {
            foreach (var statement in new[] { $"delete from {table}", $"truncate {table}", $"update {table} set {(table == "pathway_log_checkpoint" ? "root" : "hash")} = ''" })
            {
                await using var command = database.AppDataSource().CreateCommand(statement);
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
            }
        }
    }

    [Fact]
    public async Task A_checkpoint_is_signed_once_for_every_size_and_never_for_another_history()
    {
        await using var database = await server.NewDatabase();
        var data = database.AppDataSource();
        var tree = new LogTree(data, Bytes);
        var book = new CheckpointBook(data, tree, LogKey.FromPem(LogKey.NewPem()), "example.org/log", TimeProvider.System);
        var empty = await book.Current(CancellationToken.None);
        Assert.Equal((0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), (empty.Checkpoint.Size, Convert.ToBase64String(empty.Checkpoint.Root)));

        await Add(data, tree, [Numbered(1), Numbered(2), Numbered(3)]);
        var three = await book.Current(CancellationToken.None);
        Assert.Equal(three.Checkpoint.Note, (await book.Current(CancellationToken.None)).Checkpoint.Note);
        await Add(data, tree, [Numbered(4)]);
        await book.Current(CancellationToken.None);
        Assert.Equal([4, 3, 0], (await book.List(long.MaxValue, 10, CancellationToken.None)).Select(c => c.Checkpoint.Size));
        Assert.Equal([3], (await book.List(4, 1, CancellationToken.None)).Select(c => c.Checkpoint.Size));
        Assert.Equal(three.Checkpoint.Note, (await book.Find(3, CancellationToken.None))!.Checkpoint.Note);
        Assert.Null(await book.Find(2, CancellationToken.None));

        await database.Execute("update pathway_log_leaf set hash = sha256('another') where leaf_index = 1");
        await Assert.ThrowsAsync<LogAlteredException>(() => book.Current(CancellationToken.None));
        await database.Execute("delete from pathway_log_leaf where leaf_index = 3");
        await Assert.ThrowsAsync<LogAlteredException>(() => book.Current(CancellationToken.None));
    }

    private static async Task Follow(TestDatabase database, LogTree tree, int leaves)
    {
        await using var node = await database.Node();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var follower = node.Following.Follow(LogTree.Name, tree.Add);
        var running = follower.Run(stop.Token);
        while ((await tree.EndOf(CancellationToken.None)).Size < leaves || follower.Status is not { IsWorking: true, Lag: 0 })
        {
            Assert.False(stop.IsCancellationRequested, $"{follower.Status}");
            await Task.Delay(10, CancellationToken.None);
        }

        await stop.CancelAsync();
        await running;
    }

    private static async Task Add(NpgsqlDataSource data, LogTree tree, IReadOnlyList<StoredEvent> batch)
    {
        await using var connection = await data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await tree.Add(batch, connection, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private static StoredEvent Numbered(int sequence) => new(
        sequence, Guid.CreateVersion7(), Guid.Empty, sequence, "numbered", null, Utf8("{}"), new(Now, null, null, null, ReadOnlyMemory<byte>.Empty));

    private static byte[] Bytes(StoredEvent stored) => Utf8($"{stored.Sequence} {stored.Id} {Text(stored.Data)}");
}
