using Pathway.Domain.Journey;

namespace Pathway.Domain.Volume;

/// <summary>One volumetry with everything that follows from it. Unrounded; null where a value is undefined or what it needs is not known.</summary>
public sealed record VolumetryMeasurement
{
    /// <summary>The entry that recorded it.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Date of the scan.</summary>
    public required DateOnly OccurredOn { get; init; }

    /// <summary>Days since stage 1, 0 on its day; null before it.</summary>
    public int? DayAfterStage1 { get; init; }

    /// <summary>The latest inducing procedure on or before the scan, stage 1 or an augmentation; null before the first.</summary>
    public Guid? InducedByEventId { get; init; }

    /// <summary>Days since that procedure, 0 on its day; null before it.</summary>
    public int? DayAfterInduction { get; init; }

    /// <summary>
    /// The scan that growth is counted from: the last by date on or before that procedure, of two scans of one day the one entered later.
    /// Null before the procedure, or without such a scan. On the day of the procedure it may be this very scan.
    /// </summary>
    public Guid? BaselineEventId { get; init; }

    /// <summary>Whether it is later than the day of stage 2: what it shows is no longer a future remnant.</summary>
    public required bool IsAfterStage2 { get; init; }

    /// <summary>What the volumes were measured on.</summary>
    public required ScanModality Modality { get; init; }

    /// <summary>Future liver remnant without tumor, mL.</summary>
    public required double FlrVolumeMl { get; init; }

    /// <summary>Whole liver with tumor, mL; null when not measured.</summary>
    public double? TotalLiverVolumeMl { get; init; }

    /// <summary>Tumor in the whole liver, mL; 0 when none was seen, null when not measured.</summary>
    public double? TumorVolumeMl { get; init; }

    /// <summary>Segments that will stay; null when not stated.</summary>
    public ValueList<LiverSegment>? RemnantSegments { get; init; }

    /// <summary>Height used for this scan, cm; null when never recorded.</summary>
    public double? HeightCm { get; init; }

    /// <summary>Body weight less ascites used for this scan, kg; null when never recorded.</summary>
    public double? DryWeightKg { get; init; }

    /// <summary>Liver expected for the body size at this scan, mL; null when neither reported nor computable.</summary>
    public double? StandardLiverVolumeMl { get; init; }

    /// <summary>What that rests on; null when it is null.</summary>
    public StandardLiverVolumeBasis? StandardLiverVolumeBasis { get; init; }

    /// <summary>Remnant of the standard liver volume (sFLR), %; null when the standard volume is not known.</summary>
    public double? SflrPercent { get; init; }

    /// <summary>Remnant of the measured liver without its tumor, %; null when either was not measured.</summary>
    public double? FlrOfFunctionalLiverPercent { get; init; }

    /// <summary>Remnant to body weight, %, 1 mL counted as 1 g; null when the weight is not known.</summary>
    public double? FlrToBodyWeightPercent { get; init; }

    /// <summary>Remnant to body surface at this scan, mL/m²; null when the surface is not known.</summary>
    public double? FlrToBodySurfaceMlPerM2 { get; init; }

    /// <summary>Gain against the baseline, mL; negative when the remnant shrank. Null on day 0 and where there is no baseline.</summary>
    public double? VolumeGainMl { get; init; }

    /// <summary>Gain in % of the baseline's volume. Null on day 0 and where there is no baseline.</summary>
    public double? VolumeGainPercent { get; init; }

    /// <summary>sFLR less the baseline's, percentage points. Null on day 0, where there is no baseline, and where either sFLR is not known.</summary>
    public double? DegreeOfHypertrophyPoints { get; init; }

    /// <summary>Growth against the baseline per time since the inducing procedure. Null on day 0 and where there is no baseline.</summary>
    public KineticGrowthRate? KineticGrowthRate { get; init; }

    /// <summary>
    /// Growth against the baseline of stage 1, where an augmentation has restarted the clock; null otherwise, and where stage 1 has no baseline.
    /// It is no rate: two procedures drove it, for different times.
    /// </summary>
    public VolumeGrowth? SinceStage1 { get; init; }

    /// <summary>Growth since the scan before; null for the first scan, and for the later of two of one day.</summary>
    public GrowthSincePrevious? SincePrevious { get; init; }

    /// <summary>What a reader must know before comparing this scan with those it is compared with here; empty when nothing.</summary>
    public ValueList<MeasurementRemark> Remarks { get; init; } = [];
}

/// <summary>Something that a number does not say by itself.</summary>
/// <param name="Code">Permanent name of the kind of remark.</param>
/// <param name="Statement">What it is about, for people; figures in it are rounded to two places.</param>
/// <param name="ComparedWithEventId">The earlier scan in the comparison.</param>
public sealed record MeasurementRemark(string Code, string Statement, Guid ComparedWithEventId)
{
    /// <summary>The standard liver volumes of the two scans differ, in value or in what they rest on, so part of the change in sFLR is no growth.</summary>
    public const string StandardLiverVolumeDiffers = "standardLiverVolumeDiffers";

    /// <summary>The two scans state different segments for the remnant, so part of the change in volume is no growth.</summary>
    public const string RemnantSegmentsDiffer = "remnantSegmentsDiffer";

    /// <summary>What stands between two scans and a comparison of them.</summary>
    /// <param name="then">The earlier scan.</param>
    /// <param name="now">The later scan.</param>
    public static IEnumerable<MeasurementRemark> On(VolumetryMeasurement then, VolumetryMeasurement now)
    {
        if (then.StandardLiverVolumeMl is { } thenMl && now.StandardLiverVolumeMl is { } nowMl
            && (thenMl, then.StandardLiverVolumeBasis) != (nowMl, now.StandardLiverVolumeBasis))
        {
            var points = now.SflrPercent - then.SflrPercent;
            var fromDenominator = now.SflrPercent - RemnantShare.SflrPercent(now.FlrVolumeMl, thenMl);
            yield return new(
                StandardLiverVolumeDiffers,
                $"Against the scan of {then.OccurredOn:yyyy-MM-dd} sFLR changed by {points:0.00} points; {fromDenominator:0.00} of them come from the denominator alone, "
                + $"which was {thenMl:0.00} mL ({Words(then.StandardLiverVolumeBasis)}) then and is {nowMl:0.00} mL ({Words(now.StandardLiverVolumeBasis)}) now.",
                then.EventId);
        }

        if (then.RemnantSegments is { } thenSegments && now.RemnantSegments is { } nowSegments && !thenSegments.Equals(nowSegments) && !Parts(thenSegments).SetEquals(Parts(nowSegments)))
        {
            yield return new(
                RemnantSegmentsDiffer,
                $"The scan of {then.OccurredOn:yyyy-MM-dd} measured segments {string.Join(", ", thenSegments)} as the remnant, this one {string.Join(", ", nowSegments)}: "
                + "the change in volume is not growth alone.",
                then.EventId);
        }
    }

    private static string Words(StandardLiverVolumeBasis? basis) => basis is StandardLiverVolumeBasis.Reported ? "as reported" : "by formula";

    // Segment IV is its two parts, however it was written.
    private static HashSet<LiverSegment> Parts(ValueList<LiverSegment> segments) =>
        [.. segments.SelectMany(s => s is LiverSegment.IV ? [LiverSegment.IVa, LiverSegment.IVb] : new[] { s })];
}
