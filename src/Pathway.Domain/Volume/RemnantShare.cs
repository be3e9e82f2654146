namespace Pathway.Domain.Volume;

/// <summary>The future liver remnant as a share. Three denominators are three names: none is ever compared with, or stands in for, another.</summary>
/// <remarks>
/// Publications call the first two alike "sFLR": Huang M, Song C, Cai H, et al., review "ALPPS as a double-edged sword", divides by the
/// standard liver volume; the teaching text "Colorectal liver metastases: principles and mechanisms" divides by the measured liver without tumor.
/// </remarks>
public static class RemnantShare
{
    /// <summary>Remnant of the standard liver volume (sFLR), %.</summary>
    /// <param name="flrVolumeMl">Remnant, mL.</param>
    /// <param name="standardLiverVolumeMl">Liver expected for the body size, mL; null when not known.</param>
    /// <returns>The share; null when the standard volume is not known.</returns>
    public static double? SflrPercent(double flrVolumeMl, double? standardLiverVolumeMl) => 100 * flrVolumeMl / standardLiverVolumeMl;

    /// <summary>Remnant of the measured liver without its tumor, %.</summary>
    /// <param name="flrVolumeMl">Remnant, mL.</param>
    /// <param name="totalLiverVolumeMl">Whole liver with tumor, mL; null when not measured.</param>
    /// <param name="tumorVolumeMl">Tumor, mL; 0 when none was seen, null when not measured, which is not the same.</param>
    /// <returns>The share; null when either was not measured, or nothing but tumor is left to divide by.</returns>
    public static double? FlrOfFunctionalLiverPercent(double flrVolumeMl, double? totalLiverVolumeMl, double? tumorVolumeMl) =>
        totalLiverVolumeMl - tumorVolumeMl is { } functionalMl and > 0 ? 100 * flrVolumeMl / functionalMl : null;

    /// <summary>Remnant to body weight, %; 1 mL is counted as 1 g.</summary>
    /// <param name="flrVolumeMl">Remnant, mL.</param>
    /// <param name="dryWeightKg">Body weight without ascites, kg; null when not known.</param>
    /// <returns>The share: 400 mL at 80 kg are 0.5 (%), not 0.005; null when the weight is not known.</returns>
    /// <remarks>Torres OJM, Torzilli G, Enne M, et al., Arq Bras Cir Dig 2024;37:e1859.</remarks>
    public static double? FlrToBodyWeightPercent(double flrVolumeMl, double? dryWeightKg) => 100 * flrVolumeMl / (dryWeightKg * 1000);
}
