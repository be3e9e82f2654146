using System.Collections.Frozen;
using System.Reflection;

namespace Pathway.Architecture.Tests;

/// <summary>A number without a unit is how patients are harmed: the unit ends its name, stands beside it, or this list says why there is none.</summary>
public class UnitTests
{
    private static readonly string[] _units =
    [
        "Ml", "MlPerDay", "Ml2PerDay", "MlPerM2", "Percent", "PercentPerDay", "PercentPerMin", "PercentPerMinPerM2", "Points", "PointsPerWeek", "RatePerMin",
        "Kg", "Cm", "Mm", "M2", "UmolPerL", "MmolPerL", "GPerL", "PerNl", "CmH2O", "Days",
    ];

    /// <summary>Names of numbers whose unit is told by another member of the same type.</summary>
    private static readonly string[] _withUnitBeside = ["Value", "Used", "From", "To", "Observed", "Threshold"];

    private static readonly string[] _besides = ["Unit", "Units", "Measure"];

    private static readonly FrozenDictionary<string, string> _without = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["LaboratoryRecorded.Inr"] = "The international normalized ratio is a plain number by definition.",
        ["LaboratoryRecorded.InrUpperLimit"] = "As Inr.",
        ["LaboratorySet.Inr"] = "As Inr.",
        ["LaboratorySet.InrUpperLimit"] = "As Inr.",
        ["LiverFailureRule.InrUpperLimit"] = "As Inr.",
        ["BileLeak.Ratio"] = "One concentration by another.",
        ["Score.Value"] = "Points of a score.",
        ["MeldScore.Unrounded"] = "Points of a score.",
        ["ScoreBounds.From"] = "Points of a score.",
        ["ScoreBounds.To"] = "Points of a score.",
        ["ScoreRecorded.Value"] = "Points of the score that it names.",
        ["MiddleLimit.Value"] = "It lies within the limit that it weakens, and is in that one's unit.",
        ["Observation.Value"] = "It answers a rule, and is in the unit that the rule asks for.",
        ["RecordedFinding.Observed"] = "Kept in the unit of the rule that it names.",
        ["RecordedFinding.Threshold"] = "Kept in the unit of the rule that it names.",
        ["ProbabilityInterval.Lower"] = "A probability, 0 to 1.",
        ["ProbabilityInterval.Upper"] = "A probability, 0 to 1.",
        ["KaplanMeier.Level"] = "A probability, 0 to 1.",
        ["KaplanMeierPoint.Survival"] = "A probability, 0 to 1.",
        ["KaplanMeierPoint.StandardError"] = "Of a probability.",
        ["CumulativeIncidence.Level"] = "A probability, 0 to 1.",
        ["CumulativeIncidencePoint.Incidence"] = "A probability, 0 to 1.",
        ["CumulativeIncidencePoint.StandardError"] = "Of a probability.",
        ["QuantileEstimate.Probability"] = "A probability, 0 to 1.",
        ["ReportShare.Share"] = "A share, 0 to 1.",
        ["Quartiles.LowerQuartile"] = "In the unit at the end of the name of the measure.",
        ["Quartiles.Median"] = "As LowerQuartile.",
        ["Quartiles.UpperQuartile"] = "As LowerQuartile.",
        ["Quartiles.MedianLower95"] = "As LowerQuartile.",
        ["Quartiles.MedianUpper95"] = "As LowerQuartile.",
        ["ComparisonResult.ChiSquare"] = "A statistic, a plain number by definition.",
        ["ComparisonResult.PValue"] = "A probability, 0 to 1.",
        ["LogRankGroup.Expected"] = "A number of events, not a whole one.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    [Fact]
    public void Every_number_says_its_unit_or_why_it_has_none() =>
        Find.Nothing(Numbers().Where(n => !SaysItsUnit(n)).Select(NameOf).Except(_without.Keys).Order(StringComparer.Ordinal));

    [Fact]
    public void The_list_of_numbers_without_a_unit_has_none_that_is_gone_or_has_one() =>
        Find.Nothing(_without.Keys.Except(Numbers().Where(n => !SaysItsUnit(n)).Select(NameOf)));

    [Fact]
    public void A_bare_number_is_found() =>
        Assert.Equal(["Volume", "Value"], typeof(Bare).GetProperties().Where(n => !SaysItsUnit(n)).Select(n => n.Name));

    private static IEnumerable<PropertyInfo> Numbers() => Assemblies.Domain.GetExportedTypes()
        .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) is var type && (type == typeof(double) || type == typeof(decimal) || type == typeof(float)));

    private static bool SaysItsUnit(PropertyInfo number) =>
        _units.Any(u => number.Name.EndsWith(u, StringComparison.Ordinal))
        || (_withUnitBeside.Contains(number.Name) && number.DeclaringType!.GetProperties().Any(p => _besides.Contains(p.Name)));

    private static string NameOf(PropertyInfo number) => $"{number.DeclaringType!.Name}.{number.Name}";

    private sealed record Bare(double Volume, double VolumeMl, double Value);
}
