using static System.FormattableString;

namespace Pathway.Domain.Journey;

/// <summary>The remnant was entered larger than the liver it is part of.</summary>
/// <param name="FlrVolumeMl">Remnant given, mL.</param>
/// <param name="TotalLiverVolumeMl">Whole liver given, mL.</param>
public sealed record RemnantExceedsLiver(double FlrVolumeMl, double TotalLiverVolumeMl) : Rejection(
    "remnant-exceeds-liver", RejectionKind.Impossible, "/flrVolumeMl",
    "A remnant cannot be larger than the liver it is part of.",
    Invariant($"The remnant was given as {FlrVolumeMl} mL, the whole liver as {TotalLiverVolumeMl} mL."));

/// <summary>The tumor was entered larger than the liver it is in.</summary>
/// <param name="TumorVolumeMl">Tumor given, mL.</param>
/// <param name="TotalLiverVolumeMl">Whole liver given, mL.</param>
public sealed record TumorExceedsLiver(double TumorVolumeMl, double TotalLiverVolumeMl) : Rejection(
    "tumor-exceeds-liver", RejectionKind.Impossible, "/tumorVolumeMl",
    "The tumor cannot be larger than the liver that contains it.",
    Invariant($"The tumor was given as {TumorVolumeMl} mL, the whole liver with it as {TotalLiverVolumeMl} mL."));

/// <summary>Remnant and tumor together were entered larger than the liver, though the remnant is measured without tumor.</summary>
/// <param name="FlrVolumeMl">Remnant given, mL.</param>
/// <param name="TumorVolumeMl">Tumor given, mL.</param>
/// <param name="TotalLiverVolumeMl">Whole liver given, mL.</param>
public sealed record RemnantExceedsFunctionalLiver(double FlrVolumeMl, double TumorVolumeMl, double TotalLiverVolumeMl) : Rejection(
    "remnant-exceeds-functional-liver", RejectionKind.Impossible, "/flrVolumeMl",
    "A remnant, measured without tumor, cannot be larger than the liver without its tumor.",
    Invariant($"The remnant was given as {FlrVolumeMl} mL; of the liver of {TotalLiverVolumeMl} mL, {TumorVolumeMl} mL is tumor, which leaves {(decimal)TotalLiverVolumeMl - (decimal)TumorVolumeMl} mL."));
