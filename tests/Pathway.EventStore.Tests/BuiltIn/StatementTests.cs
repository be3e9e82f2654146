using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests.BuiltIn;

/// <summary>What the built-in engine's statement does beyond what every engine promises.</summary>
public sealed class StatementTests(SharedServer server)
{
    private readonly Guid stream = Guid.CreateVersion7();

    [Fact]
    public async Task In_one_batch_each_append_is_decided_after_those_before_it()
    {
        await using var database = await server.NewDatabase();
        await using var connection = await database.AppDataSource().OpenConnectionAsync();
        var other = Guid.CreateVersion7();

        var outcomes = await AppendStatement.Execute(
            connection,
            [
                Append(stream, 0).With(Document(stream, """{"at": 1}""")) with { Answer = Answer("k") },
                Append(stream, 0).With(Document(stream, """{"at": "stale"}""")),
                Append(other, 0) with { Answer = Answer("k") },
                Append(stream, 1, Event(), Event()).With(Document(stream, """{"at": 3}""")),
                Append(other, 0),
            ],
            CancellationToken.None);

        Assert.Equal(new Appended(1, 1), outcomes[0]);
        Assert.Equal(new VersionConflict(1), outcomes[1]);
        Assert.IsType<KeyAlreadyUsed>(outcomes[2]);
        Assert.Equal(new Appended(3, 3), outcomes[3]);
        Assert.Equal(new Appended(1, 4), outcomes[4]);
        Assert.Equal(["""{"at": 3} | 3"""], await database.Rows("select data, mt_version from mt_doc_patient"));
    }

    [Fact]
    public async Task A_rollback_leaves_no_gap_in_the_log()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var undone = await database.AppendUncommitted(Append(Guid.CreateVersion7(), 0, Event(), Event()));
        var next = store.Append(Append(Guid.CreateVersion7(), 0));
        await database.WaitUntilBlocked(transactions: 1);

        await undone.Transaction.RollbackAsync();

        Assert.Equal(new Appended(Version: 1, Sequence: 1), await next);
    }

    [Fact]
    public async Task A_stream_row_keeps_the_instants_that_it_was_told()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();

        await store.Append(Append(stream, 0));
        await store.Append(Append(stream, 1) with { Metadata = new(Now.AddDays(1), null, null, null, default) });

        Assert.Equal("1.00:00:00 | True", Assert.Single(await database.Rows("select timestamp - created, created = '2026-03-02 09:30:00.123456Z' from mt_streams")));
    }

    [Fact]
    public async Task Marten_s_sequence_goes_on_after_our_last_event_and_gives_no_number_twice()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
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
