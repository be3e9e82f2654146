using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.FollowUp;

/// <summary>What the days of something owed are counted from.</summary>
/// <param name="On">Its date: day 0.</param>
/// <param name="When">When the thing is due, within a sentence.</param>
/// <param name="EventIds">The entries.</param>
internal sealed record DueAnchor(DateOnly On, string When, ValueList<Guid> EventIds)
{
    /// <summary>Finds what a rule counts from.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="course">The patient.</param>
    /// <param name="readiness">Readiness for stage 2 today; null to have it assessed.</param>
    /// <returns>The anchor; null while it has not happened.</returns>
    public static DueAnchor? Of(ScheduleRule rule, Course course, ReadinessAssessment? readiness) => rule.After switch
    {
        ScheduleAnchor.LatestVolumetry => LatestVolumetry(rule, course),
        ScheduleAnchor.LatestInduction => course.Inductions is [.., var last] ? After(rule, last) : null,
        ScheduleAnchor.Stage1 => course.Stage1 is { } stage1 ? After(rule, stage1) : null,
        ScheduleAnchor.Stage2 => course.Stage2 is { } stage2 ? After(rule, stage2) : null,
        ScheduleAnchor.LastDose => course.ChemotherapyBeforeResection is [.., { LastDoseOn: { } lastDoseOn } last] && lastDoseOn <= course.AsOf
            ? After(rule, new(last.EventId, lastDoseOn, "the last dose of chemotherapy")) : null,
        ScheduleAnchor.FirstReady => FirstReady(rule, course, readiness),
        ScheduleAnchor.ReviewDate => course.LatestDecision is { Event: { Decision: BoardDecision.Defer, ReviewOn: { } reviewOn } } deferred
            ? After(rule, new(deferred.EventId, reviewOn, "the date that the board set")) : null,
        ScheduleAnchor.UndatedDeferral => course.LatestDecision is { Event: { Decision: BoardDecision.Defer, ReviewOn: null } } deferred
            ? After(rule, new(deferred.EventId, deferred.OccurredOn, "the board's deferral without a date")) : null,
        ScheduleAnchor.DecisionToProceed => course.LatestDecision is { Event.Decision: BoardDecision.Proceed } proceeding
            ? After(rule, new(proceeding.EventId, proceeding.OccurredOn, "the board's decision to go on")) : null,
        ScheduleAnchor.Stage2OrSurveillance => course.FollowUpImages.LastOrDefault() is { } image
            ? After(rule, new(image.EventId, image.OccurredOn, "the latest imaging"))
            : course.Stage2 is { } resected ? After(rule, resected) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.After, "No such anchor."),
    };

    private static DueAnchor After(ScheduleRule rule, Procedure procedure) => new(
        procedure.On,
        (rule.DueDay, rule.After) switch
        {
            (0, ScheduleAnchor.ReviewDate) => procedure.Words,
            (0, _) => $"the day of {procedure.Words}",
            (1, _) => $"1 day after {procedure.Words} ({procedure.On:yyyy-MM-dd})",
            _ => $"{rule.DueDay} days after {procedure.Words} ({procedure.On:yyyy-MM-dd})",
        },
        [procedure.EventId]);

    private static DueAnchor? LatestVolumetry(ScheduleRule rule, Course course)
    {
        if (course.Facts.Volumetries.LastOrDefault(v => !(v.OccurredOn <= course.Today.InducedOn)) is { } scan)
        {
            return After(rule, new(scan.EventId, scan.OccurredOn, "the latest volumetry"));
        }

        // A way was chosen, and nobody has measured: that is due at once.
        return rule.Task is DueTask.PreoperativeImaging && course.Facts.Strategies is [.., var chosen]
            ? new(chosen.OccurredOn.AddDays(-rule.DueDay), "as no volumetry is on record", [chosen.EventId])
            : null;
    }

    // Time alone makes nobody ready: the day on which the patient became so is that of an entry.
    private static DueAnchor? FirstReady(ScheduleRule rule, Course course, ReadinessAssessment? readiness)
    {
        var today = readiness ?? ReadinessAssessment.Of(Gate.Stage2, course.Today);
        if (!IsReady(today))
        {
            return null;
        }

        var since = course.AsOf;
        foreach (var day in course.Facts.Entries.Select(e => e.OccurredOn).Where(d => d >= course.Today.InducedOn && d < course.AsOf).Distinct().Reverse())
        {
            if (!IsReady(ReadinessAssessment.Assess(Gate.Stage2, course.Facts.On(day), course.Protocol, day)))
            {
                break;
            }

            since = day;
        }

        return new(
            since, rule.DueDay == 0 ? "since when the patient has been ready for stage 2" : $"{rule.DueDay} days after the patient became ready for stage 2 ({since:yyyy-MM-dd})",
            today.Domains.SelectMany(d => d.Findings).SelectMany(f => f.EventIds).Distinct().ToValueList());
    }

    private static bool IsReady(ReadinessAssessment assessment) => assessment.Overall is Overall.Ready or Overall.Caution;
}
