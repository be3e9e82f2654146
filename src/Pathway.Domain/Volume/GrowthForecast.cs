using Pathway.Domain.Protocols;
using Pathway.Domain.Statistics;

namespace Pathway.Domain.Volume;

/// <summary>When the remnant may be large enough, if it goes on growing as it has. A help for booking scans, not a promise: growth commonly slows.</summary>
/// <remarks>
/// <para>The model is of the teaching text "Staged liver resection: principles and mechanisms": under constant portal flow Q_p the remnant M grows
/// by dM/dt = k·Q_p/M, hence M² = M₀² + 2·k·Q_p·t. M² is a straight line over time, fitted here by ordinary least squares.</para>
/// <para>The interval is for the day on which that line crosses the target, by Fieller's theorem with Student's t: it tells how well the scans
/// fix the line, not how far a single scan may stray from it, and it takes the model for true.</para>
/// </remarks>
public sealed record GrowthForecast
{
    /// <summary>
    /// Longest time from the inducing procedure that a date is given for, days. Ours, not of a source: a curve fitted to some weeks says nothing
    /// about next year, and stage 2 is a matter of weeks or few months in every series we read.
    /// </summary>
    public const int HorizonDays = 365;

    /// <summary>The remnant asked for, mL: the protocol's percentage of the standard liver volume of the current scan.</summary>
    public required double TargetVolumeMl { get; init; }

    /// <summary>2·k·Q_p, mL² a day: the slope of the fitted line, above 0.</summary>
    public required double GrowthConstantMl2PerDay { get; init; }

    /// <summary>First whole day on which the fitted volume passes the limit; null when that lies beyond the horizon, which <see cref="ExpectedNote"/> then says.</summary>
    public DateOnly? ExpectedOn { get; init; }

    /// <summary>First whole day after the lower end of the 95 % interval; null where <see cref="IntervalNote"/> says why.</summary>
    public DateOnly? EarliestOn { get; init; }

    /// <summary>First whole day after the upper end of the 95 % interval; null where <see cref="IntervalNote"/> says why.</summary>
    public DateOnly? LatestOn { get; init; }

    /// <summary>Date of the first of these scans whose sFLR passes the limit; null before.</summary>
    public DateOnly? ReachedOn { get; init; }

    /// <summary>How it was computed, and from how many scans.</summary>
    public required string Method { get; init; }

    /// <summary>What stands against reading the expected day as it is; null when nothing.</summary>
    public string? ExpectedNote { get; init; }

    /// <summary>Why the interval or an end of it is missing; null when it is whole.</summary>
    public string? IntervalNote { get; init; }

    /// <summary>Forecasts the day on which a limit is passed.</summary>
    /// <param name="inducedOn">Date of the inducing procedure, day 0. A scan before it counts at day 0.</param>
    /// <param name="scans">The baseline, if there is one, and the scans since, in clinical order.</param>
    /// <param name="limit">The remnant asked for, in % of the standard liver volume; null when not known.</param>
    /// <returns>The forecast; null where volumes do not grow, are of fewer than two days, or there is no target that growth could reach.</returns>
    public static GrowthForecast? Of(DateOnly inducedOn, IReadOnlyList<VolumetryMeasurement> scans, ClassLimit? limit)
    {
        if (limit is not { Operator: LimitOperator.MoreThan or LimitOperator.AtLeast }
            || scans is not [.., { StandardLiverVolumeMl: { } standardLiverVolumeMl }]
            || Line.Through([.. scans.Select(s => Math.Max(0, s.OccurredOn.DayNumber - inducedOn.DayNumber))], [.. scans.Select(s => s.FlrVolumeMl * s.FlrVolumeMl)])
                is not { Slope: > 0 } line)
        {
            return null;
        }

        // The least volume that passes, so that whoever must exceed a limit is not due on the day of meeting it.
        var leastPercent = limit.Percent + (limit.Operator is LimitOperator.MoreThan ? Limits.EqualWithin : -Limits.EqualWithin);
        var leastMl = leastPercent / 100 * standardLiverVolumeMl;
        var crossing = line.Crosses(leastMl * leastMl);
        var reachedOn = scans.FirstOrDefault(s => s.SflrPercent is { } sflr && limit.Operator.Passes(sflr, limit.Percent))?.OccurredOn;
        var expectedOn = WholeDay(inducedOn, crossing.Day);
        var earliestOn = WholeDay(inducedOn, crossing.Earliest);
        var latestOn = WholeDay(inducedOn, crossing.Latest);

        return new()
        {
            TargetVolumeMl = limit.Percent / 100 * standardLiverVolumeMl,
            GrowthConstantMl2PerDay = line.Slope,
            ExpectedOn = expectedOn,
            EarliestOn = earliestOn,
            LatestOn = latestOn,
            ReachedOn = reachedOn,
            Method = $"Square of the remnant volume over the days since the inducing procedure, least squares through {scans.Count} scans; 95 % interval by Fieller's theorem.",
            ExpectedNote =
                expectedOn is null ? $"At this rate not within {HorizonDays} days of the inducing procedure."
                : reachedOn is null && expectedOn <= scans[^1].OccurredOn ? "The day has passed and no scan reached the limit: growth is slower than the model."
                : null,
            IntervalNote =
                line.ResidualDegreesOfFreedom == 0 ? "Two scans fix the line and leave nothing to tell its uncertainty from."
                : crossing.Latest is null ? "The scans do not tell growth from no growth at the 95 % level."
                : earliestOn is null ? $"The interval lies more than {HorizonDays} days after the inducing procedure."
                : latestOn is null ? $"The interval ends more than {HorizonDays} days after the inducing procedure."
                : null,
        };
    }

    /// <summary>The date of the first whole day at or after a point in time; day 0 when the point lies before it, null when it lies beyond the horizon.</summary>
    private static DateOnly? WholeDay(DateOnly day0, double? day) =>
        day is { } d and <= HorizonDays ? day0.AddDays((int)Math.Ceiling(Math.Max(0, d))) : null;

    /// <summary>When a line crosses a level.</summary>
    /// <param name="Day">Day of the crossing.</param>
    /// <param name="Earliest">Lower end of its 95 % interval; null when there is none.</param>
    /// <param name="Latest">Upper end; null when there is none.</param>
    private sealed record Crossing(double Day, double? Earliest, double? Latest);

    /// <summary>A line fitted by least squares.</summary>
    private sealed record Line(int Count, double MeanDay, double MeanLevel, double Slope, double DaysSquared, double ResidualsSquared)
    {
        internal int ResidualDegreesOfFreedom => Count - 2;

        /// <summary>The line through points; null when they are of fewer than two days.</summary>
        internal static Line? Through(int[] days, double[] levels)
        {
            if (days.Distinct().Take(2).Count() < 2)
            {
                return null;
            }

            // Counted from the first level, so that a volume that does not change gives a slope of exactly 0.
            var rises = levels.Select(l => l - levels[0]).ToArray();
            var meanDay = days.Average();
            var meanRise = rises.Average();
            var daysSquared = days.Sum(d => (d - meanDay) * (d - meanDay));
            var slope = days.Zip(rises, (d, r) => (d - meanDay) * r).Sum() / daysSquared;
            var residualsSquared = days.Zip(rises, (d, r) => Math.Pow(r - meanRise - (slope * (d - meanDay)), 2)).Sum();
            return new(days.Length, meanDay, levels[0] + meanRise, slope, daysSquared, residualsSquared);
        }

        /// <summary>When the line crosses a level, with the interval of Fieller's theorem: every day at which the 95 % band about the line holds the level.</summary>
        internal Crossing Crosses(double level)
        {
            var above = level - MeanLevel;
            var day = MeanDay + (above / Slope);
            if (ResidualDegreesOfFreedom < 1)
            {
                return new(day, null, null);
            }

            // The band is (above − slope·x)² = spread²·(1/n + x²/daysSquared), with x the days from the mean day: a quadratic in x.
            var t = StudentT.Quantile(0.975, ResidualDegreesOfFreedom);
            var spreadSquared = t * t * ResidualsSquared / ResidualDegreesOfFreedom;
            var curvature = (Slope * Slope) - (spreadSquared / DaysSquared);
            if (curvature <= 0)
            {
                return new(day, null, null); // The slope itself may be 0, and then the line never crosses.
            }

            var half = Math.Sqrt(spreadSquared * ((curvature / Count) + (above * above / DaysSquared)));
            return new(day, MeanDay + (((Slope * above) - half) / curvature), MeanDay + (((Slope * above) + half) / curvature));
        }
    }
}
