namespace Pathway.Domain.Statistics;

/// <summary>The exact interval of a proportion (Clopper and Pearson, Biometrika 1934;26:404): never below its level, so mostly wider than Wilson's.</summary>
public static class ClopperPearsonInterval
{
    /// <summary>From the proportion that would give as many or more with probability (1 − level)/2 to that which would give as many or fewer.</summary>
    /// <param name="count">How many had the property.</param>
    /// <param name="total">Out of how many.</param>
    /// <param name="level">Confidence level, above 0 and below 1.</param>
    /// <returns>The interval; null out of 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or above the total, or the level is outside its range.</exception>
    public static ProbabilityInterval? Of(int count, int total, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, total);
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies above 0 and below 1.");
        }

        return total == 0 ? null : new(Lower(count, total, (1 - level) / 2), 1 - Lower(total - count, total, (1 - level) / 2));
    }

    private static double Lower(int count, int total, double tail)
    {
        if (count == 0)
        {
            return 0;
        }

        // The probability of as many or more rises with the proportion, and is above a half where the proportion is the one seen.
        var logWays = LogWays(count, total);
        var (low, high) = (0.0, count / (double)total);
        for (var middle = high / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            (low, high) = AtLeast(count, total, middle, logWays) < tail ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>ln of total! / (count!·(total − count)!).</summary>
    private static double LogWays(int count, int total)
    {
        var sum = 0.0;
        var few = Math.Min(count, total - count);
        for (var i = 1; i <= few; i++)
        {
            sum += Math.Log((total - few + i) / (double)i);
        }

        return sum;
    }

    /// <summary>The binomial probability of a count or more, summed upwards from it.</summary>
    private static double AtLeast(int count, int total, double probability, double logWays)
    {
        var odds = probability / (1 - probability);
        var term = Math.Exp(logWays + (count * Math.Log(probability)) + ((total - count) * Math.Log(1 - probability)));
        var sum = 0.0;
        for (var i = count; i <= total && sum + term > sum; i++)
        {
            sum += term;
            term *= (total - i) / (i + 1.0) * odds;
        }

        return sum;
    }
}
