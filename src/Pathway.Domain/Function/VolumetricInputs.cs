using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Function;

/// <summary>What function needs to know of volume and body size.</summary>
/// <param name="BodySurfaces">Body surfaces, in clinical order.</param>
/// <param name="Remnants">The remnant on each scan, in clinical order.</param>
public sealed record VolumetricInputs(ValueList<BodySurface> BodySurfaces, ValueList<RemnantVolume> Remnants)
{
    /// <summary>Neither is known.</summary>
    public static readonly VolumetricInputs None = new([], []);

    /// <summary>Takes them from the volumetric state.</summary>
    /// <param name="facts">What had happened by the date to describe.</param>
    /// <param name="protocol">The formula of the body surface.</param>
    /// <param name="volume">The volumetric state of the same facts.</param>
    public static VolumetricInputs Of(PathwayFacts facts, Protocol protocol, VolumetricState volume) => new(
        facts.Anthropometries.Select(a => a.OccurredOn).Concat(facts.Opened is { } opened ? [opened.OccurredOn] : [])
            .Order().Distinct().Select(on => SurfaceOn(on, facts, protocol)).OfType<BodySurface>().ToValueList(),
        volume.Measurements.Select(m => new RemnantVolume(m.EventId, m.OccurredOn, m.FlrVolumeMl, m.SflrPercent, m.FlrOfFunctionalLiverPercent)).ToValueList());

    private static BodySurface? SurfaceOn(DateOnly on, PathwayFacts facts, Protocol protocol)
    {
        var body = BodySize.On(facts, on);
        return BodySurfaceArea.M2(protocol.Formulas.BodySurface, body.HeightCm, body.DryWeightKg) is { } areaM2 ? new(on, areaM2) : null;
    }

    /// <summary>The body surface that holds on a date, m²: the latest known by then, or the earliest known when there was none yet; null when none is known.</summary>
    /// <param name="date">The date.</param>
    internal double? BodySurfaceM2On(DateOnly date) =>
        (BodySurfaces.LastOrDefault(b => b.OccurredOn <= date) ?? (BodySurfaces is [var first, ..] ? first : null))?.AreaM2;
}

/// <summary>A body surface.</summary>
/// <param name="OccurredOn">Date of the weighing.</param>
/// <param name="AreaM2">The surface, m²; more than 0.</param>
public sealed record BodySurface(DateOnly OccurredOn, double AreaM2);

/// <summary>The remnant on one scan.</summary>
/// <param name="EventId">The volumetry.</param>
/// <param name="OccurredOn">Date of the scan.</param>
/// <param name="FlrVolumeMl">The remnant, mL.</param>
/// <param name="SflrPercent">The remnant as % of the liver expected for the body size; null when that is not known.</param>
/// <param name="FlrOfFunctionalLiverPercent">The remnant as % of the measured liver without tumor; null when that was not measured.</param>
public sealed record RemnantVolume(Guid EventId, DateOnly OccurredOn, double FlrVolumeMl, double? SflrPercent, double? FlrOfFunctionalLiverPercent);
