using System.Text.Json.Serialization;

namespace Pathway.Domain.Journey;

/// <summary>A radiologist measured the liver on one scan. Stored as "volumetry_recorded".</summary>
/// <param name="OccurredOn">Date of the scan, where the hospital is; not the date of its entry.</param>
/// <param name="Modality">What the volumes were measured on.</param>
/// <param name="FlrVolumeMl">Future liver remnant without tumor, mL.</param>
/// <param name="TotalLiverVolumeMl">Whole liver with tumor, mL; null when not measured.</param>
/// <param name="TumorVolumeMl">Tumor in the whole liver, mL; 0 when none was seen, null when not measured.</param>
/// <param name="StandardLiverVolumeMl">Liver expected for the body size as the report gives it, mL; it overrides the formula for this scan. Null when the report gives none.</param>
/// <param name="RemnantSegments">Couinaud segments that will stay; null when not stated.</param>
public sealed record VolumetryRecorded(
    DateOnly OccurredOn,
    ScanModality Modality,
    [Between(10, 6000, Unit = "mL", Hint = "Volumes are in milliliters: 0.42 L is 420.")] double FlrVolumeMl,
    [Between(50, 20_000, Unit = "mL", Hint = "Volumes are in milliliters: 1.5 L is 1500.")] double? TotalLiverVolumeMl = null,
    [Between(0, 20_000, Unit = "mL", Hint = "Volumes are in milliliters.")] double? TumorVolumeMl = null,
    [Between(50, 6000, Unit = "mL", Hint = "Volumes are in milliliters: 1.5 L is 1500.")] double? StandardLiverVolumeMl = null,
    [Items(10)] ValueList<LiverSegment>? RemnantSegments = null) : PathwayEvent(OccurredOn);

/// <summary>What volumes were measured on.</summary>
public enum ScanModality
{
    /// <summary>Computed tomography.</summary>
    Ct,

    /// <summary>Magnetic resonance imaging.</summary>
    Mri,
}

/// <summary>Couinaud's segments of the liver.</summary>
public enum LiverSegment
{
    /// <summary>Segment I, the caudate lobe.</summary>
    [JsonStringEnumMemberName("I")]
    I,

    /// <summary>Segment II.</summary>
    [JsonStringEnumMemberName("II")]
    II,

    /// <summary>Segment III.</summary>
    [JsonStringEnumMemberName("III")]
    III,

    /// <summary>Segment IV as a whole.</summary>
    [JsonStringEnumMemberName("IV")]
    IV,

    /// <summary>The upper part of segment IV.</summary>
    [JsonStringEnumMemberName("IVa")]
    IVa,

    /// <summary>The lower part of segment IV.</summary>
    [JsonStringEnumMemberName("IVb")]
    IVb,

    /// <summary>Segment V.</summary>
    [JsonStringEnumMemberName("V")]
    V,

    /// <summary>Segment VI.</summary>
    [JsonStringEnumMemberName("VI")]
    VI,

    /// <summary>Segment VII.</summary>
    [JsonStringEnumMemberName("VII")]
    VII,

    /// <summary>Segment VIII.</summary>
    [JsonStringEnumMemberName("VIII")]
    VIII,
}
