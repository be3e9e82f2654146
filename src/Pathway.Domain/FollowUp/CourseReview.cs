using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.FollowUp;

/// <summary>What happened, held against the course that the protocol asks for. Nothing was refused for it.</summary>
/// <param name="Deviations">Where the course left the protocol, by date, then in the order of the rules.</param>
/// <param name="NotJudged">Rules that something on record calls for and that cannot be judged, as something is not known. Unknown is no deviation.</param>
public sealed record CourseReview(ValueList<Deviation> Deviations, ValueList<UnjudgedRule> NotJudged)
{
    /// <summary>Reviews one patient's course up to the date of the picture.</summary>
    /// <param name="picture">The patient on the date to describe, under the protocol to judge by.</param>
    public static CourseReview Of(ClinicalPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Of(new Course(picture));
    }

    internal static CourseReview Of(Course course)
    {
        var findings = course.Protocol.CourseRules.SelectMany(rule => Judge(rule, course).OfType<CourseFinding>().Select(finding => (Rule: rule, Finding: finding))).ToList();
        return new(
            findings.Where(f => f.Finding.BrokenOn is not null).Select(f => f.Finding.ToDeviation(f.Rule)).OrderBy(d => d.OccurredOn).ToValueList(),
            findings.Where(f => f.Finding.BrokenOn is null).Select(f => f.Finding.ToUnjudged(f.Rule)).ToValueList());
    }

    /// <summary>The review that is part of a state.</summary>
    /// <param name="state">The state.</param>
    public static CourseReview In(PathwayState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(state.Deviations, state.NotJudged);
    }

    /// <summary>The deviations that were not there before: those that what happened in between has brought about.</summary>
    /// <param name="before">The review before.</param>
    public ValueList<Deviation> NewSince(CourseReview before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var known = before.Deviations.Select(d => (d.RuleId, d.EventIds[0])).ToHashSet();
        return Deviations.Where(d => !known.Contains((d.RuleId, d.EventIds[0]))).ToValueList();
    }

    private static IEnumerable<CourseFinding?> Judge(CourseRule rule, Course course) => rule.Check switch
    {
        CourseCheck.NeoadjuvantCycles => ChemotherapyChecks.Cycles(rule, course),
        CourseCheck.ChemotherapyToResectionDays => ChemotherapyChecks.Interval(rule, course),
        CourseCheck.TrialOfChemotherapy => ChemotherapyChecks.Trial(rule, course),
        CourseCheck.AlppsRiskPreStage1 => Stage1Checks.AlppsRisk(rule, course),
        CourseCheck.ImagingBeforeStage1Days => Stage1Checks.Imaging(rule, course),
        CourseCheck.StrategyFollowedAtStage1 => Stage1Checks.StrategyFollowed(rule, course),
        CourseCheck.Stage1Needed => Stage1Checks.Needed(rule, course),
        CourseCheck.RemnantCleared => Stage1Checks.RemnantCleared(rule, course),
        CourseCheck.CandidateAtStage1 => Stage1Checks.Candidate(rule, course),
        CourseCheck.LaboratoryDay => WaitingChecks.Laboratory(rule, course),
        CourseCheck.FirstInterstageVolumetryDay => WaitingChecks.FirstVolumetry(rule, course),
        CourseCheck.Stage1BeforeStage2 => Stage2Checks.Stage1Before(rule, course),
        CourseCheck.FunctionBeforeStage2 => Stage2Checks.FunctionTested(rule, course),
        CourseCheck.DecisionBeforeStage2 => Stage2Checks.Decided(rule, course),
        CourseCheck.ComplicationsResolvedAtStage2 => Stage2Checks.ComplicationsResolved(rule, course),
        CourseCheck.ReadyAtStage2 => Stage2Checks.Ready(rule, course),
        CourseCheck.SurveillanceGapDays => WaitingChecks.Surveillance(rule, course),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Check, "No such check."),
    };
}

/// <summary>A rule of the course that was broken.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Statement">What happened instead, as a sentence to read aloud.</param>
/// <param name="OccurredOn">Date of the break: of what broke the rule, or the first day on which what was awaited came too late.</param>
/// <param name="Observed">The value, unrounded, in <paramref name="Unit"/>; null where the rule is yes or no, and where what was awaited has not come.</param>
/// <param name="Threshold">The limit; null where the rule is yes or no.</param>
/// <param name="Unit">UCUM code of the unit of both; null where there are none.</param>
/// <param name="Evidence">Where the rule comes from.</param>
/// <param name="EventIds">The entries that it rests on, at least one. The first is what broke the rule, or what the wait is counted from.</param>
public sealed record Deviation(
    string RuleId, Sentence Statement, DateOnly OccurredOn, double? Observed, double? Threshold, string? Unit, Evidence Evidence, ValueList<Guid> EventIds);

/// <summary>A rule of the course that cannot be judged.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Statement">What is missing, as a sentence to read aloud.</param>
/// <param name="Evidence">Where the rule comes from.</param>
/// <param name="EventIds">The entries that call for the rule.</param>
public sealed record UnjudgedRule(string RuleId, Sentence Statement, Evidence Evidence, ValueList<Guid> EventIds);
