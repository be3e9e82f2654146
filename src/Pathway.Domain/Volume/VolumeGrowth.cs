namespace Pathway.Domain.Volume;

/// <summary>How much the remnant grew from one scan to another; negative when it shrank.</summary>
/// <param name="VolumeGainMl">Gain, mL.</param>
/// <param name="VolumeGainPercent">Gain in % of the earlier volume.</param>
/// <param name="DegreeOfHypertrophyPoints">sFLR now less sFLR then, percentage points; null when either is not known.</param>
/// <remarks>
/// "Degree of hypertrophy" is the difference in points, as in Shindoh et al., J Am Coll Surg 2013;216:201, whose cut-off is 7.5.
/// PMC4430776 gives the relative gain that name; here that is <see cref="VolumeGainPercent"/>.
/// </remarks>
public sealed record VolumeGrowth(double VolumeGainMl, double VolumeGainPercent, double? DegreeOfHypertrophyPoints)
{
    /// <summary>The growth from one scan to another.</summary>
    /// <param name="then">The earlier scan.</param>
    /// <param name="now">The later scan.</param>
    public static VolumeGrowth Between(VolumetryMeasurement then, VolumetryMeasurement now) => new(
        now.FlrVolumeMl - then.FlrVolumeMl,
        100 * (now.FlrVolumeMl - then.FlrVolumeMl) / then.FlrVolumeMl,
        now.SflrPercent - then.SflrPercent);
}
