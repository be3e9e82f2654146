using Pathway.Domain.Volume;
using static Pathway.Domain.Tests.Volume.Derived;

namespace Pathway.Domain.Tests.Volume;

public sealed class RemnantShareTests
{
    [Fact]
    public void The_line_decides_whether_420_mL_at_1_81_square_meters_are_33_or_28_percent()
    {
        // 100 × 420 / 1280.4 and 100 × 420 / 1499.0: one passes 30 %, the other does not.
        var facts = Given.Facts(Given.Opened, Given.Scan(-7, 420));

        Assert.Equal(32.8, VolumetricState.Of(facts, ShippedProtocol).Current!.SflrPercent!.Value, 0.05);
        Assert.Equal(28.0, VolumetricState.Of(facts, ProtocolWithVautheysLine).Current!.SflrPercent!.Value, 0.05);
    }

    [Fact]
    public void The_tumor_is_taken_off_the_measured_liver()
    {
        // 520 / (1600 − 300) = 40 %; with the tumor left in it would be 32.5 %.
        var measurement = Volumetric(Given.Opened, Given.Scan(-7, 520) with { TotalLiverVolumeMl = 1600, TumorVolumeMl = 300 }).Current!;

        Assert.Equal(40, measurement.FlrOfFunctionalLiverPercent!.Value, 1e-12);
        Assert.Equal(100 * 520 / 1280.4156495981433, measurement.SflrPercent!.Value, 1e-9); // Another denominator, another figure.
    }

    [Fact]
    public void A_liver_in_which_no_tumor_was_seen_is_not_one_in_which_none_was_measured()
    {
        Assert.Equal(32.5, RemnantShare.FlrOfFunctionalLiverPercent(520, 1600, 0)!.Value, 1e-12);
        Assert.Null(RemnantShare.FlrOfFunctionalLiverPercent(520, 1600, null));
        Assert.Null(RemnantShare.FlrOfFunctionalLiverPercent(520, null, 300));
        Assert.Null(RemnantShare.FlrOfFunctionalLiverPercent(520, 1600, 1600));
    }

    [Fact]
    public void Four_hundred_mL_at_80_kg_are_exactly_half_a_percent_of_body_weight() =>
        Assert.Equal(0.5, RemnantShare.FlrToBodyWeightPercent(400, 80)); // A percentage, not the fraction 0.005, and not 0.5 as a fraction.

    [Fact]
    public void A_reported_standard_volume_overrides_the_formula_for_its_own_scan_only()
    {
        var state = Volumetric(Given.Opened, Given.Scan(-14, 400), Given.Scan(-7, 400, standardLiverVolumeMl: 1600), Given.Scan(-6, 400));

        Assert.Equal([StandardLiverVolumeBasis.Formula, StandardLiverVolumeBasis.Reported, StandardLiverVolumeBasis.Formula],
            state.Measurements.Select(m => m.StandardLiverVolumeBasis!.Value));
        Assert.Equal([31.24, 25.00, 31.24], state.Measurements.Select(m => Math.Round(m.SflrPercent!.Value, 2))); // 400 / 1280.4; 400 / 1600
        Assert.Equal(1600, state.Measurements[1].StandardLiverVolumeMl);
    }

    [Fact]
    public void The_standard_volume_of_the_patient_is_the_latest_known_report_or_weighing()
    {
        var reported = Given.Scan(-7, 400, standardLiverVolumeMl: 1600);

        Assert.Equal((1600, StandardLiverVolumeBasis.Reported), StandardOf(Volumetric(OpenedWithoutBodySize, reported)));
        Assert.Equal((1600, StandardLiverVolumeBasis.Reported), StandardOf(Volumetric(Given.Opened, reported)));
        Assert.Equal((1600, StandardLiverVolumeBasis.Reported), StandardOf(Volumetric(Given.Opened, Given.Weighed(-7, 170, 70), reported)));
        Assert.Equal((1280, StandardLiverVolumeBasis.Formula), StandardOf(Volumetric(Given.Opened, reported, Given.Weighed(-6, 170, 70))));

        static (double, StandardLiverVolumeBasis) StandardOf(VolumetricState state) =>
            (Math.Round(state.StandardLiverVolumeMl!.Value), state.StandardLiverVolumeBasis!.Value);
    }
}
