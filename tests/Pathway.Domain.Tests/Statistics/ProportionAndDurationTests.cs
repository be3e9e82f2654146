using Pathway.Domain.Statistics;
using static Pathway.Domain.Tests.Statistics.Reference;

namespace Pathway.Domain.Tests.Statistics;

public sealed class ProportionAndDurationTests
{
    [Fact]
    public void Intervals_of_proportions_are_those_of_R() => Assert.All(Read.Proportions, c =>
    {
        AssertInterval(c.Wilson, WilsonInterval.Of(c.Count, c.Total, c.Level));
        AssertInterval(c.ClopperPearson, ClopperPearsonInterval.Of(c.Count, c.Total, c.Level));
    });

    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilsons_intervals_are_those_printed_by_Newcombe(int count, int total, double lower, double upper)
    {
        // Newcombe, Stat Med 1998;17:857, table I, method 3.
        var interval = WilsonInterval.Of(count, total)!.Value;
        Assert.Equal((lower, upper), (Math.Round(interval.Lower, 4), Math.Round(interval.Upper, 4)));
    }

    [Theory]
    [InlineData(81, 263, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    [InlineData(0, 20, 0.0000, 0.1684)]
    [InlineData(1, 29, 0.0009, 0.1776)]
    public void Clopper_and_Pearsons_intervals_are_those_printed_by_Newcombe(int count, int total, double lower, double upper)
    {
        // Newcombe, Stat Med 1998;17:857, table I, method 5.
        var interval = ClopperPearsonInterval.Of(count, total)!.Value;
        Assert.Equal((lower, upper), (Math.Round(interval.Lower, 4), Math.Round(interval.Upper, 4)));
    }

    [Fact]
    public void Quartiles_and_their_limits_are_those_of_R() => Assert.All(Read.Quartiles, c =>
    {
        var quartiles = DurationQuartiles.Of(c.Days, c.Level)!;
        QuantileEstimate[] each = [quartiles.Lower, quartiles.Median, quartiles.Upper];

        AssertSame(c.Quantile.Cast<double?>(), each.Select(q => q.Days));
        Assert.Equal(c.Lower, each.Select(q => q.LowerDays));
        Assert.Equal(c.Upper, each.Select(q => q.UpperDays));
    });

    [Fact]
    public void The_median_of_ten_lies_between_the_second_and_the_ninth()
    {
        // P(fewer than 2 of 10 heads) = 11/1024 = 0.0107, of 3: 56/1024 = 0.0547 (Conover, table A3).
        var median = DurationQuartiles.Of([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])!.Median;
        Assert.Equal(new(0.5, 55, 20, 90), median);
    }

    [Fact]
    public void Shifts_and_their_limits_are_those_of_R() => Assert.All(Read.Shifts, c =>
    {
        var shift = HodgesLehmann.Of(c.First, c.Second, c.Level)!;
        AssertSame([c.Shift, c.Lower, c.Upper], [shift.ShiftDays, shift.LowerDays, shift.UpperDays]);
    });

    [Fact]
    public void A_shift_is_found_and_turns_with_the_groups()
    {
        Assert.Equal(new(5, null, null), HodgesLehmann.Of([15, 6, 8], [10, 1, 3]));
        Assert.Equal(new(-5, null, null), HodgesLehmann.Of([10, 1, 3], [15, 6, 8]));
        Assert.Equal("0", HodgesLehmann.Of([2], [2])!.ShiftDays.ToString());
    }

    [Fact]
    public void Of_nothing_there_is_nothing()
    {
        Assert.Null(WilsonInterval.Of(0, 0));
        Assert.Null(ClopperPearsonInterval.Of(0, 0));
        Assert.Null(DurationQuartiles.Of([]));
        Assert.Null(HodgesLehmann.Of([1], []));
    }

    [Fact]
    public void What_is_no_count_no_duration_and_no_level_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearsonInterval.Of(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearsonInterval.Of(1, 2, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => DurationQuartiles.Of([1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DurationQuartiles.Of([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HodgesLehmann.Of([1], [double.PositiveInfinity]));
    }

    private static void AssertInterval(double[] expected, ProbabilityInterval? actual) =>
        AssertSame(expected.Cast<double?>(), [actual?.Lower, actual?.Upper]);
}
