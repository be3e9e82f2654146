using Pathway.Domain.Statistics;
using static Pathway.Domain.Tests.Statistics.Reference;

namespace Pathway.Domain.Tests.Statistics;

public sealed class DistributionTests
{
    [Theory]
    [InlineData(3.841, 1, 0.05)]
    [InlineData(6.635, 1, 0.01)]
    [InlineData(5.991, 2, 0.05)]
    [InlineData(7.815, 3, 0.05)]
    [InlineData(18.307, 10, 0.05)]
    [InlineData(23.209, 10, 0.01)]
    [InlineData(34.764, 50, 0.95)]
    [InlineData(124.342, 100, 0.05)]
    public void Chi_square_has_the_printed_percentage_points(double printed, int degreesOfFreedom, double tail) =>
        Assert.Equal(tail, ChiSquare.UpperTail(printed, degreesOfFreedom), 2e-5);

    [Fact]
    public void Chi_square_has_the_tails_of_R_to_twelve_places() =>
        Assert.All(Read.ChiSquare, c => AssertRelative(c.P, ChiSquare.UpperTail(c.Value, c.DegreesOfFreedom), 1e-12));

    [Fact]
    public void Normal_quantiles_are_those_of_R_to_twelve_places() =>
        Assert.All(Read.Normal, c => AssertRelative(c.Quantile, NormalDistribution.Quantile(c.Probability), 1e-12));

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.15865525393145705)]
    [InlineData(-1, 0.8413447460685429)]
    [InlineData(2, 0.022750131948179207)]
    [InlineData(2.9999999, 0.0013498984748150015)]
    [InlineData(3, 0.0013498980316300946)]
    [InlineData(5, 2.866515718791939e-7)]
    public void Normal_tails_are_those_of_the_tables(double z, double printed) => AssertRelative(printed, NormalDistribution.UpperTail(z), 1e-12);

    [Fact]
    public void Nothing_and_certainty_are_the_ends_of_chi_square()
    {
        Assert.Equal(1, ChiSquare.UpperTail(0, 1));
        Assert.Equal(1, ChiSquare.UpperTail(0, 4));
        Assert.Equal(0, ChiSquare.UpperTail(1e6, 3));
    }

    [Fact]
    public void What_is_outside_a_distribution_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquare.UpperTail(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquare.UpperTail(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquare.UpperTail(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
    }
}
