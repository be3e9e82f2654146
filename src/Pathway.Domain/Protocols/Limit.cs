using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>One number that something is held against.</summary>
/// <param name="Id">Permanent name: the part of the state, then what is measured.</param>
/// <param name="Operator">How the value is held against the limit; it stays as the source words it.</param>
/// <param name="Value">The limit, in the unit beside it.</param>
/// <param name="Unit">UCUM code of the unit; <c>1</c> for a plain number.</param>
/// <param name="Evidence">Where it comes from.</param>
/// <param name="IfBroken">The verdict on a value that does not hold: not met, unless the source only warns.</param>
/// <param name="Middle">A weaker limit; a value that breaks the limit and keeps this one is caution. Null when the source knows no middle.</param>
public sealed record Limit(
    [Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id,
    LimitOperator Operator,
    [Between(0, 100_000)] double Value,
    [Text(20)] string Unit,
    Evidence Evidence,
    Verdict IfBroken = Verdict.NotMet,
    MiddleLimit? Middle = null)
{
    /// <summary>Holds a value against the limit.</summary>
    /// <param name="value">The value, unrounded, in the limit's unit.</param>
    /// <returns>Whether the value is on the side that the operator names; a value on the line is where the operator puts it.</returns>
    public bool Holds(double value) => Operator.Passes(value, Value);

    /// <summary>Whether a value is the limit itself.</summary>
    /// <param name="value">The value, unrounded, in the limit's unit.</param>
    public bool IsOnTheLine(double value) => AreEqual(value, Value);

    /// <summary>The verdict on a value.</summary>
    /// <param name="value">The value, unrounded, in the limit's unit.</param>
    public Verdict Judge(double value) =>
        Holds(value) ? Verdict.Met
        : Middle is { } middle && middle.Operator.Passes(value, middle.Value) ? Verdict.Caution
        : IfBroken;

    /// <summary>Where the verdict on a value comes from.</summary>
    /// <param name="value">The value, unrounded, in the limit's unit.</param>
    /// <returns>That of the middle limit for a value that only this one lets pass; that of the limit for any other.</returns>
    public Evidence EvidenceFor(double value) =>
        !Holds(value) && Middle is { Evidence: { } weaker } middle && middle.Operator.Passes(value, middle.Value) ? weaker : Evidence;

    /// <summary>Whether two values are equal as far as comparisons go: within 1e-9.</summary>
    /// <param name="one">A value.</param>
    /// <param name="other">Another, in the same unit.</param>
    internal static bool AreEqual(double one, double other) => Math.Abs(one - other) <= Limits.EqualWithin;

    /// <summary>Holds a value against a limit in the same unit.</summary>
    /// <param name="by">The side that passes.</param>
    /// <param name="value">The value, unrounded.</param>
    /// <param name="limit">The limit.</param>
    internal static bool Holds(LimitOperator by, double value, double limit) => by.Passes(value, limit);
}

/// <summary>The weaker of two limits: a value between the two is caution.</summary>
/// <param name="Operator">How the value is held against it.</param>
/// <param name="Value">The weaker limit, in the unit of the stronger.</param>
/// <param name="Evidence">Where it comes from; null for where the stronger comes from.</param>
public sealed record MiddleLimit(LimitOperator Operator, [Between(0, 100_000)] double Value, Evidence? Evidence = null);

/// <summary>How rules are named.</summary>
internal static class RuleId
{
    internal const string Pattern = "[a-z][a-zA-Z0-9]*(\\.[a-zA-Z0-9]+)+";
    internal const string InWords = "words of a–z, A–Z and 0–9 joined by points, for example kinetics.pointsPerWeek";
}
