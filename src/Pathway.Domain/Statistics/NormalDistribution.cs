namespace Pathway.Domain.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    /// <summary>The value below which a standard normal variable falls with a probability; accurate to 1e-13 relative, near the median to 1e-15 absolute.</summary>
    /// <param name="probability">Lower-tail probability, above 0 and below 1: 0.975 for a two-sided 95 % interval.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside its range.</exception>
    public static double Quantile(double probability)
    {
        // Written so that not-a-number is refused too.
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies above 0 and below 1.");
        }

        // Symmetric about 0, so only the upper half is searched; beyond 40 the tail is 0 in double precision.
        var tail = Math.Min(probability, 1 - probability);
        var (low, high) = (0.0, 40.0);
        for (var middle = 20.0; middle > low && middle < high; middle = (low + high) / 2)
        {
            (low, high) = UpperTail(middle) > tail ? (middle, high) : (low, middle);
        }

        return probability == 0.5 ? 0 : Math.CopySign(high, probability - 0.5);
    }

    /// <summary>The half-width, in standard errors, of a two-sided interval: 1.96 for 95 %.</summary>
    /// <param name="level">Confidence level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside its range.</exception>
    internal static double TwoSided(double level) => level > 0 && level < 1
        ? -Quantile((1 - level) / 2)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies above 0 and below 1.");

    /// <summary>The probability of a standard normal variable above <paramref name="z"/>, accurate to 1e-13 relative wherever a double can hold it.</summary>
    /// <param name="z">Any number.</param>
    public static double UpperTail(double z) => z >= 0 ? UpperTailOfSquare(z * z) : 1 - UpperTailOfSquare(z * z);

    /// <summary>The same for a value given by its square, as chi-square has it, so that no root is rounded.</summary>
    /// <param name="squared">The square of the value, 0 or more.</param>
    /// <remarks>Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11 (series, below 9) and 26.2.14 (continued fraction).</remarks>
    internal static double UpperTailOfSquare(double squared)
    {
        var z = Math.Sqrt(squared);
        var density = Math.Exp(-squared / 2) / Math.Sqrt(2 * Math.PI);
        if (squared < 9)
        {
            // ½ − φ(z)·(z + z³/3 + z⁵/(3·5) + …): all terms of one sign.
            var sum = 0.0;
            var term = z;
            for (var odd = 3; sum + term > sum; odd += 2)
            {
                sum += term;
                term *= squared / odd;
            }

            return 0.5 - (density * sum);
        }

        // φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))): 100 steps are more than z = 3 needs.
        var fraction = z;
        for (var step = 100; step > 0; step--)
        {
            fraction = z + (step / fraction);
        }

        return density / fraction;
    }
}
