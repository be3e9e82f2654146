namespace Pathway.Domain.Journey;

/// <summary>The resection. Stored as "stage2_performed".</summary>
/// <param name="OccurredOn">Date of the operation.</param>
/// <param name="Resection">What was resected.</param>
/// <param name="Approach">How it was reached.</param>
/// <param name="Margin">Tumor left at the margin.</param>
public sealed record Stage2Performed(
    DateOnly OccurredOn, LiverResection Resection, OperativeApproach Approach, ResectionMargin Margin) : PathwayEvent(OccurredOn);

/// <summary>A resection of the liver, named after the Brisbane 2000 terminology.</summary>
public enum LiverResection
{
    /// <summary>Right hepatectomy.</summary>
    RightHepatectomy,

    /// <summary>Extended right hepatectomy.</summary>
    ExtendedRightHepatectomy,

    /// <summary>Left hepatectomy.</summary>
    LeftHepatectomy,

    /// <summary>Extended left hepatectomy.</summary>
    ExtendedLeftHepatectomy,

    /// <summary>Right trisectionectomy.</summary>
    RightTrisectionectomy,

    /// <summary>Left trisectionectomy.</summary>
    LeftTrisectionectomy,

    /// <summary>None of the others.</summary>
    Other,
}

/// <summary>Tumor left at the margin of a resection.</summary>
public enum ResectionMargin
{
    /// <summary>None.</summary>
    R0,

    /// <summary>Seen under the microscope.</summary>
    R1,

    /// <summary>Seen with the eye.</summary>
    R2,
}
