using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>The rules that a pathway is judged by, as one document: which formulas, which thresholds, and where each comes from. A published version never changes.</summary>
/// <param name="Id">Permanent name, a–z, 0–9 and hyphens.</param>
/// <param name="Version">Version, from 1.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Description">What it is for and what it takes sides on.</param>
/// <param name="Formulas">The formulas in use.</param>
/// <param name="ParenchymaClasses">Which class each quality of the liver tissue is counted in.</param>
/// <param name="Volume">What is asked of the remnant's volume.</param>
/// <param name="Kinetics">What is asked of its growth.</param>
/// <param name="Function">What is asked of liver function.</param>
/// <param name="Scores">What is asked of scores.</param>
/// <param name="Patient">What is asked of the patient as a whole.</param>
/// <param name="Readiness">How readiness is put together.</param>
/// <param name="Strategies">What speaks for and against each way.</param>
/// <param name="Schedule">What is owed, and when.</param>
/// <param name="CourseRules">What the course of the pathway should keep.</param>
public sealed record Protocol(
    [Text(64, Pattern = "[a-z0-9]+(-[a-z0-9]+)*", PatternInWords = "a short name of a–z, 0–9 and single hyphens")] string Id,
    [Between(1, 1_000_000)] int Version,
    [Text(100)] string Title,
    [Text(2000)] string Description,
    ProtocolFormulas Formulas,
    [Items(8)] ValueList<ParenchymaClassOf> ParenchymaClasses,
    VolumeRules Volume,
    [Items(20, Fewest = 0)] ValueList<MeasureRule> Kinetics,
    FunctionRules Function,
    ScoreRules Scores,
    PatientRules Patient,
    ReadinessRules Readiness,
    [Items(100)] ValueList<StrategyRule> Strategies,
    [Items(50)] ValueList<ScheduleRule> Schedule,
    [Items(50)] ValueList<CourseRule> CourseRules)
{
    /// <summary>SHA-256 of the document in canonical form (RFC 8785), in lower-case hexadecimal.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The whole document in canonical form (RFC 8785): what is kept and served.</summary>
    public string Document { get; init; } = "";

    /// <summary>The class that tissue of a quality is counted in.</summary>
    /// <param name="quality">What the tissue is like; null when nobody judged it.</param>
    /// <returns>The class; null when nobody judged it.</returns>
    public ParenchymaClass? ClassOf(ParenchymaQuality? quality) =>
        quality is { } q ? ParenchymaClasses.Single(c => c.Quality == q).Class : null;

    /// <summary>The remnant asked for before stage 2, in % of the liver expected for the body size.</summary>
    /// <param name="parenchyma">Class of the tissue; null when nobody judged it.</param>
    /// <returns>The limit; null when the class is not known, when the protocol has no answer for it, and when the protocol asks for another share.</returns>
    public ClassLimit? RequiredForStage2(ParenchymaClass? parenchyma) =>
        Volume.Stage2.Share is RemnantShareKind.Sflr ? Volume.Stage2.For(parenchyma) : null;
}

/// <summary>The formulas that a protocol uses.</summary>
/// <param name="BodySurface">Body surface from height and weight.</param>
/// <param name="BodySurfaceEvidence">Where that formula comes from.</param>
/// <param name="StandardLiverVolume">Liver volume expected for the body surface, as a line named by its coefficients.</param>
/// <param name="StandardLiverVolumeEvidence">Where that line comes from.</param>
public sealed record ProtocolFormulas(
    BodySurfaceFormula BodySurface,
    Evidence BodySurfaceEvidence,
    LiverVolumeLine StandardLiverVolume,
    Evidence StandardLiverVolumeEvidence);

/// <summary>A formula for body surface.</summary>
public enum BodySurfaceFormula
{
    /// <summary>0.007184 × cm^0.725 × kg^0.425 m² (Du Bois).</summary>
    DuBois,

    /// <summary>√(cm × kg / 3600) m² (Mosteller, N Engl J Med 1987).</summary>
    Mosteller,
}

/// <summary>Standard liver volume as a line over body surface.</summary>
/// <param name="SlopeMlPerM2">mL per m² of body surface.</param>
/// <param name="InterceptMl">mL added; negative for some formulas.</param>
public sealed record LiverVolumeLine(
    [Between(100, 5000, Unit = "mL/m2")] double SlopeMlPerM2,
    [Between(-5000, 5000, Unit = "mL")] double InterceptMl);

/// <summary>Where a rule comes from, and how much that weighs.</summary>
/// <param name="Source">The publication.</param>
/// <param name="Level">Level of evidence as the source grades it (high, moderate, low); null when it does not.</param>
/// <param name="Strength">Strength of the recommendation in the source's own words; null when it gives none.</param>
/// <param name="Conflict">What other sources say instead, and why this side was taken; null when none is known.</param>
public sealed record Evidence(
    [Text(500)] string Source,
    [Text(8, Pattern = "high|moderate|low", PatternInWords = "high, moderate or low, or left out where the source does not grade")] string? Level = null,
    [Text(200)] string? Strength = null,
    [Text(2000)] string? Conflict = null);

/// <summary>The class that tissue of one quality is counted in.</summary>
/// <param name="Quality">What the tissue is like.</param>
/// <param name="Class">Its class.</param>
public sealed record ParenchymaClassOf(ParenchymaQuality Quality, ParenchymaClass Class);

/// <summary>Classes of liver tissue that thresholds are given for.</summary>
public enum ParenchymaClass
{
    /// <summary>Healthy.</summary>
    Normal,

    /// <summary>Injured, short of cirrhosis.</summary>
    Injured,

    /// <summary>Cirrhosis.</summary>
    Cirrhotic,
}

/// <summary>How a value is held against a limit. A value within 1e-9 of the limit counts as equal to it.</summary>
public enum LimitOperator
{
    /// <summary>More than the limit; the limit itself does not pass.</summary>
    MoreThan,

    /// <summary>The limit or more.</summary>
    AtLeast,

    /// <summary>Less than the limit; the limit itself does not pass.</summary>
    LessThan,

    /// <summary>The limit or less.</summary>
    AtMost,
}

/// <summary>Holds values against limits, the same way for every rule.</summary>
public static class Limits
{
    /// <summary>A value this close to its limit, in the limit's own unit, counts as equal to it: 30 % must stay 30 % after it was computed.</summary>
    public const double EqualWithin = 1e-9;

    /// <summary>Whether a value passes a limit.</summary>
    /// <param name="comparison">How they are held against each other.</param>
    /// <param name="value">The value, unrounded.</param>
    /// <param name="limit">The limit, in the same unit.</param>
    public static bool Passes(this LimitOperator comparison, double value, double limit) => comparison switch
    {
        LimitOperator.MoreThan => value > limit + EqualWithin,
        LimitOperator.AtLeast => value >= limit - EqualWithin,
        LimitOperator.LessThan => value < limit - EqualWithin,
        LimitOperator.AtMost => value <= limit + EqualWithin,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "No such operator."),
    };
}
