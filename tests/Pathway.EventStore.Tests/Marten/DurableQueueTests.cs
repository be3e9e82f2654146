using System.Collections.Concurrent;
using Npgsql;
using Pathway.EventStore.Marten;
using Pathway.EventStore.Tests.Dispatching;

namespace Pathway.EventStore.Tests.Marten;

/// <summary>What is due on its way through Wolverine's tables.</summary>
public sealed class DurableQueueTests(SharedServer server)
{
    private const string Messages = "select status || ' ' || owner_id from wolverine.wolverine_incoming_envelopes order by 1";

    [Fact]
    public async Task What_is_announced_waits_in_the_queue_when_its_transaction_is_committed_and_is_handled_once_a_node_may()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 0)");
        await database.Execute("update chore set done_at = now()");
        await using var node = await ChoreNode.Start(database, tries: false);

        await node.Announce(commits: false, "('a', 1)");
        Assert.Empty(await database.Rows(Messages));
        await node.Announce(commits: true, "('a', 1), ('a', 2), ('b', 3)");
        Assert.Equal(["Incoming 0", "Incoming 0"], await database.Rows(Messages)); // One for each lane, of no node yet.

        await using var other = await ChoreNode.Start(database);
        await other.UntilDone();
        Assert.Equal(["1", "2", "3"], other.Tried.Order());
        await UntilHandled(database, other, 3); // The second of its lane was put there by the node that tried the first.
    }

    [Fact]
    public async Task What_a_node_had_fetched_when_it_was_killed_is_handled_by_the_next()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 0)");
        await using var killed = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Owner) { Pooling = false }.ConnectionString);
        await killed.OpenAsync();
        await using (var mayTry = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('pathway_dispatching chores', 0))", killed))
        {
            await mayTry.ExecuteNonQueryAsync();
        }

        await using var next = await ChoreNode.Start(database);
        await next.Announce(commits: true, "('b', 1)");
        await database.Execute("update wolverine.wolverine_incoming_envelopes set owner_id = 1");
        await killed.CloseAsync();

        await next.UntilDone();
        await UntilHandled(database, next, 2);
    }

    [Fact]
    public async Task However_often_a_try_fails_its_message_does_not_end_among_dead_letters()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 0)");
        var failures = 0;
        await using var node = await ChoreNode.Start(database, _ => ++failures <= 5 ? throw new InvalidOperationException("Not now.") : Task.CompletedTask);
        await node.UntilDone();

        Assert.Equal(6, node.Tried.Count);
        Assert.Equal(0, await database.Scalar<long>("select count(*) from wolverine.wolverine_dead_letters"));
        await node.Until(() => database.Scalar<long>("select count(*) from wolverine.wolverine_incoming_envelopes where status <> 'Handled'").GetAwaiter().GetResult() == 0);
    }

    [Fact]
    public async Task More_lanes_than_a_statement_has_room_for_are_announced_together()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 0)");
        await using var node = await ChoreNode.Start(database, tries: false);
        await node.Announce(commits: true, string.Join(", ", Enumerable.Range(1, 2500).Select(n => $"('{n}', {n})")));
        Assert.Equal(2500, await database.Scalar<long>("select count(*) from wolverine.wolverine_incoming_envelopes"));
    }

    [Fact]
    public async Task Nodes_of_both_engines_take_turns_and_never_try_two_of_a_lane_at_once()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('0', 0)");
        var (busy, overlaps, done, number) = (new ConcurrentDictionary<int, bool>(), 0, new ConcurrentQueue<int>(), 1);
        async Task Attempt(string key)
        {
            var lane = int.Parse(key) % 5;
            Interlocked.Add(ref overlaps, busy.TryAdd(lane, true) ? 0 : 1);
            await Task.Delay(10);
            busy.TryRemove(lane, out _);
            done.Enqueue(int.Parse(key));
        }

        string Some() => string.Join(", ", Enumerable.Range(0, 20).Select(_ => $"('{number % 5}', {number++})"));
        var before = await ChoreNode.Start(database, Attempt, new BuiltInEngine());
        foreach (var engine in new IStoreEngine[] { new MartenEngine(), new BuiltInEngine(), new MartenEngine(), new MartenEngine() })
        {
            var after = await ChoreNode.Start(database, Attempt, engine);
            await before.Announce(commits: true, Some());
            await after.Announce(commits: true, Some());
            await before.Until(() => done.Count > number / 2);
            await before.DisposeAsync(); // With some done, some under way and some waiting.
            await after.Announce(commits: true, Some());
            before = after;
        }

        await before.UntilDone();
        await before.DisposeAsync();
        Assert.Equal(0, overlaps);
        Assert.Equal(Enumerable.Range(0, number), done.Distinct().Order());
        Assert.All(done.Distinct().GroupBy(n => n % 5), lane => Assert.Equal(lane.Order(), lane));
    }

    private static Task UntilHandled(TestDatabase database, ChoreNode node, int messages) =>
        node.Until(() => database.Rows(Messages).GetAwaiter().GetResult() is var rows && rows.Count >= messages && rows.All(r => r.StartsWith("Handled", StringComparison.Ordinal)));
}
