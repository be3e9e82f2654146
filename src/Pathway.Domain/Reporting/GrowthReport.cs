namespace Pathway.Domain.Reporting;

/// <summary>How much and how fast the remnant grew after stage 1.</summary>
/// <param name="About">What the report says of itself.</param>
/// <param name="Measures">Growth, each measure with its unit in its name.</param>
public sealed record GrowthReport(ReportHeading About, ValueList<MeasuredGroups> Measures) : IReport
{
    /// <summary>Answers a question.</summary>
    /// <param name="cohort">All pathways.</param>
    /// <param name="question">The question.</param>
    public static GrowthReport Of(Cohort cohort, ReportQuestion question)
    {
        var population = Population.Of(cohort, question);
        var (measures, patients) = MeasuredGroups.Of(
            population,
            [
                Measured("baselineSflrPercent", (in CohortCase c) => c.Stage1On <= question.On ? c.BaselineSflrPercent : null),
                Measured("initialGrowthMlPerDay", (in CohortCase c) => c.InitialGrowthOn <= question.On ? c.InitialGrowthMlPerDay : null),
                Measured("initialGrowthPercentPerDay", (in CohortCase c) => c.InitialGrowthOn <= question.On ? c.InitialGrowthPercentPerDay : null),
                Measured("initialGrowthPointsPerWeek", (in CohortCase c) => c.InitialGrowthOn <= question.On ? c.InitialGrowthPointsPerWeek : null),
                Measured("degreeOfHypertrophyPoints", (in CohortCase c) => c.LastVolumetryOn <= question.On ? c.DegreeOfHypertrophyPoints : null),
                Measured("volumeGainPercent", (in CohortCase c) => c.LastVolumetryOn <= question.On ? c.VolumeGainPercent : null),
            ],
            (2, 1), (3, 1), (4, 5)); // Points ask for a standard liver volume, too.
        return new(
            ReportHeading.Of("growth", population, patients, new(
                "median and quartiles (type 7) of those in whom it was measured by the cut-off; initial growth is that at the first scan after stage 1, before any rescue",
                null, "of the median, 95 %, by order statistics", "A scan on the day of stage 1 is the baseline.")),
            measures);

        (string Name, Func<Member, double?> Value) Measured(string measure, ValueOf value) => (measure, member => value(population[member]));
    }

    /// <summary>The report as a table: one row for each measure and group.</summary>
    public ReportTable ToTable() => MeasuredGroups.Table(Measures, About);

    private delegate double? ValueOf(in CohortCase pathway);
}
