namespace Pathway.Domain.Journey;

/// <summary>One set of laboratory values. Stored as "laboratory_recorded". What is null was not measured.</summary>
/// <param name="OccurredOn">Date of the sample.</param>
/// <param name="Bilirubin">Total bilirubin.</param>
/// <param name="Creatinine">Creatinine.</param>
/// <param name="Albumin">Albumin.</param>
/// <param name="Platelets">Platelet count.</param>
/// <param name="Sodium">Sodium.</param>
/// <param name="Inr">International normalized ratio.</param>
/// <param name="Ascites">Ascites, as the Child-Pugh score words it.</param>
/// <param name="Encephalopathy">Encephalopathy, as the Child-Pugh score words it.</param>
/// <param name="Dialysis">Whether the patient is on dialysis.</param>
/// <param name="ProthrombinPercent">Prothrombin activity, % of normal; it is not the INR.</param>
/// <param name="Hemoglobin">Hemoglobin.</param>
/// <param name="DrainBilirubin">Bilirubin in the fluid of a drain.</param>
/// <param name="BilirubinUpperLimit">Upper limit of normal of this laboratory for bilirubin; null for the protocol's default.</param>
/// <param name="InrUpperLimit">Upper limit of normal of this laboratory for the INR; null for the protocol's default.</param>
public sealed record LaboratoryRecorded(
    DateOnly OccurredOn,
    [Measures("bilirubin")] Quantity? Bilirubin = null,
    [Measures("creatinine")] Quantity? Creatinine = null,
    [Measures("albumin")] Quantity? Albumin = null,
    [Measures("platelets")] Quantity? Platelets = null,
    [Measures("sodium")] Quantity? Sodium = null,
    [Between(0.5, 20)] double? Inr = null,
    AscitesDegree? Ascites = null,
    EncephalopathyGrade? Encephalopathy = null,
    bool? Dialysis = null,
    [Between(1, 200, Unit = "%", Hint = "Prothrombin activity is in percent: 0.48 is 48.")] double? ProthrombinPercent = null,
    [Measures("hemoglobin")] Quantity? Hemoglobin = null,
    [Measures("drainBilirubin")] Quantity? DrainBilirubin = null,
    [Measures("bilirubin")] Quantity? BilirubinUpperLimit = null,
    [Between(0.8, 3)] double? InrUpperLimit = null) : PathwayEvent(OccurredOn);

/// <summary>Ascites, as the Child-Pugh score words it.</summary>
public enum AscitesDegree
{
    /// <summary>Absent.</summary>
    None,

    /// <summary>Mild.</summary>
    Mild,

    /// <summary>Moderate or more.</summary>
    ModerateToSevere,
}

/// <summary>Encephalopathy, as the Child-Pugh score words it.</summary>
public enum EncephalopathyGrade
{
    /// <summary>Absent.</summary>
    None,

    /// <summary>Grade 1 or 2.</summary>
    Grade1To2,

    /// <summary>Grade 3 or 4.</summary>
    Grade3To4,
}
