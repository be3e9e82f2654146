using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.FollowUp;

/// <summary>How stage 2 came about. What readiness asks is asked after a stage 1 alone: a resection at once has no interstage.</summary>
internal static class Stage2Checks
{
    internal static IEnumerable<CourseFinding?> Stage1Before(CourseRule rule, Course course) => AtStage2(rule, course, (stage2, morning) =>
        course.Stage1 is null && morning.Facts.Strategies is [.., var chosen] && Ways.BeginWithStage1(chosen.Event.Strategy)
            ? CourseFinding.Broken(
                stage2.On, new(() => $"Stage 2 was done and no stage 1 is on record; what had been chosen was {Ways.Name(chosen.Event.Strategy)}."), stage2.EventId, chosen.EventId)
            : null);

    internal static IEnumerable<CourseFinding?> FunctionTested(CourseRule rule, Course course) => AtStage2(rule, course, (stage2, morning) =>
        course.Stage1 is null || course.Inductions is not [.., var induction] || course.RemnantTests.Any(t => t.OccurredOn > induction.On && t.OccurredOn <= stage2.On) ? null
        : CourseFinding.Broken(
            stage2.On, new(() => $"Stage 2 was done and no test of the remnant's own function since {induction.Words} is on record."), stage2.EventId, induction.EventId));

    internal static IEnumerable<CourseFinding?> Decided(CourseRule rule, Course course) => AtStage2(rule, course, (stage2, morning) =>
        course.Stage1 is null ? null
        : morning.Facts.Decisions is not [.., var latest] ? CourseFinding.Broken(stage2.On, "Stage 2 was done and no decision of the board is on record.", stage2.EventId)
        : latest.Event.Decision is BoardDecision.Proceed ? null
        : CourseFinding.Broken(
            stage2.On, new(() => $"Stage 2 was done although the board's latest word, of {latest.OccurredOn:yyyy-MM-dd}, was to {Words(latest.Event.Decision)}."), stage2.EventId, latest.EventId));

    internal static IEnumerable<CourseFinding?> ComplicationsResolved(CourseRule rule, Course course) => AtStage2(rule, course, (stage2, morning) =>
    {
        var from = course.Protocol.Patient.UnresolvedComplication.CautionFrom;
        var lasting = morning.LastingComplications.Where(c => c.Event.Grade >= from).ToList();
        return course.Stage1 is null || lasting.Count == 0 ? null : CourseFinding.Broken(
            stage2.On,
            new(() => $"Stage 2 was done while {(lasting.Count == 1 ? "a complication" : $"{lasting.Count} complications")} of grade {from} or higher lasted as far as the record knows."),
            [stage2.EventId, .. lasting.Select(c => c.EventId)]);
    });

    internal static IEnumerable<CourseFinding?> Ready(CourseRule rule, Course course) => AtStage2(rule, course, (stage2, _) =>
    {
        if (course.Stage1 is null)
        {
            return null;
        }

        var readiness = course.ReadinessAtStage2!;
        var findings = readiness.Domains.SelectMany(d => d.Findings).ToList();
        if (readiness.Overall is Overall.NotReady)
        {
            var against = findings.FindAll(f => f.Verdict is Verdict.NotMet);
            return CourseFinding.Broken(
                stage2.On, new(() => $"Stage 2 was done although the patient was not ready: {string.Join(" ", against.Select(f => f.Statement))}"),
                [stage2.EventId, .. against.SelectMany(f => f.EventIds)]);
        }

        return readiness.Overall is not Overall.InsufficientData ? null : CourseFinding.NotJudged(
            new(() => $"Whether the patient was ready on the day of stage 2 is not known: {string.Join(" ", findings.Where(f => f is { Required: true, Verdict: Verdict.Unknown }).Select(f => f.Statement))}"),
            stage2.EventId);
    });

    private static string Words(BoardDecision decision) => decision switch
    {
        BoardDecision.Defer => "wait",
        BoardDecision.Convert => "take another way",
        BoardDecision.Abandon => "give stage 2 up",
        _ => "go on",
    };

    private static IEnumerable<CourseFinding?> AtStage2(CourseRule rule, Course course, Func<Procedure, ClinicalPicture, CourseFinding?> judge)
    {
        if (course.Stage2 is not { } stage2)
        {
            return [];
        }

        var finding = CourseFinding.IsFor(rule, course, stage2, out var unknown) ? judge(stage2, course.MorningOf(stage2.On)) : unknown;
        return finding is null ? [] : [finding];
    }
}
