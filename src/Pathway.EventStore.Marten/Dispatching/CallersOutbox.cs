using Npgsql;
using Wolverine;
using Wolverine.Persistence.Durability;
using Wolverine.RDBMS;
using Wolverine.Transports;

namespace Pathway.EventStore.Marten.Dispatching;

/// <summary>
/// Wolverine's outbox in the transaction of whoever calls: what is published is stored by a connection of theirs, and is there when they commit. It belongs to no node
/// then, as nobody knows here when that is: the node whose turn it is fetches it.
/// </summary>
/// <param name="database">Wolverine's tables.</param>
internal sealed class CallersOutbox(IMessageDatabase database) : IEnvelopeTransaction
{
    private const int MostTogether = 1000; // A statement has room for so many parameters, of which a message takes nine.

    private readonly List<Envelope> published = [];

    /// <inheritdoc/>
    public Task PersistIncomingAsync(Envelope envelope)
    {
        envelope.OwnerId = TransportConstants.AnyNode;
        published.Add(envelope);
        return Task.CompletedTask;
    }

    /// <summary>Stores what was published.</summary>
    /// <param name="connection">The caller's connection.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task Store(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var some in published.Chunk(MostTogether))
        {
            await using var command = DatabasePersistence.BuildIncomingStorageCommand(some, database);
            command.Connection = connection;
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public Task PersistOutgoingAsync(Envelope envelope) => throw new NotSupportedException("Nothing is sent to another system by Wolverine.");

    /// <inheritdoc/>
    public Task PersistOutgoingAsync(Envelope[] envelopes) => throw new NotSupportedException("Nothing is sent to another system by Wolverine.");

    /// <inheritdoc/>
    public Task<bool> TryMakeEagerIdempotencyCheckAsync(Envelope envelope, DurabilitySettings settings, CancellationToken cancellation) => Task.FromResult(true);

    /// <inheritdoc/>
    public ValueTask RollbackAsync() => ValueTask.CompletedTask; // The transaction is the caller's.
}
