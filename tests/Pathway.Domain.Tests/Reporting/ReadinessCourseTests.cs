using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.Domain.Reporting;
using Pathway.Domain.Tests.Readiness;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>When a patient could first have gone to stage 2. However little of it is derived anew, the answers are those of whole assessments of each day.</summary>
public class ReadinessCourseTests
{
    [Fact]
    public void The_course_in_a_row_is_what_whole_assessments_of_each_day_say() => Prop.ForAll(AnyPatient.Journeys.ToArbitrary(), journey =>
    {
        var stream = Stream(journey);
        var row = PathwayRows.Of(IdOf(99), stream, ShippedProtocols.Shelf).Pathway;
        Assert.Equal(DayByDay(stream), (row.FirstClearedOn, row.FirstReadyOn, row.ReadinessAtStage2));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Under_another_protocol_the_course_is_that_of_the_other() => Prop.ForAll(AnyPatient.Journeys.ToArbitrary(), journey =>
    {
        var facts = PathwayFacts.From(Stream(journey));
        foreach (var protocol in ShippedProtocols.Shelf.All)
        {
            var course = ReadinessCourse.Of(facts, protocol);
            Assert.Equal(DayByDay(Stream(journey), protocol), (course.FirstClearedOn, course.FirstReadyOn, course.AtStage2));
            Assert.Equal((course.FirstClearedOn, course.AtStage2), ReadinessCourse.ClearanceOf(facts, protocol));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Caution_clears_as_well()
    {
        // A low rate of plasma disappearance warns, and nothing that comes later takes the warning back.
        var facts = PathwayFacts.From(Stream(ReadinessCases.Ready.And(new FunctionTestRecorded(Day(6), FunctionTest.IcgPdr, 16.9, "%/min", TestScope.Global))));
        var protocol = ShippedProtocols.Shelf.InForce(facts);
        var course = ReadinessCourse.Of(facts, protocol);
        Assert.NotNull(course.FirstClearedOn);
        Assert.Null(course.FirstReadyOn);
        Assert.Equal((course.FirstClearedOn, course.AtStage2), ReadinessCourse.ClearanceOf(facts, protocol));
    }

    private static (DateOnly? FirstClearedOn, DateOnly? FirstReadyOn, Overall? AtStage2) DayByDay(IReadOnlyList<RecordedEvent> stream, Protocol? under = null)
    {
        var facts = PathwayFacts.From(stream);
        if (facts.Stage1 is null)
        {
            return default;
        }

        var stage2On = facts.Stage2?.OccurredOn;
        var answers = facts.Entries.Select(e => e.OccurredOn).Distinct().Where(d => d > facts.Stage1.OccurredOn && !(d > stage2On)).Select(d => (On: d, Answer: On(d))).ToList();
        return (
            answers.Find(a => a.Answer is Overall.Ready or Overall.Caution) is { On: var cleared } && cleared != default ? cleared : null,
            answers.Find(a => a.Answer is Overall.Ready) is { On: var ready } && ready != default ? ready : null,
            stage2On is { } on ? On(on) : null);

        // What complicated the day of stage 2 came after it.
        Overall On(DateOnly date)
        {
            var known = facts.On(date);
            var morning = known.Stage2 is null ? known : PathwayFacts.Of(known.Entries.Where(e => e.Event is not ComplicationRecorded || e.OccurredOn != date));
            return ReadinessAssessment.Assess(Gate.Stage2, morning, under ?? ShippedProtocols.Shelf.InForce(known), date).Overall;
        }
    }
}
