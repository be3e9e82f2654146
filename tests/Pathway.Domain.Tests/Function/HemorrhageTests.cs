using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Function.FunctionCases;

namespace Pathway.Domain.Tests.Function;

public sealed class HemorrhageTests
{
    [Theory]
    [InlineData(11.0, 8.0, false)] // exactly 3 is not more than 3
    [InlineData(11.0, 7.9, true)]
    [InlineData(11.0, 8.1, false)]
    [InlineData(11.0, 12.0, false)]
    public void A_fall_of_more_than_3_g_per_dL_from_the_first_value_after_the_operation_is_a_hemorrhage(double first, double later, bool expected) =>
        Assert.Equal(expected, AfterStage1(Hb(1, first), Hb(3, later)).Value);

    [Fact]
    public void The_lowest_later_value_counts_with_its_day_and_both_sets()
    {
        var fall = AfterStage1(Hb(1, 11), Hb(2, 9), Hb(4, 7.5), Hb(6, 8.5));
        Assert.Equal((true, 35, 4), (fall.Value, fall.FallGPerL, fall.Day));
        Assert.Equal([Given.IdOf(3), Given.IdOf(5)], fall.EventIds);
    }

    [Fact]
    public void A_sample_of_the_day_itself_may_be_from_before_the_operation_and_one_value_tells_nothing()
    {
        var fall = AfterStage1(Hb(0, 13), Hb(1, 9.5));
        Assert.Null(fall.Value);
        Assert.Equal(["two values of hemoglobin after the day of the stage"], fall.Missing);
    }

    [Fact]
    public void Each_stage_has_its_own_baseline()
    {
        var liver = FunctionOf(Given.Stage1(), Hb(1, 12), Hb(5, 11), Given.Stage2(8), Hb(9, 8.5), Hb(11, 8)).Liver.Hemorrhage;
        Assert.Equal((false, false), (liver.Stage1!.Value, liver.Stage2!.Value));
        Assert.Equal(5, liver.Stage2.FallGPerL);
    }

    [Fact]
    public void A_protocol_that_has_no_limit_for_it_says_so()
    {
        var without = Shipped with { Function = Shipped.Function with { HemoglobinFall = null } };
        var fall = FunctionOf(Given.Opened, without, Given.Stage1(), Hb(1, 11), Hb(3, 7)).Liver.Hemorrhage.Stage1!;
        Assert.Equal((null, 40), (fall.Value, fall.FallGPerL));
        Assert.Single(fall.Missing);
    }

    private static Hemorrhage AfterStage1(params IEnumerable<PathwayEvent> events) => FunctionOf([Given.Stage1(), .. events]).Liver.Hemorrhage.Stage1!;

    private static LaboratoryRecorded Hb(int day, double gramsPerDl) => new(Given.Day(day), Hemoglobin: new(gramsPerDl, "g/dL"));
}
