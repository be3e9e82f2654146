using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.FollowUp;

/// <summary>How stage 1 came about.</summary>
internal static class Stage1Checks
{
    internal static IEnumerable<CourseFinding?> AlppsRisk(CourseRule rule, Course course)
    {
        var asked = rule.Asked!;
        foreach (var procedure in course.Stage1AndRescues)
        {
            var isFor = CourseFinding.IsFor(rule, course, procedure, out var unknown);
            if (unknown is not null)
            {
                return [unknown];
            }

            if (isFor)
            {
                return course.MorningOf(procedure.On).Number(Measure.AlppsRiskPreStage1Points) is not { } score
                    ? [CourseFinding.NotJudged(new(() => $"No ALPPS risk score was entered by {procedure.Words}."), procedure.EventId)]
                    : asked.Operator.Passes(score.Value, asked.Value) ? []
                    : [CourseFinding.Broken(
                        procedure.On,
                        new(() => $"The ALPPS risk score before {procedure.Words} was {Wording.Shown(score.Value, asked.Value, 1)}; {Wording.Asked(asked.Operator, asked.Value, asked.Unit)} is asked for."),
                        [procedure.EventId, .. score.EventIds]) with { Observed = score.Value }];
            }
        }

        return [];
    }

    internal static IEnumerable<CourseFinding?> Imaging(CourseRule rule, Course course) => AtStage1(rule, course, (stage1, morning) =>
    {
        var asked = rule.Asked!;
        if (morning.Facts.Volumetries is not [.., var scan])
        {
            return CourseFinding.NotJudged("No volumetry before stage 1 is on record.", stage1.EventId);
        }

        var days = stage1.On.DayNumber - scan.OccurredOn.DayNumber;
        return asked.Operator.Passes(days, asked.Value) ? null : CourseFinding.Broken(
            stage1.On,
            new(() => $"The latest volumetry before stage 1 was {ChemotherapyChecks.Days(days)} old; {Wording.Asked(asked.Operator, asked.Value, asked.Unit)} is asked for."),
            stage1.EventId, scan.EventId) with { Observed = days };
    });

    internal static IEnumerable<CourseFinding?> StrategyFollowed(CourseRule rule, Course course) => AtStage1(rule, course, (stage1, morning) =>
    {
        if (morning.Facts.Strategies is not [.., var chosen])
        {
            return CourseFinding.NotJudged("No choice of a way is on record before stage 1.", stage1.EventId);
        }

        var technique = course.Facts.Stage1!.Event.Technique;
        return Ways.BeginsWith(chosen.Event.Strategy, technique) ? null : CourseFinding.Broken(
            stage1.On, new(() => $"Stage 1 was done by {Ways.Name(technique)}; what had been chosen was {Ways.Name(chosen.Event.Strategy)}."), stage1.EventId, chosen.EventId);
    });

    internal static IEnumerable<CourseFinding?> Needed(CourseRule rule, Course course) => AtStage1(rule, course, (stage1, morning) =>
    {
        var finding = new Judge(morning, Gate.Stage1).Of(course.Protocol.Volume.OneStageAdequate, VolumeDomain.Suffices);
        return finding.Verdict switch
        {
            Verdict.Met => CourseFinding.Broken(
                    stage1.On, new(() => $"Stage 1 was done although the remnant sufficed for a resection at once. {finding.Statement}"), [stage1.EventId, .. finding.EventIds])
                with { Observed = finding.Observed, Limit = (finding.Threshold, finding.Unit) },
            Verdict.Unknown => CourseFinding.NotJudged(new(() => $"Whether the remnant sufficed for a resection at once when stage 1 was done is not known. {finding.Statement}"), stage1.EventId),
            _ => null, // too small, or between two limits, where the choice is the board's
        };
    });

    internal static IEnumerable<CourseFinding?> RemnantCleared(CourseRule rule, Course course) => AtStage1(rule, course, (stage1, _) =>
        course.Facts.Stage1!.Event.RemnantCleared switch
        {
            true => null,
            false => CourseFinding.Broken(stage1.On, "The remnant was not cleared of tumor in stage 1.", stage1.EventId),
            null => CourseFinding.NotJudged("Whether the remnant was cleared of tumor in stage 1 is not on record.", stage1.EventId),
        });

    internal static IEnumerable<CourseFinding?> Candidate(CourseRule rule, Course course) => AtStage1(rule, course, (stage1, morning) =>
    {
        DomainAssessment[] domains = [ReadinessAssessment.In(ReadinessDomain.Function, Gate.Stage1, morning), ReadinessAssessment.In(ReadinessDomain.Patient, Gate.Stage1, morning)];
        var elsewhere = JudgedElsewhere(course.Protocol).ToList();
        var against = domains.SelectMany(d => d.Findings).Where(f => f.Verdict is Verdict.NotMet && !elsewhere.Contains(f.RuleId)).ToValueList();
        if (against.Count > 0)
        {
            return CourseFinding.Broken(
                stage1.On, new(() => $"Stage 1 was done although this spoke against it: {string.Join(" ", against.Select(f => f.Statement))}"),
                [stage1.EventId, .. against.SelectMany(f => f.EventIds)]);
        }

        var unknown = domains.Where(d => d is { Required: true, Verdict: Verdict.Unknown })
            .SelectMany(d => d.Findings).Where(f => f is { Required: true, Verdict: Verdict.Unknown }).Select(f => f.Statement).ToValueList();
        return unknown.Count == 0 ? null : CourseFinding.NotJudged(new(() => $"Whether anything spoke against stage 1 when it was done is not known: {string.Join(" ", unknown)}"), stage1.EventId);
    });

    // One break is one deviation: what a rule of the course looks at by itself is not told again here.
    private static IEnumerable<string> JudgedElsewhere(Protocol protocol) => protocol.CourseRules.SelectMany(rule => rule.Check switch
    {
        CourseCheck.AlppsRiskPreStage1 => [protocol.Scores.AlppsRiskBeforeStage1.Id],
        CourseCheck.TrialOfChemotherapy => protocol.Patient.Conditions.Where(c => c.Condition is Condition.NoTrialOfChemotherapy).Select(c => c.Id),
        _ => [],
    });

    private static IEnumerable<CourseFinding?> AtStage1(CourseRule rule, Course course, Func<Procedure, ClinicalPicture, CourseFinding?> judge)
    {
        if (course.Stage1 is not { } stage1)
        {
            return [];
        }

        var finding = CourseFinding.IsFor(rule, course, stage1, out var unknown) ? judge(stage1, course.MorningOf(stage1.On)) : unknown;
        return finding is null ? [] : [finding];
    }
}
