using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Tests.Function;

/// <summary>What the tests of function start from.</summary>
internal static class FunctionCases
{
    internal static Protocol Shipped { get; } = ShippedProtocols.Shelf.Find(ProtocolShelf.DefaultId, 1)!;

    internal static FunctionTestRecorded Icg(int day, double value, string unit = "%") =>
        new(Given.Day(day), FunctionTest.IcgR15, value, unit, TestScope.Global);

    internal static FunctionTestRecorded Scintigraphy(int day, double value, string unit = "%/min/m2", TestScope scope = TestScope.Remnant) =>
        new(Given.Day(day), FunctionTest.HepatobiliaryScintigraphy, value, unit, scope);

    internal static FunctionTestRecorded Remnant(int day, FunctionTest test, double value, string unit) =>
        new(Given.Day(day), test, value, unit, TestScope.Remnant);

    /// <summary>Bilirubin in µmol/L and INR of one day, with the laboratory's limits of 21 µmol/L and 1.2.</summary>
    internal static LaboratoryRecorded Labs(int day, double? bilirubin, double? inr, double? bilirubinLimit = 21, double? inrLimit = 1.2) => new(
        Given.Day(day), Umol(bilirubin), Inr: inr, BilirubinUpperLimit: Umol(bilirubinLimit), InrUpperLimit: inrLimit);

    internal static Quantity? Umol(double? value) => value is { } v ? new(v, "umol/L") : null;

    /// <summary>A scan of a remnant that is so much of the liver expected for the body size, as reported, and of the measured liver, where there is no tumor.</summary>
    internal static VolumetryRecorded Scan(int day, double flrVolumeMl, double sflrPercent, double? ofFunctionalLiverPercent = null) => Given.Scan(
        day, flrVolumeMl, 100 * flrVolumeMl / sflrPercent) with
    {
        TotalLiverVolumeMl = 100 * flrVolumeMl / ofFunctionalLiverPercent,
        TumorVolumeMl = 0,
    };

    /// <summary>What follows for a patient of 170 cm and 70 kg: 0.007184 × 170^0.725 × 70^0.425 = 1.8097 m².</summary>
    internal static FunctionalState FunctionOf(params IEnumerable<PathwayEvent> events) => FunctionOf(Given.Opened, Shipped, events);

    internal static FunctionalState FunctionOf(PathwayOpened opened, Protocol protocol, params IEnumerable<PathwayEvent> events)
    {
        var facts = Given.Facts([opened, .. events]);
        return FunctionalState.Of(facts, protocol, VolumetricState.Of(facts, protocol));
    }

    /// <summary>The same patient, but for a body size that nobody recorded.</summary>
    internal static PathwayOpened OfUnknownSize { get; } = Given.Opened with { HeightCm = null, WeightKg = null };
}
