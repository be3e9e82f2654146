using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.FollowUp.FollowUpCases;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.FollowUp;

public sealed class WaitingDeviationTests
{
    private const string Laboratory = "course.laboratoryDay5";
    private const string FirstAfterAlpps = "course.firstVolumetry.alpps";
    private const string FirstAfterOcclusion = "course.firstVolumetry.occlusion";
    private const string Surveillance = "course.surveillance";

    [Theory]
    [InlineData(6, "kept")]
    [InlineData(7, "kept")]
    [InlineData(8, "broken")]
    public void The_laboratory_is_missed_once_day_7_is_over(int today, string expected)
    {
        Assert.Equal(expected, ReviewOn(today, Interstage()).Verdict(Laboratory));
        Assert.Equal(expected, ReviewOn(today + 20, [.. Interstage(), Labs(5), Stage2(20)]).Verdict(Laboratory));
    }

    [Theory]
    [InlineData(4, "broken")]
    [InlineData(5, "kept")]
    [InlineData(6, "kept")]
    [InlineData(7, "kept")]
    [InlineData(8, "broken")]
    public void A_sample_counts_from_day_5_to_day_7(int sampleDay, string expected) => Assert.Equal(expected, ReviewOn(12, [.. Interstage(), Labs(sampleDay)]).Verdict(Laboratory));

    [Fact]
    public void A_missing_and_a_late_sample_are_told_apart()
    {
        var missing = Assert.Single(ReviewOn(12, Interstage()).Of(Laboratory));
        Assert.Equal((Day(8), null, 7.0, "d"), (missing.OccurredOn, missing.Observed, missing.Threshold, missing.Unit));
        Assert.Equal("No bilirubin and INR are on record from day 5 to day 7 after stage 1.", missing.Statement);
        Assert.Equal([IdOf(5)], missing.EventIds);

        var late = Assert.Single(ReviewOn(12, [.. Interstage(), Labs(9)]).Of(Laboratory));
        Assert.Equal((Day(8), 9.0), (late.OccurredOn, late.Observed));
        Assert.Equal("The first bilirubin and INR after stage 1 are of day 9; they are asked for from day 5 to day 7.", late.Statement);
        Assert.Equal([IdOf(5), IdOf(6)], late.EventIds);
    }

    [Fact]
    public void Each_stage_has_its_own_laboratory() =>
        Assert.Equal([Day(8), Day(28)], ReviewOn(40, [.. Interstage(), Stage2(20)]).Of(Laboratory).Select(d => d.OccurredOn));

    [Fact]
    public void A_rescue_has_a_laboratory_of_its_own()
    {
        PathwayEvent[] rescued = [.. Interstage(Stage1Technique.PortalVeinEmbolization), Labs(5), Scan(21, 220, 1000), Augmentation(30)];
        var missing = Assert.Single(ReviewOn(40, rescued).Of(Laboratory));
        Assert.Equal((Day(38), "No bilirubin and INR are on record from day 5 to day 7 after the rescue by ALPPS."), (missing.OccurredOn, missing.Statement.Words));
        Assert.Equal("kept", ReviewOn(40, [.. rescued, Labs(35)]).Verdict(Laboratory));
        Assert.Equal("broken", ReviewOn(40, [.. rescued, Labs(34)]).Verdict(Laboratory));

        // What a rescue overtook was not missed.
        Assert.Equal("kept", ReviewOn(10, [.. Interstage(Stage1Technique.PortalVeinEmbolization), Augmentation(7)]).Verdict(Laboratory));
    }

    [Theory]
    [InlineData(7, "kept")]
    [InlineData(8, "broken")]
    public void Whoever_went_on_left_or_died_before_the_window_was_over_missed_nothing(int on, string expected)
    {
        // What ends on day 8 ends after the window; what broke the rule on day 8 still needs a patient who is there on that day.
        Assert.Equal(expected, ReviewOn(9, [.. Interstage(), Stage2(on)]).Verdict(Laboratory));
        Assert.Equal("kept", ReviewOn(40, [.. Interstage(), new DeathRecorded(Day(on), DeathCause.Sepsis)]).Verdict(Laboratory));
        Assert.Equal("kept", ReviewOn(40, [.. Interstage(), new DroppedOut(Day(on), DropOutReason.PatientChoice)]).Verdict(Laboratory));
    }

    [Theory]
    [InlineData(14, "kept")]
    [InlineData(15, "broken")]
    public void The_first_volumetry_after_ALPPS_is_missed_after_2_weeks(int day, string expected)
    {
        Assert.Equal(expected, ReviewOn(day, Interstage()).Verdict(FirstAfterAlpps));
        Assert.Equal(expected, ReviewOn(30, [.. Interstage(), Scan(day, 220, 1000)]).Verdict(FirstAfterAlpps));
        Assert.Equal(expected, ReviewOn(30, [.. Interstage(), Stage2(day)]).Verdict(FirstAfterAlpps));
    }

    [Theory]
    [InlineData(42, "kept")]
    [InlineData(43, "broken")]
    public void The_first_volumetry_after_an_occlusion_is_missed_after_6_weeks(int day, string expected)
    {
        var review = ReviewOn(50, [.. Interstage(Stage1Technique.LiverVenousDeprivation), Scan(day, 220, 1000)]);
        Assert.Equal((expected, "kept"), (review.Verdict(FirstAfterOcclusion), review.Verdict(FirstAfterAlpps)));
    }

    [Fact]
    public void Each_inducing_step_has_its_own_first_volumetry_by_its_own_technique()
    {
        var review = ReviewOn(60, [.. Interstage(Stage1Technique.PortalVeinEmbolization), Scan(21, 220, 1000), Augmentation(30), Scan(47, 260, 1000)]);
        Assert.Equal("kept", review.Verdict(FirstAfterOcclusion));
        var late = Assert.Single(review.Of(FirstAfterAlpps));
        Assert.Equal("The first volumetry after the rescue by ALPPS was done on day 17; 14 days or less is asked for.", late.Statement);
        Assert.Equal((Day(45), 17.0, 14.0), (late.OccurredOn, late.Observed, late.Threshold));
        Assert.Equal([IdOf(7), IdOf(8)], late.EventIds);
    }

    [Theory]
    [InlineData(193, "kept")]
    [InlineData(194, "broken")]
    public void Surveillance_is_missed_after_6_months(int day, string expected)
    {
        PathwayEvent[] resected = [.. Interstage(), Stage2(10)];
        Assert.Equal(expected, ReviewOn(day, resected).Verdict(Surveillance));
        Assert.Equal(expected, ReviewOn(250, [.. resected, Seen(day)]).Verdict(Surveillance));
    }

    [Fact]
    public void Each_gap_of_2_years_counts_and_none_after_them()
    {
        PathwayEvent[] resected = [.. Interstage(), Stage2(10)];
        var review = ReviewOn(1200, [.. resected, Seen(210), Seen(300), Seen(500, SurveillanceModality.TumorMarkers), Seen(520), Seen(600)]);
        Assert.Equal([(Day(194), 200.0), (Day(484), 220.0)], review.Of(Surveillance).Select(d => (d.OccurredOn, d.Observed!.Value)));
        Assert.Equal("After the imaging of 2026-12-27 220 days passed to the next imaging of the follow-up; 183 days or less is asked for.", review.Of(Surveillance).Last().Statement);

        Assert.Equal("broken", ReviewOn(1200, [.. resected, Seen(190), Seen(370), Seen(550), Seen(557)]).Verdict(Surveillance)); // 740 is day 730.
        Assert.Equal("kept", ReviewOn(1200, [.. resected, Seen(190), Seen(370), Seen(550), Seen(558)]).Verdict(Surveillance));
    }

    [Fact]
    public void After_a_recurrence_or_an_ending_no_imaging_is_missed()
    {
        PathwayEvent[] resected = [.. Interstage(), Stage2(10)];
        Assert.Equal("kept", ReviewOn(400, [.. resected, Seen(100, outcome: SurveillanceOutcome.Recurrence)]).Verdict(Surveillance));
        Assert.Equal("kept", ReviewOn(400, [.. resected, new DeathRecorded(Day(150), DeathCause.Tumor)]).Verdict(Surveillance));
        Assert.Equal("kept", ReviewOn(400, [.. resected, new PathwayClosed(Day(150), ClosingReason.Transferred)]).Verdict(Surveillance));
        Assert.Equal("kept", ReviewOn(400, [.. resected, new DroppedOut(Day(150), DropOutReason.LostToFollowUp), new PathwayResumed(Day(390), "Came back.")]).Verdict(Surveillance));
        Assert.Equal("broken", ReviewOn(400, [.. resected, new DroppedOut(Day(150), DropOutReason.LostToFollowUp), new PathwayResumed(Day(160), "Came back.")]).Verdict(Surveillance));
    }
}
