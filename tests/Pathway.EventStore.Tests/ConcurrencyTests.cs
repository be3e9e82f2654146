using System.Collections.Concurrent;
using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

/// <summary>Two nodes on one database in every test: what holds between processes holds within one.</summary>
public sealed class ConcurrencyTests(SharedServer server)
{
    private const int Callers = 64;

    [Fact]
    public async Task Of_64_callers_who_append_to_one_stream_each_gets_in_exactly_once_and_in_order()
    {
        const int Each = 3;
        await using var database = await server.NewDatabase();
        IEventStore[] nodes = [await database.Store(), await database.Store()];
        var stream = Guid.CreateVersion7();
        var accepted = new ConcurrentBag<(Guid EventId, Appended Answer)>();
        var conflicts = 0;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            var version = 0L;
            for (var done = 0; done < Each;)
            {
                var mine = Event($$"""{"caller": {{caller}}, "n": {{done}}}""");
                var outcome = await nodes[caller % 2].Append(Append(stream, version, mine));
                if (outcome is Appended answer)
                {
                    accepted.Add((mine.Id, answer));
                    version = answer.Version;
                    done++;
                }
                else
                {
                    version = Assert.IsType<VersionConflict>(outcome).ActualVersion;
                    Interlocked.Increment(ref conflicts);
                }
            }
        }));

        var log = await nodes[0].ReadLog(0, 1000, CancellationToken.None);
        MustBeInOrder(log);
        Assert.Equal(Enumerable.Range(1, Callers * Each).Select(n => (long)n), log.Select(e => e.Version));
        Assert.Equal(
            accepted.OrderBy(a => a.Answer.Version).Select(a => (a.EventId, a.Answer.Version, a.Answer.Sequence)),
            log.Select(e => (e.Id, e.Version, e.Sequence)));
        Assert.True(conflicts > 0, "Nobody met anybody: the test showed nothing.");
    }

    [Fact]
    public async Task Of_64_callers_with_a_stream_each_every_accepted_answer_is_in_the_log_in_its_place()
    {
        const int Each = 12;
        await using var database = await server.NewDatabase();
        IEventStore[] nodes = [await database.Store(), await database.Store()];
        var accepted = new ConcurrentBag<(Guid EventId, Guid Stream, Appended Answer)>();

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            var stream = Guid.CreateVersion7();
            for (var version = 0L; version < Each; version++)
            {
                var mine = Event();
                var append = Append(stream, version, mine).With(Document(stream, $$"""{"at": {{version + 1}}}"""));
                var answer = Assert.IsType<Appended>(await nodes[(caller + version) % 2].Append(append));
                Assert.Equal(version + 1, answer.Version);
                accepted.Add((mine.Id, stream, answer));
            }
        }));

        var log = await nodes[1].ReadLog(0, 1000, CancellationToken.None);
        MustBeInOrder(log);
        Assert.Equal(
            accepted.OrderBy(a => a.Answer.Sequence).Select(a => (a.EventId, a.Stream, a.Answer.Version, a.Answer.Sequence)),
            log.Select(e => (e.Id, e.StreamId, e.Version, e.Sequence)));
        Assert.Equal(
            Callers, await database.Scalar<long>($$"""select count(*) from mt_doc_patient where mt_version = {{Each}} and data = '{"at": {{Each}}}'"""));
    }

    [Fact]
    public async Task Of_16_callers_who_write_the_same_document_nobody_s_change_is_lost_and_it_never_lags_behind_the_events()
    {
        const int Clients = 16;
        const int Each = 8;
        await using var database = await server.NewDatabase();
        IEventStore[] nodes = [await database.Store(), await database.Store()];
        var stream = Guid.CreateVersion7();
        using var done = new CancellationTokenSource();
        var watching = Watch();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (var n = 0; n < Each;)
            {
                // Each adds itself to what the events before say: a change that is lost, or made on something stale, shows in the end.
                var before = await nodes[client % 2].ReadStream(stream, 1, CancellationToken.None);
                var mine = $"\"{client}.{n}\"";
                var document = $"[{string.Join(", ", before.Select(e => Text(e.Data)).Append(mine))}]";
                var append = Append(stream, before.Count, Event(mine)).With(Document(stream, document));
                n += await nodes[client % 2].Append(append) is Appended ? 1 : 0;
            }
        }));
        await done.CancelAsync();
        var looks = await watching;

        var events = await nodes[0].ReadStream(stream, 1, CancellationToken.None);
        Assert.Equal(Clients * Each, events.Count);
        Assert.Equal([$"[{string.Join(", ", events.Select(e => Text(e.Data)))}] | {Clients * Each}"], await database.Rows("select data, mt_version from mt_doc_patient"));
        Assert.True(looks > 0, "Nobody looked: the test showed nothing.");

        async Task<int> Watch()
        {
            var times = 0;
            while (!done.IsCancellationRequested)
            {
                Assert.Empty(await database.Rows("""
                    select s.version, d.mt_version, jsonb_array_length(d.data) from mt_streams s left join mt_doc_patient d on d.id = s.id
                    where s.version is distinct from d.mt_version or s.version is distinct from jsonb_array_length(d.data)
                    """));
                times++;
            }

            return times;
        }
    }

    [Fact]
    public async Task A_node_that_stops_decides_what_was_called_before_and_takes_no_more()
    {
        await using var database = await server.NewDatabase();
        var node = await database.Node();
        var store = node.Store;

        var waiting = Enumerable.Range(0, 50).Select(_ => store.Append(Append(Guid.CreateVersion7(), 0))).ToList();
        await node.DisposeAsync();

        Assert.All(waiting, append => Assert.IsType<Appended>(append.Result));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => store.Append(Append(Guid.CreateVersion7(), 0)));
    }

    [Fact]
    public async Task A_key_used_by_16_callers_at_once_is_stored_once_and_all_get_the_one_answer()
    {
        await using var database = await server.NewDatabase();
        IEventStore[] nodes = [await database.Store(), await database.Store()];
        var streams = Enumerable.Range(0, 16).Select(_ => Guid.CreateVersion7()).ToList();

        var outcomes = await Task.WhenAll(streams.Select(
            (stream, caller) => nodes[caller % 2].Append(Append(stream, 0) with { Answer = Answer("k", body: $"\"{stream}\"") })));

        var winner = Assert.Single(outcomes.Index(), o => o.Item is Appended).Index;
        Assert.All(outcomes.Where(o => o is not Appended), o => Assert.Equal($"\"{streams[winner]}\"", Text(Assert.IsType<KeyAlreadyUsed>(o).First.Body)));
        Assert.Equal(streams[winner], Assert.Single(await nodes[0].ReadLog(0, 100, CancellationToken.None)).StreamId);
    }
}
