using System.Data.Common;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

public sealed class ReadTests(SharedServer server)
{
    private const string EndEverySession = """
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
        """;

    private readonly Guid stream = Guid.CreateVersion7();

    [Fact]
    public async Task A_read_that_meets_a_connection_which_the_server_has_ended_is_made_on_a_new_one()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        await store.Append(Append(stream, 0) with { Answer = Answer("k") });
        var reads = new Func<Task<int>>[]
        {
            async () => (await store.ReadStream(stream, 1, CancellationToken.None)).Count,
            async () => (await store.ReadLog(0, 10, CancellationToken.None)).Count,
            async () => await store.FindAnswer(new("c.meyer", "k"), CancellationToken.None) is null ? 0 : 1,
        };

        foreach (var read in reads)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => read())); // So that the pool has several.
            await database.Execute(EndEverySession);
            Assert.Equal(1, await read());
        }
    }

    [Fact]
    public async Task What_Marten_s_tools_have_set_aside_is_part_of_the_record_as_it_was()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        var append = Append(stream, 0);
        await store.Append(append);
        await database.Execute("update mt_streams set is_archived = true; update mt_events set is_archived = true");

        Assert.Equal(append.Events[^1].Id, Assert.Single(await store.ReadStream(stream, 1, CancellationToken.None)).Id);
        Assert.Equal(append.Events[^1].Id, Assert.Single(await store.ReadLog(0, 10, CancellationToken.None)).Id);
        Assert.IsType<AppendOutcome.Appended>(await store.Append(append)); // The repeat of one whose reply was lost.
    }

    [Fact]
    public async Task A_read_of_a_server_that_is_not_there_fails_and_does_not_wait()
    {
        await using var database = await server.NewDatabase();
        await using var proxy = new LossyProxy(database.Owner);
        var store = await database.Store(proxy.ConnectionString);
        await store.Append(Append(stream, 0));
        proxy.Refuse();
        await database.Execute(EndEverySession);

        await Assert.ThrowsAnyAsync<DbException>(() => store.ReadStream(stream, 1, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5)));
        await Assert.ThrowsAnyAsync<DbException>(() => store.ReadLog(0, 10, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5)));
        await Assert.ThrowsAnyAsync<DbException>(() => store.FindAnswer(new("c.meyer", "k"), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_read_that_is_cancelled_ends_as_cancelled_and_not_as_a_failure_of_the_server()
    {
        await using var database = await server.NewDatabase();
        var store = await database.Store();
        await using var owner = Npgsql.NpgsqlDataSource.Create(database.Owner);
        await using var connection = await owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var locking = new Npgsql.NpgsqlCommand("lock table mt_events, pathway_idempotency in access exclusive mode", connection);
        await locking.ExecuteNonQueryAsync();
        foreach (var read in (Func<CancellationToken, Task>[])[
            cancellation => store.ReadStream(stream, 1, cancellation),
            cancellation => store.ReadLog(0, 10, cancellation),
            cancellation => store.FindAnswer(new("c.meyer", "k"), cancellation)])
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read(soon.Token));
        }
    }

    [Fact]
    public async Task Names_that_a_newer_version_writes_are_read_by_many_at_once()
    {
        await using var database = await server.NewDatabase();
        await using var newer = await database.Node();
        await using var older = await database.Node();
        var expected = new List<string>();
        for (var round = 0; round < 5; round++)
        {
            foreach (var dotNetType in (string[])["Newer.Type, Newer", typeof(ReadTests).AssemblyQualifiedName!])
            {
                expected.Add($"name_{expected.Count}");
                await newer.Store.Append(Append(stream, expected.Count - 1, Event() with { Type = expected[^1], DotNetType = dotNetType }));
            }

            var reads = await Task.WhenAll(Enumerable.Range(0, 16).Select(one => Task.Run(() => one % 2 == 0
                ? older.Store.ReadStream(stream, 1, CancellationToken.None)
                : older.Store.ReadLog(0, 100, CancellationToken.None))));
            Assert.All(reads, read => Assert.Equal(expected, read.Select(e => e.Type)));
        }
    }
}
