using System.Collections.Immutable;
using Pathway.Domain.Journey;

namespace Pathway.Domain;

/// <summary>Reads a stream as it was meant: corrections applied, withdrawn entries left out, an entry made twice counted once.</summary>
public static class Corrections
{
    /// <summary>Applies every correction in the stream.</summary>
    /// <param name="stream">The stream in the order of entry.</param>
    /// <returns>What holds, in clinical order: by date, then by the order of entry.</returns>
    /// <remarks>
    /// Of several corrections of one entry the last holds. A correction of a correction withdraws it.
    /// A corrected entry keeps its id and its place among entries of one day, so that having been corrected equals having been entered right.
    /// </remarks>
    public static ImmutableArray<Fact<PathwayEvent>> Apply(IEnumerable<RecordedEvent> stream) => WithoutRepeats(ApplyOnly(stream));

    /// <summary>Applies every correction in the stream, and leaves in what was entered more than once.</summary>
    /// <param name="stream">The stream in the order of entry.</param>
    /// <returns>What holds, in clinical order.</returns>
    internal static List<Fact<PathwayEvent>> ApplyOnly(IEnumerable<RecordedEvent> stream)
    {
        var entries = stream as IReadOnlyList<RecordedEvent> ?? [.. stream];
        var corrected = InForce(entries).OfEntries;

        var facts = new List<Fact<PathwayEvent>>(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.Event is EventCorrected)
            {
                continue;
            }

            if (!corrected.TryGetValue(entry.Id, out var correction))
            {
                facts.Add(new(entry.Id, entry.Version, entry.Event));
            }
            else if (correction.Event is EventCorrected { Replacement: { } replacement })
            {
                facts.Add(new(entry.Id, entry.Version, replacement));
            }
        }

        facts.Sort(static (a, b) => a.OccurredOn != b.OccurredOn ? a.OccurredOn.CompareTo(b.OccurredOn) : a.Version.CompareTo(b.Version));
        return facts;
    }

    /// <summary>The same fact: of the same type, date and values, whatever was noted beside it.</summary>
    /// <param name="one">An event.</param>
    /// <param name="other">Another.</param>
    public static bool SameFact(PathwayEvent one, PathwayEvent other) => Values(one).Equals(Values(other));

    /// <summary>Which corrections hold.</summary>
    /// <param name="entries">The stream in the order of entry.</param>
    /// <returns>For each entry that has one, the correction that holds; and the corrections that were withdrawn.</returns>
    internal static (Dictionary<Guid, RecordedEvent> OfEntries, HashSet<Guid> Withdrawn) InForce(IReadOnlyList<RecordedEvent> entries)
    {
        var corrections = new Dictionary<Guid, RecordedEvent>();
        var withdrawn = new HashSet<Guid>();
        var isCorrection = entries.Where(e => e.Event is EventCorrected).Select(e => e.Id).ToHashSet();

        // From the last to the first: a correction names an earlier entry, so whoever withdraws it has been met before it.
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].Event is not EventCorrected correction || withdrawn.Contains(entries[i].Id))
            {
                continue;
            }

            if (isCorrection.Contains(correction.EventId))
            {
                withdrawn.Add(correction.EventId);
            }
            else
            {
                corrections.TryAdd(correction.EventId, entries[i]);
            }
        }

        return (corrections, withdrawn);
    }

    /// <summary>Counts once what was entered more than once.</summary>
    /// <param name="facts">What holds, in clinical order.</param>
    /// <returns>Each fact under its first entry, in clinical order.</returns>
    internal static ImmutableArray<Fact<PathwayEvent>> WithoutRepeats(List<Fact<PathwayEvent>> facts)
    {
        var counted = new Dictionary<PathwayEvent, Guid>(facts.Count);
        var countedAs = new Dictionary<Guid, Guid>(facts.Count);
        var result = ImmutableArray.CreateBuilder<Fact<PathwayEvent>>(facts.Count);
        foreach (var entry in facts)
        {
            // What names a complication that was entered twice means the one that counts.
            var fact = entry.Event is ComplicationResolved resolved && countedAs.TryGetValue(resolved.ComplicationEventId, out var named)
                ? entry with { Event = resolved with { ComplicationEventId = named } }
                : entry;

            if (counted.TryAdd(Values(fact.Event), fact.EventId))
            {
                result.Add(fact);
            }
            else
            {
                countedAs[fact.EventId] = counted[Values(fact.Event)];
            }
        }

        return result.ToImmutable();
    }

    // A note is beside the fact, except where it is the fact; so is what the server wrote beside a decision.
    private static PathwayEvent Values(PathwayEvent happened)
    {
        var fact = happened is ReadinessDecided { Assessment: not null } decided ? decided with { Assessment = null } : happened;
        return fact.Note is null || fact is NoteRecorded ? fact : fact with { Note = null };
    }
}
