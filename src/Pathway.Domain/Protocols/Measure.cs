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

    /// <summary>Remnant to body surface, mL/m².</summary>
    FlrToBodySurfaceMlPerM2,

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

    /// <summary>Days from the latest test of the remnant's own function since the latest inducing procedure that could be judged to the date of the assessment.</summary>
    RemnantFunctionAgeDays,

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

    /// <summary>Diameter of the main portal vein, mm.</summary>
    PortalVeinDiameterMm,

    /// <summary>Days from the latest inducing procedure to the date of the assessment.</summary>
    DaysSinceInduction,

    /// <summary>Diameter of the largest liver lesion, mm.</summary>
    LargestLesionMm,

    /// <summary>Carcinoembryonic antigen, ng/mL.</summary>
    CeaNgPerMl,

    /// <summary>Whole months from the resection of the primary tumor to the date of the assessment.</summary>
    MonthsSincePrimaryResection,

    /// <summary>Weeks of chemotherapy, first dose to last dose, of all courses; a course whose last dose is not on record counts to the day on which it was described.</summary>
    ChemotherapyWeeks,
}

/// <summary>How a measure is written for people.</summary>
/// <param name="Name">Its name, to stand within a sentence.</param>
/// <param name="Sentence">A sentence that says its value, which stands at <c>{0}</c>; without the full stop.</param>
/// <param name="Unit">UCUM code of its unit; limits on it are in this unit.</param>
/// <param name="Decimals">Places that it is shown with.</param>
public sealed record MeasureWords(string Name, string Sentence, string Unit, int Decimals)
{
    private static readonly FrozenDictionary<Measure, MeasureWords> _all = new Dictionary<Measure, MeasureWords>
    {
        [Measure.SflrPercent] = new("the remnant's share of the standard liver volume", "The remnant is {0} of the standard liver volume", "%", 2),
        [Measure.FlrOfFunctionalLiverPercent] = new("the remnant's share of the measured liver without tumor", "The remnant is {0} of the measured liver without tumor", "%", 2),
        [Measure.FlrToBodyWeightPercent] = new("the remnant's share of the body weight", "The remnant is {0} of the body weight", "%", 2),
        [Measure.FlrToBodySurfaceMlPerM2] = new("the remnant's volume for the body surface", "The remnant is {0} of body surface", "mL/m2", 1),
        [Measure.ImagingAgeDays] = new("the age of the latest volumetry", "The latest volumetry is {0} old", "d", 0),
        [Measure.InitialPointsPerWeek] = new("growth at the first scan after the inducing procedure, in points per week", "At the first scan after the inducing procedure the remnant had grown by {0}", "{points}/wk", 2),
        [Measure.InitialPercentPerDay] = new("growth at the first scan after the inducing procedure, in % per day", "At the first scan after the inducing procedure the remnant had grown by {0}", "%/d", 2),
        [Measure.DegreeOfHypertrophyPoints] = new("growth since the baseline, in points", "Since the baseline the remnant has grown by {0}", "{points}", 2),
        [Measure.RemnantScintigraphyPercentPerMinPerM2] = new("scintigraphy of the remnant", "Scintigraphy of the remnant shows {0}", "%/min/m2", 2),
        [Measure.RemnantFunctionAgeDays] = new("the age of the latest test of the remnant's function", "The latest test of the remnant's function is {0} old", "d", 0),
        [Measure.IcgR15Percent] = new("indocyanine green retention at 15 minutes", "Indocyanine green retention at 15 minutes is {0}", "%", 1),
        [Measure.PredictedIcgRatePerMin] = new("the indocyanine green rate foretold for the remnant", "The indocyanine green rate foretold for the remnant is {0}", "/min", 4),
        [Measure.ChildPughPoints] = new("the Child-Pugh score", "The Child-Pugh score is {0}", "1", 0),
        [Measure.Meld] = new("MELD", "MELD is {0}", "1", 0),
        [Measure.AlppsRiskPreStage1Points] = new("the ALPPS risk score before stage 1", "The ALPPS risk score before stage 1 is {0}", "1", 1),
        [Measure.PlateletsPerNl] = new("the platelet count", "The platelet count is {0}", "10*9/L", 0),
        [Measure.Ecog] = new("the ECOG performance status", "The ECOG performance status is {0}", "1", 0),
        [Measure.PortalPressureCmH2O] = new("portal pressure after the inducing procedure", "Portal pressure after the inducing procedure is {0}", "cm[H2O]", 1),
        [Measure.PortalVeinDiameterMm] = new("the diameter of the main portal vein", "The main portal vein measures {0}", "mm", 1),
        [Measure.DaysSinceInduction] = new("the time since the inducing procedure", "The inducing procedure was {0} ago", "d", 0),
        [Measure.LargestLesionMm] = new("the diameter of the largest lesion", "The largest lesion measures {0}", "mm", 1),
        [Measure.CeaNgPerMl] = new("carcinoembryonic antigen", "Carcinoembryonic antigen is {0}", "ng/mL", 1),
        [Measure.MonthsSincePrimaryResection] = new("the time since the resection of the primary tumor", "The primary tumor was resected {0} ago", "mo", 0),
        [Measure.ChemotherapyWeeks] = new("the time on chemotherapy", "Chemotherapy was given for {0}", "wk", 1),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> _units = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["%"] = "%", ["1"] = "", ["d"] = "days", ["wk"] = "weeks", ["mo"] = "months", ["%/d"] = "% per day", ["{points}"] = "percentage points",
        ["{points}/wk"] = "percentage points per week", ["%/min"] = "% per minute", ["%/min/m2"] = "% per minute and m²", ["/min"] = "per minute",
        ["%{LU15}"] = "% (LU15)", ["{REI}"] = "(relative enhancement index)", ["mL/m2"] = "mL per m²", ["10*9/L"] = "× 10⁹/L", ["cm[H2O]"] = "cm of water", ["mm"] = "mm", ["ng/mL"] = "ng/mL", ["mg/dL"] = "mg/dL", ["umol/L"] = "µmol/L",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The words for a measure.</summary>
    /// <param name="measure">The measure.</param>
    public static MeasureWords Of(Measure measure) => _all[measure];

    /// <summary>A unit as people say it.</summary>
    /// <param name="unit">UCUM code.</param>
    /// <returns>The words; empty for a plain number, the code itself where there are no words for it.</returns>
    public static string UnitWords(string unit) => _units.GetValueOrDefault(unit, unit);
}
