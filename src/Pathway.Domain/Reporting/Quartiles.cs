using Pathway.Domain.Statistics;

namespace Pathway.Domain.Reporting;

/// <summary>Median and quartiles of one measure in each group.</summary>
/// <param name="Measure">What was measured; the unit is at the end of its name.</param>
/// <param name="Groups">Each group, or all patients as one without a name.</param>
public sealed record MeasuredGroups(string Measure, ValueList<Quartiles> Groups)
{
    /// <summary>Measures of the same patients.</summary>
    /// <param name="population">The patients.</param>
    /// <param name="measures">The measures, by name; null of a patient in whom it is not known.</param>
    /// <param name="parts">Places of two measures of which the one is known of some of those of whom the other is.</param>
    /// <returns>The measures, and how many the patients are; null when held back.</returns>
    internal static (ValueList<MeasuredGroups> Measures, int? Patients) Of(
        Population population, IReadOnlyList<(string Name, Func<Member, double?> Value)> measures, params IEnumerable<(int Part, int Whole)> parts)
    {
        var values = population.Groups.Select(_ => measures.Select(_ => new List<double>()).ToArray()).ToArray();
        var sizes = new int[population.Groups.Count];
        foreach (var member in population.Members)
        {
            sizes[member.Group]++;
            for (var m = 0; m < measures.Count; m++)
            {
                if (measures[m].Value(member) is { } known)
                {
                    values[member.Group][m].Add(known);
                }
            }
        }

        // Columns: the measures, then all patients; of whom a measure is known are some of them.
        var shown = SmallCells.Shown(
            [.. values.Select((v, g) => (int[])[.. v.Select(of => of.Count), sizes[g]])], measures.Count + 1, [], population.Question.MinCell,
            [.. measures.Select((_, m) => (m, measures.Count)), .. parts]);
        return (
            measures.Select((measure, m) => new MeasuredGroups(
                measure.Name, population.Groups.Select((name, g) => Quartiles.Of(name, shown[g][m], [.. values[g][m]])).ToValueList())).ToValueList(),
            shown[^1][^1]);
    }

    internal static ReportTable Table(ValueList<MeasuredGroups> measures, ReportHeading about) => new ReportTable(
        ["measure", "group", "count", "lowerQuartile", "median", "upperQuartile", "medianLower95", "medianUpper95"],
        [
            .. from m in measures from g in m.Groups
               select (IReadOnlyList<object?>)[m.Measure, g.Group, g.Count, g.LowerQuartile, g.Median, g.UpperQuartile, g.MedianLower95, g.MedianUpper95],
        ]).With(about);
}

/// <summary>Median and quartiles of one measure in one group, in the unit of the measure.</summary>
/// <param name="Group">Its name; null for all.</param>
/// <param name="Count">Of how many patients it is known; null when held back, and then everything is.</param>
/// <param name="LowerQuartile">The lower quartile; null without values.</param>
/// <param name="Median">The median; null without values.</param>
/// <param name="UpperQuartile">The upper quartile; null without values.</param>
/// <param name="MedianLower95">Lower limit of the median's 95 % interval; null with too few values for it.</param>
/// <param name="MedianUpper95">Its upper limit; null likewise.</param>
public sealed record Quartiles(
    string? Group, int? Count, double? LowerQuartile, double? Median, double? UpperQuartile, double? MedianLower95, double? MedianUpper95)
{
    internal static Quartiles Of(string? group, int? count, double[] values)
    {
        var of = count is null ? null : DurationQuartiles.Of(values);
        return new(group, count, of?.Lower.Days, of?.Median.Days, of?.Upper.Days, of?.Median.LowerDays, of?.Median.UpperDays);
    }
}
