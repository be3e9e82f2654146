using System.Data.Common;
using JasperFx.Events;
using Marten;
using Marten.Events.Archiving;
using Marten.Exceptions;
using Npgsql;

namespace Pathway.EventStore.Marten;

/// <summary>Reads events through Marten as the port holds them.</summary>
/// <param name="dataSource">Connections that act as the application.</param>
/// <param name="names">What events are called.</param>
internal sealed class EventReader(NpgsqlDataSource dataSource, EventNames names) : IDisposable
{
    private readonly Lock gate = new();
    private DocumentStore store = New(dataSource, names);
    private int told = names.Count;

    /// <summary>Reads one stream to its end.</summary>
    public Task<IReadOnlyList<StoredEvent>> Stream(Guid streamId, long fromVersion, CancellationToken cancellation) => Read(
        async session =>
        {
            // Marten leaves out what its own tools have set aside. Versions have no gaps: where the first is not there, something is.
            var events = await session.Events.FetchStreamAsync(streamId, fromVersion: fromVersion, token: cancellation);
            return events is [{ Version: var first }, ..] && first == fromVersion
                ? events
                : await Recorded(session).Where(e => e.StreamId == streamId && e.Version >= fromVersion).OrderBy(e => e.Version).ToListAsync(cancellation);
        },
        cancellation);

    /// <summary>Reads the log.</summary>
    public Task<IReadOnlyList<StoredEvent>> Log(long afterSequence, int limit, CancellationToken cancellation) =>
        Read(session => Recorded(session).Where(e => e.Sequence > afterSequence).OrderBy(e => e.Sequence).Take(limit).ToListAsync(cancellation), cancellation);

    /// <summary>Looks for a first answer.</summary>
    public Task<StoredAnswer?> Answer(IdempotencyKey key, CancellationToken cancellation) =>
        From(Volatile.Read(ref store), session => FirstAnswer.To(key, session, cancellation));

    /// <summary>An event of Marten's as the port holds it.</summary>
    /// <param name="stored">The event.</param>
    /// <exception cref="UnknownEventTypeException">Marten was not told its name, and made an object of a .NET type that is called as it is.</exception>
    public static StoredEvent Of(IEvent stored) => stored.Data is StoredJson body
        ? new(
            stored.Sequence, stored.Id, stored.StreamId, stored.Version, stored.EventTypeName, body.DotNetType, body.Utf8,
            new(stored.Timestamp, stored.CorrelationId, stored.CausationId, stored.UserName, body.Headers))
        : throw new UnknownEventTypeException(stored.EventTypeName, stored.Sequence);

    /// <summary>All that was recorded, also what Marten's own tools have set aside.</summary>
    public static IQueryable<IEvent> Recorded(IQuerySession session) => session.Events.QueryAllRawEvents().Where(e => e.MaybeArchived());

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();

    private async Task<IReadOnlyList<StoredEvent>> Read(Func<IQuerySession, Task<IReadOnlyList<IEvent>>> query, CancellationToken cancellation)
    {
        async Task<IReadOnlyList<StoredEvent>> Events(IQuerySession session) => [.. (await query(session)).Select(Of)];
        var asked = Volatile.Read(ref store);
        try
        {
            return await From(asked, Events);
        }
        catch (Exception unknown) when (unknown is not (OperationCanceledException or DbException))
        {
            await names.LearnFrom(dataSource, afterSequence: 0, cancellation);
            if (InsteadOf(asked) is not { } other)
            {
                throw; // Every name is told: it is something else.
            }

            return await From(other, Events);
        }
    }

    /// <summary>Another store than one that was not told a name: Marten remembers that it did not know it. Of many readers one makes it.</summary>
    /// <returns>The other store; null when there is no name that the one was not told.</returns>
    private DocumentStore? InsteadOf(DocumentStore asked)
    {
        lock (gate)
        {
            if (store != asked)
            {
                return store;
            }

            var known = names.Count;
            if (known == told)
            {
                return null;
            }

            names.Leave(asked.Options);
            (store, told) = (New(dataSource, names), known);
            asked.Dispose(); // Who reads through it may end in peace: the connections are not its own.
            return store;
        }
    }

    private static Task<T> From<T>(DocumentStore store, Func<IQuerySession, Task<T>> query) => Reading.Of(async () =>
    {
        try
        {
            await using var session = store.QuerySession();
            return await query(session);
        }
        catch (Exception failure)
        {
            Failure.Throw(failure);
            throw;
        }
    });

    private static DocumentStore New(NpgsqlDataSource dataSource, EventNames names) => new(MartenSettings.For(dataSource, names));
}
