namespace Pathway.Domain.Journey;

/// <summary>The step that makes the remnant grow. Stored as "stage1_performed". Its date is day 0 of the interstage.</summary>
/// <param name="OccurredOn">Date of the procedure.</param>
/// <param name="Technique">What was done.</param>
/// <param name="Approach">How it was reached.</param>
/// <param name="Variants">How it was varied; null for the classical form.</param>
/// <param name="Partition">How far the liver was parted; null when not stated.</param>
/// <param name="RemnantCleared">Whether the remnant was cleared of tumor; null when not stated.</param>
/// <param name="HepaticVeinsOccluded">Hepatic veins closed with it; null when none or not stated.</param>
/// <param name="Transfusion">Whether blood was transfused; null when not stated.</param>
/// <param name="OperativeMinutes">Duration, minutes; null when not stated.</param>
public sealed record Stage1Performed(
    DateOnly OccurredOn,
    Stage1Technique Technique,
    OperativeApproach Approach,
    [Items(10)] ValueList<StrategyVariant>? Variants = null,
    LiverPartition? Partition = null,
    bool? RemnantCleared = null,
    [Items(3)] ValueList<HepaticVein>? HepaticVeinsOccluded = null,
    bool? Transfusion = null,
    [Between(1, 2000, Unit = "min", Hint = "The duration is in minutes: 4.5 hours are 270.")] int? OperativeMinutes = null) : PathwayEvent(OccurredOn);

/// <summary>What was done to make the remnant grow.</summary>
public enum Stage1Technique
{
    /// <summary>Associating liver partition and portal vein ligation for staged hepatectomy.</summary>
    Alpps,

    /// <summary>Closing portal branches from within.</summary>
    PortalVeinEmbolization,

    /// <summary>Tying portal branches.</summary>
    PortalVeinLigation,

    /// <summary>Closing portal branches and hepatic veins from within.</summary>
    LiverVenousDeprivation,
}

/// <summary>How the liver was reached.</summary>
public enum OperativeApproach
{
    /// <summary>Open.</summary>
    Open,

    /// <summary>Laparoscopic.</summary>
    Laparoscopic,

    /// <summary>Robotic.</summary>
    Robotic,

    /// <summary>Through the skin.</summary>
    Percutaneous,
}

/// <summary>How far the liver was parted.</summary>
public enum LiverPartition
{
    /// <summary>Wholly.</summary>
    Complete,

    /// <summary>In part.</summary>
    Partial,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>The three large hepatic veins.</summary>
public enum HepaticVein
{
    /// <summary>The right one.</summary>
    Right,

    /// <summary>The middle one.</summary>
    Middle,

    /// <summary>The left one.</summary>
    Left,
}
