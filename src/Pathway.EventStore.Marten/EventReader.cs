using System.Diagnostics;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace Pathway.EventStore.Marten;

/// <summary>Reads events through Marten as the port holds them.</summary>
/// <param name="store">The document store.</param>
/// <param name="names">What its events are called.</param>
internal sealed class EventReader(IDocumentStore store, EventNames names)
{
    private const string Names = "select distinct type from mt_events where seq_id > $1";

    /// <summary>Reads one stream to its end.</summary>
    public Task<IReadOnlyList<StoredEvent>> Stream(Guid streamId, long fromVersion, CancellationToken cancellation) =>
        Read(session => session.Events.FetchStreamAsync(streamId, fromVersion: fromVersion, token: cancellation), cancellation);

    /// <summary>Reads the log.</summary>
    public Task<IReadOnlyList<StoredEvent>> Log(long afterSequence, int limit, CancellationToken cancellation) =>
        Read(session => session.Events.QueryAllRawEvents().Where(e => e.Sequence > afterSequence).OrderBy(e => e.Sequence).Take(limit).ToListAsync(cancellation), cancellation);

    /// <summary>Takes note of every name that the record has.</summary>
    /// <param name="afterSequence">Where to begin looking; 0 for the beginning.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether one of them was not known.</returns>
    public async Task<bool> LearnNames(long afterSequence, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(Names) { Parameters = { new() { Value = afterSequence } } };
        await using var rows = await session.ExecuteReaderAsync(command, cancellation);
        var learned = false;
        while (await rows.ReadAsync(cancellation))
        {
            learned |= names.Learn(rows.GetString(0));
        }

        return learned;
    }

    /// <summary>An event of Marten's as the port holds it.</summary>
    /// <param name="stored">The event; its name was known when it was read.</param>
    public static StoredEvent Of(IEvent stored)
    {
        var body = (StoredJson)stored.Data;
        return new(
            stored.Sequence, stored.Id, stored.StreamId, stored.Version, stored.EventTypeName, body.DotNetType, body.Utf8,
            new(stored.Timestamp, stored.CorrelationId, stored.CausationId, stored.UserName, body.Headers));
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

            await LearnNames(afterSequence: 0, cancellation);
        }
    }
}
