namespace Pathway.Domain.Statistics;

/// <summary>Student's t distribution for whole degrees of freedom.</summary>
/// <remarks>The finite series of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4, and its inversion by bisection.</remarks>
public static class StudentT
{
    /// <summary>The value below which t falls with a probability; accurate to 1e-9 relative for probabilities from 0.0001 to 0.9999.</summary>
    /// <param name="probability">Lower-tail probability, above 0 and below 1: 0.975 for a two-sided 95 % interval.</param>
    /// <param name="degreesOfFreedom">Degrees of freedom, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is outside its range.</exception>
    public static double Quantile(double probability, int degreesOfFreedom)
    {
        // Written so that not-a-number is refused too.
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies above 0 and below 1.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);

        // Symmetric about 0, so only the upper half is searched.
        var inside = Math.Abs((2 * probability) - 1);
        var low = 0.0;
        var high = 1.0;
        while (ProbabilityWithin(high, degreesOfFreedom) < inside)
        {
            low = high;
            high *= 2;
        }

        for (var middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            if (ProbabilityWithin(middle, degreesOfFreedom) < inside)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Math.CopySign(low, probability - 0.5);
    }

    /// <summary>The probability that t lies between −<paramref name="t"/> and <paramref name="t"/>.</summary>
    private static double ProbabilityWithin(double t, int degreesOfFreedom)
    {
        var angle = Math.Atan(t / Math.Sqrt(degreesOfFreedom));
        var sine = Math.Sin(angle);
        var cosine = Math.Cos(angle);
        var odd = degreesOfFreedom % 2 == 1;

        // Odd: cos + (2/3) cos³ + …; even: 1 + (1/2) cos² + …; both up to cos^(degrees of freedom − 2).
        var sum = 0.0;
        var term = odd ? cosine : 1.0;
        for (var power = odd ? 1 : 0; power <= degreesOfFreedom - 2; power += 2)
        {
            sum += term;
            term *= (power + 1.0) / (power + 2.0) * cosine * cosine;
        }

        return odd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }
}
