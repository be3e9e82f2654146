using JasperFx.Events;
using Marten;
using Marten.Exceptions;
using Npgsql;

namespace Pathway.EventStore.Marten;

/// <summary>Reads events through Marten as the port holds them.</summary>
/// <param name="dataSource">Connections that act as the application.</param>
/// <param name="names">What events are called.</param>
internal sealed class EventReader(NpgsqlDataSource dataSource, EventNames names) : IDisposable
{
    private DocumentStore store = New(dataSource, names);

    /// <summary>Reads one stream to its end.</summary>
    public Task<IReadOnlyList<StoredEvent>> Stream(Guid streamId, long fromVersion, CancellationToken cancellation) =>
        Read(session => session.Events.FetchStreamAsync(streamId, fromVersion: fromVersion, token: cancellation), cancellation);

    /// <summary>Reads the log.</summary>
    public Task<IReadOnlyList<StoredEvent>> Log(long afterSequence, int limit, CancellationToken cancellation) =>
        Read(session => session.Events.QueryAllRawEvents().Where(e => e.Sequence > afterSequence).OrderBy(e => e.Sequence).Take(limit).ToListAsync(cancellation), cancellation);

    /// <summary>Looks for a first answer.</summary>
    public async Task<StoredAnswer?> Answer(IdempotencyKey key, CancellationToken cancellation)
    {
        try
        {
            await using var session = store.QuerySession();
            return await FirstAnswer.To(key, session, cancellation);
        }
        catch (Exception failure)
        {
            Failure.Throw(failure);
            return null;
        }
    }

    /// <summary>An event of Marten's as the port holds it.</summary>
    /// <param name="stored">The event.</param>
    /// <exception cref="UnknownEventTypeException">Marten was not told its name, and made an object of a .NET type that is called as it is.</exception>
    public static StoredEvent Of(IEvent stored) => stored.Data is StoredJson body
        ? new(
            stored.Sequence, stored.Id, stored.StreamId, stored.Version, stored.EventTypeName, body.DotNetType, body.Utf8,
            new(stored.Timestamp, stored.CorrelationId, stored.CausationId, stored.UserName, body.Headers))
        : throw new UnknownEventTypeException(stored.EventTypeName, stored.Sequence);

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();

    private async Task<IReadOnlyList<StoredEvent>> Read(Func<IQuerySession, Task<IReadOnlyList<IEvent>>> query, CancellationToken cancellation)
    {
        try
        {
            return await From(store, query);
        }
        catch (Exception unknown) when (unknown is not OperationCanceledException && Failure.OfDatabase(unknown) is null)
        {
            // A name that Marten was not told. It remembers that it did not know it, so that another is asked from now on.
            await names.LearnFrom(dataSource, afterSequence: 0, cancellation);
            names.Leave(store.Options);
            store = New(dataSource, names);
            return await From(store, query);
        }
    }

    private static async Task<IReadOnlyList<StoredEvent>> From(DocumentStore store, Func<IQuerySession, Task<IReadOnlyList<IEvent>>> query)
    {
        try
        {
            await using var session = store.QuerySession();
            return [.. (await query(session)).Select(Of)];
        }
        catch (Exception failure)
        {
            Failure.Throw(failure);
            return [];
        }
    }

    private static DocumentStore New(NpgsqlDataSource dataSource, EventNames names) => new(MartenSettings.For(dataSource, names));
}
