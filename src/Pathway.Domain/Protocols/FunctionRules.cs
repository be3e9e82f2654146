using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>What a protocol asks of liver function.</summary>
/// <param name="PredictedIcgRate">The indocyanine green elimination rate asked for after the resection, per minute.</param>
/// <param name="PredictedIcgShare">The share of the liver that the rate before the resection is multiplied by.</param>
/// <param name="Tests">Limits of the tests; the first that fits a test holds for it.</param>
/// <param name="LiverFailure">When liver failure is looked for.</param>
/// <param name="BileLeak">When the fluid of a drain is bile.</param>
/// <param name="FiftyFifty">The 50-50 criteria.</param>
/// <param name="PeakBilirubin">The peak of bilirubin after a stage that foretells death by liver failure, mg/dL.</param>
/// <param name="IcgR15BeforeStage1">The indocyanine green retention asked for when candidates are selected, %; before stage 1 it holds in place of the limit among the tests.</param>
/// <param name="Limits">Limits beside those, the age of the tests among them; null for none.</param>
/// <param name="HemoglobinFall">The fall of hemoglobin after a stage that is a hemorrhage, g/dL or g/L; null when the protocol does not say.</param>
public sealed record FunctionRules(
    Limit PredictedIcgRate,
    RemnantShareKind PredictedIcgShare,
    [Items(50)] ValueList<FunctionTestLimit> Tests,
    LiverFailureRule LiverFailure,
    BileLeakRule BileLeak,
    FiftyFiftyRule FiftyFifty,
    Limit PeakBilirubin,
    Limit IcgR15BeforeStage1,
    [Items(20)] ValueList<MeasureRule>? Limits = null,
    Limit? HemoglobinFall = null)
{
    /// <summary>The limit that holds for a test of one patient.</summary>
    /// <param name="test">The test.</param>
    /// <param name="scope">What it looked at.</param>
    /// <param name="unit">UCUM code of the unit that its result came in.</param>
    /// <param name="tumor">What the liver is to be resected for.</param>
    /// <param name="technique">What had been done before the test to make the remnant grow; null before stage 1.</param>
    /// <param name="parenchyma">Class of the liver tissue; null while nobody judged it.</param>
    /// <returns>The first limit that fits; null when the protocol has none. It may be in another unit of the same figure.</returns>
    public Limit? LimitFor(FunctionTest test, TestScope scope, string unit, TumorType tumor, Stage1Technique? technique, ParenchymaClass? parenchyma) => Tests.FirstOrDefault(t =>
        t.Test == test && t.Scope == scope && FigureOf(t.Limit.Unit) == FigureOf(unit)
        && (t.Tumors is null || t.Tumors.Contains(tumor))
        && (t.Techniques is null || (technique is { } done && t.Techniques.Contains(done)))
        && (t.ParenchymaClasses is null || (parenchyma is { } tissue && t.ParenchymaClasses.Contains(tissue))))?.Limit;

    /// <summary>Which figure of a test a unit belongs to: units of one figure convert into each other, figures do not.</summary>
    /// <param name="unit">UCUM code.</param>
    internal static string FigureOf(string unit) => unit switch
    {
        "1" => "%",
        "%/min/m2" => "%/min",
        _ => unit,
    };
}

/// <summary>The two ways to say how much of the liver will stay. Both go by the name sFLR in the literature; they are never compared with each other.</summary>
public enum RemnantShareKind
{
    /// <summary>Of the liver expected for the body size.</summary>
    Sflr,

    /// <summary>Of the measured liver without tumor.</summary>
    FlrOfFunctionalLiver,
}

/// <summary>The limit of one test of liver function. The result passes on the side of the limit that the operator names.</summary>
/// <param name="Test">The test.</param>
/// <param name="Scope">What it looks at.</param>
/// <param name="Limit">The limit. Its unit says which figure of the test is meant.</param>
/// <param name="Tumors">The tumors that it is for; null for all.</param>
/// <param name="Techniques">The techniques of stage 1 after which it holds; null for all, and before stage 1.</param>
/// <param name="ParenchymaClasses">The classes of liver tissue that it is for; null for all, and while nobody judged the tissue.</param>
public sealed record FunctionTestLimit(
    FunctionTest Test, TestScope Scope, Limit Limit, ValueList<TumorType>? Tumors = null, ValueList<Stage1Technique>? Techniques = null,
    ValueList<ParenchymaClass>? ParenchymaClasses = null);

/// <summary>Liver failure by the International Study Group of Liver Surgery: INR and bilirubin both above the laboratory's own limit.</summary>
/// <param name="FromDay">First day after a stage that counts, itself included.</param>
/// <param name="BilirubinUpperLimit">Upper limit of normal where a laboratory states none; null when such a value is then not judged.</param>
/// <param name="InrUpperLimit">Upper limit of normal where a laboratory states none; null when such a value is then not judged.</param>
/// <param name="Evidence">Where the definition comes from.</param>
public sealed record LiverFailureRule([Between(0, 90, Unit = "d")] int FromDay, Quantity? BilirubinUpperLimit, double? InrUpperLimit, Evidence Evidence);

/// <summary>A bile leak by the fluid of a drain.</summary>
/// <param name="FromDay">First day after a stage that counts, itself included.</param>
/// <param name="DrainToSerum">Limit of the bilirubin in the drain as a multiple of that in the blood.</param>
public sealed record BileLeakRule([Between(0, 90, Unit = "d")] int FromDay, Limit DrainToSerum);

/// <summary>The 50-50 criteria: both limits on one day.</summary>
/// <param name="OnDay">The day after a stage.</param>
/// <param name="Prothrombin">Limit of the prothrombin activity, % of normal; the INR is another figure.</param>
/// <param name="Bilirubin">Limit of the bilirubin, µmol/L.</param>
public sealed record FiftyFiftyRule([Between(0, 90, Unit = "d")] int OnDay, Limit Prothrombin, Limit Bilirubin);
