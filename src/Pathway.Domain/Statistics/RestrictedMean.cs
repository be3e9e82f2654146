namespace Pathway.Domain.Statistics;

/// <summary>The mean time to the event within a horizon: the area under the survival curve up to it.</summary>
/// <remarks>
/// Var = Σ A(t)²·d/(n(n − d)) over event times t up to the horizon, A(t) the area from t to the horizon (Klein and Moeschberger, Survival Analysis,
/// 2nd ed., formula 4.5.2).
/// </remarks>
/// <param name="HorizonDays">The horizon τ, days.</param>
/// <param name="MeanDays">The mean, days.</param>
/// <param name="StandardErrorDays">Its standard error, days.</param>
/// <param name="LowerDays">Lower confidence limit on the plain scale, days, not below 0.</param>
/// <param name="UpperDays">Upper confidence limit on the plain scale, days, not above the horizon.</param>
public sealed record RestrictedMean(double HorizonDays, double MeanDays, double StandardErrorDays, double LowerDays, double UpperDays)
{
    /// <summary>The mean within a horizon, with an interval of the curve's level.</summary>
    /// <param name="curve">The survival curve.</param>
    /// <param name="horizonDays">The horizon τ, days, above 0.</param>
    /// <returns>The mean; null when observation ended before the horizon with the curve above 0, since what follows is not known.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not a finite number above 0.</exception>
    public static RestrictedMean? Of(KaplanMeier curve, double horizonDays)
    {
        // Written so that not-a-number is refused too.
        if (!(horizonDays > 0 && double.IsFinite(horizonDays)))
        {
            throw new ArgumentOutOfRangeException(nameof(horizonDays), horizonDays, "A horizon is a finite number of days above 0.");
        }

        if (curve.Points.Count == 0 || (curve.Points[^1].TimeDays < horizonDays && curve.Points[^1].Survival > 0))
        {
            return null;
        }

        // From the horizon back to 0, so that the area to the right of each point is at hand.
        var (areaDays, varianceDays2, rightDays) = (0.0, 0.0, horizonDays);
        for (var i = curve.Points.Count - 1; i >= 0; i--)
        {
            var point = curve.Points[i];
            if (point.TimeDays <= horizonDays)
            {
                areaDays += point.Survival * (rightDays - point.TimeDays);
                rightDays = point.TimeDays;
                double remaining = point.AtRisk - point.Events;
                varianceDays2 += remaining == 0 ? 0 : areaDays * areaDays * point.Events / (point.AtRisk * remaining);
            }
        }

        var meanDays = areaDays + rightDays;
        var errorDays = Math.Sqrt(varianceDays2);
        var widthDays = NormalDistribution.TwoSided(curve.Level) * errorDays;
        return new(horizonDays, meanDays, errorDays, Math.Max(0, meanDays - widthDays), Math.Min(horizonDays, meanDays + widthDays));
    }
}
