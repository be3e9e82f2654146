using Pathway.Domain.Protocols;

namespace Pathway.Domain.Tests.Function;

public sealed class LimitTests
{
    [Theory]
    [InlineData(LimitOperator.MoreThan, false)]
    [InlineData(LimitOperator.AtLeast, true)]
    [InlineData(LimitOperator.LessThan, false)]
    [InlineData(LimitOperator.AtMost, true)]
    public void What_converting_a_unit_loses_decides_nothing(LimitOperator side, bool holds)
    {
        var limit = new Limit("test", side, 7, "mg/dL", new("A publication"));
        foreach (var value in (double[])[7 - 1e-10, 7, 7 + 1e-10])
        {
            Assert.Equal((holds, true), (limit.Holds(value), limit.IsOnTheLine(value)));
        }

        Assert.False(limit.IsOnTheLine(7 + 1e-8));
        Assert.Equal(side is LimitOperator.MoreThan or LimitOperator.AtLeast, limit.Holds(7 + 1e-8));
        Assert.Equal(side is LimitOperator.LessThan or LimitOperator.AtMost, limit.Holds(7 - 1e-8));
    }

    [Fact]
    public void Every_shipped_limit_has_a_name_of_its_own_a_unit_and_a_source()
    {
        var protocol = FunctionCases.Shipped;
        Limit[] limits =
        [
            protocol.Function.PredictedIcgRate, protocol.Function.PeakBilirubin, protocol.Function.FiftyFifty.Prothrombin, protocol.Function.FiftyFifty.Bilirubin, protocol.Function.BileLeak.DrainToSerum,
            .. protocol.Function.Tests.Select(t => t.Limit),
            protocol.Scores.ChildPughBeforeStage1, protocol.Scores.AlppsRiskBeforeStage1, protocol.Scores.MeldBeforeStage2,
        ];
        Assert.Equal(limits.Length, limits.Select(l => l.Id).Distinct().Count());
        Assert.All(limits, l => Assert.NotEmpty(l.Unit));
        Assert.All(limits, l => Assert.DoesNotContain(".txt", l.Evidence.Source, StringComparison.Ordinal));
        Assert.All(limits, l => Assert.NotEmpty(l.Evidence.Source));
    }
}
