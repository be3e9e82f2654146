using System.Collections.Immutable;
using Pathway.Domain;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.EventStore;

namespace Pathway.Api.Pathways;

/// <summary>One pathway up to a version. It never changes, so that it may be kept, with what was derived from it.</summary>
/// <param name="id">The pathway.</param>
/// <param name="stream">Its events in the order of entry; none before the opening.</param>
internal sealed class Journey(Guid id, ImmutableArray<RecordedEvent> stream)
{
    private volatile PathwayState? _state;

    internal Guid Id => id;

    internal ImmutableArray<RecordedEvent> Stream => stream;

    /// <summary>Version of the last event; 0 before the opening.</summary>
    internal int Version => stream.Length;

    /// <summary>The center that treats the patient, as far as is known in this version.</summary>
    internal string Center => field ??= PathwayFacts.From(stream).Opened!.Event.Center;

    /// <summary>The journey with what follows.</summary>
    /// <param name="stored">The events after this version, in their order.</param>
    internal Journey With(IEnumerable<StoredEvent> stored) =>
        new(id, [.. stream, .. stored.Select(e => new RecordedEvent(e.Id, e.Version, e.Metadata.Timestamp, EventJson.Read(e.Type, e.Data.Span)))]);

    /// <summary>Goes back to an earlier version.</summary>
    /// <param name="version">The version, 1 or more, at most this one.</param>
    internal Journey UpTo(int version) => version == Version ? this : new(id, stream[..version]);

    /// <summary>Derives the state on a date.</summary>
    /// <param name="asOf">The date.</param>
    /// <param name="shelf">The published protocols.</param>
    /// <param name="protocol">The protocol to judge by; null for the one in force.</param>
    internal PathwayState StateOn(DateOnly asOf, ProtocolShelf shelf, Protocol? protocol = null)
    {
        if (protocol is not null)
        {
            return Derivation.Derive(id, stream, shelf, asOf, protocol);
        }

        // What is in force is said by the events themselves, so the date alone decides. Two who derive it at once derive the same.
        return _state is { } known && known.AsOf == asOf ? known : _state = Derivation.Derive(id, stream, shelf, asOf);
    }

    /// <summary>Derives the picture that rules look at, on a date.</summary>
    /// <param name="asOf">The date.</param>
    /// <param name="shelf">The published protocols.</param>
    /// <param name="protocol">The protocol to judge by; null for the one in force.</param>
    internal ClinicalPicture PictureOn(DateOnly asOf, ProtocolShelf shelf, Protocol? protocol)
    {
        var facts = PathwayFacts.From(stream, asOf);
        return ClinicalPicture.Of(facts, protocol ?? shelf.InForce(facts), asOf);
    }
}
