using Pathway.Domain.Statistics;

namespace Pathway.Domain.Tests.Statistics;

public sealed class StudentTTests
{
    [Theory]
    [InlineData(0.975, 1, 12.706)]
    [InlineData(0.975, 2, 4.303)]
    [InlineData(0.975, 3, 3.182)]
    [InlineData(0.975, 4, 2.776)]
    [InlineData(0.975, 5, 2.571)]
    [InlineData(0.975, 10, 2.228)]
    [InlineData(0.975, 30, 2.042)]
    [InlineData(0.975, 120, 1.980)]
    [InlineData(0.975, 1_000_000, 1.960)]
    [InlineData(0.95, 1, 6.314)]
    [InlineData(0.95, 7, 1.895)]
    [InlineData(0.995, 9, 3.250)]
    [InlineData(0.9995, 6, 5.959)]
    public void Quantiles_are_those_of_the_printed_tables(double probability, int degreesOfFreedom, double printed) =>
        Assert.Equal(printed, StudentT.Quantile(probability, degreesOfFreedom), 0.0005);

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.025)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.975)]
    [InlineData(0.9999)]
    public void Quantiles_agree_with_the_closed_forms_of_one_two_and_four_degrees_to_nine_places(double p)
    {
        // One degree: tan(π(p − ½)). Two: (2p − 1)·√(2 / (4p(1 − p))). Four: ±2·√(q − 1) with q = cos(⅓·acos √a)/√a, a = 4p(1 − p).
        var a = 4 * p * (1 - p);
        var four = Math.Sign(p - 0.5) * 2 * Math.Sqrt((Math.Cos(Math.Acos(Math.Sqrt(a)) / 3) / Math.Sqrt(a)) - 1);

        AssertRelative(Math.Tan(Math.PI * (p - 0.5)), StudentT.Quantile(p, 1));
        AssertRelative(((2 * p) - 1) * Math.Sqrt(2 / a), StudentT.Quantile(p, 2));
        AssertRelative(four, StudentT.Quantile(p, 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_median_is_zero_and_the_tails_mirror_each_other(int degreesOfFreedom)
    {
        Assert.Equal(0, StudentT.Quantile(0.5, degreesOfFreedom));
        Assert.Equal(-StudentT.Quantile(0.75, degreesOfFreedom), StudentT.Quantile(0.25, degreesOfFreedom));
    }

    [Theory]
    [InlineData(0.0, 3)]
    [InlineData(1.0, 3)]
    [InlineData(double.NaN, 3)]
    [InlineData(0.975, 0)]
    public void What_is_no_probability_or_no_degree_of_freedom_is_refused(double probability, int degreesOfFreedom) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(probability, degreesOfFreedom));

    private static void AssertRelative(double expected, double actual) => Assert.Equal(1, actual / expected, 1e-9);
}
