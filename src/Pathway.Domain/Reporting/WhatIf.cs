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
    /// <param name="known">What the protocols in force said of the same stream, as its row keeps it; null to derive it.</param>
    public WhatIfRow Look(int place, IEnumerable<RecordedEvent> stream, ReadinessCourse? known = null)
    {
        ref readonly var pathway = ref _population[_population.Members[place]];
        var entries = Corrections.Apply(stream);
        var facts = PathwayFacts.Of(entries, question.On);
        var own = known is not null && entries[^1].OccurredOn <= question.On ? known : ReadinessCourse.Of(facts, published);
        var (otherClearedOn, otherAtStage2) = ReadinessCourse.ClearanceOf(facts, under);
        var stage2On = facts.Stage2?.OccurredOn;
        return new(
            pathway.PathwayId, pathway.Center, pathway.Stage1On!.Value, stage2On, own.AtStage2, otherAtStage2, own.FirstClearedOn, otherClearedOn,
            CaseOutcome.Of(pathway, question.On).End,
            stage2On is null ? null : facts.Death?.OccurredOn.DayNumber - stage2On.Value.DayNumber <= Phases.LastPostoperativeDay);
    }

    /// <summary>Sums up.</summary>
    /// <param name="rows">The pathways looked at, all of them, in order.</param>
    public WhatIfReport Report(IReadOnlyCollection<WhatIfRow> rows)
    {
        var (patients, atStage2, outcomes) = Counts(rows);
        int? Patients(ClearanceChange change) => outcomes.Single(o => o.Cleared == change).Patients;
        return new(
            ReportHeading.Of(
                "what-if", _population, patients, new(
                    "counts of patients; readiness on the morning of stage 2, and on each date with an entry after stage 1, by what was known then", null, null, ReportMethod.OutcomeTies),
                question.MinCell is null ? null : "With minCell the patients who differ are counted and not listed."),
            ProtocolReference.To(under), atStage2,
            Patients(ClearanceChange.Earlier), Patients(ClearanceChange.Later), Patients(ClearanceChange.ByOtherAlone), Patients(ClearanceChange.ByOwnAlone),
            outcomes, question.MinCell is null ? rows.Where(r => r.Differs).ToValueList() : null);
    }

    private (int? Patients, ValueList<WhatIfCount> AtStage2, ValueList<WhatIfOutcomes> Outcomes) Counts(IReadOnlyCollection<WhatIfRow> rows)
    {
        // Columns: all patients, then by what became of them, then those with stage 2 by what was said on its morning.
        var (changes, ends) = (Enum.GetValues<ClearanceChange>(), Enum.GetValues<WayEnd>());
        var answers = rows.Where(r => r.AtStage2 is not null).Select(AnswersOf).Distinct().Order().ToList();
        var firstAnswer = 1 + ends.Length;
        var counts = changes.Select(_ => new int[firstAnswer + answers.Count]).ToArray();
        foreach (var row in rows)
        {
            var change = counts[(int)row.Cleared];
            change[0]++;
            change[1 + (int)row.Outcome]++;
            if (row.AtStage2 is not null)
            {
                change[firstAnswer + answers.IndexOf(AnswersOf(row))]++;
            }
        }

        // Outcomes are shown for each change alone, answers for all together. How many had stage 2 is in other reports: so it counts as known.
        var shown = SmallCells.Shown(
            counts, firstAnswer + answers.Count,
            [[.. Enumerable.Range(0, firstAnswer)], [1 + (int)WayEnd.Stage2, .. Enumerable.Range(firstAnswer, answers.Count)]], question.MinCell,
            isUnseen: (row, column) => column is not (0 or 1 + (int)WayEnd.Stage2) && row == changes.Length == column < firstAnswer);
        return (
            shown[^1][0],
            answers.Select((a, i) => new WhatIfCount(a.Own, a.Other, a.Died, shown[^1][firstAnswer + i])).ToValueList(),
            changes.Select(change => new WhatIfOutcomes(
                change, shown[(int)change][0], ends.Select(end => new WhatIfOutcome(end, shown[(int)change][1 + (int)end])).ToValueList())).ToValueList());

        static (Overall Own, Overall Other, bool Died) AnswersOf(WhatIfRow row) => (row.AtStage2!.Value, row.AtStage2UnderOther!.Value, row.DiedWithin90DaysOfStage2 == true);
    }
}

/// <summary>What another protocol would have said.</summary>
/// <param name="About">What the report says of itself.</param>
/// <param name="Under">The other protocol.</param>
/// <param name="AtStage2">Patients with stage 2 by what the two protocols said on its morning, and by death within 90 days.</param>
/// <param name="ClearedEarlier">How many the other protocol would have cleared earlier; null when held back.</param>
/// <param name="ClearedLater">How many it would have cleared later; null when held back.</param>
/// <param name="ClearedByOtherAlone">How many it alone would have cleared; null when held back.</param>
/// <param name="ClearedByOwnAlone">How many it would never have cleared, and their own did; null when held back.</param>
/// <param name="Outcomes">All patients by how their first clearance would have changed, and by what became of them.</param>
/// <param name="Differing">The patients for whom anything differs; null with a limit for small counts, as each is one.</param>
public sealed record WhatIfReport(
    ReportHeading About, ProtocolReference Under, ValueList<WhatIfCount> AtStage2,
    int? ClearedEarlier, int? ClearedLater, int? ClearedByOtherAlone, int? ClearedByOwnAlone, ValueList<WhatIfOutcomes> Outcomes, ValueList<WhatIfRow>? Differing) : IReport
{
    /// <summary>The counts as a table: one row for each pair of answers at stage 2, then for each change of the first clearance one for all and one for each outcome.</summary>
    public ReportTable ToTable() => new ReportTable(
        ["counted", "atStage2", "atStage2UnderOther", "diedWithin90DaysOfStage2", "cleared", "outcome", "patients", "protocol"],
        [
            .. AtStage2.Select(IReadOnlyList<object?> (c) => ["atStage2", c.Own, c.Other, c.DiedWithin90Days, null, null, c.Patients, Protocol]),
            .. from c in Outcomes
               from o in c.Outcomes.Select(o => ((WayEnd?)o.Outcome, o.Patients)).Prepend((null, c.Patients))
               select (IReadOnlyList<object?>)["cleared", null, null, null, c.Cleared, o.Item1, o.Patients, Protocol],
        ]).With(About);

    /// <summary>The patients who differ as a table: one row each.</summary>
    /// <exception cref="InvalidOperationException">They are held back.</exception>
    public ReportTable ToPatientTable() => new ReportTable(
        [
            "pathwayId", "center", "stage1On", "stage2On", "atStage2", "atStage2UnderOther", "firstClearedOn", "firstClearedOnUnderOther", "cleared", "outcome",
            "diedWithin90DaysOfStage2", "protocol",
        ],
        [
            .. (Differing ?? throw new InvalidOperationException("With a limit for small counts there are no rows of single patients.")).Select(IReadOnlyList<object?> (r) =>
            [
                r.PathwayId, r.Center, r.Stage1On, r.Stage2On, r.AtStage2, r.AtStage2UnderOther, r.FirstClearedOn, r.FirstClearedOnUnderOther, r.Cleared, r.Outcome,
                r.DiedWithin90DaysOfStage2, Protocol,
            ]),
        ]).With(About);

    private string Protocol => $"{Under.Id}@{Under.Version}";
}

/// <summary>Patients with the same answers.</summary>
/// <param name="Own">What the protocol in force said on the morning of stage 2.</param>
/// <param name="Other">What the other would have said.</param>
/// <param name="DiedWithin90Days">Whether they died within 90 days of stage 2.</param>
/// <param name="Patients">How many; null when held back.</param>
public sealed record WhatIfCount(Overall Own, Overall Other, bool DiedWithin90Days, int? Patients);

/// <summary>How the first date on which a patient was cleared would have changed.</summary>
public enum ClearanceChange
{
    /// <summary>The same date, or never by either.</summary>
    Unchanged,

    /// <summary>The other protocol would have cleared the patient on an earlier date.</summary>
    Earlier,

    /// <summary>On a later date.</summary>
    Later,

    /// <summary>The other would have, and the protocol in force never did.</summary>
    ByOtherAlone,

    /// <summary>The protocol in force did, and the other never would have.</summary>
    ByOwnAlone,
}

/// <summary>Patients with the same change of their first clearance.</summary>
/// <param name="Cleared">The change.</param>
/// <param name="Patients">How many; null when held back.</param>
/// <param name="Outcomes">The same by what became of them.</param>
public sealed record WhatIfOutcomes(ClearanceChange Cleared, int? Patients, ValueList<WhatIfOutcome> Outcomes);

/// <summary>Those of them with one outcome.</summary>
/// <param name="Outcome">What became of the way to stage 2 by the cut-off.</param>
/// <param name="Patients">How many; null when held back.</param>
public sealed record WhatIfOutcome(WayEnd Outcome, int? Patients);

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
    /// <summary>How the first date on which the patient was cleared would have changed.</summary>
    public ClearanceChange Cleared => (FirstClearedOn, FirstClearedOnUnderOther) switch
    {
        (null, not null) => ClearanceChange.ByOtherAlone,
        (not null, null) => ClearanceChange.ByOwnAlone,
        var (own, other) => other < own ? ClearanceChange.Earlier : other > own ? ClearanceChange.Later : ClearanceChange.Unchanged,
    };

    /// <summary>Whether the two protocols differ about the patient.</summary>
    public bool Differs => AtStage2 != AtStage2UnderOther || FirstClearedOn != FirstClearedOnUnderOther;
}
