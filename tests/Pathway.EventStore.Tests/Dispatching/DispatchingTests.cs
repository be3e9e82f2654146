using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Pathway.EventStore.Dispatching;

namespace Pathway.EventStore.Tests.Dispatching;

/// <summary>What is due waits in a table of the test's own: a lane, a number, and whether it was done.</summary>
public sealed class DispatchingTests(SharedServer server)
{
    [Fact]
    public async Task Within_a_lane_one_comes_after_the_other_and_lanes_do_not_wait_for_each_other()
    {
        await using var database = await NewDatabase("('a', 1), ('a', 2), ('a', 3), ('b', 4), ('b', 5)");
        var stuck = new TaskCompletionSource();
        await using var node = await Node.Start(database, async key =>
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
        await using var database = await NewDatabase("('a', 1), ('b', 2)");
        var failures = 0;
        await using var node = await Node.Start(database, key => key == "1" && Interlocked.Increment(ref failures) <= 2 ? throw new InvalidOperationException("Not now.") : Task.CompletedTask);
        await node.UntilDone();
        Assert.Equal(3, node.Tried.Count(key => key == "1"));
    }

    [Fact]
    public async Task Of_two_nodes_one_tries_and_the_other_takes_over_when_it_ends()
    {
        await using var database = await NewDatabase("('a', 1), ('b', 2), ('c', 3)");
        await using var first = await Node.Start(database);
        await first.UntilDone();
        await using var second = await Node.Start(database);
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
        await using var database = await NewDatabase("('a', 0)");
        await using var first = await Node.Start(database);
        await using var second = await Node.Start(database);
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

    private async Task<TestDatabase> NewDatabase(string chores)
    {
        var database = await server.NewDatabase();
        await database.Execute($"""
            create table chore (lane text not null, number int primary key, done_at timestamptz null);
            grant select, update on chore to pathway_app;
            insert into chore (lane, number) values {chores}
            """);
        return database;
    }

    /// <summary>One of several that do the chores, until it is disposed of.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly TestDatabase database;
        private readonly NpgsqlDataSource connections;
        private readonly StoreNode node;
        private readonly Task running;

        private Node(TestDatabase database, StoreNode node, Func<string, Task> attempt)
        {
            (this.database, this.node, connections) = (database, node, database.AppDataSource());
            running = node.Dispatching.Run("chores", Due, (key, _) => Try(key, attempt), stop.Token);
        }

        public ConcurrentQueue<string> Tried { get; } = new();

        public static async Task<Node> Start(TestDatabase database, Func<string, Task>? attempt = null) => new(database, await database.Node(), attempt ?? (_ => Task.CompletedTask));

        public Task UntilDone() => Until(async () => await database.Scalar<long>("select count(*) from chore where done_at is null") == 0);

        public Task Until(Func<bool> reached) => Until(() => Task.FromResult(reached()));

        public async ValueTask DisposeAsync()
        {
            if (!stop.IsCancellationRequested)
            {
                await stop.CancelAsync();
                await running;
                await node.DisposeAsync();
            }
        }

        private static async Task<IReadOnlyList<DueTry>> Due(NpgsqlConnection connection, CancellationToken cancellation)
        {
            await using var command = new NpgsqlCommand("select distinct on (lane) lane, number from chore where done_at is null order by lane, number", connection);
            await using var row = await command.ExecuteReaderAsync(cancellation);
            var due = new List<DueTry>();
            while (await row.ReadAsync(cancellation))
            {
                due.Add(new(row.GetString(0), $"{row.GetInt32(1)}"));
            }

            return due;
        }

        private async Task Try(string key, Func<string, Task> attempt)
        {
            Tried.Enqueue(key);
            await attempt(key);
            await using var command = connections.CreateCommand("update chore set done_at = clock_timestamp() where number = $1 and done_at is null");
            command.Parameters.Add(new() { Value = int.Parse(key) });
            await command.ExecuteNonQueryAsync();
        }

        private static async Task Until(Func<Task<bool>> reached)
        {
            var since = Stopwatch.GetTimestamp();
            while (!await reached())
            {
                Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "It was not reached.");
                await Task.Delay(10);
            }
        }
    }
}
