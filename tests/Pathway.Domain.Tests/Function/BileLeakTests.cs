using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Function.FunctionCases;

namespace Pathway.Domain.Tests.Function;

public sealed class BileLeakTests
{
    private static LaboratoryRecorded Set(int day, double? serum, double? drain) => new(Given.Day(day), Umol(serum), DrainBilirubin: Umol(drain));

    private static BileLeak AfterStage1(params IEnumerable<PathwayEvent> events) => FunctionOf([Given.Stage1(), .. events]).Liver.BileLeak.Stage1!;

    [Theory]
    [InlineData(3, 20, 59.9, false)]
    [InlineData(3, 20, 60, true)]
    [InlineData(2, 20, 500, null)]
    public void A_drain_with_three_times_the_bilirubin_of_the_blood_is_a_leak_from_day_3(int day, double serum, double drain, bool? expected) =>
        Assert.Equal(expected, AfterStage1(Set(day, serum, drain)).Value);

    [Fact]
    public void Blood_and_drain_are_compared_on_one_day_and_the_worst_day_is_shown()
    {
        var leak = AfterStage1(Set(3, 20, 40), Set(5, 25, null), Set(5, null, 100), Set(7, 25, 50));
        Assert.Equal((true, 4, 5), (leak.Value, leak.Ratio, leak.Day));
        Assert.Equal([Given.IdOf(4), Given.IdOf(5)], leak.EventIds);

        Assert.Null(AfterStage1(Set(5, 25, null), Set(6, null, 100)).Value);
    }

    [Fact]
    public void Without_a_drain_nothing_is_said_of_a_leak()
    {
        Assert.Single(AfterStage1(Set(4, 20, null)).Missing);
        Assert.Null(AfterStage1().Value);
    }
}
