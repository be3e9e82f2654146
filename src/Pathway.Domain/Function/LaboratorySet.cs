using Pathway.Domain.Journey;

namespace Pathway.Domain.Function;

/// <summary>One set of laboratory values in one system of units, whatever they were reported in. What is null was not measured.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the sample.</param>
/// <param name="DayAfterStage1">Days after stage 1; null before it.</param>
/// <param name="DayAfterStage2">Days after stage 2; null before it.</param>
/// <param name="BilirubinUmolPerL">Total bilirubin, µmol/L.</param>
/// <param name="CreatinineUmolPerL">Creatinine, µmol/L.</param>
/// <param name="AlbuminGPerL">Albumin, g/L.</param>
/// <param name="PlateletsPerNl">Platelets per nanoliter, which is 10⁹/L.</param>
/// <param name="SodiumMmolPerL">Sodium, mmol/L.</param>
/// <param name="Inr">International normalized ratio.</param>
/// <param name="ProthrombinPercent">Prothrombin activity, % of normal.</param>
/// <param name="HemoglobinGPerL">Hemoglobin, g/L.</param>
/// <param name="DrainBilirubinUmolPerL">Bilirubin in the fluid of a drain, µmol/L.</param>
/// <param name="Ascites">Ascites.</param>
/// <param name="Encephalopathy">Encephalopathy.</param>
/// <param name="Dialysis">Whether the patient was on dialysis.</param>
/// <param name="BilirubinUpperLimitUmolPerL">This laboratory's upper limit for bilirubin, µmol/L; null when not stated.</param>
/// <param name="InrUpperLimit">This laboratory's upper limit for the INR; null when not stated.</param>
public sealed record LaboratorySet(
    Guid EventId, DateOnly OccurredOn, int? DayAfterStage1, int? DayAfterStage2,
    double? BilirubinUmolPerL, double? CreatinineUmolPerL, double? AlbuminGPerL, double? PlateletsPerNl, double? SodiumMmolPerL,
    double? Inr, double? ProthrombinPercent, double? HemoglobinGPerL, double? DrainBilirubinUmolPerL,
    AscitesDegree? Ascites, EncephalopathyGrade? Encephalopathy, bool? Dialysis,
    double? BilirubinUpperLimitUmolPerL, double? InrUpperLimit)
{
    /// <summary>Every set, in clinical order.</summary>
    internal static ValueList<LaboratorySet> AllOf(PathwayFacts facts) => facts.Laboratories.Select(f => new LaboratorySet(
        f.EventId, f.OccurredOn, StageWindow.DaysAfter(facts.Stage1?.OccurredOn, f.OccurredOn), StageWindow.DaysAfter(facts.Stage2?.OccurredOn, f.OccurredOn),
        f.Event.Bilirubin.In(Analyte.Bilirubin), f.Event.Creatinine.In(Analyte.Creatinine), f.Event.Albumin.In(Analyte.Albumin),
        f.Event.Platelets.In(Analyte.Platelets), f.Event.Sodium.In(Analyte.Sodium),
        f.Event.Inr, f.Event.ProthrombinPercent,
        f.Event.Hemoglobin.In(Analyte.Hemoglobin), f.Event.DrainBilirubin.In(Analyte.DrainBilirubin),
        f.Event.Ascites, f.Event.Encephalopathy, f.Event.Dialysis,
        f.Event.BilirubinUpperLimit.In(Analyte.Bilirubin), f.Event.InrUpperLimit)).ToValueList();
}
