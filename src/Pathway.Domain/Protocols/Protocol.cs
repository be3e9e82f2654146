using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>The rules that a pathway is judged by, as one document: which formulas, which thresholds, and where each comes from. A published version never changes.</summary>
/// <param name="Id">Permanent name, a–z, 0–9 and hyphens.</param>
/// <param name="Version">Version, from 1.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Description">What it is for and what it takes sides on.</param>
/// <param name="Formulas">The formulas in use.</param>
/// <param name="ParenchymaClasses">Which class each quality of the liver tissue is counted in.</param>
/// <param name="VolumeForStage2">The remnant asked for before stage 2, one limit a class.</param>
/// <param name="Function">What is asked of liver function.</param>
/// <param name="Scores">What is asked of scores.</param>
public sealed record Protocol(
    string Id,
    int Version,
    string Title,
    string Description,
    ProtocolFormulas Formulas,
    ValueList<ParenchymaClassOf> ParenchymaClasses,
    ValueList<ClassLimit> VolumeForStage2,
    FunctionRules Function,
    ScoreRules Scores)
{
    /// <summary>SHA-256 of the document in canonical form, in lower-case hexadecimal.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The class that tissue of a quality is counted in.</summary>
    /// <param name="quality">What the tissue is like; null when nobody judged it.</param>
    /// <returns>The class; null when nobody judged it.</returns>
    public ParenchymaClass? ClassOf(ParenchymaQuality? quality) =>
        quality is { } q ? ParenchymaClasses.Single(c => c.Quality == q).Class : null;

    /// <summary>The remnant asked for before stage 2.</summary>
    /// <param name="parenchyma">Class of the tissue; null when nobody judged it.</param>
    /// <returns>The limit; null when the class is not known.</returns>
    public ClassLimit? RequiredForStage2(ParenchymaClass? parenchyma) =>
        parenchyma is { } c ? VolumeForStage2.Single(l => l.ParenchymaClass == c) : null;
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
public sealed record LiverVolumeLine(double SlopeMlPerM2, double InterceptMl);

/// <summary>Where a rule comes from, and how much that weighs.</summary>
/// <param name="Source">The publication.</param>
/// <param name="Level">Level of evidence as the source grades it (high, moderate, low); null when it does not.</param>
/// <param name="Strength">Strength of the recommendation in the source's own words; null when it gives none.</param>
/// <param name="Conflict">What other sources say instead, and why this side was taken; null when none is known.</param>
public sealed record Evidence(string Source, string? Level = null, string? Strength = null, string? Conflict = null);

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

/// <summary>A limit for one class of liver tissue.</summary>
/// <param name="ParenchymaClass">The class.</param>
/// <param name="Operator">How the value is held against the limit; it stays as the source words it.</param>
/// <param name="Percent">The limit, %.</param>
/// <param name="Evidence">Where it comes from.</param>
public sealed record ClassLimit(ParenchymaClass ParenchymaClass, LimitOperator Operator, double Percent, Evidence Evidence);

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
