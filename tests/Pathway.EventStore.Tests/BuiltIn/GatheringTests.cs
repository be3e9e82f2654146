using Npgsql;
using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests.BuiltIn;

public sealed class GatheringTests(SharedServer server)
{
    [Fact]
    public async Task Appends_that_arrive_while_others_are_written_go_together()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();

        var waiting = await AppendWhileBlocked(database, store, [.. Enumerable.Range(0, 40).Select(_ => Append(Guid.CreateVersion7(), 0))]);

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.IsType<Appended>(outcome));
        Assert.Equal(41, await database.Scalar<long>("select count(*) from mt_events"));
        Assert.Equal(2, await database.Scalar<long>("select count(distinct xmin::text) from mt_events"));
    }

    [Fact]
    public async Task Only_the_append_that_the_server_cannot_take_fails()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        Guid[] streams = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];

        var waiting = await AppendWhileBlocked(
            database,
            store,
            [
                Append(streams[0], 0),
                Append(streams[1], 0, Event("""{"note": "\u0000"}""")),
                Append(streams[2], 0).With(Document(streams[2], "{}", alias: "no_such_table")),
                Append(streams[3], 0) with { StreamType = "\ud800" },
                Append(streams[4], 0).With(Document(streams[4], "{}")),
            ]);

        Assert.IsType<Appended>(await waiting[0]);
        Assert.Equal(PostgresErrorCodes.UntranslatableCharacter, (await Assert.ThrowsAsync<PostgresException>(() => waiting[1])).SqlState);
        Assert.Equal(PostgresErrorCodes.UndefinedTable, (await Assert.ThrowsAsync<PostgresException>(() => waiting[2])).SqlState);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => waiting[3]);
        Assert.IsType<Appended>(await waiting[4]);
        Assert.Equal([1, 2, 3], (await store.ReadLog(0, 100, CancellationToken.None)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_loses_nobody()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store(options: new() { MostWaiting = 2, MostAppendsTogether = 3, MostBytesTogether = 40 });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => store.Append(Append(Guid.CreateVersion7(), 0))));

        Assert.All(outcomes, outcome => Assert.IsType<Appended>(outcome));
        Assert.Equal(100, await database.Scalar<long>("select max(seq_id) from mt_events"));
        Assert.True(await database.Scalar<long>("select max(n) from (select count(*) n from mt_events group by xmin::text) t") <= 3);
    }

    /// <summary>Keeps the store busy with one append, hands it the others meanwhile, and lets all of them go.</summary>
    private static async Task<List<Task<AppendOutcome>>> AppendWhileBlocked(TestDatabase database, IEventStore store, StreamAppend[] others)
    {
        var held = await database.AppendUncommitted(Append(Guid.CreateVersion7(), 0));
        var first = store.Append(Append(Guid.CreateVersion7(), 0));
        await database.WaitUntilBlocked(transactions: 1);

        var waiting = others.Select(store.Append).ToList();
        await held.Transaction.RollbackAsync();
        await first;
        return waiting;
    }
}
