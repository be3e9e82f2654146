using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Tests.Protocols;

/// <summary>The published numbers of the calendar and of the course, as the default protocol holds them.</summary>
public sealed class ScheduleAndCourseTests
{
    private static readonly Protocol _default = ShippedProtocols.Shelf.Find(ProtocolShelf.DefaultId, 1)!;

    [Theory]
    [InlineData("schedule.preoperativeImaging", ScheduleAnchor.LatestVolumetry, null, 28, 42, null)] // within 4 to 6 weeks
    [InlineData("schedule.operationAfterChemotherapy", ScheduleAnchor.LastDose, 35, 56, null, null)] // 5 to 8 weeks
    [InlineData("schedule.firstVolumetry.alpps", ScheduleAnchor.LatestInduction, null, 7, null, null)] // about day 7
    [InlineData("schedule.firstVolumetry.occlusion", ScheduleAnchor.LatestInduction, null, 21, 28, null)] // week 3 to 4
    [InlineData("schedule.nextVolumetry.alpps", ScheduleAnchor.LatestVolumetry, null, 7, null, 28)] // weekly, up to 4 weeks
    [InlineData("schedule.nextVolumetry.occlusion", ScheduleAnchor.LatestVolumetry, null, 7, null, 60)] // up to two months
    [InlineData("schedule.laboratory.stage1", ScheduleAnchor.LatestInduction, 5, 5, 7, null)]
    [InlineData("schedule.laboratory.stage2", ScheduleAnchor.Stage2, 5, 5, 7, null)]
    [InlineData("schedule.ninetyDayStatus", ScheduleAnchor.Stage2, 90, 90, null, null)]
    [InlineData("schedule.surveillance", ScheduleAnchor.Stage2OrSurveillance, null, 91, 183, 730)] // every 3 to 6 months for 2 years
    public void What_is_owed_when(string id, ScheduleAnchor after, int? earliest, int due, int? latest, int? until)
    {
        var rule = Assert.Single(_default.Schedule, s => s.Id == id);
        Assert.Equal((after, earliest, due, latest, until), (rule.After, rule.EarliestDay, rule.DueDay, rule.LatestDay, rule.RepeatUntilDay));
    }

    [Theory]
    [InlineData("course.chemotherapyCycles", LimitOperator.AtMost, 6, "1")]
    [InlineData("course.chemotherapyInterval.from", LimitOperator.AtLeast, 35, "d")]
    [InlineData("course.chemotherapyInterval.to", LimitOperator.AtMost, 56, "d")]
    [InlineData("course.alppsRisk", LimitOperator.AtMost, 3, "1")] // avoid above 3
    [InlineData("course.imagingBeforeStage1", LimitOperator.AtMost, 42, "d")]
    [InlineData("course.laboratoryDay5", LimitOperator.AtMost, 7, "d")]
    [InlineData("course.surveillance", LimitOperator.AtMost, 183, "d")]
    public void What_the_course_should_keep(string id, LimitOperator by, double value, string unit) =>
        Assert.Equal(new(by, value, unit), Assert.Single(_default.CourseRules, c => c.Id == id).Asked);

    [Fact]
    public void Every_task_of_the_calendar_and_every_check_of_the_course_is_in_use()
    {
        Assert.Equal(Enum.GetValues<DueTask>(), _default.Schedule.Select(s => s.Task).Distinct().Order());
        Assert.Equal(Enum.GetValues<CourseCheck>(), _default.CourseRules.Select(c => c.Check).Distinct().Order());
    }

    [Fact]
    public void After_each_technique_a_first_volumetry_is_owed_once() => Assert.All(
        Enum.GetValues<Stage1Technique>(),
        t => Assert.Single(_default.Schedule, s => s.Task is DueTask.FirstInterstageVolumetry && s.Techniques!.Contains(t)));
}
