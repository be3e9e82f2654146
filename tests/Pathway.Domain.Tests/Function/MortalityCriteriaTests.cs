using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Function.FunctionCases;

namespace Pathway.Domain.Tests.Function;

public sealed class MortalityCriteriaTests
{
    private static LaboratoryRecorded Set(int day, double? prothrombinPercent, double? bilirubin) =>
        new(Given.Day(day), Umol(bilirubin), ProthrombinPercent: prothrombinPercent);

    private static FiftyFifty FiftyFiftyAfterStage2(params IEnumerable<PathwayEvent> events) =>
        FunctionOf([Given.Stage1(-14), Given.Stage2(0), .. events]).Liver.FiftyFifty.Stage2!;

    private static PeakBilirubin PeakAfterStage1(params IEnumerable<PathwayEvent> events) =>
        FunctionOf([Given.Stage1(), .. events]).Liver.PeakBilirubin.Stage1!;

    [Theory]
    [InlineData(49.9, 50.1, true)]
    [InlineData(50, 50.1, false)]
    [InlineData(49.9, 50, false)]
    public void Fifty_fifty_wants_less_than_50_percent_and_more_than_50_umol_per_L(double prothrombin, double bilirubin, bool expected) =>
        Assert.Equal(expected, FiftyFiftyAfterStage2(Set(5, prothrombin, bilirubin)).Value);

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Fifty_fifty_looks_at_day_5_and_at_no_other(int day)
    {
        var answer = FiftyFiftyAfterStage2(Set(day, 30, 200));
        Assert.Null(answer.Value);
        Assert.Equal(["prothrombinPercent on day 5", "bilirubin on day 5"], answer.Missing);
    }

    [Fact]
    public void The_inr_is_not_the_prothrombin_percentage()
    {
        var answer = FiftyFiftyAfterStage2(Labs(5, 80, 2.5));
        Assert.Null(answer.Value);
        Assert.Equal(["prothrombinPercent on day 5"], answer.Missing);
        Assert.False(FiftyFiftyAfterStage2(Labs(5, 40, 2.5)).Value); // The bilirubin alone decides against it.
    }

    [Fact]
    public void Of_several_values_of_the_day_the_worse_counts()
    {
        var answer = FiftyFiftyAfterStage2(Set(5, 60, 40), Set(5, 45, null), Set(5, null, 70));
        Assert.Equal((true, 45, 70), (answer.Value, answer.ProthrombinPercent, answer.BilirubinUmolPerL));
        Assert.Equal(3, answer.EventIds.Count);
    }

    [Theory]
    [InlineData(7.0, false)]
    [InlineData(7.01, true)]
    public void The_peak_of_bilirubin_is_high_above_7_mg_per_dL(double mgPerDl, bool expected)
    {
        Assert.Equal(expected, PeakAfterStage1(new LaboratoryRecorded(Given.Day(3), new Quantity(mgPerDl, "mg/dL"))).Value);
        Assert.Equal(expected, PeakAfterStage1(Set(3, null, mgPerDl * 17.1)).Value);
    }

    [Fact]
    public void The_peak_is_the_highest_after_the_day_of_the_stage_with_its_day_and_set()
    {
        var peak = PeakAfterStage1(Set(-1, null, 500), Set(0, null, 400), Set(2, null, 90), Set(4, null, 130), Set(6, null, 60));
        Assert.Equal((true, 130, 4, Given.IdOf(6)), (peak.Value, peak.PeakUmolPerL, peak.Day, peak.EventId));
    }

    [Fact]
    public void A_peak_after_stage_2_is_none_after_stage_1()
    {
        var liver = FunctionOf(Given.Stage1(), Set(3, null, 60), Given.Stage2(10), Set(12, null, 200)).Liver.PeakBilirubin;
        Assert.Equal((60, 200), (liver.Stage1!.PeakUmolPerL, liver.Stage2!.PeakUmolPerL));
    }

    [Fact]
    public void Without_a_bilirubin_there_is_no_peak()
    {
        var peak = PeakAfterStage1(Set(0, null, 400));
        Assert.Null(peak.Value);
        Assert.Single(peak.Missing);
    }
}
