using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

public sealed class LogOrderTests(SharedServer server)
{
    [Fact]
    public async Task A_reader_never_passes_an_event_that_commits_late()
    {
        await using var database = await server.NewDatabase();
        var store = database.Store();
        var late = await database.AppendUncommitted(Append(Guid.CreateVersion7(), 0));
        var next = store.Append(Append(Guid.CreateVersion7(), 0));
        await database.WaitUntilBlocked(transactions: 1);

        Assert.Equal(new Appended(1, 1), late.Outcome);
        Assert.Empty(await store.ReadLog(0, 10, CancellationToken.None));
        Assert.False(next.IsCompleted);

        await late.Transaction.CommitAsync();

        Assert.Equal(new Appended(Version: 1, Sequence: 2), await next);
        Assert.Equal([1, 2], (await store.ReadLog(0, 10, CancellationToken.None)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_rollback_leaves_no_gap_in_the_log()
    {
        await using var database = await server.NewDatabase();
        var store = database.Store();
        var undone = await database.AppendUncommitted(Append(Guid.CreateVersion7(), 0, Event(), Event()));
        var next = store.Append(Append(Guid.CreateVersion7(), 0));
        await database.WaitUntilBlocked(transactions: 1);

        await undone.Transaction.RollbackAsync();

        Assert.Equal(new Appended(Version: 1, Sequence: 1), await next);
    }

    [Fact]
    public async Task A_version_that_another_transaction_takes_while_we_wait_is_a_conflict()
    {
        await using var database = await server.NewDatabase();
        var store = database.Store();
        var stream = Guid.CreateVersion7();
        await store.Append(Append(stream, 0));
        var winner = await database.AppendUncommitted(Append(stream, 1));
        var loser = store.Append(Append(stream, 1));
        await database.WaitUntilBlocked(transactions: 1);

        await winner.Transaction.CommitAsync();

        Assert.Equal(new VersionConflict(ActualVersion: 2), await loser);
    }

    [Fact]
    public async Task Marten_s_sequence_goes_on_after_our_last_event_and_gives_no_number_twice()
    {
        await using var database = await server.NewDatabase();
        var store = database.Store();
        Assert.Equal(1, await database.Scalar<long>("select nextval('mt_events_sequence')"));

        await store.Append(Append(Guid.CreateVersion7(), 0, Event(), Event(), Event()));
        Assert.Equal(4, await database.Scalar<long>("select nextval('mt_events_sequence')"));

        // What is rolled back leaves the sequence ahead; the next append brings it back in step.
        await (await database.AppendUncommitted(Append(Guid.CreateVersion7(), 0, Event(), Event()))).Transaction.RollbackAsync();
        Assert.True(await database.Scalar<long>("select nextval('mt_events_sequence')") > 3);
        Assert.Equal(new Appended(1, 4), await store.Append(Append(Guid.CreateVersion7(), 0)));
        Assert.Equal(5, await database.Scalar<long>("select nextval('mt_events_sequence')"));
    }
}
