using Pathway.Domain.Protocols;

namespace Pathway.Domain.Volume;

/// <summary>The liver volume expected for a body surface (sTLV): a straight line, named by its coefficients.</summary>
/// <remarks>
/// 706.2 × body surface + 2.4 mL stands in Huang M, Song C, Cai H, et al., review "ALPPS as a double-edged sword", under the name of
/// Vauthey; Kawaguchi et al., J Surg Oncol 2019;119:594, table 1, has it under Urata, and −794.41 + 1267.28 × body surface mL under
/// Vauthey. Names do not tell such lines apart, coefficients do. Lines of this kind fit a cirrhotic liver poorly (PMC3921016).
/// </remarks>
public static class StandardLiverVolume
{
    /// <summary>The volume expected, mL.</summary>
    /// <param name="line">The line of the protocol.</param>
    /// <param name="bodySurfaceAreaM2">Body surface, m²; null when not known.</param>
    /// <returns>The volume; null when the surface is not known, or so small that the line gives no volume above 0.</returns>
    public static double? Ml(LiverVolumeLine line, double? bodySurfaceAreaM2) =>
        (line.SlopeMlPerM2 * bodySurfaceAreaM2) + line.InterceptMl is { } ml and > 0 ? ml : null;
}

/// <summary>What a standard liver volume rests on.</summary>
public enum StandardLiverVolumeBasis
{
    /// <summary>The report of the scan gives it; it overrides the formula for that scan.</summary>
    Reported,

    /// <summary>The protocol's line over body surface.</summary>
    Formula,
}
