namespace Pathway.Domain.Statistics;

/// <summary>Wilson's score interval of a proportion, without correction for continuity (Wilson, J Am Stat Assoc 1927;22:209): near its level on average.</summary>
public static class WilsonInterval
{
    /// <summary>(p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n).</summary>
    /// <param name="count">How many had the property.</param>
    /// <param name="total">Out of how many.</param>
    /// <param name="level">Confidence level, above 0 and below 1.</param>
    /// <returns>The interval; null out of 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or above the total, or the level is outside its range.</exception>
    public static ProbabilityInterval? Of(int count, int total, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, total);
        var z = NormalDistribution.TwoSided(level);
        if (total == 0)
        {
            return null;
        }

        var z2 = z * z;
        var missing = (double)total - count;
        var middle = count + (z2 / 2);
        var width = z * Math.Sqrt((count * missing / total) + (z2 / 4));

        // At 0 and at all the limit is the end of the scale, which rounding would miss.
        return new(count == 0 ? 0 : (middle - width) / (total + z2), missing == 0 ? 1 : (middle + width) / (total + z2));
    }
}
