using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Volume.Derived;

namespace Pathway.Domain.Tests.Volume;

/// <summary>Standard volumes are mostly reported as 1000 mL, so that 10 mL are one point of sFLR.</summary>
public sealed class GrowthTests
{
    private const double Slv = 1000;

    [Fact]
    public void From_18_to_30_percent_in_21_days_are_4_points_a_week()
    {
        var now = Volumetric(Given.Opened, Given.Scan(0, 180, Slv), Given.Stage1(), Given.Scan(21, 300, Slv)).Current!;

        Assert.Equal(120, now.VolumeGainMl!.Value, 1e-9);
        Assert.Equal(66.6667, now.VolumeGainPercent!.Value, 0.0001);
        Assert.Equal(12, now.DegreeOfHypertrophyPoints!.Value, 1e-9);
        Assert.Equal(4, now.KineticGrowthRate!.PointsPerWeek!.Value, 1e-9); // 12 points in 3 weeks
        Assert.Equal(5.7143, now.KineticGrowthRate.MlPerDay, 0.0001); // 120 / 21
        Assert.Equal(3.1746, now.KineticGrowthRate.PercentPerDay, 0.0001); // 66.67 / 21: three units, three figures, one name
    }

    [Fact]
    public void From_22_to_30_percent_takes_4_weeks_at_2_points_a_week()
    {
        var now = Volumetric(Given.Opened, Given.Scan(0, 220, Slv), Given.Stage1(), Given.Scan(28, 300, Slv)).Current!;

        Assert.Equal(2, now.KineticGrowthRate!.PointsPerWeek!.Value, 1e-9);
    }

    [Fact]
    public void A_relative_gain_of_84_percent_is_not_a_hypertrophy_of_84_points()
    {
        // PMC4430776 calls the relative gain "degree of hypertrophy": 300 → 552.9 mL is 84.3 %, but 16.86 points of 1500 mL.
        var now = Volumetric(Given.Opened, Given.Scan(-1, 300, 1500), Given.Stage1(), Given.Scan(30, 552.9, 1500)).Current!;

        Assert.Equal(84.3, now.VolumeGainPercent!.Value, 1e-9);
        Assert.Equal(16.86, now.DegreeOfHypertrophyPoints!.Value, 1e-9);
    }

    [Fact]
    public void Growth_slows_and_the_initial_rate_is_that_of_the_first_scan()
    {
        // 5.4 points in the first week, then 1.5 a week: over three weeks 8.4 points, 2.8 a week.
        var state = Volumetric(Given.Opened, Given.Scan(-1, 200, Slv), Given.Stage1(), Given.Scan(7, 254, Slv), Given.Scan(21, 284, Slv));

        Assert.Equal(5.4, state.InitialKineticGrowthRate!.PointsPerWeek!.Value, 1e-9);
        Assert.Equal(2.8, state.Current!.KineticGrowthRate!.PointsPerWeek!.Value, 1e-9);
        Assert.Equal(14, state.Current.SincePrevious!.Days);
        Assert.Equal(1.5, state.Current.SincePrevious.PointsPerWeek!.Value, 1e-9);
        Assert.Equal(30 / 14.0, state.Current.SincePrevious.MlPerDay, 1e-9);
        Assert.Equal(100 * 30 / 254.0 / 14, state.Current.SincePrevious.PercentPerDay, 1e-9); // Of the scan before, not of the baseline.
    }

    [Fact]
    public void A_remnant_that_shrinks_has_a_negative_rate()
    {
        var now = Volumetric(Given.Opened, Given.Scan(0, 300, Slv), Given.Stage1(), Given.Scan(7, 286, Slv)).Current!;

        Assert.Equal(-2, now.KineticGrowthRate!.MlPerDay, 1e-9);
        Assert.Equal(-1.4, now.KineticGrowthRate.PointsPerWeek!.Value, 1e-9);
        Assert.Equal(-2, now.SincePrevious!.MlPerDay, 1e-9);
    }

    [Fact]
    public void Days_run_from_stage_1_even_when_the_baseline_is_much_older()
    {
        // 70 mL: 10 a day over the 7 days since stage 1, not 70/47 over the 47 since the scan. Scan to scan it is the 47.
        var now = Volumetric(Given.Opened, Given.Scan(-40, 200, Slv), Given.Stage1(), Given.Scan(7, 270, Slv)).Current!;

        Assert.Equal(7, now.DayAfterStage1);
        Assert.Equal(10, now.KineticGrowthRate!.MlPerDay, 1e-9);
        Assert.Equal(47, now.SincePrevious!.Days);
        Assert.Equal(70 / 47.0, now.SincePrevious.MlPerDay, 1e-9);
    }

    [Fact]
    public void Before_stage_1_nothing_is_counted_against_a_baseline()
    {
        var state = Volumetric(Given.Opened, Given.Scan(-20, 200, Slv), Given.Scan(-6, 207, Slv));

        Assert.All(state.Measurements, m =>
        {
            Assert.Null(m.DayAfterStage1);
            Assert.Null(m.DayAfterInduction);
            Assert.Null(m.InducedByEventId);
            Assert.Null(m.BaselineEventId);
            Assert.Null(m.VolumeGainMl);
            Assert.Null(m.KineticGrowthRate);
        });
        Assert.Null(state.InitialKineticGrowthRate);
        Assert.Equal(0.5, state.Current!.SincePrevious!.MlPerDay, 1e-9); // Scan to scan needs no procedure.
    }

    [Fact]
    public void A_scan_before_stage_1_has_no_day_after_it() =>
        Assert.Equal([null, 0, 7], Volumetric(Given.Opened, Given.Scan(-1, 200), Given.Scan(0, 201), Given.Stage1(), Given.Scan(7, 250)).Measurements.Select(m => m.DayAfterStage1));

    [Fact]
    public void A_scan_on_the_day_of_stage_1_is_the_baseline_and_has_no_growth_itself()
    {
        var state = Volumetric(Given.Opened, Given.Scan(-20, 190, Slv), Given.Stage1(), Given.Scan(0, 200, Slv), Given.Scan(7, 270, Slv));

        var onDay0 = state.Measurements[1];
        Assert.Equal(0, onDay0.DayAfterStage1);
        Assert.Equal(onDay0.EventId, onDay0.BaselineEventId);
        Assert.Null(onDay0.VolumeGainMl);
        Assert.Null(onDay0.DegreeOfHypertrophyPoints);
        Assert.Null(onDay0.KineticGrowthRate);
        Assert.Equal(onDay0.EventId, state.Current!.BaselineEventId);
        Assert.Equal(10, state.Current.KineticGrowthRate!.MlPerDay, 1e-9);
    }

    [Fact]
    public void Without_a_scan_up_to_stage_1_there_is_no_growth_to_speak_of()
    {
        var state = Volumetric(Given.Opened, Given.Stage1(), Given.Scan(7, 270, Slv), Given.Scan(14, 298, Slv));

        Assert.All(state.Measurements, m => Assert.Null(m.BaselineEventId));
        Assert.All(state.Measurements, m => Assert.Null(m.KineticGrowthRate));
        Assert.Null(state.InitialKineticGrowthRate); // That of the first scan; the second does not stand in for it.
        Assert.Equal(4, state.Current!.SincePrevious!.MlPerDay, 1e-9);
    }

    [Fact]
    public void Of_two_scans_of_one_day_the_later_entry_is_the_baseline_and_no_rate_stands_between_them()
    {
        var state = Volumetric(
            Given.Opened, Given.Scan(-3, 200, Slv), Given.Scan(-3, 210, Slv), Given.Stage1(), Given.Scan(7, 259, Slv), Given.Scan(7, 280, Slv) with { Modality = ScanModality.Mri });

        Assert.Equal(Given.IdOf(3), state.Measurements[2].BaselineEventId);
        Assert.Null(state.Measurements[1].SincePrevious);
        Assert.Null(state.Measurements[3].SincePrevious);
        Assert.Equal(7, state.Measurements[2].KineticGrowthRate!.MlPerDay, 1e-9); // (259 − 210) / 7
        Assert.Equal(10, state.Measurements[3].KineticGrowthRate!.MlPerDay, 1e-9); // (280 − 210) / 7
        Assert.Equal(10, state.InitialKineticGrowthRate!.MlPerDay, 1e-9);
        Assert.Equal(Given.IdOf(6), state.Current!.EventId);
    }

    [Fact]
    public void Nothing_between_the_scans_of_one_day_but_the_scan_of_another_day_is_the_one_before()
    {
        var now = Volumetric(Given.Opened, Given.Scan(0, 200), Given.Stage1(), Given.Scan(7, 240), Given.Scan(14, 275)).Current!;

        Assert.Equal(7, now.SincePrevious!.Days);
        Assert.Equal(5, now.SincePrevious.MlPerDay, 1e-9);
    }

    [Fact]
    public void A_rescue_restarts_the_clock_with_its_own_baseline()
    {
        // Embolization, 200 → 228 mL in 28 days (1 a day); rescue on day 30, 298 mL a week later: 10 a day from 228.
        var state = Volumetric(
            Given.Opened, Given.Scan(-2, 200, Slv), Given.Stage1(0, Stage1Technique.PortalVeinEmbolization), Given.Scan(28, 228, Slv),
            Given.Augmentation(30), Given.Scan(37, 298, Slv), Given.Scan(44, 312, Slv));

        var before = state.Measurements[1];
        Assert.Equal(Given.IdOf(3), before.InducedByEventId);
        Assert.Equal(1, before.KineticGrowthRate!.MlPerDay, 1e-9);
        Assert.Null(before.SinceStage1); // Its clock is still that of stage 1.

        var after = state.Measurements[2];
        Assert.Equal(Given.IdOf(5), after.InducedByEventId);
        Assert.Equal(before.EventId, after.BaselineEventId);
        Assert.Equal(37, after.DayAfterStage1);
        Assert.Equal(7, after.DayAfterInduction);
        Assert.Equal(70, after.VolumeGainMl!.Value, 1e-9);
        Assert.Equal(7, after.DegreeOfHypertrophyPoints!.Value, 1e-9);
        Assert.Equal(10, after.KineticGrowthRate!.MlPerDay, 1e-9);
        Assert.Equal(98, after.SinceStage1!.VolumeGainMl, 1e-9);
        Assert.Equal(49, after.SinceStage1.VolumeGainPercent, 1e-9);
        Assert.Equal(9.8, after.SinceStage1.DegreeOfHypertrophyPoints!.Value, 1e-9);

        Assert.Equal(10, state.InitialKineticGrowthRate!.MlPerDay, 1e-9); // The first after the latest procedure, neither 1 nor 6.
    }

    [Fact]
    public void Right_after_a_rescue_the_initial_rate_is_not_known_again()
    {
        PathwayEvent[] embolized = [Given.Opened, Given.Scan(-2, 200, Slv), Given.Stage1(), Given.Scan(28, 228, Slv)];

        Assert.Equal(1, Volumetric(embolized).InitialKineticGrowthRate!.MlPerDay, 1e-9);
        Assert.Null(Volumetric([.. embolized, Given.Augmentation(30)]).InitialKineticGrowthRate);
    }

    [Fact]
    public void A_scan_on_the_day_of_a_rescue_is_its_baseline_and_still_says_what_stage_1_did()
    {
        var onTheDay = Volumetric(Given.Opened, Given.Scan(-2, 200, Slv), Given.Stage1(), Given.Augmentation(21), Given.Scan(21, 221, Slv)).Current!;

        Assert.Equal(0, onTheDay.DayAfterInduction);
        Assert.Equal(onTheDay.EventId, onTheDay.BaselineEventId);
        Assert.Null(onTheDay.KineticGrowthRate);
        Assert.Equal(21, onTheDay.SinceStage1!.VolumeGainMl, 1e-9);
    }

    [Fact]
    public void Of_two_procedures_of_one_day_the_later_entry_keeps_the_clock()
    {
        var now = Volumetric(
            Given.Opened, Given.Scan(0, 200, Slv), Given.Stage1(), Given.Augmentation(0, AugmentationTechnique.HepaticVeinEmbolization), Given.Scan(7, 270, Slv)).Current!;

        Assert.Equal(Given.IdOf(4), now.InducedByEventId);
        Assert.Equal(10, now.KineticGrowthRate!.MlPerDay, 1e-9);
    }

    [Fact]
    public void A_scan_after_stage_2_is_listed_and_measured_but_never_current()
    {
        var state = Volumetric(Given.Opened, Given.Scan(0, 200, Slv), Given.Stage1(), Given.Scan(7, 270, Slv), Given.Scan(10, 290, Slv), Given.Stage2(10), Given.Scan(100, 900, Slv));

        Assert.Equal([false, false, false, true], state.Measurements.Select(m => m.IsAfterStage2));
        Assert.Equal(290, state.Current!.FlrVolumeMl); // On the day itself it is still the future remnant.
        Assert.Equal(700, state.Measurements[3].VolumeGainMl!.Value, 1e-9);
        Assert.Equal(7, state.Measurements[3].KineticGrowthRate!.MlPerDay, 1e-9);
        Assert.Equal(10, state.InitialKineticGrowthRate!.MlPerDay, 1e-9);
    }

    [Fact]
    public void A_first_scan_that_came_after_stage_2_gives_no_initial_rate() =>
        Assert.Null(Volumetric(Given.Opened, Given.Scan(0, 200), Given.Stage1(), Given.Stage2(10), Given.Scan(100, 900)).InitialKineticGrowthRate);

    [Fact]
    public void Points_that_come_from_the_denominator_alone_are_said_to()
    {
        // 300 / 1500 = 20 %, then 360 / 1200 = 30 %: 10 points. Over the first denominator 360 mL were 24 %: 6 of the 10 are no growth.
        var now = Volumetric(Given.Opened, Given.Scan(0, 300, 1500), Given.Stage1(), Given.Scan(7, 360, 1200)).Current!;

        Assert.Equal(10, now.DegreeOfHypertrophyPoints!.Value, 1e-9);
        var remark = Assert.Single(now.Remarks);
        Assert.Equal("standardLiverVolumeDiffers", remark.Code);
        Assert.Equal(Given.IdOf(2), remark.ComparedWithEventId);
        Assert.Equal(
            "Against the scan of 2026-03-02 sFLR changed by 10.00 points; 6.00 of them come from the denominator alone, which was 1500.00 mL (as reported) then and is 1200.00 mL (as reported) now.",
            remark.Statement);
    }

    [Fact]
    public void A_patient_who_lost_weight_gains_points_without_growing()
    {
        var now = Volumetric(Given.Opened, Given.Scan(0, 400), Given.Stage1(), Given.Weighed(13, 170, 60), Given.Scan(14, 400)).Current!;

        // Du Bois at 60 kg: 1.8097 × (60/70)^0.425 = 1.6949 m², so 1199.4 mL for 1280.4: 33.35 % for 31.24 %.
        Assert.Equal(0, now.VolumeGainMl);
        Assert.Equal(2.11, now.DegreeOfHypertrophyPoints!.Value, 0.005);
        Assert.Contains("sFLR changed by 2.11 points; 2.11 of them come from the denominator alone", Assert.Single(now.Remarks).Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scan_is_compared_once_with_each_earlier_one()
    {
        var state = Volumetric(
            Given.Opened, Given.Scan(0, 200, 1000), Given.Stage1(), Given.Scan(28, 220, 1001), Given.Augmentation(28), Given.Scan(35, 260, 1002), Given.Scan(42, 270, 1003));

        Assert.Equal([Given.IdOf(4), Given.IdOf(2), Given.IdOf(6)], state.Current!.Remarks.Select(r => r.ComparedWithEventId));
        Assert.Empty(state.Measurements[0].Remarks);
    }

    [Fact]
    public void The_same_denominator_needs_no_remark() =>
        Assert.Empty(Volumetric(Given.Opened, Given.Scan(0, 300), Given.Stage1(), Given.Scan(7, 360)).Current!.Remarks);

    [Fact]
    public void Another_remnant_is_not_a_larger_one()
    {
        var leftLateral = Given.Scan(0, 200, Slv) with { RemnantSegments = [LiverSegment.II, LiverSegment.III] };
        var left = Given.Scan(7, 400, Slv) with { RemnantSegments = [LiverSegment.II, LiverSegment.III, LiverSegment.IV] };
        var samePartsOfLeft = Given.Scan(14, 410, Slv) with { RemnantSegments = [LiverSegment.IVb, LiverSegment.IVa, LiverSegment.III, LiverSegment.II] };
        var state = Volumetric(Given.Opened, leftLateral, Given.Stage1(), left, samePartsOfLeft);

        Assert.Equal("remnantSegmentsDiffer", Assert.Single(state.Measurements[1].Remarks).Code);
        Assert.Equal(Given.IdOf(2), Assert.Single(state.Measurements[2].Remarks).ComparedWithEventId); // None against the scan before: segment IV is its two parts.
    }

    [Fact]
    public void A_scan_entered_late_takes_its_place_by_date()
    {
        var inTime = Volumetric(Given.Opened, Given.Scan(-2, 200, Slv), Given.Stage1(), Given.Scan(7, 270, Slv), Given.Scan(14, 291, Slv));
        var late = Volumetric(Given.Scan(14, 291, Slv), Given.Scan(7, 270, Slv), Given.Stage1(), Given.Scan(-2, 200, Slv), Given.Opened);

        Assert.Equal(inTime.Measurements.Select(m => m.KineticGrowthRate), late.Measurements.Select(m => m.KineticGrowthRate));
        Assert.Equal(inTime.Measurements.Select(m => m.SincePrevious), late.Measurements.Select(m => m.SincePrevious));
        Assert.Equal(inTime.InitialKineticGrowthRate, late.InitialKineticGrowthRate);
    }

    [Fact]
    public void A_corrected_scan_counts_as_if_it_had_been_entered_right()
    {
        PathwayEvent[] Journey(double baselineMl) => [Given.Opened, Given.Scan(-2, baselineMl, Slv), Given.Stage1(), Given.Scan(7, 270, Slv)];

        Assert.Equal(Volumetric(Journey(200)), Volumetric([.. Journey(2000), Given.Correction(8, 2, Given.Scan(-2, 200, Slv))]));
    }

    [Fact]
    public void A_withdrawn_baseline_gives_way_to_the_one_before_it()
    {
        var now = Volumetric(
            Given.Opened, Given.Scan(-20, 200, Slv), Given.Scan(-2, 240, Slv), Given.Stage1(), Given.Scan(7, 270, Slv), Given.Correction(8, 3)).Current!;

        Assert.Equal(Given.IdOf(2), now.BaselineEventId);
        Assert.Equal(10, now.KineticGrowthRate!.MlPerDay, 1e-9);
    }

    [Fact]
    public void A_stage_1_put_to_another_day_moves_the_clock_and_may_change_the_baseline()
    {
        var now = Volumetric(
            Given.Opened, Given.Scan(-2, 200, Slv), Given.Stage1(), Given.Scan(2, 210, Slv), Given.Scan(7, 270, Slv), Given.Correction(8, 3, Given.Stage1(2))).Current!;

        Assert.Equal(Given.IdOf(4), now.BaselineEventId);
        Assert.Equal(5, now.DayAfterStage1);
        Assert.Equal(12, now.KineticGrowthRate!.MlPerDay, 1e-9); // (270 − 210) / 5
    }
}
