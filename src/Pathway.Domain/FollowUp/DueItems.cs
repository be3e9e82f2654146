using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.FollowUp;

/// <summary>Tells what is owed when, from the schedule of the protocol. Whether it was done is read from the record: early, late or out of order.</summary>
public static class DueItems
{
    /// <summary>What is owed to one patient: the next of each kind, before its time as well. Nothing to a patient who has left the pathway, died or completed it.</summary>
    /// <param name="picture">The patient on the date to describe.</param>
    /// <param name="readiness">Readiness for stage 2 of the same picture, where it was assessed already; null to have it assessed where it is needed.</param>
    /// <returns>What is owed, by the date on which it is due, then by rule.</returns>
    public static ValueList<DueItem> Of(ClinicalPicture picture, ReadinessAssessment? readiness = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var phase = Phases.Of(picture.Facts, picture.AsOf);
        if (phase is Phase.Completed or Phase.DroppedOut or Phase.Died)
        {
            return [];
        }

        var course = new Course(picture);
        return picture.Protocol.Schedule
            .Where(rule => rule.Phases.Contains(phase) && (rule.Techniques is null || (picture.Technique is { } technique && rule.Techniques.Contains(technique))))
            .Where(rule => Arises(rule, course))
            .Select(rule => Of(rule, course, readiness))
            .OfType<DueItem>()
            .OrderBy(d => d.DueOn)
            .ThenBy(d => d.RuleId, StringComparer.Ordinal)
            .ToValueList();
    }

    private static DueItem? Of(ScheduleRule rule, Course course, ReadinessAssessment? readiness)
    {
        if (DueAnchor.Of(rule, course, readiness) is not { } anchor)
        {
            return null;
        }

        var dueOn = Later(anchor.On, rule.DueDay);
        var earliestOn = Later(anchor.On, rule.EarliestDay ?? Math.Min(1, rule.DueDay));
        var repeatedFrom = course.Stage2?.On ?? course.Today.InducedOn;
        if (IsDone(rule.Task, anchor.On, earliestOn, course) || (rule.RepeatUntilDay is { } until && repeatedFrom is { } from && dueOn > Later(from, until)))
        {
            return null;
        }

        var latestOn = Later(anchor.On, rule.LatestDay ?? rule.DueDay);
        var state = course.AsOf > latestOn ? DueState.Overdue : course.AsOf >= dueOn ? DueState.Due : DueState.Upcoming;
        var overdueDays = Math.Max(0, course.AsOf.DayNumber - latestOn.DayNumber);
        return new(
            rule.Task, state, dueOn, overdueDays, rule.Id, DueWords.Of(rule, state, dueOn, latestOn, overdueDays, course.AsOf, anchor.When),
            earliestOn, latestOn, rule.Evidence, anchor.EventIds);
    }

    private static bool Arises(ScheduleRule rule, Course course) =>
        !(rule.WhileNotReady && course.Today.IsMeasuredSinceInduction && course.Today.Judge(course.Protocol.Volume.Stage2) is Verdict.Met)
        && rule.Task switch
        {
            DueTask.PreoperativeImaging => course.Facts.Strategies is [.., var chosen] && Ways.BeginWithStage1(chosen.Event.Strategy),
            DueTask.OperationAfterChemotherapy => course.Facts.Strategies is not [.., var chosen] || Ways.LeadToResection(chosen.Event.Strategy),

            // Once the board has said where to go, nobody waits for growth any more.
            DueTask.FirstInterstageVolumetry or DueTask.InterstageVolumetry or DueTask.InterstageFunction or DueTask.GrowthReview or DueTask.ReadinessDecision =>
                course.LatestDecision is null or { Event.Decision: BoardDecision.Defer },
            DueTask.SurveillanceImaging => course.RecurrenceOn is null,
            _ => true,
        };

    private static bool IsDone(DueTask task, DateOnly anchorOn, DateOnly earliestOn, Course course) => task switch
    {
        DueTask.PreoperativeImaging or DueTask.FirstInterstageVolumetry or DueTask.InterstageVolumetry => course.Facts.Volumetries.Any(v => v.OccurredOn >= earliestOn),
        DueTask.InterstageFunction => course.RemnantTests.Any(t => t.OccurredOn >= earliestOn),
        DueTask.Laboratory => course.LaboratoryDays.Any(l => l.On >= earliestOn),
        DueTask.GrowthReview or DueTask.ReadinessDecision => course.Facts.Decisions.Any(d => d.OccurredOn >= earliestOn),

        // An operation that came too early was done all the same; that it was early is for the deviations.
        DueTask.OperationAfterChemotherapy => course.Resections.Any(r => r.On >= anchorOn),
        DueTask.SurveillanceImaging => course.FollowUpImages.Any(i => i.OccurredOn >= earliestOn),
        DueTask.NinetyDayStatus => course.Facts.Entries.Any(e => e.OccurredOn >= earliestOn && ShowsThePatient(e.Event)),

        // They are counted from the board's latest word, which another word replaces.
        DueTask.DecisionReview or DueTask.Stage2 => false,
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "No such task."),
    };

    private static bool ShowsThePatient(PathwayEvent happened) => happened is not (
        PathwayOpened or NoteRecorded or ProtocolAssigned or StrategyDecided or ReadinessDecided or ScoreRecorded or BiomarkersRecorded or PathwayResumed);

    // A board may set its date as late as it likes.
    private static DateOnly Later(DateOnly on, int days) => DateOnly.FromDayNumber(Math.Min(on.DayNumber + days, DateOnly.MaxValue.DayNumber));
}
