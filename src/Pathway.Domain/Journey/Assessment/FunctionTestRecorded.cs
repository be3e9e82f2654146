namespace Pathway.Domain.Journey;

/// <summary>The liver's work was measured. Stored as "function_test_recorded".</summary>
/// <param name="OccurredOn">Date of the test.</param>
/// <param name="Test">Which test.</param>
/// <param name="Value">The result, in the unit given.</param>
/// <param name="Unit">UCUM code of the unit. Each test has its own: <see cref="FunctionTestUnits"/>. Plain % of the remnant is its share of the whole liver's function.</param>
/// <param name="Scope">Whether the whole liver was tested or the remnant alone.</param>
public sealed record FunctionTestRecorded(
    DateOnly OccurredOn,
    FunctionTest Test,
    [Between(0, 1_000_000)] double Value,
    [Text(20)] string Unit,
    TestScope Scope) : PathwayEvent(OccurredOn);

/// <summary>A test of liver function.</summary>
public enum FunctionTest
{
    /// <summary>Indocyanine green still in the blood after 15 minutes: a test of the whole liver.</summary>
    IcgR15,

    /// <summary>Plasma disappearance rate of indocyanine green: a test of the whole liver.</summary>
    IcgPdr,

    /// <summary>Hepatobiliary scintigraphy with technetium-99m mebrofenin.</summary>
    HepatobiliaryScintigraphy,

    /// <summary>SPECT/CT with technetium-99m galactosyl serum albumin.</summary>
    GsaSpect,

    /// <summary>Magnetic resonance imaging with gadoxetate.</summary>
    GadoxetateMri,

    /// <summary>PET/CT with a galactose analog.</summary>
    FdGalPet,
}

/// <summary>What a test of function looked at.</summary>
public enum TestScope
{
    /// <summary>The whole liver.</summary>
    Global,

    /// <summary>The future liver remnant alone.</summary>
    Remnant,
}
