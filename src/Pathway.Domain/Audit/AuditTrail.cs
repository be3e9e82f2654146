using System.Collections.Immutable;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Audit;

/// <summary>One pathway as an auditor reads it: who entered what, when and why, and what came of it.</summary>
public sealed partial class AuditTrail
{
    private readonly Guid _id;
    private readonly ImmutableArray<AuditedEvent> _entries;
    private readonly ImmutableArray<RecordedEvent> _stream;
    private readonly ProtocolShelf _published;
    private readonly Protocol? _under;
    private readonly CorrectionChains _chains;

    /// <summary>Lays out a pathway.</summary>
    /// <param name="id">The pathway.</param>
    /// <param name="entries">Its entries in the order of entry, as far as they count; at least the opening.</param>
    /// <param name="published">The published protocols: those in force are among them, and those that its decisions were made under.</param>
    /// <param name="under">The rules to judge by; null for those in force at each moment.</param>
    public AuditTrail(Guid id, ImmutableArray<AuditedEvent> entries, ProtocolShelf published, Protocol? under = null)
    {
        (_id, _entries, _published, _under) = (id, entries, published, under);
        _stream = [.. entries.Select(e => e.Recorded)];
        _chains = new(entries);
    }

    // An entry takes the place after those that were known when it was made.
    private ImmutableArray<RecordedEvent> KnownBefore(long version) => _stream[..(int)(version - 1)];
}
