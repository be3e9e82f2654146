namespace Pathway.Domain.Journey;

/// <summary>Something about the vessels of the liver was found. Stored as "vascular_finding_recorded".</summary>
/// <param name="OccurredOn">Date of the finding.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Side">Which part of the liver it concerns; null when the question does not arise or was not answered.</param>
/// <param name="PortalPressureCmH2O">Portal pressure, cm of water; 1 mmHg is 1.36 of them. Null when not measured.</param>
/// <param name="PortalVeinDiameterMm">Diameter of the main portal vein, mm; null when not measured.</param>
public sealed record VascularFindingRecorded(
    DateOnly OccurredOn,
    VascularFinding Finding,
    LiverSide? Side = null,
    [Between(0, 100, Unit = "cmH2O", Hint = "Pressure is in cm of water: 1 mmHg is 1.36 cmH2O.")] double? PortalPressureCmH2O = null,
    [Between(1, 60, Unit = "mm", Hint = "The diameter is in mm: 1.3 cm is 13.")] double? PortalVeinDiameterMm = null) : PathwayEvent(OccurredOn);

/// <summary>What was found about the vessels of the liver.</summary>
public enum VascularFinding
{
    /// <summary>The portal vein is open.</summary>
    PortalVeinPatent,

    /// <summary>The portal vein is clotted.</summary>
    PortalVeinThrombosis,

    /// <summary>A portal vein that was closed has opened again.</summary>
    PortalVeinRecanalization,

    /// <summary>A large tumor draws arterial blood from the rest of the liver.</summary>
    ArterialSteal,

    /// <summary>A short circuit between artery and portal vein.</summary>
    ArterioportalFistula,

    /// <summary>Severe portal hypertension.</summary>
    SeverePortalHypertension,

    /// <summary>A hepatic vein is clotted.</summary>
    HepaticVeinThrombosis,

    /// <summary>A branch that should have been closed was missed.</summary>
    IncompleteEmbolization,
}

/// <summary>The two parts of the liver once one of them has lost its portal flow.</summary>
public enum LiverSide
{
    /// <summary>The part that will stay.</summary>
    Remnant,

    /// <summary>The part without portal flow, which will be resected.</summary>
    Deportalized,
}
