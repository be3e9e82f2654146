using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.Tests.Readiness;

public sealed class WordingTests
{
    [Theory]
    [InlineData(1.996, 2, 2, "1.99")]
    [InlineData(2.004, 2, 2, "2.01")]
    [InlineData(2.0, 2, 2, "2")]
    [InlineData(1.9999999999999998, 2, 2, "2")]
    [InlineData(1.5, 2, 2, "1.50")]
    [InlineData(0.0457, 0.05, 4, "0.0457")]
    [InlineData(0.04999, 0.05, 4, "0.0499")]
    [InlineData(10.4, 10, 0, "11")]
    [InlineData(29.9999999, 30, 2, "29.99")]
    [InlineData(2.695, 2.69, 2, "2.70")]
    [InlineData(-1.67, 2, 2, "-1.67")]
    [InlineData(16.7000001, 16.7, 0, "17")]
    public void A_value_is_rounded_away_from_its_limit(double value, double limit, int decimals, string shown) =>
        Assert.Equal(shown, Wording.Shown(value, limit, decimals));

    [Fact]
    public void What_is_shown_leads_to_the_verdict_of_what_was_measured() => Prop.ForAll(
        (from tenths in Gen.Choose(0, 1000)
         from offset in Gen.Choose(-200_000, 200_000)
         from scale in Gen.Elements(1e-9, 1e-7, 1e-5, 1e-3, 1e-1)
         from decimals in Gen.Choose(0, 4)
         from side in Gen.Elements(Enum.GetValues<LimitOperator>())
         select (Value: (tenths / 10d) + (offset * scale), Limit: tenths / 10d, decimals, side)).ToArbitrary(),
        c => c.side.Passes(c.Value, c.Limit) == c.side.Passes(double.Parse(Wording.Shown(c.Value, c.Limit, c.decimals), CultureInfo.InvariantCulture), c.Limit))
        .QuickCheckThrowOnFailure();
}
