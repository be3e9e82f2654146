namespace Pathway.Domain.Journey;

/// <summary>A patient entered the pathway. Stored as "pathway_opened"; always the first event, and only once.</summary>
/// <param name="OccurredOn">Date of enrollment.</param>
/// <param name="PatientRef">Pseudonym of the patient; never a name or a record number.</param>
/// <param name="Center">The center that treats the patient, as a short name of a–z, 0–9 and hyphens.</param>
/// <param name="Sex">Sex, as the formulas and scores ask for it.</param>
/// <param name="BirthYear">Year of birth; the full date would identify the patient.</param>
/// <param name="HeightCm">Height, cm; null when not known, and then nothing that needs it is computed.</param>
/// <param name="WeightKg">Body weight with any ascites, kg; null when not known, and then nothing that needs it is computed.</param>
/// <param name="Tumor">What the liver is to be resected for.</param>
/// <param name="AscitesKg">Weight of ascites contained in the body weight, kg; null when there is none or it was not estimated.</param>
/// <param name="ProtocolId">The protocol it starts under; null for the installation's default, which is then written here.</param>
/// <param name="ProtocolVersion">Its version; null for the latest published, which is then written here.</param>
public sealed record PathwayOpened(
    DateOnly OccurredOn,
    [Text(64, Pattern = "[A-Za-z0-9._-]{1,64}", PatternInWords = "1 to 64 of A–Z, a–z, 0–9, point, underscore and hyphen (a pseudonym, never a name)")] string PatientRef,
    [Text(64, Pattern = "[a-z0-9]+(-[a-z0-9]+)*", PatternInWords = "a short name of a–z, 0–9 and single hyphens, for example ghent-1")] string Center,
    Sex Sex,
    [Between(1900, 2100)] int BirthYear,
    [Between(50, 250, Unit = "cm", Hint = "Height is in centimeters: 1.74 m is 174.")] double? HeightCm,
    [Between(2, 400, Unit = "kg", Hint = "Weight is in kilograms.")] double? WeightKg,
    TumorType Tumor,
    [Between(0, 60, Unit = "kg", Hint = "Ascites is in kilograms; a liter weighs about one.")] double? AscitesKg = null,
    [Text(64, Pattern = "[a-z0-9]+(-[a-z0-9]+)*", PatternInWords = "the id of a protocol, for example staged-hepatectomy")] string? ProtocolId = null,
    [Between(1, 1_000_000)] int? ProtocolVersion = null) : PathwayEvent(OccurredOn);

/// <summary>Sex, as the formulas and scores ask for it.</summary>
public enum Sex
{
    /// <summary>Female.</summary>
    Female,

    /// <summary>Male.</summary>
    Male,
}

/// <summary>What the liver is to be resected for.</summary>
public enum TumorType
{
    /// <summary>Metastases of a colorectal cancer.</summary>
    ColorectalMetastases,

    /// <summary>Hepatocellular carcinoma.</summary>
    HepatocellularCarcinoma,

    /// <summary>Cholangiocarcinoma inside the liver.</summary>
    IntrahepaticCholangiocarcinoma,

    /// <summary>Cholangiocarcinoma at the hilum.</summary>
    PerihilarCholangiocarcinoma,

    /// <summary>Cancer of the gallbladder.</summary>
    GallbladderCancer,

    /// <summary>Metastases of a neuroendocrine tumor.</summary>
    NeuroendocrineMetastases,

    /// <summary>Metastases of any other cancer.</summary>
    OtherMetastases,

    /// <summary>A benign lesion.</summary>
    Benign,

    /// <summary>None of the others.</summary>
    Other,
}
