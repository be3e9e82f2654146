namespace Pathway.Domain.Statistics;

/// <summary>The scale on which the interval of a probability is symmetric about it.</summary>
public enum IntervalTransformation
{
    /// <summary>log(−log p): p^exp(±z·SE/(p·log p)). Stays within 0 and 1 and holds its level in small samples (Borgan and Liestøl, Scand J Stat 1990;17:35).</summary>
    LogLog,

    /// <summary>log p: p·exp(±z·SE/p), cut off at 1. The default of R's survival package.</summary>
    Log,

    /// <summary>p itself: p ± z·SE, cut off at 0 and 1.</summary>
    Plain,
}

/// <summary>A confidence interval of a probability.</summary>
/// <param name="Lower">Lower limit, 0 to 1.</param>
/// <param name="Upper">Upper limit, 0 to 1.</param>
public readonly record struct ProbabilityInterval(double Lower, double Upper)
{
    /// <summary>The pointwise interval of an estimate.</summary>
    /// <param name="estimate">The estimated probability, 0 to 1.</param>
    /// <param name="standardError">Its standard error; null when it has none.</param>
    /// <param name="transformation">The scale on which the interval is symmetric.</param>
    /// <param name="z">Half-width in standard errors.</param>
    /// <returns>The interval; null where it is not defined: without a standard error, at 0 on a log scale, at 0 and 1 on the log-log scale.</returns>
    internal static ProbabilityInterval? Around(double estimate, double? standardError, IntervalTransformation transformation, double z)
    {
        if (standardError is not { } error)
        {
            return null;
        }

        switch (transformation)
        {
            case IntervalTransformation.LogLog when estimate is > 0 and < 1:
                // log p is negative, so the first power is above 1 and gives the lower limit.
                var width = z * error / (estimate * Math.Log(estimate));
                return new(Math.Pow(estimate, Math.Exp(-width)), Math.Pow(estimate, Math.Exp(width)));
            case IntervalTransformation.Log when estimate > 0:
                var factor = Math.Exp(z * error / estimate);
                return new(estimate / factor, Math.Min(1, estimate * factor));
            case IntervalTransformation.Plain:
                return new(Math.Max(0, estimate - (z * error)), Math.Min(1, estimate + (z * error)));
            case IntervalTransformation.LogLog or IntervalTransformation.Log:
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(transformation), transformation, "There is no such transformation.");
        }
    }
}
