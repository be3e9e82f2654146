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
        PostgresEventStore[] nodes = [database.Store(), database.Store()];
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
        Assert.Equal(Enumerable.Range(1, Callers * Each).Select(n => (long)n), log.Select(e => e.Sequence));
        Assert.Equal(log.Select(e => e.Sequence), log.Select(e => e.Version));
        Assert.Equal(
            accepted.OrderBy(a => a.Answer.Version).Select(a => (a.EventId, a.Answer.Version, a.Answer.Sequence)),
            log.Select(e => (e.Id, e.Version, e.Sequence)));
        Assert.True(conflicts > 0, "Nobody met anybody: the test showed nothing.");
    }

    [Fact]
    public async Task Of_64_callers_with_a_stream_each_every_accepted_answer_is_in_the_log_without_gaps()
    {
        const int Each = 12;
        await using var database = await server.NewDatabase();
        PostgresEventStore[] nodes = [database.Store(), database.Store()];
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
        Assert.Equal(Enumerable.Range(1, Callers * Each).Select(n => (long)n), log.Select(e => e.Sequence));
        Assert.Equal(
            accepted.OrderBy(a => a.Answer.Sequence).Select(a => (a.EventId, a.Stream, a.Answer.Version, a.Answer.Sequence)),
            log.Select(e => (e.Id, e.StreamId, e.Version, e.Sequence)));
        Assert.Equal(
            Callers, await database.Scalar<long>($$"""select count(*) from mt_doc_patient where mt_version = {{Each}} and data = '{"at": {{Each}}}'"""));
    }

    [Fact]
    public async Task A_key_used_by_16_callers_at_once_is_stored_once_and_all_get_the_one_answer()
    {
        await using var database = await server.NewDatabase();
        PostgresEventStore[] nodes = [database.Store(), database.Store()];
        var streams = Enumerable.Range(0, 16).Select(_ => Guid.CreateVersion7()).ToList();

        var outcomes = await Task.WhenAll(streams.Select(
            (stream, caller) => nodes[caller % 2].Append(Append(stream, 0) with { Answer = Answer("k", body: $"\"{stream}\"") })));

        var winner = Assert.Single(outcomes.Index(), o => o.Item is Appended).Index;
        Assert.All(outcomes.Where(o => o is not Appended), o => Assert.Equal($"\"{streams[winner]}\"", Text(Assert.IsType<KeyAlreadyUsed>(o).First.Body)));
        Assert.Equal(streams[winner], Assert.Single(await nodes[0].ReadLog(0, 100, CancellationToken.None)).StreamId);
    }
}
