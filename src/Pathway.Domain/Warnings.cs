using System.Collections.Immutable;
using Pathway.Domain.Journey;
using static System.FormattableString;

namespace Pathway.Domain;

/// <summary>What the author of an accepted event should look at: it is in the record, and may not be what was meant.</summary>
internal static class Warnings
{
    internal static ImmutableArray<Warning> About(
        PathwayEvent accepted, ImmutableArray<Fact<PathwayEvent>> entries, IReadOnlyList<Fact<PathwayEvent>> repeats, PathwayFacts facts)
    {
        var (said, at) = accepted is EventCorrected { Replacement: { } replacement } ? (replacement, "/replacement") : (accepted, "");
        Warning?[] warnings =
        [
            SameAgain(accepted, entries),
            said is ComplicationRecorded { Grade: ClavienDindoGrade.V } && facts.Death is null
                ? new("grade-v-without-death", $"{at}/grade", "Grade V is the death of the patient, and no death is on record: enter it as well, or put the grade right.", []) : null,
            said is LaboratoryRecorded { ProthrombinPercent: < 10 and var percent }
                ? new("prothrombin-like-inr", $"{at}/prothrombinPercent", Invariant($"A prothrombin activity of {percent} % is next to none. If it is an INR, it belongs in inr."), []) : null,
            accepted is EventCorrected correction ? TwinRemains(correction, repeats) : null,
            accepted is DroppedOut or PathwayClosed ? LaterEntries(accepted, entries) : null,
            accepted is AugmentationAdded && facts.Stage1 is null
                ? new("no-stage1", "", "No stage 1 is on record yet: until it is, growth cannot be counted from it.", []) : null,
            accepted is Stage2Performed && facts.Stage1 is null
                ? new("no-stage1", "", "No stage 1 is on record: if there was one, enter it; if not, this was a resection in one stage.", []) : null,
        ];
        return [.. warnings.OfType<Warning>()];
    }

    private static Warning? SameAgain(PathwayEvent accepted, ImmutableArray<Fact<PathwayEvent>> entries)
    {
        var (said, corrected) = accepted is EventCorrected { Replacement: { } replacement } correction ? (replacement, correction.EventId) : (accepted, default(Guid?));
        var same = entries.Where(f => f.EventId != corrected && Corrections.SameFact(f.Event, said)).Select(f => f.EventId).ToValueList();
        return same.Count == 0 ? null : new(
            "already-recorded", "",
            "The same was recorded before. Both entries are kept; it counts once."
                + (said is ComplicationRecorded ? " If these are two complications of one day, give a description to tell the two apart." : ""),
            same);
    }

    private static Warning? TwinRemains(EventCorrected correction, IReadOnlyList<Fact<PathwayEvent>> repeats)
    {
        if (repeats.FirstOrDefault(f => f.EventId == correction.EventId) is not { } target)
        {
            return null; // It was withdrawn before, or is itself a correction: no other entry says what it said.
        }

        var twins = repeats.Where(f => f.EventId != target.EventId && Corrections.SameFact(f.Event, target.Event)).Select(f => f.EventId).ToValueList();
        return twins.Count == 0 ? null : new(
            "same-entry-remains", "/eventId", "The same was recorded more than once. The other entries still say what this one said; correct them, too, if they are wrong.", twins);
    }

    private static Warning? LaterEntries(PathwayEvent ending, ImmutableArray<Fact<PathwayEvent>> entries)
    {
        var later = entries
            .Where(f => f.OccurredOn > ending.OccurredOn && f.Event is not (NoteRecorded or DeathRecorded or PathwayResumed or PathwayClosed))
            .Select(f => f.EventId)
            .ToValueList();
        return later.Count == 0 ? null : new(
            "entries-after-ending", "/occurredOn", Invariant($"{later.Count} entries are dated after {ending.OccurredOn:yyyy-MM-dd}. If the patient came back, record pathway_resumed."), later);
    }
}
