using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Pathway.EventStore.Dispatching;

namespace Pathway.EventStore.Tests.Dispatching;

/// <summary>
/// One of several that do chores, until it is disposed of. They wait in a table of the test's own: a lane, a number, and whether it was done.
/// </summary>
internal sealed class ChoreNode : IAsyncDisposable
{
    private const string Name = "chores";

    private readonly CancellationTokenSource stop = new();
    private readonly TestDatabase database;
    private readonly NpgsqlDataSource connections;
    private readonly StoreNode node;
    private readonly Task running;

    private ChoreNode(TestDatabase database, StoreNode node, Func<string, Task> attempt, bool tries)
    {
        (this.database, this.node, connections) = (database, node, database.AppDataSource());
        running = tries ? node.Dispatching.Run(Name, Due, (key, _) => Try(key, attempt), stop.Token) : Task.CompletedTask;
    }

    public ConcurrentQueue<string> Tried { get; } = new();

    /// <summary>A database with chores in it, as rows of SQL.</summary>
    public static async Task<TestDatabase> NewDatabase(SharedServer server, string chores)
    {
        var made = await server.NewDatabase();
        await made.Execute($"""
            create table chore (lane text not null, number int primary key, done_at timestamptz null);
            grant select, insert, update on chore to pathway_app;
            insert into chore (lane, number) values {chores}
            """);
        return made;
    }

    /// <summary>Starts one.</summary>
    /// <param name="database">Where the chores are.</param>
    /// <param name="attempt">Does one; null for nothing.</param>
    /// <param name="engine">The engine; null for the one under test.</param>
    /// <param name="tries">Whether it does any, or only announces.</param>
    public static async Task<ChoreNode> Start(TestDatabase database, Func<string, Task>? attempt = null, IStoreEngine? engine = null, bool tries = true) => new(
        database, await StoreNode.Start(engine ?? EngineUnderTest.Engine, database.AppDataSource()), attempt ?? (_ => Task.CompletedTask), tries);

    /// <summary>Adds chores in a transaction, and announces their lanes there.</summary>
    public async Task Announce(bool commits, string chores)
    {
        await using var connection = await connections.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand($"insert into chore (lane, number) values {chores} returning lane", connection);
        var lanes = new HashSet<string>();
        await using (var row = await insert.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
            {
                lanes.Add(row.GetString(0));
            }
        }

        await node.Dispatching.Announce(Name, lanes, connection, CancellationToken.None);
        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
    }

    public Task UntilDone() => Until(async () => await database.Scalar<long>("select count(*) from chore where done_at is null") == 0);

    public Task Until(Func<bool> reached) => Until(() => Task.FromResult(reached()));

    public async ValueTask DisposeAsync()
    {
        if (!stop.IsCancellationRequested)
        {
            await stop.CancelAsync();
            await running;
            await node.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<DueTry>> Due(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select distinct on (lane) lane, number from chore where done_at is null order by lane, number", connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var due = new List<DueTry>();
        while (await row.ReadAsync(cancellation))
        {
            due.Add(new(row.GetString(0), $"{row.GetInt32(1)}"));
        }

        return due;
    }

    private static async Task Until(Func<Task<bool>> reached)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await reached())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "It was not reached.");
            await Task.Delay(10);
        }
    }

    private async Task Try(string key, Func<string, Task> attempt)
    {
        Tried.Enqueue(key);
        await attempt(key);
        await using var command = connections.CreateCommand("update chore set done_at = clock_timestamp() where number = $1 and done_at is null");
        command.Parameters.Add(new() { Value = int.Parse(key) });
        await command.ExecuteNonQueryAsync();
    }
}
