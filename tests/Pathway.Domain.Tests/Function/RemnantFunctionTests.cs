using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using static Pathway.Domain.Tests.Function.FunctionCases;

namespace Pathway.Domain.Tests.Function;

public sealed class RemnantFunctionTests
{
    private static readonly ParenchymaAssessed _healthy = Given.Parenchyma(-20, ParenchymaQuality.Normal);

    private static VolumeFunctionDissociation AtDay7(double sflrPercent, double perMinPerM2) => FunctionOf(
        Scan(-2, 300, 25), Scan(7, 534, sflrPercent),
        _healthy, Scintigraphy(-2, 2.1), Given.Stage1(), Scintigraphy(7, perMinPerM2)).Liver.VolumeFunctionDissociation;

    [Theory]
    [InlineData(44, 2.6, true)]
    [InlineData(44, 2.8, false)]
    [InlineData(30, 2.6, false)] // More than 30 % is asked for: the volume is not met, so nothing is dissociated.
    [InlineData(30.1, 2.6, true)]
    public void Volume_met_while_a_test_of_the_remnant_fails_is_a_dissociation(double sflrPercent, double perMinPerM2, bool expected) =>
        Assert.Equal(expected, AtDay7(sflrPercent, perMinPerM2).Value);

    [Fact]
    public void Growth_of_function_stands_beside_growth_of_volume_as_published()
    {
        // 300 → 534 mL is + 78 %, 2.1 → 2.709 %/min/m² is + 29 %: the means of Olthof, Surgery 2017.
        var growth = Assert.Single(AtDay7(44, 2.709).Growth);
        Assert.Equal(78, growth.VolumeGainPercent!.Value, 9);
        Assert.Equal(29, growth.FunctionGainPercent, 9);
        Assert.Equal((Given.IdOf(2), Given.IdOf(3)), (growth.BaselineVolumetryEventId, growth.VolumetryEventId));
    }

    [Fact]
    public void A_test_from_before_stage_1_says_nothing_of_the_remnant_after_it()
    {
        var dissociation = FunctionOf(Scan(7, 534, 44), _healthy, Scintigraphy(-2, 2.1), Given.Stage1()).Liver.VolumeFunctionDissociation;
        Assert.Equal((null, true, null), (dissociation.Value, dissociation.VolumeMet, dissociation.FunctionMet));
        Assert.Equal(["a test of the remnant that the protocol has a limit for"], dissociation.Missing);
    }

    [Fact]
    public void After_a_rescue_what_was_measured_before_it_dissociates_nothing()
    {
        PathwayEvent[] rescued = [_healthy, Given.Stage1(technique: Stage1Technique.PortalVeinEmbolization), Scan(21, 534, 44), Scintigraphy(21, 2.1), Given.Augmentation(30)];
        Assert.Null(FunctionOf(rescued).Liver.VolumeFunctionDissociation.Value);
        Assert.False(FunctionOf([.. rescued, Scan(37, 600, 48), Scintigraphy(37, 3.0)]).Liver.VolumeFunctionDissociation.Value);
    }

    [Fact]
    public void While_nobody_judged_the_tissue_the_volume_is_neither_met_nor_not()
    {
        var dissociation = FunctionOf(Scan(7, 534, 44), Given.Stage1(), Scintigraphy(7, 2.0)).Liver.VolumeFunctionDissociation;
        Assert.Null(dissociation.Value);
        Assert.Equal(["parenchyma"], dissociation.Missing);
    }

    [Fact]
    public void Where_the_protocol_asks_for_another_share_what_is_missing_is_its_limit_and_not_the_tissue()
    {
        var protocol = ShippedProtocols.Shelf.Latest("colorectal-teaching-thresholds")!;
        var dissociation = FunctionOf(Given.Opened, protocol, Scan(7, 534, 44), _healthy, Given.Stage1(), Scintigraphy(7, 2.0)).Liver.VolumeFunctionDissociation;
        Assert.Null(dissociation.Value);
        Assert.Equal(["a limit of the protocol for sflrPercent"], dissociation.Missing);
    }

    [Fact]
    public void The_share_of_the_work_is_never_held_against_a_liver_that_grew_after_the_resection()
    {
        var functional = FunctionOf(
            Scan(5, 400, 30, 40), Scan(13, 700, 50, 100), Given.Stage1(), Remnant(10, FunctionTest.GsaSpect, 35, "%"), Given.Stage2(12));
        var share = Assert.Single(functional.Shares);
        Assert.Equal((35, 40), (share.FunctionSharePercent, share.VolumeSharePercent!.Value));
    }

    [Fact]
    public void A_global_test_cannot_stand_in_for_one_of_the_remnant() =>
        Assert.Null(FunctionOf(Scan(7, 534, 44), _healthy, Given.Stage1(), Icg(7, 30)).Liver.VolumeFunctionDissociation.Value);

    [Fact]
    public void Of_two_tests_of_the_remnant_the_one_that_fails_decides()
    {
        var dissociation = FunctionOf(
            Scan(7, 534, 44), _healthy, Given.Stage1(), Scintigraphy(7, 3.5), Remnant(7, FunctionTest.GsaSpect, 12, "%{LU15}")).Liver.VolumeFunctionDissociation;
        Assert.True(dissociation.Value);
        Assert.Equal(2, dissociation.FunctionEventIds.Count);
    }

    [Fact]
    public void What_is_measured_after_stage_2_is_left_out()
    {
        var dissociation = FunctionOf(
            Scan(7, 534, 44), Scan(30, 900, 75), _healthy, Given.Stage1(), Scintigraphy(7, 2.5), Given.Stage2(10), Scintigraphy(30, 5)).Liver.VolumeFunctionDissociation;
        Assert.Equal((true, Given.IdOf(2)), (dissociation.Value, dissociation.VolumetryEventId));
    }

    [Fact]
    public void The_share_of_the_work_comes_from_the_remnant_and_the_whole_liver_of_one_day()
    {
        // 3.4 of 8.5 %/min is 40 %; the remnant is 52 % of the measured liver: 12 points less work than size.
        var share = Assert.Single(FunctionOf(
            Scan(7, 534, 44, 52), Given.Stage1(), Scintigraphy(8, 3.4, "%/min"), Scintigraphy(8, 8.5, "%/min", TestScope.Global)).Shares);
        Assert.Equal(40, share.FunctionSharePercent, 9);
        Assert.Equal(-12, share.DifferencePoints!.Value, 9);
        Assert.Equal((Given.IdOf(4), Given.IdOf(5), Given.IdOf(2)), (share.EventId, share.GlobalEventId, share.VolumetryEventId));
    }

    [Fact]
    public void The_whole_liver_of_another_day_makes_no_share() =>
        Assert.Empty(FunctionOf(Scintigraphy(8, 3.4, "%/min"), Scintigraphy(7, 8.5, "%/min", TestScope.Global)).Shares);

    [Theory]
    [InlineData(38, "%")]
    [InlineData(0.38, "1")]
    public void A_share_may_be_reported_as_such(double value, string unit)
    {
        var share = Assert.Single(FunctionOf(Scan(7, 534, 44, 52), Remnant(7, FunctionTest.GadoxetateMri, value, unit)).Shares);
        Assert.Equal(38, share.FunctionSharePercent, 9);
        Assert.Null(share.GlobalEventId);
    }

    [Fact]
    public void The_liver_expected_for_the_body_size_is_no_denominator_of_a_measured_share()
    {
        var share = Assert.Single(FunctionOf(Scan(7, 534, 44), Remnant(7, FunctionTest.GadoxetateMri, 38, "%")).Shares);
        Assert.Null(share.VolumeSharePercent);
        Assert.Null(share.DifferencePoints);
    }

    [Fact]
    public void An_index_above_one_hundred_is_no_share() =>
        Assert.Empty(FunctionOf(Remnant(7, FunctionTest.GadoxetateMri, 118, "%")).Shares);

    [Fact]
    public void The_laboratory_course_comes_in_one_system_of_units_with_days_after_each_stage()
    {
        var course = FunctionOf(
            Given.Stage1(),
            new LaboratoryRecorded(Given.Day(-1), new Quantity(1, "mg/dL"), new Quantity(1, "mg/dL"), new Quantity(3.5, "g/dL"), new Quantity(150_000, "/uL")),
            Given.Stage2(10),
            new LaboratoryRecorded(Given.Day(12), Sodium: new(138, "meq/L"), Hemoglobin: new(10.2, "g/dL"), DrainBilirubin: new(2, "mg/dL"))).LaboratoryCourse;

        Assert.Equal((null, null), (course[0].DayAfterStage1, course[0].DayAfterStage2));
        Assert.Equal((17.1, 88.4, 35.0, 150.0), (course[0].BilirubinUmolPerL, course[0].CreatinineUmolPerL, course[0].AlbuminGPerL, course[0].PlateletsPerNl));
        Assert.Equal((12, 2), (course[1].DayAfterStage1, course[1].DayAfterStage2));
        Assert.Equal((138.0, 102.0, 34.2), (course[1].SodiumMmolPerL, course[1].HemoglobinGPerL, course[1].DrainBilirubinUmolPerL));
    }
}
