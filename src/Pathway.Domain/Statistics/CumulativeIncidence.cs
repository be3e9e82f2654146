namespace Pathway.Domain.Statistics;

/// <summary>How the variance of a cumulative incidence is estimated.</summary>
public enum IncidenceVariance
{
    /// <summary>
    /// Aalen's estimate (Ann Stat 1978;6:534), as the R package cmprsk computes it: with S free of any event, dⱼ of the n at risk failing of cause j at s, the sum over
    /// s ≤ t of S(s−)²·dⱼ(n − dⱼ)/(n²(n − 1)) times (1 − (F(t) − F(s))/S(s))² for the cause itself and ((F(t) − F(s))/S(s))² for the others taken together.
    /// </summary>
    Aalen,

    /// <summary>
    /// The infinitesimal jackknife, as the R package survival computes it: the sum over subjects of the squared derivative of F(t) with respect to the
    /// subject's weight (Efron, CBMS-NSF 38, 1982, chapter 6; Therneau, Crowson and Atkinson, Multi-state models and competing risks).
    /// </summary>
    InfinitesimalJackknife,
}

/// <summary>The probability that one of several competing events has come first by a time: the Aalen–Johansen estimate.</summary>
/// <remarks>
/// F(t) = Σ S(s−)·dⱼ/n over s ≤ t, with dⱼ events of cause j among n at risk and S the Kaplan–Meier estimate for any event (Aalen and Johansen, Scand J Stat
/// 1978;5:141). With delayed entry n counts those under observation.
/// </remarks>
/// <param name="Cause">Which event: the subjects' outcome.</param>
/// <param name="Subjects">How many subjects the curve rests on.</param>
/// <param name="Variance">How the variance is estimated.</param>
/// <param name="Transformation">The scale on which the intervals are symmetric.</param>
/// <param name="Level">Confidence level of the intervals.</param>
/// <param name="Points">One point at every time at which somebody left, in order; between two the curve keeps the level of the earlier, before the first it is 0.</param>
public sealed record CumulativeIncidence(
    int Cause, int Subjects, IncidenceVariance Variance, IntervalTransformation Transformation, double Level, ValueList<CumulativeIncidencePoint> Points)
{
    /// <summary>Estimates the cumulative incidence of each of the competing events.</summary>
    /// <param name="subjects">The subjects, in any order; outcomes 1 to <paramref name="causes"/> are the competing events.</param>
    /// <param name="causes">How many competing events there are, 1 or more.</param>
    /// <param name="variance">How the variance is estimated.</param>
    /// <param name="transformation">The scale on which the intervals are symmetric.</param>
    /// <param name="level">Confidence level, above 0 and below 1.</param>
    /// <returns>One curve for each cause, that of cause 1 first; together with the survival free of any event they sum to 1 at every time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no cause, a subject has an outcome above the causes, or the level is outside its range.</exception>
    public static ValueList<CumulativeIncidence> Of(
        ReadOnlySpan<Subject> subjects,
        int causes,
        IncidenceVariance variance = IncidenceVariance.Aalen,
        IntervalTransformation transformation = IntervalTransformation.LogLog,
        double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(causes, 1);
        var z = NormalDistribution.TwoSided(level);
        var line = new Timeline(subjects, causes);
        var curves = new CumulativeIncidence[causes];
        for (var cause = 1; cause <= causes; cause++)
        {
            line.Restart();
            IncidenceVarianceSum sum = variance switch
            {
                IncidenceVariance.Aalen => new AalenVarianceSum(),
                IncidenceVariance.InfinitesimalJackknife => new JackknifeVarianceSum(subjects.Length),
                _ => throw new ArgumentOutOfRangeException(nameof(variance), variance, "There is no such estimate of the variance."),
            };
            var points = new List<CumulativeIncidencePoint>();
            var (survival, incidence) = (1.0, 0.0);
            while (line.MoveNext())
            {
                var events = line.LeavingWith(cause);
                var censored = line.LeavingWith(Subject.Censored);
                var others = line.Leaving.Length - censored - events;
                sum.Add(line, subjects, cause, events, others, survival, incidence);
                incidence = Math.Min(1, incidence + (survival * events / line.AtRisk));
                survival *= (double)(line.AtRisk - events - others) / line.AtRisk;
                points.Add(new(
                    line.TimeDays, line.AtRisk, line.Entering.Length, events, others, censored, incidence, sum.StandardError,
                    ProbabilityInterval.Around(incidence, sum.StandardError, transformation, z)));
            }

            curves[cause - 1] = new(cause, subjects.Length, variance, transformation, level, [.. points]);
        }

        return [.. curves];
    }
}

/// <summary>A cumulative incidence at one time.</summary>
/// <param name="TimeDays">The time, days.</param>
/// <param name="AtRisk">How many were at risk just before it; who enters at this very time is not among them.</param>
/// <param name="Entered">How many came under observation since the point before, all who began at time zero at the first.</param>
/// <param name="Events">How many had this event at it.</param>
/// <param name="OtherEvents">How many had another event at it.</param>
/// <param name="Censored">How many were censored at it, after its events.</param>
/// <param name="Incidence">The estimate from this time on, 0 to 1.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Interval">Its pointwise interval; null where it is not defined, as on the log scales before the first event.</param>
public readonly record struct CumulativeIncidencePoint(
    double TimeDays, int AtRisk, int Entered, int Events, int OtherEvents, int Censored, double Incidence, double StandardError, ProbabilityInterval? Interval);
