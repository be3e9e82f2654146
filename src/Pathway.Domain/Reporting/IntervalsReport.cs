namespace Pathway.Domain.Reporting;

/// <summary>How long the steps took of those who took both.</summary>
/// <param name="About">What the report says of itself.</param>
/// <param name="Measures">Days between two steps.</param>
public sealed record IntervalsReport(ReportHeading About, ValueList<MeasuredGroups> Measures) : IReport
{
    /// <summary>Answers a question.</summary>
    /// <param name="cohort">All pathways.</param>
    /// <param name="question">The question.</param>
    public static IntervalsReport Of(Cohort cohort, ReportQuestion question)
    {
        var population = Population.Of(cohort, question);
        var (measures, patients) = MeasuredGroups.Of(
            population,
            [
                Between("lastDoseToStage1Days", (in CohortCase c) => c.Stage1On?.AddDays(-c.LastDoseToStage1Days ?? 0), (in CohortCase c) => c.LastDoseToStage1Days is null ? null : c.Stage1On),
                Between("intentionToStage1Days", (in CohortCase c) => c.IntendedOn, (in CohortCase c) => c.Stage1On),
                Between("stage1ToStage2Days", (in CohortCase c) => c.Stage1On, (in CohortCase c) => c.Stage2On),
                Between("stage2ToDischargeDays", (in CohortCase c) => c.Stage2On, (in CohortCase c) => c.DischargedOn),
            ],
            (3, 2)); // Who was discharged after stage 2 has had it.
        return new(
            ReportHeading.Of("intervals", population, patients, new(
                "median and quartiles (type 7) of those who took both steps by the cut-off", null, "of the median, 95 %, by order statistics", "A step on the day of the one before took 0 days.")),
            measures);

        (string Name, Func<Member, double?> Value) Between(string measure, StepOn from, StepOn to) => (measure, member =>
        {
            ref readonly var pathway = ref population[member];
            return from(pathway) is { } fromOn && to(pathway) is { } toOn && fromOn <= toOn && toOn <= question.On ? toOn.DayNumber - fromOn.DayNumber : null;
        });
    }

    /// <summary>The report as a table: one row for each measure and group.</summary>
    public ReportTable ToTable() => MeasuredGroups.Table(Measures, About);

    private delegate DateOnly? StepOn(in CohortCase pathway);
}
