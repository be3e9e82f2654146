namespace Pathway.Domain.Statistics;

/// <summary>By how much one group's durations are longer than another's: the median of all differences between them, with an interval that assumes no distribution.</summary>
/// <remarks>
/// Hodges and Lehmann, Ann Math Stat 1963;34:598. The limits are differences at places given by the Mann–Whitney distribution: exact where both groups are
/// smaller than 50, else by the normal approximation with correction for continuity (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed.,
/// section 4.3). With equal durations the interval holds at least its level.
/// </remarks>
/// <param name="ShiftDays">The shift, days; positive when the first group's durations are longer.</param>
/// <param name="LowerDays">Lower confidence limit, days; null when the groups are too small for the level.</param>
/// <param name="UpperDays">Upper confidence limit, days; null when the groups are too small for the level.</param>
public sealed record HodgesLehmann(double ShiftDays, double? LowerDays, double? UpperDays)
{
    private const int ExactBelow = 50;

    /// <summary>The shift between two groups.</summary>
    /// <param name="firstDays">The first group's durations, days.</param>
    /// <param name="secondDays">The second group's durations, days.</param>
    /// <param name="level">Confidence level, above 0 and below 1.</param>
    /// <returns>The shift; null when a group is empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A duration is not finite, or the level is outside its range.</exception>
    public static HodgesLehmann? Of(ReadOnlySpan<double> firstDays, ReadOnlySpan<double> secondDays, double level = 0.95)
    {
        var z = NormalDistribution.TwoSided(level);
        var first = Durations.Sorted(firstDays, nameof(firstDays));
        var second = Durations.Sorted(secondDays, nameof(secondDays));
        if (first.Length == 0 || second.Length == 0)
        {
            return null;
        }

        var pairs = (long)first.Length * second.Length;
        var beyond = first.Length < ExactBelow && second.Length < ExactBelow
            ? ExactPlacesBeyond(first.Length, second.Length, (1 - level) / 2)
            : (long)Math.Floor((pairs / 2.0) + 0.5 - (z * Math.Sqrt(pairs / 12.0 * (first.Length + second.Length + 1.0))));
        var shiftDays = (DifferenceAt((pairs + 1) / 2, first, second) + DifferenceAt((pairs / 2) + 1, first, second)) / 2;
        return beyond < 1
            ? new(shiftDays, null, null)
            : new(shiftDays, DifferenceAt(beyond, first, second), DifferenceAt(pairs + 1 - beyond, first, second));
    }

    /// <summary>The largest k for which the Mann–Whitney statistic is below k with at most the probability of a tail.</summary>
    private static int ExactPlacesBeyond(int first, int second, double tail)
    {
        // p[n][u]: probability of u with m of the one and n of the other. The longest of all is of the first group with m/(m + n), and then beats all n.
        var p = Enumerable.Range(0, second + 1).Select(_ => new double[] { 1 }).ToArray();
        for (var m = 1; m <= first; m++)
        {
            for (var n = 1; n <= second; n++)
            {
                var next = new double[(m * n) + 1];
                for (var u = 0; u < p[n].Length; u++)
                {
                    next[u + n] += p[n][u] * m / (m + n);
                }

                for (var u = 0; u < p[n - 1].Length; u++)
                {
                    next[u] += p[n - 1][u] * n / (m + n);
                }

                p[n] = next;
            }
        }

        var places = 0;
        for (var sum = p[second][0]; sum <= tail; sum += p[second][places])
        {
            places++;
        }

        return places;
    }

    /// <summary>The difference at a place, from 1, in the order of all differences, found by halving the range of doubles: the differences are never laid out.</summary>
    private static double DifferenceAt(long place, double[] first, double[] second)
    {
        var (low, high) = (Rank(first[0] - second[^1]), Rank(first[^1] - second[0]));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = CountUpTo(Value(middle), first, second) >= place ? (low, middle) : (middle + 1, high);
        }

        // So that −0 is 0.
        return Value(low) + 0.0;
    }

    private static long CountUpTo(double difference, double[] first, double[] second)
    {
        var count = 0L;
        var fewest = 0;
        foreach (var longer in first)
        {
            while (fewest < second.Length && longer - second[fewest] > difference)
            {
                fewest++;
            }

            count += second.Length - fewest;
        }

        return count;
    }

    /// <summary>The place of a double in the order of all doubles.</summary>
    private static ulong Rank(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        return (bits & SignBit) == 0 ? bits | SignBit : ~bits;
    }

    private static double Value(ulong rank) => BitConverter.UInt64BitsToDouble((rank & SignBit) == 0 ? ~rank : rank & ~SignBit);

    private const ulong SignBit = 1UL << 63;
}
