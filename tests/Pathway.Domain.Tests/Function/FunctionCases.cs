using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

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

    internal static FunctionalState FunctionOf(params IEnumerable<PathwayEvent> events) => FunctionOf(VolumetricInputs.None, events);

    internal static FunctionalState FunctionOf(VolumetricInputs volume, params IEnumerable<PathwayEvent> events) =>
        FunctionalState.Of(Given.Facts([Given.Opened, .. events]), Shipped, volume);

    /// <summary>A body surface of 2 m², and the scans given.</summary>
    internal static VolumetricInputs Scans(params IEnumerable<RemnantVolume> scans) => new([new(Given.Day(-30), 2)], scans.ToValueList());

    internal static RemnantVolume Scan(int day, double flrVolumeMl, double? sflrPercent, double? ofFunctionalLiverPercent = null) =>
        new(ScanOn(day), Given.Day(day), flrVolumeMl, sflrPercent, ofFunctionalLiverPercent);

    internal static Guid ScanOn(int day) => new(100 + day, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
