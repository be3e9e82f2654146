namespace Pathway.Domain.Statistics;

/// <summary>A survival curve: the product-limit estimate with Greenwood's variance.</summary>
/// <remarks>
/// S(t) = Π(1 − d/n) over event times up to t, with d events among n at risk (Kaplan and Meier, J Am Stat Assoc 1958;53:457); Var S(t) = S(t)²·Σ d/(n(n − d))
/// (Greenwood 1926). With delayed entry n counts those under observation at the time (Klein and Moeschberger, Survival Analysis, 2nd ed., section 4.6).
/// </remarks>
/// <param name="Subjects">How many subjects the curve rests on.</param>
/// <param name="Transformation">The scale on which the intervals are symmetric.</param>
/// <param name="Level">Confidence level of the intervals.</param>
/// <param name="Points">One point at every time at which somebody left, in order; between two the curve keeps the level of the earlier, before the first it is 1.</param>
public sealed record KaplanMeier(int Subjects, IntervalTransformation Transformation, double Level, ValueList<KaplanMeierPoint> Points)
{
    // What differs by less is a level reached, not missed by rounding; as in R's survival package, the root of the double's precision.
    private const double Tolerance = 1.490116119384765625e-8;

    /// <summary>The median with its interval.</summary>
    public QuantileEstimate Median => Quantile(0.5);

    /// <summary>Estimates a survival curve.</summary>
    /// <param name="subjects">The subjects, in any order; outcome 1 is the event.</param>
    /// <param name="transformation">The scale on which the intervals are symmetric.</param>
    /// <param name="level">Confidence level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A subject has an outcome above 1, or the level is outside its range.</exception>
    public static KaplanMeier Of(
        ReadOnlySpan<Subject> subjects, IntervalTransformation transformation = IntervalTransformation.LogLog, double level = 0.95)
    {
        var z = NormalDistribution.TwoSided(level);
        var line = new Timeline(subjects, outcomes: 1);
        var points = new List<KaplanMeierPoint>();
        var (survival, greenwood) = (1.0, 0.0);
        while (line.MoveNext())
        {
            double atRisk = line.AtRisk;
            var events = line.LeavingWith(1);
            survival *= (atRisk - events) / atRisk;
            greenwood += events == 0 ? 0 : events / (atRisk * (atRisk - events));
            double? error = survival == 0 ? null : survival * Math.Sqrt(greenwood);
            points.Add(new(
                line.TimeDays, line.AtRisk, line.Entering.Length, events, line.Leaving.Length - events, survival, error,
                ProbabilityInterval.Around(survival, error, transformation, z)));
        }

        return new(subjects.Length, transformation, level, [.. points]);
    }

    /// <summary>A quantile of the time to the event, with its interval: the times at which the curve and its limits reach 1 − probability (Brookmeyer and Crowley, Biometrics 1982;38:29).</summary>
    /// <remarks>Where the curve runs level exactly at 1 − probability, the middle of that level; a level that is the curve's last ends at the last time.</remarks>
    /// <param name="probability">The share that has had the event, above 0 and below 1: 0.5 for the median.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside its range.</exception>
    public QuantileEstimate Quantile(double probability)
    {
        // Written so that not-a-number is refused too.
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies above 0 and below 1.");
        }

        return new(
            probability, FirstAt(1 - probability, p => p.Survival), FirstAt(1 - probability, p => p.Interval?.Lower), FirstAt(1 - probability, p => p.Interval?.Upper));
    }

    private double? FirstAt(double level, Func<KaplanMeierPoint, double?> curve)
    {
        double? reachedDays = null;
        foreach (var point in Points)
        {
            if (reachedDays is null && curve(point) <= level + Tolerance)
            {
                reachedDays = point.TimeDays;
            }

            if (reachedDays is not null && curve(point) < level - Tolerance)
            {
                return (reachedDays + point.TimeDays) / 2;
            }
        }

        return reachedDays is not null && curve(Points[^1]) is not null ? (reachedDays + Points[^1].TimeDays) / 2 : null;
    }
}

/// <summary>A survival curve at one time.</summary>
/// <param name="TimeDays">The time, days.</param>
/// <param name="AtRisk">How many were at risk just before it; who enters at this very time is not among them.</param>
/// <param name="Entered">How many came under observation since the point before, all who began at time zero at the first.</param>
/// <param name="Events">How many had the event at it.</param>
/// <param name="Censored">How many were censored at it, after its events.</param>
/// <param name="Survival">The estimate from this time on, 0 to 1.</param>
/// <param name="StandardError">Its standard error; null once the curve has fallen to 0, where Greenwood's formula is not defined.</param>
/// <param name="Interval">Its pointwise interval; null where it is not defined.</param>
public readonly record struct KaplanMeierPoint(
    double TimeDays, int AtRisk, int Entered, int Events, int Censored, double Survival, double? StandardError, ProbabilityInterval? Interval);
