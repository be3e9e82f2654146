namespace Pathway.Domain.Journey;

/// <summary>The board chose a way. Stored as "strategy_decided". The latest choice holds.</summary>
/// <param name="OccurredOn">Date of the decision.</param>
/// <param name="Strategy">The way chosen.</param>
/// <param name="Rationale">Why.</param>
/// <param name="Variants">How it is varied; null for the classical form.</param>
/// <param name="Sequence">In which order liver and primary tumor are operated on; null when the question does not arise.</param>
public sealed record StrategyDecided(
    DateOnly OccurredOn,
    Strategy Strategy,
    [Text(2000)] string Rationale,
    [Items(10)] ValueList<StrategyVariant>? Variants = null,
    OperationSequence? Sequence = null) : PathwayEvent(OccurredOn);

/// <summary>A way to the resection, or away from it.</summary>
public enum Strategy
{
    /// <summary>Resection at once.</summary>
    OneStage,

    /// <summary>Two resections with time to grow between them.</summary>
    TwoStageHepatectomy,

    /// <summary>Closing portal branches from within, then resection.</summary>
    PortalVeinEmbolization,

    /// <summary>Tying portal branches, then resection.</summary>
    PortalVeinLigation,

    /// <summary>Closing portal branches and hepatic veins from within, then resection.</summary>
    LiverVenousDeprivation,

    /// <summary>Associating liver partition and portal vein ligation for staged hepatectomy.</summary>
    Alpps,

    /// <summary>Liver transplantation.</summary>
    Transplantation,

    /// <summary>No resection: systemic therapy only.</summary>
    SystemicTherapyOnly,
}

/// <summary>How a strategy or a stage 1 is varied.</summary>
public enum StrategyVariant
{
    /// <summary>The liver is parted incompletely.</summary>
    Partial,

    /// <summary>Little dissection, with portal vein embolization.</summary>
    Mini,

    /// <summary>Laparoscopic.</summary>
    Laparoscopic,

    /// <summary>Robotic.</summary>
    Robotic,

    /// <summary>A tourniquet in place of the parting.</summary>
    Tourniquet,

    /// <summary>Parted by radiofrequency.</summary>
    RadiofrequencyAssisted,

    /// <summary>Parted by microwave.</summary>
    MicrowaveAssisted,

    /// <summary>ALPPS with portal vein embolization in place of ligation.</summary>
    EmbolizationAlpps,

    /// <summary>The portal branches of segment 4 are closed as well.</summary>
    Segment4,
}

/// <summary>In which order liver and primary tumor are operated on.</summary>
public enum OperationSequence
{
    /// <summary>The primary tumor first.</summary>
    Classic,

    /// <summary>Both at once.</summary>
    Simultaneous,

    /// <summary>The liver first.</summary>
    LiverFirst,
}
