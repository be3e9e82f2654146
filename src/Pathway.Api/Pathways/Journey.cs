using System.Collections.Immutable;
using Pathway.Domain;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.EventStore;

namespace Pathway.Api.Pathways;

/// <summary>One pathway as it was read: its events as stored, and as facts.</summary>
/// <param name="Id">The pathway.</param>
/// <param name="Stored">Its events as stored, in the order of entry; at least the opening.</param>
/// <param name="Stream">The same, read.</param>
internal sealed record Journey(Guid Id, IReadOnlyList<StoredEvent> Stored, ImmutableArray<RecordedEvent> Stream)
{
    internal long Version => Stream[^1].Version;

    internal static Journey Of(Guid id, IReadOnlyList<StoredEvent> stored) =>
        new(id, stored, [.. stored.Select(e => new RecordedEvent(e.Id, e.Version, e.Metadata.Timestamp, EventJson.Read(e.Type, e.Data.Span)))]);

    /// <summary>Derives the state on a date.</summary>
    /// <param name="shelf">The published protocols.</param>
    /// <param name="asOf">The date.</param>
    /// <param name="protocol">The protocol to judge by; null for the one in force.</param>
    internal PathwayState StateOn(DateOnly asOf, ProtocolShelf shelf, Protocol? protocol = null) => Derivation.Derive(Id, Stream, shelf, asOf, protocol);

    /// <summary>Derives the picture that rules look at, on a date.</summary>
    /// <param name="asOf">The date.</param>
    /// <param name="shelf">The published protocols.</param>
    /// <param name="protocol">The protocol to judge by; null for the one in force.</param>
    internal ClinicalPicture PictureOn(DateOnly asOf, ProtocolShelf shelf, Protocol? protocol)
    {
        var facts = PathwayFacts.From(Stream, asOf);
        return ClinicalPicture.Of(facts, protocol ?? shelf.InForce(facts), asOf);
    }
}
