using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;
using static Pathway.Domain.Tests.Volume.Derived;

namespace Pathway.Domain.Tests.Volume;

public sealed class BodySizeTests
{
    [Fact]
    public void Du_Bois_gives_a_man_of_170_cm_and_70_kg_a_surface_of_1_81_square_meters()
    {
        // ln 0.007184 + 0.725·ln 170 + 0.425·ln 70 = −4.93590 + 0.725·5.13580 + 0.425·4.24850 = 0.59317; e^0.59317 = 1.8097.
        var m2 = BodySurfaceArea.M2(BodySurfaceFormula.DuBois, 170, 70)!.Value;

        Assert.Equal(1.8097, m2, 0.00005);
        // The same formula as printed for meters; its constant has five digits, so it agrees to about one in 70,000.
        Assert.Equal(0.20247 * Math.Pow(1.70, 0.725) * Math.Pow(70, 0.425), m2, 0.00005);
    }

    [Fact]
    public void Mosteller_gives_180_cm_and_80_kg_exactly_2_square_meters() =>
        Assert.Equal(2, BodySurfaceArea.M2(BodySurfaceFormula.Mosteller, 180, 80)); // √(180 × 80 / 3600) = √4

    [Fact]
    public void The_protocol_says_which_formula_holds()
    {
        var mosteller = ShippedProtocol with { Formulas = ShippedProtocol.Formulas with { BodySurface = BodySurfaceFormula.Mosteller } };
        var facts = Given.Facts(Given.Opened);

        Assert.Equal(1.8097, VolumetricState.Of(facts, ShippedProtocol).BodySurfaceAreaM2!.Value, 0.00005);
        Assert.Equal(1.8181, VolumetricState.Of(facts, mosteller).BodySurfaceAreaM2!.Value, 0.00005); // √(11,900 / 3600)
    }

    [Fact]
    public void The_two_lines_of_standard_liver_volume_cross_at_1_42_square_meters()
    {
        // 706.2·s + 2.4 = 1267.28·s − 794.41 where s = 796.81 / 561.08 = 1.42014; both are then 1005.3 mL.
        const double Crossing = 796.81 / 561.08;

        Assert.Equal(1.42, Crossing, 0.005);
        Assert.Equal(1005.3, StandardLiverVolume.Ml(new(706.2, 2.4), Crossing)!.Value, 0.05);
        Assert.Equal(1005.3, StandardLiverVolume.Ml(new(1267.28, -794.41), Crossing)!.Value, 0.05);
    }

    [Fact]
    public void At_1_81_square_meters_the_lines_differ_by_about_220_mL()
    {
        // 706.2 × 1.81 + 2.4 = 1280.622; 1267.28 × 1.81 − 794.41 = 1499.3668.
        Assert.Equal(1280.622, StandardLiverVolume.Ml(new(706.2, 2.4), 1.81)!.Value, 1e-9);
        Assert.Equal(1499.3668, StandardLiverVolume.Ml(new(1267.28, -794.41), 1.81)!.Value, 1e-9);
    }

    [Theory]
    [InlineData(908.204, -464.728, 1179.12)] // 908.204 × 1.81 = 1643.849, from 1,000 Korean donors with Du Bois
    [InlineData(893.485, -439.169, 1178.04)] // 893.485 × 1.81 = 1617.208, from the same donors with Mosteller
    [InlineData(969.8, -456.3, 1299.04)] // 969.8 × 1.81 = 1755.338, another Korean series
    public void A_protocol_can_hold_any_published_line_though_none_that_is_shipped_does(double slope, double intercept, double expected) =>
        Assert.Equal(expected, StandardLiverVolume.Ml(new(slope, intercept), 1.81)!.Value, 0.005);

    [Fact]
    public void A_line_that_falls_below_nothing_for_a_small_body_gives_no_volume() =>
        Assert.Null(StandardLiverVolume.Ml(new(1267.28, -794.41), 0.6)); // 760 − 794 is negative: an infant is outside the formula.

    [Fact]
    public void Ascites_is_taken_off_the_weight_before_any_formula()
    {
        var state = Volumetric(Given.Opened with { WeightKg = 78, AscitesKg = 8 }, Given.Scan(-7, 350));

        Assert.Equal(70, state.Current!.DryWeightKg);
        Assert.Equal(1.8097, state.BodySurfaceAreaM2!.Value, 0.00005);
        Assert.Equal(0.5, state.Current.FlrToBodyWeightPercent!.Value, 1e-12); // 350 / 70,000, not 350 / 78,000
    }

    [Fact]
    public void Ascites_that_weighs_as_much_as_the_patient_leaves_no_weight_rather_than_a_wrong_one()
    {
        var state = Volumetric(Given.Opened with { WeightKg = 20, AscitesKg = 20 }, Given.Scan(-7, 350));

        Assert.Null(state.BodySurfaceAreaM2);
        Assert.Null(state.Current!.FlrToBodyWeightPercent);
    }

    [Theory]
    [InlineData(null, 70.0)]
    [InlineData(170.0, null)]
    [InlineData(null, null)]
    public void Without_height_or_weight_what_needs_it_is_not_known(double? heightCm, double? weightKg)
    {
        var state = Volumetric(Given.Opened with { HeightCm = heightCm, WeightKg = weightKg }, Given.Scan(-7, 350));

        Assert.Null(state.BodySurfaceAreaM2);
        Assert.Null(state.StandardLiverVolumeMl);
        Assert.Null(state.StandardLiverVolumeBasis);
        Assert.Null(state.Current!.StandardLiverVolumeMl);
        Assert.Null(state.Current.StandardLiverVolumeBasis);
        Assert.Null(state.Current.SflrPercent);
        Assert.Equal(weightKg is null ? null : 0.5, state.Current.FlrToBodyWeightPercent); // Weight alone suffices for this one.
    }

    [Fact]
    public void A_scan_uses_the_latest_weighing_on_or_before_it()
    {
        var state = Volumetric(
            Given.Opened, Given.Weighed(-10, 170, 68), Given.Weighed(7, 170, 60), Given.Weighed(8, 170, 55),
            Given.Scan(-11, 350), Given.Scan(-10, 350), Given.Scan(7, 350));

        Assert.Equal([70, 68, 60], state.Measurements.Select(m => m.DryWeightKg!.Value));
        Assert.Equal(0.007184 * Math.Pow(170, 0.725) * Math.Pow(55, 0.425), state.BodySurfaceAreaM2!.Value, 1e-12); // The latest known, for the patient of today.
    }

    [Fact]
    public void A_scan_older_than_every_weighing_uses_the_earliest() =>
        Assert.Equal([68, 68], Volumetric(OpenedWithoutBodySize, Given.Weighed(-10, 170, 68), Given.Weighed(-5, 170, 66), Given.Scan(-40, 350), Given.Scan(-20, 350))
            .Measurements.Select(m => m.DryWeightKg!.Value));

    [Fact]
    public void A_height_given_at_the_opening_goes_with_a_weight_recorded_later()
    {
        var measurement = Volumetric(Given.Opened with { HeightCm = 181, WeightKg = null }, Given.Scan(-7, 350), Given.Weighed(-5, 180, 80)).Current!;

        Assert.Equal(181, measurement.HeightCm);
        Assert.Equal(80, measurement.DryWeightKg);
    }

    [Fact]
    public void Of_two_weighings_of_one_day_the_later_entry_counts() =>
        Assert.Equal(66, Volumetric(Given.Opened, Given.Weighed(-10, 170, 68), Given.Weighed(-10, 170, 66), Given.Scan(-7, 350)).Current!.DryWeightKg);
}
