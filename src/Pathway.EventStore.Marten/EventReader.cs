using System.Diagnostics;
using JasperFx.Events;
using Marten;

namespace Pathway.EventStore.Marten;

/// <summary>Reads events through Marten as the port holds them.</summary>
/// <param name="store">The document store.</param>
/// <param name="names">What its events are called.</param>
internal sealed class EventReader(IDocumentStore store, EventNames names)
{
    /// <summary>Reads one stream to its end.</summary>
    public Task<IReadOnlyList<StoredEvent>> Stream(Guid streamId, long fromVersion, CancellationToken cancellation) =>
        Read(session => session.Events.FetchStreamAsync(streamId, fromVersion: fromVersion, token: cancellation), cancellation);

    /// <summary>Reads the log.</summary>
    public Task<IReadOnlyList<StoredEvent>> Log(long afterSequence, int limit, CancellationToken cancellation) =>
        Read(session => session.Events.QueryAllRawEvents().Where(e => e.Sequence > afterSequence).OrderBy(e => e.Sequence).Take(limit).ToListAsync(cancellation), cancellation);

    /// <summary>Takes note of every name that the record has.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task LearnNames(CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        foreach (var name in await session.Events.QueryAllRawEvents().Select(e => e.EventTypeName).Distinct().ToListAsync(cancellation))
        {
            names.Learn(name);
        }
    }

    /// <summary>An event of Marten's as the port holds it.</summary>
    /// <param name="stored">The event; its name was known when it was read.</param>
    public static StoredEvent Of(IEvent stored)
    {
        var body = (StoredJson)stored.Data;
        return new(
            stored.Sequence, stored.Id, stored.StreamId, stored.Version, stored.EventTypeName, body.DotNetType, body.Utf8,
            new(stored.Timestamp, stored.CorrelationId, stored.CausationId, stored.UserName, StoredJson.BytesOf(stored.Headers)));
    }

    private async Task<IReadOnlyList<StoredEvent>> Read(Func<IQuerySession, Task<IReadOnlyList<IEvent>>> query, CancellationToken cancellation)
    {
        for (var learned = false; ; learned = true)
        {
            try
            {
                await using var session = store.QuerySession();
                var events = await query(session);
                if (events.All(e => e.Data is StoredJson))
                {
                    return [.. events.Select(Of)];
                }
            }
            catch (Exception failure) when (learned || failure is OperationCanceledException || Failure.OfDatabase(failure) is not null)
            {
                Failure.Throw(failure);
            }
            catch
            {
                // Marten found no .NET type of that name, or one that it could not fill.
            }

            if (learned)
            {
                throw new UnreachableException("Marten made a .NET object of an event although it was told the event's name.");
            }

            await LearnNames(cancellation);
        }
    }
}
