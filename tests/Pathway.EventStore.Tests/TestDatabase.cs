using System.Diagnostics;
using Npgsql;

namespace Pathway.EventStore.Tests;

/// <summary>A database of one test's own, with a store on it; dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string serverConnectionString;
    private readonly List<IAsyncDisposable> opened = [];

    private TestDatabase(string serverConnectionString, string name)
    {
        this.serverConnectionString = serverConnectionString;
        Name = name;
        Owner = new NpgsqlConnectionStringBuilder(serverConnectionString) { Database = name }.ConnectionString;
    }

    public string Name { get; }

    /// <summary>Connection string of the owner.</summary>
    public string Owner { get; }

    public static async Task<TestDatabase> CreateEmpty(string serverConnectionString, string with = "")
    {
        var name = $"store_{Guid.NewGuid():n}";
        await Execute(serverConnectionString, $"create database {name} {with}");
        return new(serverConnectionString, name);
    }

    /// <summary>Brings it up to this version, as the engine does.</summary>
    public Task Migrate() => EngineUnderTest.Engine.Migrate(Owner, [typeof(TestDatabase).Assembly], CancellationToken.None);

    /// <summary>Applies the schema files alone, and tells which.</summary>
    public Task<IReadOnlyList<string>> ApplySchema() => StoreSchema.Apply(Owner, [typeof(TestDatabase).Assembly], CancellationToken.None);

    /// <summary>The store of a node that stops with the test.</summary>
    /// <param name="connectionString">Another way to reach the server; null for the owner's.</param>
    /// <param name="options">How appends are made; null for the defaults.</param>
    public async Task<IEventStore> Store(string? connectionString = null, StoreOptions? options = null)
    {
        var node = await Node(connectionString, options);
        opened.Add(node);
        return node.Store;
    }

    /// <summary>One node: the engine with a pool of its own. Whoever asks for it stops it.</summary>
    /// <param name="connectionString">Another way to reach the server; null for the owner's.</param>
    /// <param name="options">How appends are made; null for the defaults.</param>
    public Task<StoreNode> Node(string? connectionString = null, StoreOptions? options = null) =>
        StoreNode.Start(EngineUnderTest.Engine, AppDataSource(connectionString), options: options);

    /// <summary>Connections that act as the application.</summary>
    public NpgsqlDataSource AppDataSource(string? connectionString = null)
    {
        var dataSource = StoreConnection.DataSource(connectionString ?? Owner);
        opened.Add(dataSource);
        return dataSource;
    }

    /// <summary>A transaction of the built-in engine's, in which this append is made and not yet committed: it holds the log's lock, for which every engine waits.</summary>
    public async Task<OpenAppend> AppendUncommitted(StreamAppend append)
    {
        var connection = await AppDataSource().OpenConnectionAsync();
        opened.Add(connection);
        var transaction = await connection.BeginTransactionAsync();
        var outcome = Assert.Single(await AppendStatement.Execute(connection, [append], CancellationToken.None));
        return new(transaction, outcome);
    }

    /// <summary>Ends when so many transactions wait for the log's lock.</summary>
    public async Task WaitUntilBlocked(int transactions)
    {
        var since = Stopwatch.GetTimestamp();
        while (await Scalar<long>("""
            select count(*) from pg_locks l join pg_database d on d.oid = l.database
            where l.locktype = 'advisory' and not l.granted and d.datname = current_database()
            """) != transactions)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "Nobody waits for the log's lock.");
            await Task.Delay(10);
        }
    }

    /// <summary>Runs SQL as the owner.</summary>
    public Task Execute(string sql) => Execute(Owner, sql);

    /// <summary>One value, asked as the owner.</summary>
    public async Task<T> Scalar<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>All rows, asked as the owner, with their columns joined by " | ".</summary>
    public async Task<IReadOnlyList<string>> Rows(string sql)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(opened))
        {
            await one.DisposeAsync();
        }

        NpgsqlConnection.ClearPool(new NpgsqlConnection(Owner));
        await Execute(serverConnectionString, $"drop database {Name} with (force)");
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>An append that another transaction has made and may still take back.</summary>
/// <param name="Transaction">To commit or to roll back.</param>
/// <param name="Outcome">What it was told.</param>
public sealed record OpenAppend(NpgsqlTransaction Transaction, AppendOutcome Outcome);
