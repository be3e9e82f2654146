using System.Collections.Concurrent;
using System.Diagnostics;
using Pathway.EventStore.Following;
using Pathway.EventStore.Marten;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests.Marten;

/// <summary>One database, served by both engines: at once, and one after the other.</summary>
public sealed class TwoEnginesTests(SharedServer server)
{
    [Fact]
    public async Task Either_goes_on_in_a_stream_where_the_other_stopped_and_reads_what_it_wrote()
    {
        await using var database = await server.NewDatabase();
        await using var own = await On(database, new BuiltInEngine());
        await using var marten = await On(database, new MartenEngine());
        var stream = Guid.CreateVersion7();
        for (var version = 0; version < 6; version++)
        {
            var node = version % 2 == 0 ? own : marten;
            MustBeStored(version + 1, await node.Store.Append(Append(stream, version, Event($$"""{"at": {{version}}, "text": "2026-03-02T09:30:00Z", "big": 12345678901234.5}""")) with
            {
                Metadata = Append(stream, 0).Metadata with { Headers = Utf8("""{"at": "2026-03-02T09:30:00.1+02:00", "n": 1.50, "deep": {"list": [1, null, true]}}""") },
            }));
        }

        var read = await own.Store.ReadStream(stream, 1, CancellationToken.None);
        Assert.Equal(6, read.Count);
        Assert.Equal(read.Select(AsText), (await marten.Store.ReadStream(stream, 1, CancellationToken.None)).Select(AsText));
        Assert.Equal(read.Select(AsText), (await marten.Store.ReadLog(0, 10, CancellationToken.None)).Select(AsText));
        Assert.Equal(["1", "2", "3", "4", "5", "6"], await database.Rows("select seq_id from mt_events order by seq_id"));
        Assert.Single(await database.Rows("select distinct headers::text, mt_dotnet_type, tenant_id, is_archived, correlation_id, user_name, timestamp from mt_events"));
        Assert.Equal(["patient | 6"], await database.Rows("select type, version from mt_streams"));
    }

    [Fact]
    public async Task Both_at_once_have_one_order_and_lose_and_double_nothing()
    {
        await using var database = await server.NewDatabase();
        await using var own = await On(database, new BuiltInEngine());
        await using var marten = await On(database, new MartenEngine());
        var streams = Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).ToArray();
        var stored = new ConcurrentBag<Guid>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var store = (writer % 2 == 0 ? own : marten).Store;
            for (var i = 0; i < 20; i++)
            {
                var stream = streams[(writer + i) % streams.Length];
                var one = Event();
                for (var decided = false; !decided;)
                {
                    var version = (await store.ReadStream(stream, 1, CancellationToken.None)).Count;
                    var outcome = await store.Append(Append(stream, version, one).With(Document(stream, $$"""{"at": {{version + 1}}}""")));
                    decided = outcome is AppendOutcome.Appended;
                }

                stored.Add(one.Id);
            }
        })));

        var log = await marten.Store.ReadLog(0, 1000, CancellationToken.None);
        Assert.Equal(stored.Order(), log.Select(e => e.Id).Order());
        Assert.Equal(Enumerable.Range(1, 160).Select(n => (long)n), log.Select(e => e.Sequence));
        Assert.All(streams, stream => Assert.Equal(Enumerable.Range(1, log.Count(e => e.StreamId == stream)), log.Where(e => e.StreamId == stream).Select(e => (int)e.Version)));
        Assert.Equal(
            await database.Rows("select id, version from mt_streams order by id"),
            await database.Rows("select id, data ->> 'at' from mt_doc_patient where mt_version::text = data ->> 'at' order by id"));
    }

    [Fact]
    public async Task Of_followers_of_one_name_on_both_engines_one_works_and_the_other_takes_over()
    {
        await using var database = await server.NewDatabase();
        await using var own = await On(database, new BuiltInEngine());
        await using var marten = await On(database, new MartenEngine());
        var seen = new ConcurrentQueue<(string By, long Sequence)>();
        ILogFollower Of(StoreNode node, string by) => node.Following.Follow("Book", (batch, _, _) =>
        {
            foreach (var one in batch)
            {
                seen.Enqueue((by, one.Sequence));
            }

            return Task.CompletedTask;
        }, new() { Poll = TimeSpan.FromMilliseconds(20) });

        using var stopOwn = new CancellationTokenSource();
        using var stopMarten = new CancellationTokenSource();
        var (first, second) = (Of(own, "own"), Of(marten, "marten"));
        var running = first.Run(stopOwn.Token);
        await Until(() => first.Status.IsWorking);
        var standingBy = second.Run(stopMarten.Token);
        await own.Store.Append(Append(Guid.CreateVersion7(), 0, Event(), Event()));
        await Until(() => second.Status.Position == 2);
        Assert.False(second.Status.IsWorking);

        await stopOwn.CancelAsync();
        await running;
        await marten.Store.Append(Append(Guid.CreateVersion7(), 0, Event()));
        await Until(() => second.Status is { IsWorking: true, Position: 3 });

        using var stopAgain = new CancellationTokenSource();
        var third = Of(own, "own");
        var again = third.Run(stopAgain.Token);
        await stopMarten.CancelAsync();
        await standingBy;
        await own.Store.Append(Append(Guid.CreateVersion7(), 0, Event()));
        await Until(() => third.Status is { IsWorking: true, Position: 4 });
        await stopAgain.CancelAsync();
        await again;

        Assert.Equal([("own", 1), ("own", 2), ("marten", 3), ("own", 4)], seen);
    }

    [Fact]
    public async Task An_append_that_the_server_refuses_leaves_no_trace_and_its_numbers_are_drawn_again()
    {
        await using var database = await server.NewDatabase();
        await using var marten = await On(database, new MartenEngine());
        await marten.Store.Append(Append(Guid.CreateVersion7(), 0));

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => marten.Store.Append(Append(Guid.CreateVersion7(), 0, Event("""{"no": "\u0000"}"""))));
        await Task.Delay(500); // Marten fills the place of what failed in the background.
        await marten.Store.Append(Append(Guid.CreateVersion7(), 0));

        Assert.Equal(["1 | volumetry_recorded", "2 | volumetry_recorded"], await database.Rows("select seq_id, type from mt_events order by seq_id"));
        Assert.Equal(2, await database.Scalar<long>("select count(*) from mt_streams"));
    }

    private static Task<StoreNode> On(TestDatabase database, IStoreEngine engine) => StoreNode.Start(engine, database.AppDataSource());

    private static string AsText(StoredEvent e) => $"{e with { Data = default, Metadata = e.Metadata with { Headers = default } }} {Text(e.Data)} {Text(e.Metadata.Headers)}";

    private static async Task Until(Func<bool> reached)
    {
        var since = Stopwatch.GetTimestamp();
        while (!reached())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30));
            await Task.Delay(5);
        }
    }
}
