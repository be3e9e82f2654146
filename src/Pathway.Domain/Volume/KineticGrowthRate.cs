namespace Pathway.Domain.Volume;

/// <summary>How fast the remnant grew (KGR), in each of the three units that publications use under this one name; negative when it shrank.</summary>
/// <param name="MlPerDay">mL a day (Huang M, Song C, Cai H, et al., review "ALPPS as a double-edged sword"; PMC4430776).</param>
/// <param name="PercentPerDay">% of the earlier volume a day (Tomassini et al., HPB 2020, cut-off 4.1; PMC4430776).</param>
/// <param name="PointsPerWeek">
/// Percentage points of sFLR a week (Shindoh et al., J Am Coll Surg 2013;216:201, cut-off 2.0); null when either sFLR is not known.
/// A week is 7 days, unrounded.
/// </param>
public sealed record KineticGrowthRate(double MlPerDay, double PercentPerDay, double? PointsPerWeek)
{
    /// <summary>The rate of a growth.</summary>
    /// <param name="growth">The growth.</param>
    /// <param name="days">
    /// The days it took. Against a baseline these run from the inducing procedure, even when the baseline is older: it is the
    /// procedure that makes the remnant grow. From scan to scan they are the days between the two.
    /// </param>
    /// <returns>The rate; null when no day has passed.</returns>
    public static KineticGrowthRate? Of(VolumeGrowth growth, int days) =>
        days < 1 ? null : new(growth.VolumeGainMl / days, growth.VolumeGainPercent / days, growth.DegreeOfHypertrophyPoints / (days / 7.0));
}

/// <summary>How fast the remnant grew since the scan before; negative when it shrank.</summary>
/// <param name="Days">Days between the two scans.</param>
/// <param name="MlPerDay">mL a day.</param>
/// <param name="PercentPerDay">% of the volume on the scan before, a day.</param>
/// <param name="PointsPerWeek">Percentage points of sFLR a week; null when either sFLR is not known.</param>
public sealed record GrowthSincePrevious(int Days, double MlPerDay, double PercentPerDay, double? PointsPerWeek)
{
    /// <summary>The growth from the scan before.</summary>
    /// <param name="previous">The scan before; null when there is none.</param>
    /// <param name="now">The scan.</param>
    /// <returns>The growth; null when there is no scan before, or both are of one day.</returns>
    public static GrowthSincePrevious? Between(VolumetryMeasurement? previous, VolumetryMeasurement now)
    {
        if (previous is null)
        {
            return null;
        }

        var days = now.OccurredOn.DayNumber - previous.OccurredOn.DayNumber;
        return KineticGrowthRate.Of(VolumeGrowth.Between(previous, now), days) is { } rate
            ? new(days, rate.MlPerDay, rate.PercentPerDay, rate.PointsPerWeek)
            : null;
    }
}
