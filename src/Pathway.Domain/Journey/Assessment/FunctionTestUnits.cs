using System.Collections.Immutable;

namespace Pathway.Domain.Journey;

/// <summary>
/// The units that each test of liver function may come in, with the range outside which a value can be a slip of the hand no more.
/// The ranges are entry limits of ours, wide on purpose; none is a clinical threshold.
/// </summary>
public static class FunctionTestUnits
{
    /// <summary>Every test with each of its units; the usual unit of a test stands first.</summary>
    public static readonly ImmutableArray<FunctionTestUnit> All =
    [
        // Retention counts what is left in the blood: it has no way to tell one part of the liver from another.
        // In % it begins at 1, so that a ratio written as % is caught; a retention of less is entered as the ratio.
        new(FunctionTest.IcgR15, "%", 1, 100, GlobalOnly: true),
        new(FunctionTest.IcgR15, "1", 0.0001, 1, GlobalOnly: true),
        new(FunctionTest.IcgPdr, "%/min", 0.5, 60, GlobalOnly: true),
        // Per square meter of body surface or not: 8.5 %/min and 4.5 %/min/m2 may be the same liver.
        new(FunctionTest.HepatobiliaryScintigraphy, "%/min/m2", 0.05, 40, GlobalOnly: false),
        new(FunctionTest.HepatobiliaryScintigraphy, "%/min", 0.05, 60, GlobalOnly: false),
        // Of the remnant, a percentage is its share of the whole liver; uptake within 15 minutes (LU15) is a percentage too, so its unit says which it is.
        // Other published measures of these three differ by center and are plain numbers.
        new(FunctionTest.GsaSpect, "%", 0.1, 100, GlobalOnly: false),
        new(FunctionTest.GsaSpect, "%{LU15}", 0.1, 100, GlobalOnly: false),
        new(FunctionTest.GsaSpect, "1", 0.001, 100, GlobalOnly: false),
        new(FunctionTest.GadoxetateMri, "%", 0.1, 1000, GlobalOnly: false),
        new(FunctionTest.GadoxetateMri, "1", 0.001, 1000, GlobalOnly: false),
        // The relative enhancement index is a plain number too, and its unit says so: no other figure is ever held against its limit.
        new(FunctionTest.GadoxetateMri, "{REI}", 0.1, 10_000, GlobalOnly: false),
        new(FunctionTest.FdGalPet, "%", 0.1, 1000, GlobalOnly: false),
        new(FunctionTest.FdGalPet, "1", 0.001, 1000, GlobalOnly: false),
    ];

    /// <summary>Tells the units of one test, the usual one first.</summary>
    /// <param name="test">The test.</param>
    public static IEnumerable<FunctionTestUnit> Of(FunctionTest test) => All.Where(u => u.Test == test);
}

/// <summary>One unit that one test of liver function may come in.</summary>
/// <param name="Test">The test.</param>
/// <param name="Unit">UCUM code of the unit; <c>1</c> is a plain ratio.</param>
/// <param name="From">Smallest plausible value in that unit, itself allowed.</param>
/// <param name="To">Largest plausible value in that unit, itself allowed.</param>
/// <param name="GlobalOnly">Whether the test can measure the whole liver only, never the remnant alone.</param>
public sealed record FunctionTestUnit(FunctionTest Test, string Unit, double From, double To, bool GlobalOnly);
