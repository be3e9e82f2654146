using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>One rule held to one patient.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Statement">The same as a sentence to read aloud. Its figures are rounded, and never so that a miss reads as a pass.</param>
/// <param name="Observed">The value, unrounded, in <paramref name="Unit"/>; null when it is not known or the rule looks at no number.</param>
/// <param name="Threshold">The limit; null when the rule has none or it is not known which holds.</param>
/// <param name="Unit">UCUM code of the unit of both; null when the rule looks at no number.</param>
/// <param name="IsOnTheLine">Whether the value is the limit itself, within 1e-9.</param>
/// <param name="Required">Whether the domain stays unknown while this is.</param>
/// <param name="Evidence">Where the rule comes from.</param>
/// <param name="EventIds">The entries that it rests on.</param>
public sealed record Finding(
    string RuleId, Verdict Verdict, Sentence Statement, double? Observed, double? Threshold, string? Unit, bool IsOnTheLine, bool Required,
    Evidence Evidence, ValueList<Guid> EventIds);
