using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

public sealed class CrashTests(SharedServer server)
{
    private const int Writers = 16;

    [Fact]
    public async Task Connections_killed_by_an_administrator_in_a_storm_lose_and_double_nothing()
    {
        const int Kills = 15;
        await using var database = await server.NewDatabase();
        var storm = new Storm(await database.Store());
        var writing = storm.Run(Writers);

        for (var kill = 0; kill < Kills; kill++)
        {
            await storm.UntilAccepted(storm.Accepted + 20);
            await database.Execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'");
        }

        await storm.UntilAccepted(storm.Accepted + 20);
        storm.Stop();
        await writing;
        await storm.HoldAgainst(database);
    }

    [Fact]
    public async Task A_server_killed_in_a_storm_comes_back_with_every_accepted_append_once()
    {
        await using var own = await PostgresServer.Launch();
        await using var database = await TestDatabase.CreateEmpty(own.ConnectionString);
        await database.Migrate();
        var storm = new Storm(await database.Store());
        var writing = storm.Run(Writers);

        for (var kill = 0; kill < 2; kill++)
        {
            await storm.UntilAccepted(storm.Accepted + 200);
            await own.Kill();
            await own.Start();
        }

        await storm.UntilAccepted(storm.Accepted + 200);
        storm.Stop();
        await writing;
        NpgsqlConnection.ClearAllPools();
        await storm.HoldAgainst(database);
    }

    /// <summary>Callers who append to streams of their own, note what they are told, and go on from what is stored.</summary>
    private sealed class Storm(IEventStore store)
    {
        private readonly ConcurrentDictionary<Guid, Appended> accepted = new();
        private readonly ConcurrentDictionary<Guid, Exception> failed = new();
        private volatile bool stopped;

        public int Accepted => accepted.Count;

        public Task Run(int writers) => Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(Write)));

        public void Stop() => stopped = true;

        public async Task UntilAccepted(int count)
        {
            var since = Stopwatch.GetTimestamp();
            while (Accepted < count)
            {
                Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(2), "The store does not get going again.");
                await Task.Delay(5);
            }
        }

        public async Task HoldAgainst(TestDatabase database)
        {
            await using var fresh = await database.Node();
            var log = await fresh.Store.ReadLog(0, 1_000_000, CancellationToken.None);
            MustBeInOrder(log);
            Assert.Equal(log.Count, log.Select(e => e.Id).Distinct().Count());
            Assert.All(log.GroupBy(e => e.StreamId), s => Assert.Equal(Enumerable.Range(1, s.Count()).Select(n => (long)n), s.Select(e => e.Version)));

            var stored = log.ToDictionary(e => e.Id);
            Assert.All(accepted, a => Assert.Equal((a.Value.Version, a.Value.Sequence), (stored[a.Key].Version, stored[a.Key].Sequence)));
            Assert.All(failed, f => Assert.False(stored.ContainsKey(f.Key), $"It was said to have failed, and is stored: {f.Value}"));
            Assert.Equal(accepted.Count, log.Count);
        }

        private async Task Write()
        {
            var stream = Guid.CreateVersion7();
            var version = 0L;
            while (!stopped)
            {
                var mine = Event();
                try
                {
                    var outcome = await store.Append(Append(stream, version, mine));
                    var answer = Assert.IsType<Appended>(outcome); // Nobody else writes here, and the server came back in time.
                    accepted[mine.Id] = answer;
                    version = answer.Version;
                }
                catch (DbException failure)
                {
                    failed[mine.Id] = failure;
                    await Task.Delay(20);
                }
            }
        }
    }
}
