using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Function.FunctionCases;

namespace Pathway.Domain.Tests.Function;

public sealed class LiverFailureTests
{
    private static LiverFailure AfterStage1(params IEnumerable<PathwayEvent> events) =>
        FunctionOf([Given.Stage1(), .. events]).Liver.IsglsLiverFailure.Stage1!;

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public void Raised_values_count_from_day_5(int day, bool? expected) => Assert.Equal(expected, AfterStage1(Labs(day, 60, 1.6)).Value);

    [Theory]
    [InlineData(21, 1.6, false)]
    [InlineData(21.1, 1.6, true)]
    [InlineData(60, 1.2, false)]
    [InlineData(60, 1.21, true)]
    public void Both_values_must_be_above_the_local_limit_and_the_limit_itself_is_normal(double bilirubin, double inr, bool expected) =>
        Assert.Equal(expected, AfterStage1(Labs(5, bilirubin, inr)).Value);

    [Fact]
    public void The_answer_names_the_day_and_the_sets_that_say_so()
    {
        var failure = AfterStage1(Labs(3, 90, 2), Labs(6, 60, 1.6), Labs(8, 70, 1.5));
        Assert.Equal((6, Given.Day(6)), (failure.Day, failure.OccurredOn));
        Assert.Equal([6, 8], failure.Days);
        Assert.Equal([Given.IdOf(4), Given.IdOf(5)], failure.EventIds);
    }

    [Fact]
    public void Two_sets_of_one_day_count_together_and_those_of_two_days_do_not()
    {
        Assert.True(AfterStage1(Labs(6, 60, null), Labs(6, null, 1.6)).Value);

        var apart = AfterStage1(Labs(6, 60, null), Labs(7, null, 1.6));
        Assert.Null(apart.Value);
        Assert.Equal(["inr on day 6", "bilirubin on day 7"], apart.Missing);
    }

    [Fact]
    public void Without_the_local_limit_nothing_is_assumed_and_the_limit_is_named()
    {
        var failure = AfterStage1(Labs(6, 60, 1.6, bilirubinLimit: 21, inrLimit: null));
        Assert.Null(failure.Value);
        Assert.Equal(["inrUpperLimit on day 6"], failure.Missing);

        Assert.False(AfterStage1(Labs(6, 10, 1.6, bilirubinLimit: 21, inrLimit: null)).Value); // A normal bilirubin decides alone.
    }

    [Fact]
    public void A_limit_stated_once_holds_for_the_day_and_for_no_other_day()
    {
        Assert.True(AfterStage1(Labs(6, 60, null), Labs(6, null, 1.6, null, null) with { InrUpperLimit = 1.2 }).Value);
        Assert.Null(AfterStage1(Labs(5, 10, 1.0), Labs(6, 60, 1.6, null, null)).Value);
    }

    [Fact]
    public void A_protocol_may_give_limits_where_the_laboratory_states_none()
    {
        var rule = Shipped.Function.LiverFailure with { BilirubinUpperLimit = new(1.2, "mg/dL"), InrUpperLimit = 1.2 };
        var protocol = Shipped with { Function = Shipped.Function with { LiverFailure = rule } };
        Assert.True(FunctionOf(Given.Opened, protocol, Given.Stage1(), Labs(6, 60, 1.6, null, null)).Liver.IsglsLiverFailure.Stage1!.Value);
    }

    [Fact]
    public void Without_a_value_from_day_5_on_the_answer_is_unknown()
    {
        Assert.Equal(["bilirubin and inr on or after day 5"], AfterStage1(Labs(4, 60, 1.6)).Missing);
        Assert.Null(AfterStage1(new LaboratoryRecorded(Given.Day(6), Albumin: new(30, "g/L"))).Value);
    }

    [Fact]
    public void Later_normal_values_do_not_answer_for_a_day_that_could_not_be_judged() =>
        Assert.Null(AfterStage1(Labs(5, 60, null), Labs(9, 15, 1.0)).Value);

    [Fact]
    public void Recovery_is_the_first_day_after_it_on_which_both_are_known_and_neither_is_raised()
    {
        var failure = AfterStage1(Labs(5, 60, 1.6), Labs(7, 15, null), Labs(9, 15, 1.6), Labs(11, 15, 1.1), Labs(13, 14, 1.0));
        Assert.True(failure.Value);
        Assert.Equal(Given.Day(11), failure.RecoveredOn);
        Assert.Equal([Given.IdOf(6)], failure.RecoveryEventIds);
    }

    [Fact]
    public void Normal_values_before_a_relapse_are_no_recovery()
    {
        var failure = AfterStage1(Labs(5, 60, 1.6), Labs(7, 15, 1.0), Labs(9, 80, 1.9));
        Assert.Null(failure.RecoveredOn);
    }

    [Fact]
    public void Each_stage_is_judged_by_its_own_days_and_a_sample_of_the_day_of_stage_2_tells_of_stage_1()
    {
        var liver = FunctionOf(Given.Stage1(), Labs(10, 60, 1.6), Given.Stage2(10), Labs(14, 80, 2), Labs(15, 30, 1.1), Labs(17, 25, 1.0)).Liver.IsglsLiverFailure;
        Assert.Equal([10], liver.Stage1!.Days);
        Assert.False(liver.Stage2!.Value); // Day 4 does not count, day 5 and 7 are normal in the INR.
        Assert.Null(liver.Stage1.RecoveredOn);
    }

    [Fact]
    public void Before_a_stage_there_is_no_answer_for_it()
    {
        Assert.Null(FunctionOf(Labs(6, 60, 1.6)).Liver.IsglsLiverFailure.Stage1);
        Assert.Null(FunctionOf(Given.Stage1()).Liver.IsglsLiverFailure.Stage2);
    }

    [Fact]
    public void The_grade_is_the_worst_recorded_one_of_the_stage_and_no_laboratory_value_gives_it()
    {
        static ComplicationRecorded Failure(int day, IsglsGrade? grade) => new(Given.Day(day), ComplicationKind.LiverFailure, ClavienDindoGrade.II, grade);
        var liver = FunctionOf(
            Given.Stage1(), Labs(6, 60, 1.6), Failure(6, IsglsGrade.A), Failure(8, IsglsGrade.B), Given.Stage2(20), Failure(20, IsglsGrade.C)).Liver.IsglsLiverFailure;
        Assert.Equal((IsglsGrade.B, 2), (liver.Stage1!.Grade, liver.Stage1.RecordedEventIds.Count));
        Assert.Equal((null, IsglsGrade.C), (liver.Stage2!.Value, liver.Stage2.Grade));
        Assert.Null(AfterStage1(Labs(6, 300, 4)).Grade);
    }

    [Fact]
    public void Limits_and_values_may_come_in_different_units() =>
        Assert.True(AfterStage1(Labs(6, null, 1.6) with { Bilirubin = new(3.5, "mg/dL") }).Value); // 59.9 µmol/L against 21.
}
