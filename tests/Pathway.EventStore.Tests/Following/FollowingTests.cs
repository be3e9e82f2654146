using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Pathway.EventStore.Following;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests.Following;

public sealed class FollowingTests(SharedServer server)
{
    private const string Name = "Notebook";

    [Fact]
    public async Task It_hands_on_every_event_once_in_the_order_of_the_log_and_remembers_how_far_it_is()
    {
        await using var database = await NewDatabase();
        await Fill(database, 25);
        await using var follower = await Running.On(database);

        await follower.CaughtUp();
        await Fill(database, 3);
        await follower.CaughtUp();

        await MustHaveNoted(28, database);
        Assert.Equal(28, follower.Batches.Sum());
        Assert.All(follower.Batches, size => Assert.InRange(size, 1, 10));
        var end = await End(database);
        Assert.Equal(end, await Checkpoint(database));
        Assert.Equal((end, end, 0, true, null), (follower.Status.Position, follower.Status.EndOfLog, follower.Status.Lag, follower.Status.IsWorking, follower.Status.Error));
    }

    [Fact]
    public async Task It_hands_on_what_Marten_s_tools_have_set_aside()
    {
        await using var database = await NewDatabase();
        await Fill(database, 3);
        await database.Execute("update mt_streams set is_archived = true; update mt_events set is_archived = true");
        await Fill(database, 2);
        await using var follower = await Running.On(database);

        await follower.CaughtUp();
        await MustHaveNoted(5, database);
    }

    [Fact]
    public async Task One_that_comes_later_goes_on_where_the_first_ended()
    {
        await using var database = await NewDatabase();
        await Fill(database, 5);
        await using (var first = await Running.On(database))
        {
            await first.CaughtUp();
        }

        await Fill(database, 4);
        await using var second = await Running.On(database);
        await second.CaughtUp();

        Assert.Equal([4], second.Batches);
        await MustHaveNoted(9, database);
    }

    [Fact]
    public async Task One_that_has_rested_goes_on_where_it_was()
    {
        await using var database = await NewDatabase();
        await using var follower = await Running.On(database);
        await Fill(database, 3);
        await follower.CaughtUp();
        await follower.Rest();
        Assert.False(follower.Status.IsWorking);
        await Fill(database, 4);
        follower.GoOn();
        await follower.CaughtUp();

        Assert.True(follower.Status.IsWorking);
        await MustHaveNoted(7, database);
    }

    [Fact]
    public async Task It_tells_since_when_it_is_behind_whether_it_works_or_stands_by()
    {
        await using var database = await NewDatabase();
        var goOn = new TaskCompletionSource();
        await using var first = await Running.On(database, handler: async (batch, connection, cancellation) =>
        {
            await goOn.Task;
            await Note(batch, connection, cancellation);
        });
        await first.Until(() => first.Status.IsWorking);
        await using var second = await Running.On(database);
        var before = DateTimeOffset.UtcNow;
        await Fill(database, 1);
        await first.Until(() => first.Status.Lag == 1);
        await second.Until(() => second.Status.Lag == 1);
        var since = second.Status.BehindSince;
        Assert.True(first.Status.BehindSince >= before && since >= before);
        await Fill(database, 1);
        await second.Until(() => second.Status.Lag == 2);
        Assert.Equal(since, second.Status.BehindSince);

        goOn.SetResult();
        await first.CaughtUp();
        await second.CaughtUp();
        Assert.Equal((null, null), (first.Status.BehindSince, second.Status.BehindSince));
    }

    [Fact]
    public async Task Of_two_followers_one_works_and_the_other_tells_how_far_it_is()
    {
        await using var database = await NewDatabase();
        await using var first = await Running.On(database);
        await first.Until(() => first.Status.IsWorking);
        await using var second = await Running.On(database);
        await Fill(database, 30);

        await first.CaughtUp();
        await second.CaughtUp();

        Assert.Equal(30, first.Batches.Sum());
        Assert.Empty(second.Batches);
        Assert.False(second.Status.IsWorking);
        await MustHaveNoted(30, database);
    }

    [Fact]
    public async Task Followers_of_other_names_do_not_wait_for_each_other()
    {
        await using var database = await NewDatabase();
        await using var one = await Running.On(database);
        await using var other = await Running.On(database, name: "Other", handler: (_, _, _) => Task.CompletedTask);
        await Fill(database, 1);

        await one.CaughtUp();
        await other.CaughtUp();
        Assert.True(one.Status.IsWorking && other.Status.IsWorking);
    }

    [Fact]
    public async Task A_follower_whose_session_dies_amid_a_batch_commits_nothing_and_another_takes_over()
    {
        await using var database = await NewDatabase();
        var arrived = new TaskCompletionSource<int>();
        var goOn = new TaskCompletionSource();
        await using var first = await Running.On(database, pause: TimeSpan.FromMinutes(5), handler: async (batch, connection, cancellation) =>
        {
            await Note(batch, connection, cancellation);
            arrived.TrySetResult(connection.ProcessID);
            await goOn.Task;
        });
        await Fill(database, 5);
        var session = await arrived.Task;
        await using var second = await Running.On(database);

        var since = Stopwatch.GetTimestamp();
        await database.Execute($"select pg_terminate_backend({session})");
        await second.CaughtUp();
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(5));

        goOn.SetResult(); // It wakes up, believes that it still works, and must not commit.
        await first.Until(() => first.Status.Error is not null);
        await MustHaveNoted(5, database);
        Assert.Equal(await End(database), await Checkpoint(database));
        Assert.False(first.Status.IsWorking);
    }

    [Fact]
    public async Task Sessions_killed_between_any_two_steps_lose_and_double_nothing()
    {
        await using var database = await NewDatabase();
        await using var one = await Running.On(database, batch: 3);
        await using var two = await Running.On(database, batch: 3);
        for (var kill = 0; kill < 12; kill++)
        {
            await Fill(database, 20);
            await database.Execute("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and query !~ 'pathway_append'
                """);
        }

        await one.CaughtUp();
        await MustHaveNoted(240, database);
    }

    [Fact]
    public async Task A_batch_that_fails_is_rolled_back_and_tried_again_after_ever_longer_pauses()
    {
        await using var database = await NewDatabase();
        var tries = new ConcurrentQueue<long>();
        await using var follower = await Running.On(database, pause: TimeSpan.FromMilliseconds(100), handler: async (batch, connection, cancellation) =>
        {
            tries.Enqueue(Stopwatch.GetTimestamp());
            await Note(batch, connection, cancellation);
            if (tries.Count < 4)
            {
                throw new InvalidOperationException("The pencil broke.");
            }
        });
        await Fill(database, 2);

        await follower.Until(() => follower.Status.Error == "The pencil broke.");
        Assert.Empty(await Noted(database));
        await follower.CaughtUp();

        Assert.Null(follower.Status.Error);
        await MustHaveNoted(2, database);
        var pauses = tries.Zip(tries.Skip(1), (a, b) => Stopwatch.GetElapsedTime(a, b).TotalMilliseconds).ToList();
        Assert.Equal(3, pauses.Count);
        Assert.True(pauses is [>= 95, >= 195, >= 395], string.Join(", ", pauses));
    }

    [Fact]
    public async Task It_stops_amid_a_batch_without_a_trace_and_lets_go_at_once()
    {
        await using var database = await NewDatabase();
        await Fill(database, 1);
        var arrived = new TaskCompletionSource();
        await using (var first = await Running.On(database, handler: async (batch, connection, cancellation) =>
        {
            await Note(batch, connection, cancellation);
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        }))
        {
            await arrived.Task;
        }

        Assert.Empty(await Noted(database));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and d.datname = current_database()"));
    }

    [Fact]
    public async Task A_checkpoint_moved_back_by_hand_is_gone_by()
    {
        await using var database = await NewDatabase();
        await Fill(database, 4);
        await using var follower = await Running.On(database);
        await follower.CaughtUp();

        await database.Execute($"truncate noted; update mt_event_progression set last_seq_id = 0 where name = '{Name}'");
        await follower.Until(() => follower.Batches.Count == 2);
        await follower.CaughtUp();
        await MustHaveNoted(4, database);
    }

    private async Task<TestDatabase> NewDatabase()
    {
        var database = await server.NewDatabase();
        await database.Execute("create table noted (place bigserial, sequence bigint); grant select, insert on noted to pathway_app; grant usage on noted_place_seq to pathway_app");
        return database;
    }

    private static async Task Fill(TestDatabase database, int events)
    {
        await using var node = await database.Node();
        await node.Store.Append(Append(Guid.CreateVersion7(), 0, [.. Enumerable.Range(0, events).Select(_ => Event())]));
    }

    private static async Task Note(IReadOnlyList<StoredEvent> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("insert into noted (sequence) select unnest($1::bigint[])", connection)
        {
            Parameters = { new() { Value = batch.Select(e => e.Sequence).ToArray() } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static Task<IReadOnlyList<string>> Noted(TestDatabase database) => database.Rows("select sequence from noted order by place");

    /// <summary>Insists that every event of the log was noted once, in its order.</summary>
    private static async Task MustHaveNoted(int events, TestDatabase database)
    {
        var noted = await Noted(database);
        Assert.Equal(events, noted.Count);
        Assert.Equal(await database.Rows("select seq_id from mt_events order by seq_id"), noted);
    }

    private static Task<long> End(TestDatabase database) => database.Scalar<long>("select max(seq_id) from mt_events");

    private static Task<long> Checkpoint(TestDatabase database) =>
        database.Scalar<long>($"select last_seq_id from mt_event_progression where name = '{Name}'");

    /// <summary>A node with a pool of its own that follows until it is disposed.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly TestDatabase database;
        private readonly StoreNode node;
        private readonly ILogFollower follower;
        private CancellationTokenSource stop = new();
        private Task running;

        private Running(TestDatabase database, StoreNode node, string name, LogHandler work, FollowerOptions options)
        {
            (this.database, this.node) = (database, node);
            follower = node.Following.Follow(
                name,
                async (events, connection, cancellation) =>
                {
                    await work(events, connection, cancellation);
                    Batches.Enqueue(events.Count);
                },
                options);
            running = follower.Run(stop.Token);
        }

        public FollowerStatus Status => follower.Status;

        public ConcurrentQueue<int> Batches { get; } = new();

        public static async Task<Running> On(TestDatabase database, LogHandler? handler = null, string name = Name, TimeSpan? pause = null, int batch = 10) => new(
            database, await database.Node(), name, handler ?? Note,
            new() { MostEventsTogether = batch, Poll = TimeSpan.FromMilliseconds(20), FirstPause = pause ?? TimeSpan.FromMilliseconds(20) });

        /// <summary>Ends when it has seen every event that there is now.</summary>
        public async Task CaughtUp()
        {
            var end = await End(database);
            await Until(() => Status.Position == end && Status.EndOfLog == end);
        }

        public async Task Until(Func<bool> reached)
        {
            var since = Stopwatch.GetTimestamp();
            while (!reached())
            {
                Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"{Status}");
                await Task.Delay(5);
            }
        }

        /// <summary>Ends it, and not the node.</summary>
        public async Task Rest()
        {
            await stop.CancelAsync();
            await running;
            stop.Dispose();
        }

        /// <summary>Runs it again.</summary>
        public void GoOn()
        {
            stop = new();
            running = follower.Run(stop.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await Rest();
            await node.DisposeAsync();
        }
    }
}
