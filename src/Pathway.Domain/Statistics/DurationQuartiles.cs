namespace Pathway.Domain.Statistics;

/// <summary>Median and quartiles of durations that are all complete, with intervals that assume no distribution.</summary>
/// <remarks>
/// Between two durations the quantile is interpolated: place 1 + (n − 1)·p in order (type 7 of Hyndman and Fan, Am Stat 1996;50:361, the default of R). The limits are
/// durations observed, chosen by the binomial distribution so that each is beyond the quantile with probability (1 − level)/2 at most
/// (Conover, Practical Nonparametric Statistics, 3rd ed., section 3.2).
/// </remarks>
/// <param name="Count">How many durations.</param>
/// <param name="Lower">The lower quartile.</param>
/// <param name="Median">The median.</param>
/// <param name="Upper">The upper quartile.</param>
public sealed record DurationQuartiles(int Count, QuantileEstimate Lower, QuantileEstimate Median, QuantileEstimate Upper)
{
    /// <summary>Median and quartiles.</summary>
    /// <param name="durationsDays">The durations, days, in any order.</param>
    /// <param name="level">Confidence level, above 0 and below 1.</param>
    /// <returns>The quartiles; a limit is null when there are too few durations for it; null of no durations.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A duration is not finite, or the level is outside its range.</exception>
    public static DurationQuartiles? Of(ReadOnlySpan<double> durationsDays, double level = 0.95)
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies above 0 and below 1.");
        }

        var sorted = Durations.Sorted(durationsDays, nameof(durationsDays));
        return sorted.Length == 0 ? null : new(sorted.Length, Quantile(sorted, 0.25, level), Quantile(sorted, 0.5, level), Quantile(sorted, 0.75, level));
    }

    private static QuantileEstimate Quantile(double[] sorted, double probability, double level)
    {
        var place = (sorted.Length - 1) * probability;
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        var days = sorted[below] + ((place - below) * (sorted[above] - sorted[below]));

        // Of n durations, those not above the quantile number as many as n trials succeed; from above, those not below it likewise.
        var fromBelow = PlacesBeyond(sorted.Length, probability, (1 - level) / 2);
        var fromAbove = PlacesBeyond(sorted.Length, 1 - probability, (1 - level) / 2);
        return new(probability, days, fromBelow == 0 ? null : sorted[fromBelow - 1], fromAbove == 0 ? null : sorted[^fromAbove]);
    }

    /// <summary>The largest k for which fewer than k of the trials succeed with at most the probability of a tail; 0 when even none is likelier.</summary>
    private static int PlacesBeyond(int trials, double probability, double tail)
    {
        // The first terms may vanish in double precision, so each is taken from its logarithm.
        var (places, sum) = (0, 0.0);
        var logTerm = trials * Math.Log(1 - probability);
        for (; places < trials && sum + Math.Exp(logTerm) <= tail; places++)
        {
            sum += Math.Exp(logTerm);
            logTerm += Math.Log((trials - places) / (places + 1.0) * (probability / (1 - probability)));
        }

        return places;
    }
}
