namespace Pathway.Domain.Statistics;

/// <summary>The chi-square distribution for whole degrees of freedom.</summary>
public static class ChiSquare
{
    /// <summary>The probability of a value at or above one, by the finite series of Abramowitz and Stegun 26.4.4 and 26.4.5; accurate to 1e-12 relative.</summary>
    /// <param name="value">The value, 0 or more.</param>
    /// <param name="degreesOfFreedom">Degrees of freedom, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is outside its range.</exception>
    public static double UpperTail(double value, int degreesOfFreedom)
    {
        // Written so that not-a-number is refused too.
        if (!(value >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Chi-square is 0 or more.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        if (value == 0)
        {
            return 1;
        }

        // With y = χ²/2: e^(−y)·(1 + y/1 + y²/(1·2) + …) for even degrees of freedom, and for odd ones twice the normal tail and
        // e^(−y)·(y^½/Γ(3/2) + y^(3/2)/Γ(5/2) + …). Terms are kept as logarithms, so that a large value is not lost with e^(−y).
        var half = value / 2;
        var odd = degreesOfFreedom % 2 == 1;
        var tail = odd ? 2 * NormalDistribution.UpperTailOfSquare(value) : 0;
        var power = odd ? 0.5 : 0;
        var logTerm = (odd ? Math.Log(2 * Math.Sqrt(half / Math.PI)) : 0) - half;
        for (; power < (degreesOfFreedom / 2.0) - 0.5; power++)
        {
            tail += Math.Exp(logTerm);
            logTerm += Math.Log(half / (power + 1));
        }

        return Math.Min(1, tail);
    }
}
