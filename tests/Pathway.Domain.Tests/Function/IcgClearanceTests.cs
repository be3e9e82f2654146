using Pathway.Domain.Function;
using Pathway.Domain.Protocols;
using static Pathway.Domain.Tests.Function.FunctionCases;

namespace Pathway.Domain.Tests.Function;

public sealed class IcgClearanceTests
{
    [Fact]
    public void Eighteen_percent_retention_and_a_remnant_of_forty_percent_are_unsafe_although_the_volume_passes()
    {
        // −ln(0.18) / 15 = 1.714798 / 15 = 0.114320; × 0.40 = 0.045728; 0.05 / 0.114320 = 43.737 %.
        var icg = FunctionOf(Scan(-5, 480, sflrPercent: 40), Icg(-10, 18)).Icg;

        Assert.Equal(0.114320, icg.PreoperativeRatePerMin!.Value, 6);
        Assert.Equal(0.045728, icg.PredictedPostoperativeRatePerMin!.Value, 6);
        Assert.Equal(0.05, icg.Threshold.Value);
        Assert.False(icg.MeetsThreshold);
        Assert.Equal(43.7, icg.NeededSharePercent!.Value, 1);
        Assert.Empty(icg.Missing);
    }

    [Fact]
    public void The_share_at_which_the_rate_is_the_threshold_passes_and_is_said_to_be_on_the_line()
    {
        var needed = FunctionOf(Icg(-10, 18)).Icg.NeededSharePercent!.Value;
        var onTheLine = FunctionOf(Scan(-5, 480, needed), Icg(-10, 18)).Icg;
        Assert.Equal((true, true), (onTheLine.MeetsThreshold, onTheLine.IsOnTheLine));

        var below = FunctionOf(Scan(-5, 480, needed - 0.001), Icg(-10, 18)).Icg;
        Assert.Equal((false, false), (below.MeetsThreshold, below.IsOnTheLine));
    }

    [Fact]
    public void Both_shares_that_go_by_the_name_of_sflr_are_foretold_and_the_one_used_is_named()
    {
        // By the body size 40 %: 0.0457. By the measured liver without tumor 46 %: 0.0526.
        var icg = FunctionOf(Scan(-5, 480, sflrPercent: 40, ofFunctionalLiverPercent: 46), Icg(-10, 18)).Icg;

        Assert.Equal(RemnantShareKind.Sflr, icg.Share);
        Assert.False(icg.MeetsThreshold);
        Assert.Equal(
            [(RemnantShareKind.Sflr, false), (RemnantShareKind.FlrOfFunctionalLiver, true)],
            icg.Predictions.Select(p => (p.Share, p.MeetsThreshold)));
    }

    [Fact]
    public void Another_protocol_may_take_the_other_share()
    {
        var other = Shipped with { Function = Shipped.Function with { PredictedIcgShare = RemnantShareKind.FlrOfFunctionalLiver } };
        var icg = FunctionOf(Given.Opened, other, Icg(-10, 18), Scan(-5, 480, 40, 46)).Icg;
        Assert.Equal(0.052587, icg.PredictedPostoperativeRatePerMin!.Value, 6);
        Assert.True(icg.MeetsThreshold);
    }

    [Fact]
    public void The_rate_is_that_of_the_last_test_on_or_before_stage_1_and_the_share_is_the_current_one()
    {
        var icg = FunctionOf(
            Scan(-5, 300, 25), Scan(8, 480, 40),
            Icg(-20, 12), Icg(0, 18), Given.Stage1(), Icg(6, 30)).Icg;
        Assert.Equal((18, Given.Day(0)), (icg.RetentionPercent, icg.OccurredOn));
        Assert.Equal(0.045728, icg.PredictedPostoperativeRatePerMin!.Value, 6);
        Assert.Equal([Given.IdOf(3)], icg.Predictions.Select(p => p.VolumetryEventId));
    }

    [Fact]
    public void A_test_after_stage_1_does_not_stand_in_for_one_before_it()
    {
        var icg = FunctionOf(Scan(8, 480, 40), Given.Stage1(), Icg(6, 18)).Icg;
        Assert.Null(icg.PreoperativeRatePerMin);
        Assert.Null(icg.MeetsThreshold);
        Assert.Equal(["icgR15 on or before stage 1"], icg.Missing);
    }

    [Fact]
    public void A_scan_after_stage_2_shows_no_future_remnant() =>
        Assert.Equal([Given.IdOf(2)], FunctionOf(
            Scan(8, 480, 40), Scan(40, 900, 75), Icg(-10, 18), Given.Stage1(), Given.Stage2(10)).Icg.Predictions.Select(p => p.VolumetryEventId));

    [Fact]
    public void Without_a_scan_or_the_share_asked_for_nothing_is_foretold_and_the_lack_is_named()
    {
        Assert.Equal(["sflrPercent"], FunctionOf(Icg(-10, 18)).Icg.Missing);

        var noSflr = FunctionOf(OfUnknownSize, Shipped, Scan(-5, 480, 40, 46) with { StandardLiverVolumeMl = null }, Icg(-10, 18)).Icg;
        Assert.Null(noSflr.PredictedPostoperativeRatePerMin);
        Assert.Equal(["sflrPercent"], noSflr.Missing);

        Assert.Equal(["icgR15", "sflrPercent"], FunctionOf().Icg.Missing);
    }

    [Theory]
    [InlineData(100, 0.0)]
    [InlineData(10, 0.153506)]
    [InlineData(0, null)]
    [InlineData(101, null)]
    public void The_rate_exists_for_retentions_above_0_up_to_100_percent(double retention, double? expected)
    {
        var rate = IcgClearance.RatePerMin(retention);
        Assert.Equal(expected is null, rate is null);
        Assert.Equal(expected ?? 0, rate ?? 0, 6);
    }

    [Fact]
    public void A_liver_that_clears_nothing_needs_no_share_that_could_be_named()
    {
        var icg = FunctionOf(Scan(-5, 480, 40), Icg(-10, 100)).Icg;
        Assert.Equal(0, icg.PredictedPostoperativeRatePerMin);
        Assert.Null(icg.NeededSharePercent);
        Assert.False(icg.MeetsThreshold);
    }

    [Fact]
    public void A_retention_as_a_fraction_is_the_same_retention() =>
        Assert.Equal(FunctionOf(Icg(-10, 18)).Icg.PreoperativeRatePerMin!.Value, FunctionOf(Icg(-10, 0.18, "1")).Icg.PreoperativeRatePerMin!.Value, 12);
}
