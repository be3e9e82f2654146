using System.Diagnostics;

namespace Pathway.Domain.Protocols;

/// <summary>One number that something is held against.</summary>
/// <param name="Id">Permanent name: the part of the state, then what is measured.</param>
/// <param name="Operator">How the value is held against the limit; it stays as the source words it.</param>
/// <param name="Value">The limit, in the unit beside it.</param>
/// <param name="Unit">UCUM code of the unit; <c>1</c> for a plain number.</param>
/// <param name="Evidence">Where it comes from.</param>
public sealed record Limit(string Id, LimitOperator Operator, double Value, string Unit, Evidence Evidence)
{
    // Far below what any method can measure, far above what converting a unit can lose.
    private const double Tolerance = 1e-9;

    /// <summary>Holds a value against the limit.</summary>
    /// <param name="value">The value, unrounded, in the limit's unit.</param>
    /// <returns>Whether the value is on the side that the operator names; a value on the line is where the operator puts it.</returns>
    public bool Holds(double value) => Holds(Operator, value, Value);

    /// <summary>Whether a value is the limit itself.</summary>
    /// <param name="value">The value, unrounded, in the limit's unit.</param>
    public bool IsOnTheLine(double value) => AreEqual(value, Value);

    /// <summary>Whether two values are equal as far as comparisons go: within 1e-9.</summary>
    /// <param name="one">A value.</param>
    /// <param name="other">Another, in the same unit.</param>
    internal static bool AreEqual(double one, double other) => Math.Abs(one - other) <= Tolerance;

    /// <summary>Holds a value against a limit in the same unit.</summary>
    /// <param name="by">The side that passes.</param>
    /// <param name="value">The value, unrounded.</param>
    /// <param name="limit">The limit.</param>
    internal static bool Holds(LimitOperator by, double value, double limit) => by switch
    {
        LimitOperator.MoreThan => value > limit && !AreEqual(value, limit),
        LimitOperator.AtLeast => value > limit || AreEqual(value, limit),
        LimitOperator.LessThan => value < limit && !AreEqual(value, limit),
        LimitOperator.AtMost => value < limit || AreEqual(value, limit),
        _ => throw new UnreachableException($"There is no operator {by}."),
    };
}
