using System.Data.Common;
using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

public sealed class LostReplyTests(SharedServer server)
{
    private readonly Guid stream = Guid.CreateVersion7();

    [Theory]
    [InlineData(Loss.Request)]
    [InlineData(Loss.Reply)]
    [InlineData(Loss.Farewell)]
    [InlineData(Loss.Silence)]
    public async Task An_append_whose_connection_is_lost_is_stored_once_and_said_so(Loss loss)
    {
        await using var database = await server.NewDatabase();
        await using var proxy = new LossyProxy(database.Owner);
        var store = await database.Store($"{proxy.ConnectionString};Command Timeout=1;Cancellation Timeout=-1");
        await store.Append(Append(stream, 0));

        proxy.LoseNext(loss);
        var outcome = await store.Append(ToBeLost(1).With(Document(stream, """{"at": 2}""")) with { Answer = Answer("k") });

        var appended = MustBeStored(version: 2, outcome);
        Assert.Equal(1, proxy.Lost);
        var log = await store.ReadLog(0, 10, CancellationToken.None);
        Assert.Equal([1, 2], log.Select(e => e.Version));
        Assert.Equal(appended.Sequence, log[^1].Sequence);
        Assert.Equal(["""{"at": 2} | 2"""], await database.Rows("select data, mt_version from mt_doc_patient"));
        Assert.NotNull(await store.FindAnswer(new("c.meyer", "k"), CancellationToken.None));
    }

    [Fact]
    public async Task A_request_that_reaches_the_server_after_its_repeat_is_not_stored_again()
    {
        await using var database = await server.NewDatabase();
        await using var proxy = new LossyProxy(database.Owner);
        var store = await database.Store(proxy.ConnectionString);
        await store.Append(Append(stream, 0));

        proxy.LoseNext(Loss.Late);
        MustBeStored(version: 2, await store.Append(ToBeLost(1).With(Document(stream, """{"at": 2}"""))));
        MustBeStored(version: 3, await store.Append(Append(stream, 2).With(Document(stream, """{"at": 3}"""))));
        await proxy.DeliverLate();

        Assert.Equal([1, 2, 3], (await store.ReadLog(0, 10, CancellationToken.None)).Select(e => e.Version));
        Assert.Equal(["""{"at": 3} | 3"""], await database.Rows("select data, mt_version from mt_doc_patient"));
    }

    [Fact]
    public async Task A_conflict_whose_reply_is_lost_is_still_a_conflict()
    {
        await using var database = await server.NewDatabase();
        await using var proxy = new LossyProxy(database.Owner);
        var store = await database.Store(proxy.ConnectionString);
        await store.Append(Append(stream, 0, Event(), Event()));

        proxy.LoseNext(Loss.Reply);

        Assert.Equal(new VersionConflict(ActualVersion: 2), await store.Append(ToBeLost(1)));
    }

    [Fact]
    public async Task A_key_whose_first_answer_another_call_gave_is_still_that_call_s_after_a_lost_reply()
    {
        await using var database = await server.NewDatabase();
        await using var proxy = new LossyProxy(database.Owner);
        var store = await database.Store(proxy.ConnectionString);
        await store.Append(Append(stream, 0) with { Answer = Answer("k", body: "\"first\"") });

        proxy.LoseNext(Loss.Reply);
        var outcome = await store.Append(ToBeLost(1) with { Answer = Answer("k", body: "\"second\"") });

        Assert.Equal("\"first\"", Text(Assert.IsType<KeyAlreadyUsed>(outcome).First.Body));
    }

    [Fact]
    public async Task When_the_server_cannot_be_asked_in_time_nobody_calls_it_a_failure()
    {
        await using var database = await server.NewDatabase();
        await using var proxy = new LossyProxy(database.Owner);
        var store = await database.Store(proxy.ConnectionString, new() { ResolveWithin = TimeSpan.FromMilliseconds(300) });
        await store.Append(Append(stream, 0));

        proxy.LoseNext(Loss.Reply, thenRefuse: true);
        Assert.IsType<Unknown>(await store.Append(ToBeLost(1)));

        Assert.Equal(2, await database.Scalar<long>("select count(*) from mt_events")); // It was stored: "failed" would have been a lie.
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_append_that_waits_for_the_lock_longer_than_a_command_may_take_is_never_called_a_failure_nor_stored_twice(bool lockIsGivenBackInTime)
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store($"{database.Owner};Command Timeout=1", new() { ResolveWithin = TimeSpan.FromSeconds(lockIsGivenBackInTime ? 30 : 2) });
        var other = await database.AppendUncommitted(Append(Guid.CreateVersion7(), 0));
        var append = Append(stream, 0);

        var waits = store.Append(append);
        await Task.Delay(TimeSpan.FromSeconds(1.5)); // The first try has run out of time by now.
        Assert.False(waits.IsCompleted);
        if (lockIsGivenBackInTime)
        {
            await other.Transaction.CommitAsync();
            MustBeStored(version: 1, await waits);
        }
        else
        {
            Assert.IsType<Unknown>(await waits);
            await other.Transaction.CommitAsync();
        }

        MustBeStored(version: 1, await store.Append(append)); // Sent again, it finds itself, or goes in now.
        Assert.Equal(2, await database.Scalar<long>("select count(*) from mt_events"));
    }

    [Fact]
    public async Task An_append_that_the_server_takes_back_at_the_commit_is_not_said_to_be_stored()
    {
        await using var database = await server.NewDatabase();
        await database.Execute("""
            create function refuse_the_commit() returns trigger language plpgsql as $$ begin raise 'no commit' using errcode = '22000'; end $$;
            create constraint trigger refuse_the_commit after insert on mt_events deferrable initially deferred for each row execute function refuse_the_commit();
            """);

        var refused = await Assert.ThrowsAnyAsync<DbException>(async () => await (await database.Store()).Append(Append(stream, 0)));

        Assert.Equal("22000", refused.SqlState);
        Assert.Equal(0, await database.Scalar<long>("select count(*) from mt_events"));
    }

    [Fact]
    public async Task A_session_that_the_server_ends_before_the_commit_has_stored_nothing_and_the_append_is_made_again()
    {
        await using var database = await server.NewDatabase();
        await database.Execute("""
            create sequence commits;
            create function end_the_first() returns trigger language plpgsql security definer as $$
            begin
              if nextval('commits') = 1 then
                perform pg_terminate_backend(pg_backend_pid());
              end if;
              return null;
            end $$;
            create constraint trigger end_the_first after insert on mt_events deferrable initially deferred for each row execute function end_the_first();
            """);

        MustBeStored(version: 1, await (await database.Store()).Append(Append(stream, 0)));

        Assert.Equal(1, await database.Scalar<long>("select count(*) from mt_events"));
        Assert.Equal(2, await database.Scalar<long>("select last_value from commits"));
    }

    [Fact]
    public async Task A_server_that_was_never_reached_is_a_failure_at_once()
    {
        await using var database = await server.NewDatabase();
        await using var proxy = new LossyProxy(database.Owner);
        var store = await database.Store(proxy.ConnectionString);

        proxy.Refuse();

        await Assert.ThrowsAnyAsync<DbException>(() => store.Append(Append(stream, 0)));
    }

    private StreamAppend ToBeLost(long expectedVersion)
    {
        var append = Append(stream, expectedVersion);
        return append with { Metadata = append.Metadata with { CorrelationId = LossyProxy.Mark } };
    }
}
