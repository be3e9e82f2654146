using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Tests.Volume;

/// <summary>The volumetric state of a journey under the protocol that comes with the product.</summary>
internal static class Derived
{
    internal static Protocol ShippedProtocol { get; } = ShippedProtocols.Shelf.Find("staged-hepatectomy", 1)!;

    /// <summary>Its line for the standard liver volume is 706.2 × body surface + 2.4 mL; this is the other one.</summary>
    internal static Protocol ProtocolWithVautheysLine { get; } =
        ShippedProtocol with { Formulas = ShippedProtocol.Formulas with { StandardLiverVolume = new(1267.28, -794.41) } };

    internal static VolumetricState Volumetric(params IEnumerable<PathwayEvent> events) => VolumetricState.Of(Given.Facts(events), ShippedProtocol);

    /// <summary>A healthy liver, asked for more than 30 %.</summary>
    internal static ParenchymaAssessed Healthy { get; } = Given.Parenchyma(-25, ParenchymaQuality.Normal);

    /// <summary>An enrollment that knows neither height nor weight.</summary>
    internal static PathwayOpened OpenedWithoutBodySize { get; } = Given.Opened with { HeightCm = null, WeightKg = null };
}
