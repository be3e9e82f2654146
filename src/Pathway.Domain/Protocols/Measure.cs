using System.Collections.Frozen;

namespace Pathway.Domain.Protocols;

/// <summary>A number that a rule can look at. The unit is in its name.</summary>
public enum Measure
{
    /// <summary>Remnant of the liver expected for the body size, %.</summary>
    SflrPercent,

    /// <summary>Remnant of the measured liver without its tumor, %.</summary>
    FlrOfFunctionalLiverPercent,

    /// <summary>Remnant to body weight, %; 1 mL is counted as 1 g.</summary>
    FlrToBodyWeightPercent,

    /// <summary>Days from the latest volumetry to the date of the assessment.</summary>
    ImagingAgeDays,

    /// <summary>Growth at the first scan after the latest inducing procedure, percentage points of sFLR a week.</summary>
    InitialPointsPerWeek,

    /// <summary>Growth at the first scan after the latest inducing procedure, % of the baseline volume a day.</summary>
    InitialPercentPerDay,

    /// <summary>Growth since the baseline, percentage points of sFLR.</summary>
    DegreeOfHypertrophyPoints,

    /// <summary>Scintigraphy of the remnant with mebrofenin, % per minute and m² of body surface.</summary>
    RemnantScintigraphyPercentPerMinPerM2,

    /// <summary>Indocyanine green still in the blood after 15 minutes, %.</summary>
    IcgR15Percent,

    /// <summary>Elimination rate of indocyanine green foretold for the remnant, per minute.</summary>
    PredictedIcgRatePerMin,

    /// <summary>Child-Pugh points.</summary>
    ChildPughPoints,

    /// <summary>MELD.</summary>
    Meld,

    /// <summary>ALPPS risk score before stage 1, as entered.</summary>
    AlppsRiskPreStage1Points,

    /// <summary>Platelets, 10⁹/L.</summary>
    PlateletsPerNl,

    /// <summary>ECOG performance status.</summary>
    Ecog,

    /// <summary>Portal pressure after the inducing procedure, cm of water.</summary>
    PortalPressureCmH2O,

    /// <summary>Days from the latest inducing procedure to the date of the assessment.</summary>
    DaysSinceInduction,

    /// <summary>Diameter of the largest liver lesion, mm.</summary>
    LargestLesionMm,

    /// <summary>Carcinoembryonic antigen, ng/mL.</summary>
    CeaNgPerMl,

    /// <summary>Whole months from the resection of the primary tumor to the date of the assessment.</summary>
    MonthsSincePrimaryResection,

    /// <summary>Weeks of chemotherapy, first dose to last dose, of all courses.</summary>
    ChemotherapyWeeks,
}

/// <summary>How a measure is named and written for people.</summary>
/// <param name="Label">Its name, to begin a sentence.</param>
/// <param name="Unit">UCUM code of its unit; limits on it are in this unit.</param>
/// <param name="Decimals">Places that it is shown with.</param>
public sealed record MeasureWords(string Label, string Unit, int Decimals)
{
    private static readonly FrozenDictionary<Measure, MeasureWords> _all = new Dictionary<Measure, MeasureWords>
    {
        [Measure.SflrPercent] = new("The remnant in % of the standard liver volume", "%", 2),
        [Measure.FlrOfFunctionalLiverPercent] = new("The remnant in % of the measured liver without tumor", "%", 2),
        [Measure.FlrToBodyWeightPercent] = new("The remnant in % of the body weight", "%", 2),
        [Measure.ImagingAgeDays] = new("The age of the latest volumetry", "d", 0),
        [Measure.InitialPointsPerWeek] = new("Growth at the first scan after the inducing procedure", "{points}/wk", 2),
        [Measure.InitialPercentPerDay] = new("Growth at the first scan after the inducing procedure", "%/d", 2),
        [Measure.DegreeOfHypertrophyPoints] = new("Growth since the baseline", "{points}", 2),
        [Measure.RemnantScintigraphyPercentPerMinPerM2] = new("Scintigraphy of the remnant", "%/min/m2", 2),
        [Measure.IcgR15Percent] = new("Indocyanine green retention at 15 minutes", "%", 1),
        [Measure.PredictedIcgRatePerMin] = new("The indocyanine green rate foretold for the remnant", "/min", 4),
        [Measure.ChildPughPoints] = new("The Child-Pugh score", "1", 0),
        [Measure.Meld] = new("MELD", "1", 0),
        [Measure.AlppsRiskPreStage1Points] = new("The ALPPS risk score before stage 1", "1", 1),
        [Measure.PlateletsPerNl] = new("The platelet count", "10*9/L", 0),
        [Measure.Ecog] = new("The ECOG performance status", "1", 0),
        [Measure.PortalPressureCmH2O] = new("Portal pressure after the inducing procedure", "cm[H2O]", 1),
        [Measure.DaysSinceInduction] = new("The time since the inducing procedure", "d", 0),
        [Measure.LargestLesionMm] = new("The diameter of the largest lesion", "mm", 1),
        [Measure.CeaNgPerMl] = new("Carcinoembryonic antigen", "ng/mL", 1),
        [Measure.MonthsSincePrimaryResection] = new("The time since the resection of the primary tumor", "mo", 0),
        [Measure.ChemotherapyWeeks] = new("The time on chemotherapy", "wk", 1),
    }.ToFrozenDictionary();

    /// <summary>The words for a measure.</summary>
    /// <param name="measure">The measure.</param>
    public static MeasureWords Of(Measure measure) => _all[measure];
}
