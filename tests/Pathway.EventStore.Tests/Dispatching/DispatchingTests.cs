using System.Collections.Concurrent;

namespace Pathway.EventStore.Tests.Dispatching;

/// <summary>What engines promise of what is due, each for itself.</summary>
public sealed class DispatchingTests(SharedServer server)
{
    [Fact]
    public async Task Within_a_lane_one_comes_after_the_other_and_lanes_do_not_wait_for_each_other()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 1), ('a', 2), ('a', 3), ('b', 4), ('b', 5)");
        var stuck = new TaskCompletionSource();
        await using var node = await ChoreNode.Start(database, async key =>
        {
            if (key == "1")
            {
                await stuck.Task;
            }
        });

        await node.Until(() => node.Tried.Contains("5"));
        Assert.Equal(["1", "4", "5"], node.Tried.Order());
        stuck.SetResult();
        await node.UntilDone();
        Assert.Equal(["1", "2", "3"], node.Tried.Where(key => int.Parse(key) < 4));
    }

    [Fact]
    public async Task A_try_that_throws_is_made_again()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 1), ('b', 2)");
        var failures = 0;
        await using var node = await ChoreNode.Start(database, key => key == "1" && Interlocked.Increment(ref failures) <= 2 ? throw new InvalidOperationException("Not now.") : Task.CompletedTask);
        await node.UntilDone();
        Assert.Equal(3, node.Tried.Count(key => key == "1"));
    }

    [Fact]
    public async Task Of_two_nodes_one_tries_and_the_other_takes_over_when_it_ends()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 1), ('b', 2), ('c', 3)");
        await using var first = await ChoreNode.Start(database);
        await first.UntilDone();
        await using var second = await ChoreNode.Start(database);
        await database.Execute("insert into chore (lane, number) values ('a', 4), ('b', 5)");
        await first.UntilDone();
        Assert.Equal(5, first.Tried.Count);
        Assert.Empty(second.Tried);

        await first.DisposeAsync();
        await database.Execute("insert into chore (lane, number) values ('a', 6)");
        await second.UntilDone();
        Assert.Equal(["6"], second.Tried);
    }

    [Fact]
    public async Task When_its_sessions_are_killed_again_and_again_everything_is_tried_in_the_order_of_its_lane()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 0)");
        await using var first = await ChoreNode.Start(database);
        await using var second = await ChoreNode.Start(database);
        for (var round = 1; round <= 5; round++)
        {
            await database.Execute($"insert into chore (lane, number) values ('a', {round}), ('b', {round + 100})");
            await database.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }

        await second.UntilDone();
        var done = await database.Rows("select lane || number from chore order by done_at");
        Assert.Equal(["a0", "a1", "a2", "a3", "a4", "a5"], done.Where(d => d[0] == 'a'));
        Assert.Equal(["b101", "b102", "b103", "b104", "b105"], done.Where(d => d[0] == 'b'));
    }

    [Fact]
    public async Task What_is_announced_is_tried_when_its_transaction_is_committed_and_never_when_it_is_rolled_back()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 0)");
        await using var node = await ChoreNode.Start(database);
        await node.UntilDone();

        await node.Announce(commits: false, "('a', 1), ('b', 2)");
        await Task.Delay(700);
        Assert.Equal(["0"], node.Tried);

        await node.Announce(commits: true, "('a', 3), ('b', 4), ('b', 5)");
        await node.UntilDone();
        Assert.Equal(["0", "3", "4", "5"], node.Tried.Order());
    }

    [Fact]
    public async Task What_was_announced_while_nobody_tried_anything_is_tried_by_the_next_who_does()
    {
        await using var database = await ChoreNode.NewDatabase(server, "('a', 0)");
        await using (var first = await ChoreNode.Start(database, tries: false))
        {
            await first.Announce(commits: true, "('a', 1), ('b', 2)");
            Assert.Empty(first.Tried);
        }

        await using var second = await ChoreNode.Start(database);
        await second.UntilDone();
        Assert.Equal(["0", "1", "2"], second.Tried.Order());
    }

    [Fact]
    public async Task However_many_lanes_are_due_none_is_tried_twice_at_once_and_all_are_in_order()
    {
        await using var database = await ChoreNode.NewDatabase(server, string.Join(", ", Enumerable.Range(0, 300).Select(n => $"('{n % 60}', {n})")));
        var (busy, overlaps) = (new ConcurrentDictionary<int, bool>(), 0);
        await using var node = await ChoreNode.Start(database, async key =>
        {
            var lane = int.Parse(key) % 60;
            overlaps += busy.TryAdd(lane, true) ? 0 : 1;
            await Task.Delay(20);
            busy.TryRemove(lane, out _);
        });
        await node.Announce(commits: true, string.Join(", ", Enumerable.Range(300, 60).Select(n => $"('{n % 60}', {n})")));
        await node.UntilDone();

        Assert.Equal(0, overlaps);
        Assert.Equal(360, node.Tried.Count);
        Assert.All(node.Tried.Select(int.Parse).GroupBy(n => n % 60), lane => Assert.Equal(lane.Order(), lane));
    }
}
