using Pathway.Domain.Statistics;

namespace Pathway.Domain.Reporting;

/// <summary>What survival is asked about.</summary>
public enum SurvivalOutcome
{
    /// <summary>Death of any cause, from time zero.</summary>
    Overall,

    /// <summary>Recurrence or death, whichever is first, from stage 2.</summary>
    RecurrenceFree,
}

/// <summary>Until when somebody counts as alive of whom no end is on record.</summary>
public enum SurvivalCensoring
{
    /// <summary>The cut-off while the pathway is open, otherwise the day on which the patient was last seen.</summary>
    CutOff,

    /// <summary>The day on which the patient was last seen, also while the pathway is open.</summary>
    LastSeen,
}

/// <summary>How long patients live, or live without a recurrence.</summary>
/// <param name="About">What the report says of itself.</param>
/// <param name="Outcome">What survival was asked about.</param>
/// <param name="Censoring">Until when somebody counts as alive.</param>
/// <param name="Groups">Each group, or all patients as one without a name.</param>
/// <param name="Test">The log-rank test between the groups; null with fewer than two, and when one is held back.</param>
public sealed record SurvivalReport(ReportHeading About, SurvivalOutcome Outcome, SurvivalCensoring Censoring, ValueList<SurvivalGroup> Groups, ComparisonResult? Test) : IReport
{
    /// <summary>Answers a question.</summary>
    /// <param name="cohort">All pathways.</param>
    /// <param name="question">The question.</param>
    /// <param name="outcome">What survival is asked about.</param>
    /// <param name="censoring">Until when somebody counts as alive.</param>
    /// <param name="transformation">The scale on which intervals are symmetric.</param>
    public static SurvivalReport Of(
        Cohort cohort, ReportQuestion question, SurvivalOutcome outcome = SurvivalOutcome.Overall,
        SurvivalCensoring censoring = SurvivalCensoring.CutOff, IntervalTransformation transformation = IntervalTransformation.LogLog)
    {
        var population = Population.Of(cohort, question, Observe);
        var subjects = population.Members.ConvertAll(m => m.Subject);
        var shown = GroupSizes.Shown(population);
        var members = Population.ByGroup(subjects, population.Groups.Count);
        var curves = population.Groups.Select((_, g) => shown[g] is null ? null : KaplanMeier.Of(members[g], transformation)).ToList();
        var groups = population.Groups.Select((name, g) => curves[g] is { } curve ? GroupOf(name, shown[g], curve, question.MinCell) : new(name, null, null, null, []));
        var heading = ReportHeading.Of("survival", population, shown[^1], new(
            "Kaplan-Meier; a death that became known after contact was lost is counted", "Greenwood", ReportMethod.IntervalWords(transformation), "Events count before censoring on one day."),
            population.Groups.Zip(curves, (name, c) => c is null ? null : RunOut.Remark(name, c.Points, p => p.AtRisk == p.Events)));
        return new(
            outcome is SurvivalOutcome.Overall ? heading : heading with { TimeZero = "stage 2" }, outcome, censoring, groups.ToValueList(),
            population.Groups.Count < 2 || shown.Contains(null) ? null : LogRank.Of(subjects, population.Groups.Count).Result);

        Spell? Observe(in CohortCase pathway, DateOnly timeZeroOn)
        {
            var zeroOn = outcome is SurvivalOutcome.Overall ? timeZeroOn : pathway.Stage2On ?? DateOnly.MaxValue;
            var endedOn = outcome is SurvivalOutcome.RecurrenceFree && pathway.RecurrenceOn <= question.On ? pathway.RecurrenceOn
                : pathway.DiedOn <= question.On ? pathway.DiedOn
                : null;

            // Time zero is itself a day on which the patient was alive.
            return zeroOn > question.On ? null : endedOn is { } on ? new(zeroOn, on, 1) : new(zeroOn, Later(zeroOn, AliveUntil(pathway)), Subject.Censored);
        }

        DateOnly AliveUntil(in CohortCase pathway)
        {
            var (leftOn, _) = CaseOutcome.Leaving(pathway, question.On);
            if (leftOn is null && censoring is SurvivalCensoring.CutOff)
            {
                return question.On;
            }

            // Whoever was seen after the cut-off was alive at it.
            var seenOn = pathway.LastSeenOn ?? pathway.EnrolledOn;
            return seenOn > question.On ? question.On : seenOn;
        }
    }

    /// <summary>The report as a table: one row for each group and time.</summary>
    public ReportTable ToTable() => new ReportTable(
        ["group", "outcome", "timeDays", "atRisk", "survival", "standardError", "lower95", "upper95"],
        [
            .. from g in Groups from p in g.Points
               select (IReadOnlyList<object?>)[g.Group, Population.Camel(Outcome), p.TimeDays, p.AtRisk, p.Survival, p.StandardError, p.Interval?.Lower, p.Interval?.Upper],
        ]).With(About);

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static SurvivalGroup GroupOf(string? name, int? patients, KaplanMeier curve, int? minCell)
    {
        var points = ThinnedCurve.Of(
            curve.Points, i => [curve.Points[i].Entered, curve.Points[i].Censored, curve.Points[i].Events],
            (point, observed, since) => point with { AtRisk = observed, Entered = since[0], Censored = since[1], Events = since[2] }, minCell).ToValueList();

        // Beside the points all events would tell of those after the last, and beside all patients of those who were censored after it.
        var events = curve.Points.Sum(p => p.Events);
        var later = new[] { events - points.Sum(p => p.Events), patients - events - points.Sum(p => p.Censored) };
        return new(
            name, patients, later.All(count => SmallCells.Shown(count, minCell) is not null) ? SmallCells.Shown(events, minCell) : null, minCell is null ? curve.Median : null, points);
    }
}

/// <summary>One group.</summary>
/// <param name="Group">Its name; null for all.</param>
/// <param name="Patients">How many patients; null when held back.</param>
/// <param name="Events">How many of them died, or died or had a recurrence; null when held back.</param>
/// <param name="Median">The median with its interval; null when held back.</param>
/// <param name="Points">The curve: a point at every day on which somebody left. Where small counts are held back, a point stands for all days since the one before.</param>
public sealed record SurvivalGroup(string? Group, int? Patients, int? Events, QuantileEstimate? Median, ValueList<KaplanMeierPoint> Points);
