using Microsoft.Extensions.Caching.Memory;
using Pathway.EventStore;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Pathways;

/// <summary>
/// Reads journeys, and remembers those that were read or recorded last: a stream only grows, so that no event need be read twice. What is remembered
/// may be behind what another node has recorded since, and is a beginning of it then.
/// </summary>
internal sealed class Journeys(IEventStore store, PublishedProtocols published) : IDisposable
{
    /// <summary>Most events that are remembered, of all journeys together; with what is derived from them some 50 MB.</summary>
    private const int MostEvents = 20_000;

    private readonly MemoryCache _recent = new(new MemoryCacheOptions { SizeLimit = MostEvents });

    /// <summary>What is remembered of a journey, without asking the database; null when nothing is.</summary>
    /// <param name="id">The pathway.</param>
    internal Journey? Remembered(Guid id) => _recent.Get<Journey>(id);

    /// <summary>Remembers a journey that is stored.</summary>
    /// <param name="journey">The journey.</param>
    internal void Remember(Journey journey) => _recent.Set(journey.Id, journey, new MemoryCacheEntryOptions { Size = journey.Version });

    /// <summary>Reads a journey as it is now.</summary>
    /// <param name="id">The pathway.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The journey; null when there is no such pathway.</returns>
    internal async Task<Journey?> Read(Guid id, CancellationToken cancellation)
    {
        var known = Remembered(id) is { } remembered && await Continue(remembered, cancellation) is { } continued
            ? continued
            : new Journey(id, []).With(await store.ReadStream(id, fromVersion: 1, cancellation));
        if (known.Version == 0)
        {
            return null;
        }

        await published.ShelfFor(known.Stream.Select(e => e.Event), cancellation);
        Remember(known);
        return known;
    }

    /// <inheritdoc/>
    public void Dispose() => _recent.Dispose();

    /// <summary>Reads what came after. The last known event is read with it: a database that was set back to an earlier day has another one there, or none.</summary>
    /// <returns>The journey as it is now; null when what is remembered is not its beginning.</returns>
    private async Task<Journey?> Continue(Journey remembered, CancellationToken cancellation)
    {
        var stored = await store.ReadStream(remembered.Id, remembered.Version, cancellation);
        return stored.Count == 0 || stored[0].Id != remembered.Stream[^1].Id ? null
            : stored.Count == 1 ? remembered
            : remembered.With(stored.Skip(1));
    }
}
