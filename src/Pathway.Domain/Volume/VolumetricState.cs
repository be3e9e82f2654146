using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Volume;

/// <summary>What the scans say about the size of the remnant and its growth. Unrounded; null where a value is undefined or what it needs is not known.</summary>
/// <param name="BodySurfaceAreaM2">Body surface by the latest known height and dry weight, m².</param>
/// <param name="StandardLiverVolumeMl">Liver expected for the body size by the latest that is known of it, a scan's report or a weighing, mL. A scan's own shares use the scan's own.</param>
/// <param name="StandardLiverVolumeBasis">What that rests on; null when it is null.</param>
/// <param name="ParenchymaClass">Class of the liver tissue by its latest judgement; null while nobody judged it.</param>
/// <param name="RequiredSflrPercent">The remnant that the protocol asks for before stage 2, % of the standard liver volume; null while nobody judged the tissue.</param>
/// <param name="RequiredOperator">How sFLR is held against it; null while nobody judged the tissue.</param>
/// <param name="Measurements">Every volumetry in clinical order, those after stage 2 included.</param>
/// <param name="Current">
/// The latest measurement that shows a future remnant: on or before the day of stage 2. A later scan is among the measurements, but never
/// current, as a liver that grew after the resection must not look like the remnant that was resected upon. Null before the first.
/// </param>
/// <param name="InitialKineticGrowthRate">
/// Growth rate at the first scan, day 1 or later, after the latest inducing procedure, which is what the published cut-offs mean: growth slows,
/// so a later scan would understate it. Null before that scan, when it has no baseline, and when it came only after stage 2.
/// </param>
/// <param name="Forecast">When the remnant may be large enough; null from stage 2 on, once the patient has died or left the pathway, and where nothing can be said.</param>
public sealed record VolumetricState(
    double? BodySurfaceAreaM2,
    double? StandardLiverVolumeMl,
    StandardLiverVolumeBasis? StandardLiverVolumeBasis,
    ParenchymaClass? ParenchymaClass,
    double? RequiredSflrPercent,
    LimitOperator? RequiredOperator,
    ValueList<VolumetryMeasurement> Measurements,
    VolumetryMeasurement? Current,
    KineticGrowthRate? InitialKineticGrowthRate,
    GrowthForecast? Forecast)
{
    /// <summary>Derives the volumetric state.</summary>
    /// <param name="facts">What is known, already cut to the date that is asked about.</param>
    /// <param name="protocol">The formulas and the limits.</param>
    public static VolumetricState Of(PathwayFacts facts, Protocol protocol)
    {
        var inductions = Inductions(facts);
        var scans = facts.Volumetries.Select(v => Sized(v, facts, protocol)).ToList();
        var measurements = scans.Select((s, i) => Grown(s, i == 0 ? null : scans[i - 1], scans, inductions, facts.Stage1)).ToValueList();
        var beforeResection = measurements.Where(m => !m.IsAfterStage2).ToList();

        var body = BodySize.On(facts, DateOnly.MaxValue);
        var bodySurfaceAreaM2 = BodySurfaceArea.M2(protocol.Formulas.BodySurface, body.HeightCm, body.DryWeightKg);
        var lastReport = facts.Volumetries.LastOrDefault(v => v.Event.StandardLiverVolumeMl is not null);
        var byFormulaMl = StandardLiverVolume.Ml(protocol.Formulas.StandardLiverVolume, bodySurfaceAreaM2);
        var (standardMl, basis) = Standard(byFormulaMl is not null && body.AsOf > lastReport?.OccurredOn ? null : lastReport?.Event.StandardLiverVolumeMl, byFormulaMl);

        var parenchymaClass = protocol.ClassOf(facts.Parenchyma is [.., var judged] ? judged.Event.Quality : null);
        var required = protocol.RequiredForStage2(parenchymaClass);

        return new(
            bodySurfaceAreaM2,
            standardMl,
            basis,
            parenchymaClass,
            required?.Percent,
            required?.Operator,
            measurements,
            beforeResection is [.., var current] ? current : null,
            Initial(beforeResection, inductions),
            facts is { Stage2: null, Ending: null, Death: null } && inductions is [.., var latest] ? GrowthForecast.Of(latest.OccurredOn, SinceBaseline(beforeResection, latest), required) : null);
    }

    /// <summary>The procedures that make the remnant grow, in clinical order.</summary>
    private static List<Induction> Inductions(PathwayFacts facts)
    {
        var inductions = facts.Augmentations.Select(a => new Induction(a.EventId, a.Version, a.OccurredOn));
        if (facts.Stage1 is { } stage1)
        {
            inductions = inductions.Append(new(stage1.EventId, stage1.Version, stage1.OccurredOn));
        }

        return [.. inductions.OrderBy(i => i.OccurredOn).ThenBy(i => i.Version)];
    }

    /// <summary>One scan by itself: its volumes and shares.</summary>
    private static VolumetryMeasurement Sized(Fact<VolumetryRecorded> volumetry, PathwayFacts facts, Protocol protocol)
    {
        var scan = volumetry.Event;
        var body = BodySize.On(facts, scan.OccurredOn);
        var surfaceM2 = BodySurfaceArea.M2(protocol.Formulas.BodySurface, body.HeightCm, body.DryWeightKg);
        var (standardMl, basis) = Standard(scan.StandardLiverVolumeMl, StandardLiverVolume.Ml(protocol.Formulas.StandardLiverVolume, surfaceM2));
        return new()
        {
            EventId = volumetry.EventId,
            OccurredOn = scan.OccurredOn,
            DayAfterStage1 = facts.Stage1 is { } stage1 ? DayAfter(stage1.OccurredOn, scan.OccurredOn) : null,
            IsAfterStage2 = facts.Stage2 is { } stage2 && scan.OccurredOn > stage2.OccurredOn,
            Modality = scan.Modality,
            FlrVolumeMl = scan.FlrVolumeMl,
            TotalLiverVolumeMl = scan.TotalLiverVolumeMl,
            TumorVolumeMl = scan.TumorVolumeMl,
            RemnantSegments = scan.RemnantSegments,
            HeightCm = body.HeightCm,
            DryWeightKg = body.DryWeightKg,
            StandardLiverVolumeMl = standardMl,
            StandardLiverVolumeBasis = basis,
            SflrPercent = RemnantShare.SflrPercent(scan.FlrVolumeMl, standardMl),
            FlrOfFunctionalLiverPercent = RemnantShare.FlrOfFunctionalLiverPercent(scan.FlrVolumeMl, scan.TotalLiverVolumeMl, scan.TumorVolumeMl),
            FlrToBodyWeightPercent = RemnantShare.FlrToBodyWeightPercent(scan.FlrVolumeMl, body.DryWeightKg),
            FlrToBodySurfaceMlPerM2 = scan.FlrVolumeMl / surfaceM2,
        };
    }

    /// <summary>The same scan with its growth against the scans it is compared with.</summary>
    private static VolumetryMeasurement Grown(
        VolumetryMeasurement scan, VolumetryMeasurement? previous, List<VolumetryMeasurement> scans, List<Induction> inductions, Fact<Stage1Performed>? stage1)
    {
        var induction = inductions.LastOrDefault(i => i.OccurredOn <= scan.OccurredOn);
        var baseline = induction is null ? null : Baseline(scans, induction.OccurredOn);
        var day = induction is null ? null : DayAfter(induction.OccurredOn, scan.OccurredOn);
        var growth = baseline is not null && day is > 0 ? VolumeGrowth.Between(baseline, scan) : null;

        var restarted = stage1 is not null && scan.DayAfterStage1 is > 0 && induction is not null && induction.EventId != stage1.EventId;
        var stage1Baseline = restarted ? Baseline(scans, stage1!.OccurredOn) : null;

        return scan with
        {
            InducedByEventId = induction?.EventId,
            DayAfterInduction = day,
            BaselineEventId = baseline?.EventId,
            VolumeGainMl = growth?.VolumeGainMl,
            VolumeGainPercent = growth?.VolumeGainPercent,
            DegreeOfHypertrophyPoints = growth?.DegreeOfHypertrophyPoints,
            KineticGrowthRate = growth is not null && day is { } days ? KineticGrowthRate.Of(growth, days) : null,
            SinceStage1 = stage1Baseline is null ? null : VolumeGrowth.Between(stage1Baseline, scan),
            SincePrevious = GrowthSincePrevious.Between(previous, scan),
            Remarks = new[] { growth is null ? null : baseline, stage1Baseline, previous }
                .OfType<VolumetryMeasurement>().DistinctBy(then => then.EventId).SelectMany(then => MeasurementRemark.On(then, scan)).ToValueList(),
        };
    }

    /// <summary>The last scan on or before a procedure; a scan of the same day counts as before it, and of two of one day the later entry speaks.</summary>
    private static VolumetryMeasurement? Baseline(List<VolumetryMeasurement> scans, DateOnly inducedOn) => scans.LastOrDefault(s => s.OccurredOn <= inducedOn);

    /// <summary>The growth rate at the first scan after the latest procedure; of two of that day the later entry speaks.</summary>
    private static KineticGrowthRate? Initial(List<VolumetryMeasurement> scans, List<Induction> inductions) =>
        inductions is [.., var latest] && scans.FirstOrDefault(s => s.OccurredOn > latest.OccurredOn) is { } first
            ? scans.Last(s => s.OccurredOn == first.OccurredOn).KineticGrowthRate
            : null;

    /// <summary>The baseline of a procedure, if there is one, and the scans after its day.</summary>
    private static List<VolumetryMeasurement> SinceBaseline(List<VolumetryMeasurement> scans, Induction induction) =>
        [.. new[] { Baseline(scans, induction.OccurredOn) }.OfType<VolumetryMeasurement>(), .. scans.Where(s => s.OccurredOn > induction.OccurredOn)];

    /// <summary>Days from a procedure to a scan; null when the scan was before it.</summary>
    private static int? DayAfter(DateOnly procedure, DateOnly scan) => scan < procedure ? null : scan.DayNumber - procedure.DayNumber;

    /// <summary>The standard liver volume in use: what a report says goes before the formula.</summary>
    private static (double? Ml, StandardLiverVolumeBasis? Basis) Standard(double? reportedMl, double? byFormulaMl) =>
        reportedMl is not null ? (reportedMl, Volume.StandardLiverVolumeBasis.Reported)
        : byFormulaMl is not null ? (byFormulaMl, Volume.StandardLiverVolumeBasis.Formula)
        : (null, null);

    private sealed record Induction(Guid EventId, long Version, DateOnly OccurredOn);
}
