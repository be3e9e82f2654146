using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.Reporting;

/// <summary>When a patient could first have gone to stage 2 by a protocol, and what it said on the day of stage 2.</summary>
/// <param name="FirstClearedOn">First date on which the patient was ready, with or without caution; null when never.</param>
/// <param name="FirstReadyOn">First date on which the patient was ready without caution; null when never.</param>
/// <param name="AtStage2">The answer on the morning of stage 2; null without stage 1 and stage 2.</param>
public sealed record ReadinessCourse(DateOnly? FirstClearedOn, DateOnly? FirstReadyOn, Overall? AtStage2)
{
    private static readonly ReadinessCourse _none = new(null, null, null);

    /// <summary>Derives it from what happened, under the protocols that were in force.</summary>
    /// <param name="facts">Everything that happened.</param>
    /// <param name="published">The published protocols.</param>
    public static ReadinessCourse Of(PathwayFacts facts, ProtocolShelf published)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(published);
        return Of(CourseUnder(published.InForce(facts), facts), published.InForce);
    }

    /// <summary>Derives it under one protocol, whatever was in force.</summary>
    /// <param name="facts">Everything that happened.</param>
    /// <param name="protocol">The protocol.</param>
    public static ReadinessCourse Of(PathwayFacts facts, Protocol protocol) => Of(CourseUnder(protocol, facts), _ => protocol);

    /// <summary>The part of it that tells whether and when the patient was cleared: that of the whole, and sooner.</summary>
    /// <param name="facts">Everything that happened.</param>
    /// <param name="protocol">The protocol.</param>
    /// <returns>First date on which the patient was ready, with or without caution, and the answer on the morning of stage 2; null as in the whole.</returns>
    public static (DateOnly? FirstClearedOn, Overall? AtStage2) ClearanceOf(PathwayFacts facts, Protocol protocol)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Stage1 is not { OccurredOn: var stage1On })
        {
            return (null, null);
        }

        var atStage2 = AtStage2Of(CourseUnder(protocol, facts), _ => protocol);
        foreach (var (date, answer) in Answers(stage1On, facts, atStage2, _ => protocol))
        {
            if (answer is Overall.Ready or Overall.Caution)
            {
                return (date, atStage2);
            }
        }

        return (null, atStage2);
    }

    /// <summary>Derives it of a course that others have looked at as well: what is known of its mornings is not derived again.</summary>
    /// <param name="course">The whole course.</param>
    /// <param name="protocolFor">The protocol that was in force, by what was known.</param>
    internal static ReadinessCourse Of(Course course, Func<PathwayFacts, Protocol> protocolFor)
    {
        var facts = course.Facts;
        if (facts.Stage1 is not { OccurredOn: var stage1On })
        {
            return _none;
        }

        DateOnly? clearedOn = null, readyOn = null;
        var atStage2 = AtStage2Of(course, protocolFor);
        foreach (var (date, answer) in Answers(stage1On, facts, atStage2, protocolFor))
        {
            clearedOn ??= answer is Overall.Ready or Overall.Caution ? date : null;
            readyOn ??= answer is Overall.Ready ? date : null;
            if (readyOn is not null)
            {
                break;
            }
        }

        return new(clearedOn, readyOn, atStage2);
    }

    private static Overall? AtStage2Of(Course course, Func<PathwayFacts, Protocol> protocolFor) =>
        course.Facts.Stage2?.OccurredOn is { } operatedOn ? OnMorningOfStage2(protocolFor(course.MorningOf(operatedOn).Facts), course) : null;

    /// <summary>What is said on each date with an entry after stage 1 and up to stage 2, in their order, each when it is asked for: null where the patient is not cleared.</summary>
    private static IEnumerable<(DateOnly On, Overall? Answer)> Answers(DateOnly stage1On, PathwayFacts facts, Overall? atStage2, Func<PathwayFacts, Protocol> protocolFor)
    {
        var stage2On = facts.Stage2?.OccurredOn;
        return facts.Entries.Select(e => e.OccurredOn).Where(d => d > stage1On && !(d > stage2On)).Distinct()
            .Select(date => (date, date == stage2On ? atStage2 : On(date, facts, protocolFor)));
    }

    private static Overall OnMorningOfStage2(Protocol protocol, Course course) =>
        (ReferenceEquals(protocol, course.Protocol) ? course : CourseUnder(protocol, course.Facts)).ReadinessAtStage2!.Overall;

    private static Course CourseUnder(Protocol protocol, PathwayFacts facts) => new(ClinicalPicture.Of(facts, protocol, DateOnly.MaxValue));

    private static Overall? On(DateOnly date, PathwayFacts facts, Func<PathwayFacts, Protocol> protocolFor)
    {
        var known = facts.On(date);
        return ReadinessAssessment.ClearanceOf(Gate.Stage2, ClinicalPicture.Of(known, protocolFor(known), date));
    }
}
