using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Function.FunctionCases;

namespace Pathway.Domain.Tests.Function;

public sealed class FunctionTestResultTests
{
    private static FunctionTestResult Only(FunctionalState state) => Assert.Single(state.Tests);

    [Fact]
    public void Scintigraphy_per_minute_is_divided_by_the_body_surface_of_that_day()
    {
        // 5.6 / 1.8097 = 3.0944; after a weighing at 160 cm and 50 kg, 1.5011 m²: 3.7305.
        var tests = FunctionOf(Scintigraphy(-1, 5.6, "%/min"), Given.Weighed(0, 160, 50), Scintigraphy(0, 5.6, "%/min")).Tests;
        Assert.Equal(5.6, tests[0].PercentPerMin);
        Assert.Equal(3.0944, tests[0].PercentPerMinPerM2!.Value, 0.0005);
        Assert.Equal(3.7305, tests[1].PercentPerMinPerM2!.Value, 0.0005);
        Assert.Equal(1.5011, tests[1].BodySurfaceAreaM2!.Value, 0.0005);
    }

    [Fact]
    public void Without_a_body_surface_scintigraphy_per_minute_is_not_judged()
    {
        var result = Only(FunctionOf(OfUnknownSize, Shipped, Scintigraphy(-1, 5.6, "%/min")));
        Assert.Null(result.PercentPerMinPerM2);
        Assert.NotNull(result.Limit);
        Assert.Null(result.MeetsLimit);

        Assert.True(Only(FunctionOf(OfUnknownSize, Shipped, Scintigraphy(-1, 5.6))).MeetsLimit); // Per m² already: nothing else is needed.
    }

    [Theory]
    [InlineData(2.68, false, false)]
    [InlineData(2.69, false, true)]
    [InlineData(2.70, true, false)]
    public void Before_any_resection_the_limit_is_2_69(double value, bool meets, bool onTheLine)
    {
        var result = Only(FunctionOf(Scintigraphy(-1, value)));
        Assert.Equal((meets, onTheLine), (result.MeetsLimit, result.IsOnTheLine));
    }

    [Theory]
    [InlineData(2.70, false, true)]
    [InlineData(2.71, true, false)]
    public void After_alpps_a_patient_at_2_70_fails(double value, bool meets, bool onTheLine)
    {
        var result = FunctionOf(Given.Stage1(), Scintigraphy(7, value)).Tests[0];
        Assert.Equal((meets, onTheLine), (result.MeetsLimit, result.IsOnTheLine));
        Assert.Equal("function.hepatobiliaryScintigraphy.alpps", result.Limit!.Id);
    }

    [Fact]
    public void After_embolization_the_limit_is_2_69_until_a_rescue_by_alpps()
    {
        var tests = FunctionOf(
            Given.Stage1(technique: Stage1Technique.PortalVeinEmbolization), Scintigraphy(20, 2.70),
            Given.Augmentation(21), Scintigraphy(28, 2.70)).Tests;
        Assert.Equal([true, false], tests.Select(t => t.MeetsLimit));
    }

    [Theory]
    [InlineData(8.5, "%/min", false)]
    [InlineData(8.51, "%/min", true)]
    [InlineData(4.69, "%/min/m2", false)] // 4.69 × 1.8097 m² = 8.487
    [InlineData(4.70, "%/min/m2", true)] // 8.506
    public void At_the_hilum_the_limit_is_8_5_per_minute_not_divided_by_the_surface(double value, string unit, bool meets) => Assert.Equal(
        meets, Only(FunctionOf(Given.Opened with { Tumor = TumorType.PerihilarCholangiocarcinoma }, Shipped, Scintigraphy(-1, value, unit))).MeetsLimit);

    [Theory]
    [InlineData(14.9, true, false)]
    [InlineData(15, true, true)]
    [InlineData(15.1, false, false)]
    public void Indocyanine_green_is_a_red_flag_above_15_percent(double value, bool meets, bool onTheLine)
    {
        var result = Only(FunctionOf(Icg(-1, value)));
        Assert.Equal((meets, onTheLine), (result.MeetsLimit, result.IsOnTheLine));
        Assert.Equal(meets, Only(FunctionOf(Icg(-1, value / 100, "1"))).MeetsLimit);
    }

    [Fact]
    public void Gsa_uptake_is_held_against_16_7_and_a_share_of_the_liver_is_not()
    {
        Assert.False(Only(FunctionOf(Remnant(-1, FunctionTest.GsaSpect, 16.7, "%{LU15}"))).MeetsLimit);
        Assert.True(Only(FunctionOf(Remnant(-1, FunctionTest.GsaSpect, 16.8, "%{LU15}"))).MeetsLimit);
        Assert.Null(Only(FunctionOf(Remnant(-1, FunctionTest.GsaSpect, 35, "%"))).Limit);
    }

    [Theory]
    [InlineData(FunctionTest.GadoxetateMri)]
    [InlineData(FunctionTest.FdGalPet)]
    public void A_test_without_an_accepted_cut_off_is_shown_and_not_judged(FunctionTest test)
    {
        var result = Only(FunctionOf(Remnant(-1, test, 38, "%")));
        Assert.Equal((38, null), (result.Percent, result.MeetsLimit));
    }

    [Fact]
    public void A_scintigraphy_of_the_whole_liver_is_not_held_against_the_limit_of_a_remnant() =>
        Assert.Null(Only(FunctionOf(Scintigraphy(-1, 9, scope: TestScope.Global))).Limit);

    [Fact]
    public void The_latest_of_each_test_scope_and_figure_is_current()
    {
        var state = FunctionOf(
            Icg(-20, 18), Icg(-10, 12), Scintigraphy(-10, 2.1), Scintigraphy(7, 6, "%/min"), Scintigraphy(7, 14, "%/min", TestScope.Global),
            Remnant(7, FunctionTest.GsaSpect, 17, "%{LU15}"), Remnant(7, FunctionTest.GsaSpect, 31, "%"));
        Assert.Equal([12, 6, 14, 17, 31], state.Current.Select(t => t.Value));
        Assert.Equal(7, state.Tests.Count);
    }
}
