namespace Pathway.Domain.Journey;

/// <summary>How the disease presents itself. Stored as "diagnosis_recorded". What is null was not stated; a later entry adds to an earlier one.</summary>
/// <param name="OccurredOn">Date of the finding.</param>
/// <param name="Presentation">Whether the metastases came with the primary tumor or after it, as the center words it.</param>
/// <param name="Distribution">Whether one half of the liver is affected or both.</param>
/// <param name="LesionCount">Number of liver lesions.</param>
/// <param name="LargestLesionMm">Diameter of the largest liver lesion, mm.</param>
/// <param name="PrimarySite">Where the primary colorectal tumor is or was.</param>
/// <param name="PrimaryResectedOn">Date on which the primary tumor was resected.</param>
/// <param name="PrimaryNodePositive">Whether lymph nodes of the primary tumor were affected.</param>
public sealed record DiagnosisRecorded(
    DateOnly OccurredOn,
    Presentation? Presentation = null,
    LesionDistribution? Distribution = null,
    [Between(0, 1000)] int? LesionCount = null,
    [Between(0, 500, Unit = "mm", Hint = "The diameter is in millimeters: 5.5 cm is 55.")] double? LargestLesionMm = null,
    PrimarySite? PrimarySite = null,
    DateOnly? PrimaryResectedOn = null,
    bool? PrimaryNodePositive = null) : PathwayEvent(OccurredOn);

/// <summary>Whether metastases came with the primary tumor or after it. Sources differ on the limit in months, so the center's own word is kept.</summary>
public enum Presentation
{
    /// <summary>With the primary tumor.</summary>
    Synchronous,

    /// <summary>After it.</summary>
    Metachronous,
}

/// <summary>Which halves of the liver are affected.</summary>
public enum LesionDistribution
{
    /// <summary>One.</summary>
    Unilobar,

    /// <summary>Both.</summary>
    Bilobar,
}

/// <summary>Where the primary colorectal tumor is or was.</summary>
public enum PrimarySite
{
    /// <summary>Right colon.</summary>
    RightColon,

    /// <summary>Left colon.</summary>
    LeftColon,

    /// <summary>Rectum.</summary>
    Rectum,

    /// <summary>Looked for and not found, or not known.</summary>
    Unknown,
}
