using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Reporting;

/// <summary>Every patient with stage 1 under another protocol: who would have been cleared, when, and what became of those for whom that differs.</summary>
/// <param name="cohort">All pathways.</param>
/// <param name="question">Which of them, and the cut-off.</param>
/// <param name="under">The other protocol.</param>
/// <param name="published">The published protocols: those that were in force are among them.</param>
public sealed class WhatIf(Cohort cohort, ReportQuestion question, Protocol under, ProtocolShelf published)
{
    private readonly Population _population = Population.Of(cohort, question);

    /// <summary>The pathways to look at, in the order of the cohort.</summary>
    public IReadOnlyList<Guid> PathwayIds => _population.Members.ConvertAll(m => _population[m].PathwayId);

    /// <summary>Looks at one pathway.</summary>
    /// <param name="place">Its place among the pathways to look at.</param>
    /// <param name="stream">Its stream up to the place in the log that the cohort is of.</param>
    public WhatIfRow Look(int place, IEnumerable<RecordedEvent> stream)
    {
        ref readonly var pathway = ref _population[_population.Members[place]];
        var facts = PathwayFacts.From(stream, question.On);
        var (own, other) = (ReadinessCourse.Of(facts, published), ReadinessCourse.Of(facts, under));
        var stage2On = facts.Stage2?.OccurredOn;
        return new(
            pathway.PathwayId, pathway.Center, pathway.Stage1On!.Value, stage2On, own.AtStage2, other.AtStage2, own.FirstClearedOn, other.FirstClearedOn,
            CaseOutcome.Of(pathway, question.On).End,
            stage2On is null ? null : facts.Death?.OccurredOn.DayNumber - stage2On.Value.DayNumber <= Phases.LastPostoperativeDay);
    }

    /// <summary>Sums up.</summary>
    /// <param name="rows">The pathways looked at, all of them, in order.</param>
    public WhatIfReport Report(IReadOnlyCollection<WhatIfRow> rows) => new(
        ReportHeading.Of("what-if", _population, _population.Members.Count, new(
            "counts of patients; readiness on the morning of stage 2, and on each date with an entry after stage 1, by what was known then", null, null, ReportMethod.OutcomeTies)),
        ProtocolReference.To(under),
        rows.Where(r => r.AtStage2 is not null)
            .CountBy(r => (r.AtStage2!.Value, r.AtStage2UnderOther!.Value, r.DiedWithin90DaysOfStage2 == true))
            .OrderBy(c => c.Key)
            .Select(c => new WhatIfCount(c.Key.Item1, c.Key.Item2, c.Key.Item3, c.Value)).ToValueList(),
        rows.Count(r => r.FirstClearedOnUnderOther < r.FirstClearedOn),
        rows.Count(r => r.FirstClearedOnUnderOther > r.FirstClearedOn),
        rows.Count(r => r is { FirstClearedOn: null, FirstClearedOnUnderOther: not null }),
        rows.Count(r => r is { FirstClearedOn: not null, FirstClearedOnUnderOther: null }),
        rows.Where(r => r.Differs).ToValueList());
}

/// <summary>What another protocol would have said.</summary>
/// <param name="About">What the report says of itself.</param>
/// <param name="Under">The other protocol.</param>
/// <param name="AtStage2">Patients with stage 2 by what the two protocols said on its morning, and by death within 90 days.</param>
/// <param name="ClearedEarlier">How many the other protocol would have cleared earlier.</param>
/// <param name="ClearedLater">How many it would have cleared later.</param>
/// <param name="ClearedByOtherAlone">How many it alone would have cleared.</param>
/// <param name="ClearedByOwnAlone">How many it would never have cleared, and their own did.</param>
/// <param name="Differing">The patients for whom anything differs.</param>
public sealed record WhatIfReport(
    ReportHeading About, ProtocolReference Under, ValueList<WhatIfCount> AtStage2,
    int ClearedEarlier, int ClearedLater, int ClearedByOtherAlone, int ClearedByOwnAlone, ValueList<WhatIfRow> Differing);

/// <summary>Patients with the same answers.</summary>
/// <param name="Own">What the protocol in force said on the morning of stage 2.</param>
/// <param name="Other">What the other would have said.</param>
/// <param name="DiedWithin90Days">Whether they died within 90 days of stage 2.</param>
/// <param name="Patients">How many.</param>
public sealed record WhatIfCount(Overall Own, Overall Other, bool DiedWithin90Days, int Patients);

/// <summary>One patient under two protocols.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="Center">The center.</param>
/// <param name="Stage1On">Date of stage 1.</param>
/// <param name="Stage2On">Date of stage 2; null without one by the cut-off.</param>
/// <param name="AtStage2">What the protocol in force said on its morning; null likewise.</param>
/// <param name="AtStage2UnderOther">What the other would have said; null likewise.</param>
/// <param name="FirstClearedOn">First date on which the protocol in force cleared the patient, ready or with caution; null when never.</param>
/// <param name="FirstClearedOnUnderOther">First date on which the other would have; null when never.</param>
/// <param name="Outcome">What became of the way to stage 2 by the cut-off.</param>
/// <param name="DiedWithin90DaysOfStage2">Whether the patient died within 90 days of stage 2, day 90 included; null without stage 2.</param>
public sealed record WhatIfRow(
    Guid PathwayId, string Center, DateOnly Stage1On, DateOnly? Stage2On, Overall? AtStage2, Overall? AtStage2UnderOther,
    DateOnly? FirstClearedOn, DateOnly? FirstClearedOnUnderOther, WayEnd Outcome, bool? DiedWithin90DaysOfStage2)
{
    /// <summary>Whether the two protocols differ about the patient.</summary>
    public bool Differs => AtStage2 != AtStage2UnderOther || FirstClearedOn != FirstClearedOnUnderOther;
}
