namespace Pathway.Domain.Protocols;

/// <summary>Something that speaks for or against a way. It looks at a condition, at a measure, or, as a remark, at neither.</summary>
/// <param name="Id">Permanent name.</param>
/// <param name="Options">The ways that it is about.</param>
/// <param name="Effect">What it says of them where it holds.</param>
/// <param name="Evidence">Where it comes from.</param>
/// <param name="Condition">The state that it looks at; null when it looks at a measure or at nothing.</param>
/// <param name="Measured">The measure that it looks at; null when it looks at a condition or at nothing.</param>
/// <param name="Remark">What it has to say, as one sentence; given where it looks at nothing, and null elsewhere.</param>
/// <param name="AppliesTo">Whom it is for; null for everybody.</param>
/// <param name="Required">For what rules a way out: whether the way can be called indicated only once it is known not to hold.</param>
public sealed record StrategyRule(
    [Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id,
    [Items(12)] ValueList<StrategyOption> Options,
    StrategyEffect Effect,
    Evidence Evidence,
    Condition? Condition = null,
    MeasuredPremise? Measured = null,
    [Text(500)] string? Remark = null,
    AppliesTo? AppliesTo = null,
    bool Required = true);

/// <summary>What is asked of a measure for a rule to hold.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Operator">How it is held against the value.</param>
/// <param name="Value">The value, in the measure's own unit.</param>
public sealed record MeasuredPremise(Measure Measure, LimitOperator Operator, [Between(0, 100_000)] double Value);

/// <summary>What a rule says of a way.</summary>
public enum StrategyEffect
{
    /// <summary>The way is there for such patients. A way is indicated when all of these hold.</summary>
    Indicates,

    /// <summary>Without it the way does not come into question at all.</summary>
    Requires,

    /// <summary>It rules the way out.</summary>
    Contraindicates,

    /// <summary>It is a reason to look twice, and decides nothing.</summary>
    Cautions,
}

/// <summary>A way that advice is given on.</summary>
public enum StrategyOption
{
    /// <summary>Resection at once.</summary>
    OneStage,

    /// <summary>Portal vein embolization, then resection.</summary>
    PortalVeinEmbolization,

    /// <summary>Portal vein embolization with the branches of segment 4, then an extended right resection.</summary>
    PortalVeinEmbolizationWithSegment4,

    /// <summary>Portal vein ligation, then resection.</summary>
    PortalVeinLigation,

    /// <summary>Liver venous deprivation, then resection.</summary>
    LiverVenousDeprivation,

    /// <summary>ALPPS.</summary>
    Alpps,

    /// <summary>ALPPS after an occlusion that failed.</summary>
    RescueAlpps,

    /// <summary>Closing a hepatic vein after an occlusion that failed.</summary>
    RescueHepaticVeinEmbolization,

    /// <summary>The liver before the primary tumor.</summary>
    LiverFirst,

    /// <summary>Liver transplantation.</summary>
    Transplantation,

    /// <summary>No resection.</summary>
    SystemicTherapyOnly,
}
