using System.Collections.Immutable;
using Pathway.Domain.Journey;

namespace Pathway.Domain.Audit;

/// <summary>Follows corrections in both directions, each to its end.</summary>
internal sealed class CorrectionChains
{
    private readonly Dictionary<Guid, AuditedEvent> _entries;
    private readonly ILookup<Guid, AuditedEvent> _corrections;
    private readonly Dictionary<Guid, RecordedEvent> _inForce;
    private readonly HashSet<Guid> _withdrawn;
    private readonly HashSet<Guid> _counted;

    public CorrectionChains(ImmutableArray<AuditedEvent> entries)
    {
        IReadOnlyList<RecordedEvent> stream = [.. entries.Select(e => e.Recorded)];
        _entries = entries.ToDictionary(e => e.Recorded.Id);
        _corrections = entries.Where(e => e.Recorded.Event is EventCorrected).ToLookup(e => ((EventCorrected)e.Recorded.Event).EventId);
        (_inForce, _withdrawn) = Corrections.InForce(stream);
        _counted = Corrections.Apply(stream).Select(f => f.EventId).ToHashSet();
    }

    /// <summary>What a correction is about: the entry that it names and, when that is a correction, the one that that names, down to the entry that is none.</summary>
    public ValueList<EntryReference> From(RecordedEvent entry)
    {
        var chain = new List<EntryReference>();
        for (var named = entry.Event as EventCorrected; named is not null;)
        {
            var next = _entries[named.EventId];
            chain.Add(next.Reference);
            named = next.Recorded.Event as EventCorrected;
        }

        return chain.ToValueList();
    }

    /// <summary>Every correction of an entry, and every correction of those, in the order of entry.</summary>
    public ValueList<CorrectionLink> Of(Guid id)
    {
        var found = new SortedDictionary<long, CorrectionLink>();
        var open = new Stack<Guid>([id]);
        while (open.TryPop(out var next))
        {
            foreach (var correction in _corrections[next])
            {
                var corrected = (EventCorrected)correction.Recorded.Event;
                found.Add(correction.Recorded.Version, new(
                    correction.Reference, next, corrected.Reason, corrected.Replacement is null,
                    StatusOf(correction.Recorded) is EntryStatus.Holds));
                open.Push(correction.Recorded.Id);
            }
        }

        return found.Values.ToValueList();
    }

    /// <summary>What has become of an entry.</summary>
    public EntryStatus StatusOf(RecordedEvent entry)
    {
        if (_withdrawn.Contains(entry.Id))
        {
            return EntryStatus.Withdrawn;
        }

        if (entry.Event is EventCorrected correction)
        {
            var isOvertaken = _entries[correction.EventId].Recorded.Event is not EventCorrected && _inForce[correction.EventId].Id != entry.Id;
            return isOvertaken ? EntryStatus.Replaced : EntryStatus.Holds;
        }

        return _inForce.TryGetValue(entry.Id, out var inForce)
            ? ((EventCorrected)inForce.Event).Replacement is null ? EntryStatus.Withdrawn : EntryStatus.Replaced
            : _counted.Contains(entry.Id) ? EntryStatus.Holds : EntryStatus.Repeated;
    }

    /// <summary>The entry whose words hold for an entry: its own, or those of the correction that holds.</summary>
    public AuditedEvent WordOn(Guid id) => _entries[_inForce.TryGetValue(id, out var correction) ? correction.Id : id];
}

/// <summary>A correction, as seen from what it corrects.</summary>
/// <param name="Entry">The correction.</param>
/// <param name="Corrects">The entry that it names; itself a correction further along the chain.</param>
/// <param name="Reason">What was wrong, in its author's words.</param>
/// <param name="IsWithdrawal">Whether it withdraws what it names, rather than saying it anew.</param>
/// <param name="IsInForce">Whether it holds: it was neither withdrawn nor overtaken by a later correction of the same entry.</param>
public sealed record CorrectionLink(EntryReference Entry, Guid Corrects, string Reason, bool IsWithdrawal, bool IsInForce);

/// <summary>What has become of an entry. Nothing is ever deleted.</summary>
public enum EntryStatus
{
    /// <summary>It holds as it was recorded.</summary>
    Holds,

    /// <summary>A later correction says what it should have said.</summary>
    Replaced,

    /// <summary>It was taken back.</summary>
    Withdrawn,

    /// <summary>The same had been entered before; it counts once.</summary>
    Repeated,
}
