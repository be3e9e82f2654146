using Microsoft.Extensions.Caching.Memory;
using Pathway.Domain;
using Pathway.Domain.Happenings;
using Pathway.Domain.Protocols;

namespace Pathway.Projections.Notifications;

/// <summary>
/// Derives how pathways stand, and remembers of each the last that was derived: where the next entry is followed, that is how it stood before it. What is
/// remembered is what would be derived again, from the same entries under the same protocols for the same date, or it is not used; so it matters to nobody
/// what another node has done in between.
/// </summary>
/// <param name="mostPathways">Most pathways of which one is remembered, 0 or more; 5,000 take some 15 MB.</param>
internal sealed class Standings(int mostPathways = 5_000) : IDisposable
{
    private readonly MemoryCache recent = new(new MemoryCacheOptions { SizeLimit = mostPathways });

    /// <summary>Tells how a pathway stands.</summary>
    /// <param name="pathway">The pathway.</param>
    /// <param name="events">Its entries.</param>
    /// <param name="version">How many of them count, 1 or more.</param>
    /// <param name="published">The published protocols.</param>
    /// <param name="on">The date to describe.</param>
    public Standing Of(Guid pathway, List<RecordedEvent> events, int version, ProtocolShelf published, DateOnly on)
    {
        var last = events[version - 1].Id; // More than its number: a database that was set back to an earlier day has another entry there.
        if (recent.Get<Remembered>(pathway) is { } known && known.Last == last && known.Standing.On == on && known.Published == published)
        {
            return known.Standing;
        }

        var standing = Standing.Of(events.GetRange(0, version), published, on);
        recent.Set(pathway, new Remembered(last, published, standing), new MemoryCacheEntryOptions { Size = 1 });
        return standing;
    }

    /// <inheritdoc/>
    public void Dispose() => recent.Dispose();

    private sealed record Remembered(Guid Last, ProtocolShelf Published, Standing Standing);
}
