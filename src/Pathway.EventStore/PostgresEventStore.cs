using System.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Pathway.EventStore;

/// <summary>
/// The built-in engine's store, in the tables that Marten uses. Several of them, in several processes, may share one database: the log's lock orders them.
/// Its numbers of the log have no gaps where no other engine wrote.
/// </summary>
public sealed class PostgresEventStore : IEventStore, IAsyncDisposable
{
    private const string FirstAnswer = "select fingerprint, status, body from pathway_idempotency where actor_id = $1 and key = $2";

    private readonly NpgsqlDataSource dataSource;
    private readonly AppendQueue queue;

    /// <summary>Begins to take appends.</summary>
    /// <param name="dataSource">Connections from <see cref="StoreConnection.DataSource"/>; they stay the caller's.</param>
    /// <param name="logger">Hears of lost replies, with ids and counts only; null for nobody.</param>
    /// <param name="options">How appends are gathered; null for the defaults.</param>
    public PostgresEventStore(NpgsqlDataSource dataSource, ILogger<PostgresEventStore>? logger = null, StoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        this.dataSource = dataSource;
        queue = new(dataSource, options ?? new(), logger ?? NullLogger<PostgresEventStore>.Instance);
    }

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(StreamAppend append)
    {
        ArgumentNullException.ThrowIfNull(append);
        StreamAppendShape.Check(append);
        return queue.Append(append);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> ReadStream(Guid streamId, long fromVersion, CancellationToken cancellation) => Reading.Of<IReadOnlyList<StoredEvent>>(async () =>
    {
        await using var command = dataSource.CreateCommand(StoredEvents.OneStream);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = streamId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = fromVersion });
        return await StoredEvents.Read(command, cancellation);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> ReadLog(long afterSequence, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Reading.Of<IReadOnlyList<StoredEvent>>(async () =>
        {
            await using var command = dataSource.CreateCommand(StoredEvents.Log);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSequence });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
            return await StoredEvents.Read(command, cancellation);
        });
    }

    /// <inheritdoc/>
    public Task<StoredAnswer?> FindAnswer(IdempotencyKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Reading.Of(async () =>
        {
            await using var command = dataSource.CreateCommand(FirstAnswer);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.ActorId });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Key });
            await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellation);
            return await row.ReadAsync(cancellation)
                ? new StoredAnswer(row.GetFieldValue<byte[]>(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2))
                : null;
        });
    }

    /// <summary>Takes no more appends, and ends when those that were called are decided.</summary>
    /// <returns>A task that ends then.</returns>
    public ValueTask DisposeAsync() => queue.DisposeAsync();
}
