using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

public sealed class LogOrderTests(SharedServer server)
{
    [Fact]
    public async Task A_reader_never_passes_an_event_that_commits_late()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var late = await database.AppendUncommitted(Append(Guid.CreateVersion7(), 0));
        var next = store.Append(Append(Guid.CreateVersion7(), 0));
        await database.WaitUntilBlocked(transactions: 1);

        Assert.Empty(await store.ReadLog(0, 10, CancellationToken.None));
        Assert.False(next.IsCompleted);

        await late.Transaction.CommitAsync();

        var first = MustBeStored(version: 1, late.Outcome).Sequence;
        var second = MustBeStored(version: 1, await next).Sequence;
        Assert.True(first < second);
        Assert.Equal([first, second], (await store.ReadLog(0, 10, CancellationToken.None)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_reader_who_goes_on_from_where_it_was_while_16_write_on_two_nodes_meets_every_event_once_and_in_order()
    {
        const int Writers = 16;
        const int Each = 20;
        await using var database = await server.NewDatabase();
        IEventStore[] nodes = [await database.Store(), await database.Store()];
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var stream = Guid.CreateVersion7();
            for (var version = 0; version < Each; version++)
            {
                MustBeStored(version + 1, await nodes[writer % 2].Append(Append(stream, version)));
            }
        }));

        var met = new List<StoredEvent>();
        for (var isOver = false; !isOver;)
        {
            isOver = writing.IsCompleted;
            met.AddRange(await nodes[0].ReadLog(met is [.., { Sequence: var reached }] ? reached : 0, 1000, CancellationToken.None));
        }

        await writing;
        MustBeInOrder(met);
        Assert.Equal(Writers * Each, met.Count);
        Assert.Equal((await nodes[1].ReadLog(0, 1000, CancellationToken.None)).Select(e => e.Id), met.Select(e => e.Id));
    }

    [Fact]
    public async Task The_instants_of_recording_cut_a_stream_to_the_microsecond()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var stream = Guid.CreateVersion7();
        for (var version = 0; version < 4; version++)
        {
            var append = Append(stream, version);
            MustBeStored(version + 1, await store.Append(append with { Metadata = append.Metadata with { Timestamp = Now.AddMicroseconds(version) } }));
        }

        var read = await store.ReadStream(stream, 1, CancellationToken.None);
        Assert.All(read, e => Assert.Equal(TimeSpan.Zero, e.Metadata.Timestamp.Offset));
        Assert.Equal([1, 2, 3], read.Where(e => e.Metadata.Timestamp <= Now.AddMicroseconds(2)).Select(e => e.Version));
        Assert.Equal([1], read.Where(e => e.Metadata.Timestamp <= Now).Select(e => e.Version));
        Assert.DoesNotContain(read, e => e.Metadata.Timestamp < Now);
    }

    [Fact]
    public async Task A_version_that_another_transaction_takes_while_we_wait_is_a_conflict()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var stream = Guid.CreateVersion7();
        await store.Append(Append(stream, 0));
        var winner = await database.AppendUncommitted(Append(stream, 1));
        var loser = store.Append(Append(stream, 1));
        await database.WaitUntilBlocked(transactions: 1);

        await winner.Transaction.CommitAsync();

        Assert.Equal(new VersionConflict(ActualVersion: 2), await loser);
    }
}
