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
        var stage2On = facts.Stage2?.OccurredOn;
        var atStage2 = stage2On is { } operatedOn ? OnMorningOfStage2(protocolFor(course.MorningOf(operatedOn).Facts), course) : (Overall?)null;
        foreach (var date in facts.Entries.Select(e => e.OccurredOn).Where(d => d > stage1On && !(d > stage2On)).Distinct())
        {
            var answer = date == stage2On ? atStage2 : On(date, facts, protocolFor);
            clearedOn ??= answer is Overall.Ready or Overall.Caution ? date : null;
            readyOn ??= answer is Overall.Ready ? date : null;
            if (readyOn is not null)
            {
                break;
            }
        }

        return new(clearedOn, readyOn, atStage2);
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
