using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.FollowUp;

/// <summary>What a check found that is not as the rule asks, or could not be judged. A rule that is kept leaves no finding.</summary>
/// <param name="BrokenOn">Date of the break; null when the rule cannot be judged.</param>
/// <param name="Statement">A sentence.</param>
/// <param name="EventIds">The entries; the first is what broke the rule, or what calls for it.</param>
internal sealed record CourseFinding(DateOnly? BrokenOn, Sentence Statement, ValueList<Guid> EventIds)
{
    /// <summary>The value; null where there is none.</summary>
    public double? Observed { get; init; }

    /// <summary>The limit and its unit, where the rule itself names none; null otherwise.</summary>
    public (double? Threshold, string? Unit) Limit { get; init; }

    public static CourseFinding Broken(DateOnly on, Sentence statement, params ReadOnlySpan<Guid> eventIds) => new(on, statement, eventIds.ToArray().Distinct().ToValueList());

    public static CourseFinding NotJudged(Sentence statement, params ReadOnlySpan<Guid> eventIds) => new(null, statement, eventIds.ToArray().Distinct().ToValueList());

    /// <summary>Whether a rule is for the patient on the morning of a procedure.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="course">The patient.</param>
    /// <param name="at">The procedure.</param>
    /// <param name="unknown">That it cannot be told; null where it can.</param>
    public static bool IsFor(CourseRule rule, Course course, Procedure at, out CourseFinding? unknown)
    {
        var isFor = rule.AppliesTo is null ? true : course.MorningOf(at.On).IsFor(rule.AppliesTo, gate: null);
        unknown = isFor is null ? NotJudged(new(() => $"Whether this is asked for at {at.Words} depends on what is not on record by then: {Missing(rule.AppliesTo!, course, at)}."), at.EventId) : null;
        return isFor == true;
    }

    public Deviation ToDeviation(CourseRule rule) => new(
        rule.Id, Statement, BrokenOn!.Value, Observed, rule.Asked?.Value ?? Limit.Threshold, rule.Asked?.Unit ?? Limit.Unit, rule.Evidence, EventIds);

    public UnjudgedRule ToUnjudged(CourseRule rule) => new(rule.Id, Statement, rule.Evidence, EventIds);

    private static string Missing(AppliesTo appliesTo, Course course, Procedure at) => Say.List(
    [
        .. appliesTo.ParenchymaClasses is not null && course.MorningOf(at.On).ParenchymaClass is null ? ["what the liver tissue is like"] : (string[])[],
        .. appliesTo.Distributions is not null && course.MorningOf(at.On).Facts.Diagnoses.Latest(d => d.Distribution) is null ? ["which halves of the liver are affected"] : (string[])[],
    ], "and");
}
