using Pathway.Domain.Journey;
using Pathway.Domain.Statistics;

namespace Pathway.Domain.Reporting;

/// <summary>The probability of stage 2, of dropping out and of death by each day, each competing with the others.</summary>
/// <param name="About">What the report says of itself.</param>
/// <param name="Groups">Each group, or all patients as one without a name.</param>
/// <param name="Tests">Gray's test between the groups for each outcome; null with fewer than two groups, with delayed entry, which its theory does not know, and when a group is held back.</param>
public sealed record IncidenceReport(ReportHeading About, ValueList<IncidenceGroup> Groups, ValueList<OutcomeTest>? Tests) : IReport
{
    /// <summary>Answers a question.</summary>
    /// <param name="cohort">All pathways.</param>
    /// <param name="question">The question.</param>
    /// <param name="byReason">Whether each reason to drop out is an outcome of its own.</param>
    /// <param name="variance">How the variance is estimated.</param>
    /// <param name="transformation">The scale on which intervals are symmetric.</param>
    public static IncidenceReport Of(
        Cohort cohort, ReportQuestion question, bool byReason = false,
        IncidenceVariance variance = IncidenceVariance.Aalen, IntervalTransformation transformation = IntervalTransformation.LogLog)
    {
        string[] outcomes = byReason
            ? ["stage2", "died", .. Enum.GetValues<DropOutReason>().Where(r => r is not DropOutReason.LostToFollowUp).Select(r => $"droppedOut.{Population.Camel(r)}")]
            : ["stage2", "died", "droppedOut"];
        var population = Population.Of(cohort, question, (in CohortCase pathway, DateOnly zeroOn) =>
        {
            var outcome = CaseOutcome.Of(pathway, question.On);
            return new(zeroOn, outcome.EndedOn, CodeOf(outcome, outcomes, byReason));
        });
        var subjects = population.Members.ConvertAll(m => m.Subject);
        var shown = GroupSizes.Shown(population);
        var members = Population.ByGroup(subjects, population.Groups.Count);
        var isDelayed = subjects.Exists(s => s.Subject.EntryDays > 0);
        var curves = population.Groups.Select((_, g) => shown[g] is null ? [] : CumulativeIncidence.Of(members[g], outcomes.Length, variance, transformation)).ToList();

        return new(
            ReportHeading.Of("cumulative-incidence", population, shown[^1], new(
                "Aalen-Johansen cumulative incidence of competing outcomes; contact lost, closing and the cut-off are censored",
                variance is IncidenceVariance.Aalen ? "Aalen" : "infinitesimal jackknife", ReportMethod.IntervalWords(transformation), ReportMethod.OutcomeTies),
                [
                    isDelayed && population.Groups.Count > 1 ? "Gray's test does not know delayed entry; with entry=timeZero it is there." : null,
                    .. population.Groups.Zip(curves, (name, c) => c is [var any, ..] ? RunOut.Remark(name, any.Points, p => p.AtRisk == p.Events + p.OtherEvents) : null),
                ]),
            population.Groups.Zip(curves, (name, c) => (name, c)).Select((group, g) => new IncidenceGroup(group.name, shown[g], Thinned(group.c))).ToValueList(),
            population.Groups.Count < 2 || isDelayed || shown.Contains(null) ? null
                : outcomes.Select((name, i) => new OutcomeTest(name, "Gray", GrayTest.Of(subjects, population.Groups.Count, i + 1, outcomes.Length))).ToValueList());

        // All curves of a group have the same points: of two that had others, the difference would tell of few.
        ValueList<IncidenceCurve> Thinned(IReadOnlyList<CumulativeIncidence> of) => of.Select((curve, c) => new IncidenceCurve(outcomes[c], ThinnedCurve.Of(
            curve.Points, i => [curve.Points[i].Entered, curve.Points[i].Censored, .. of.Select(each => each.Points[i].Events)],
            (point, observed, since) => point with
            {
                AtRisk = observed, Entered = since[0], Censored = since[1], Events = since[2 + c], OtherEvents = since.Skip(2).Sum() - since[2 + c],
            },
            question.MinCell).ToValueList())).ToValueList();
    }

    /// <summary>The report as a table: one row for each group, outcome and time.</summary>
    public ReportTable ToTable() => new ReportTable(
        ["group", "outcome", "timeDays", "atRisk", "incidence", "standardError", "lower95", "upper95"],
        [
            .. from g in Groups from c in g.Outcomes from p in c.Points
               select (IReadOnlyList<object?>)[g.Group, c.Outcome, p.TimeDays, p.AtRisk, p.Incidence, p.StandardError, p.Interval?.Lower, p.Interval?.Upper],
        ]).With(About);

    private static int CodeOf(CaseOutcome outcome, string[] outcomes, bool byReason) => outcome.End switch
    {
        WayEnd.Stage2 => 1,
        WayEnd.Died => 2,
        WayEnd.DroppedOut => byReason ? Array.IndexOf(outcomes, $"droppedOut.{Population.Camel(outcome.Reason!.Value)}") + 1 : 3,
        _ => Subject.Censored,
    };
}

/// <summary>One group.</summary>
/// <param name="Group">Its name; null for all.</param>
/// <param name="Patients">How many patients; null when held back.</param>
/// <param name="Outcomes">One curve for each outcome; none when held back.</param>
public sealed record IncidenceGroup(string? Group, int? Patients, ValueList<IncidenceCurve> Outcomes);

/// <summary>The cumulative incidence of one outcome.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Points">The curve: a point at every day on which somebody left. Where small counts are held back, a point stands for all days since the one before.</param>
public sealed record IncidenceCurve(string Outcome, ValueList<CumulativeIncidencePoint> Points);

/// <summary>A test of whether groups differ.</summary>
/// <param name="Outcome">In what.</param>
/// <param name="Test">Whose test it is.</param>
/// <param name="Result">Chi-square, degrees of freedom and p-value.</param>
public sealed record OutcomeTest(string Outcome, string Test, ComparisonResult Result);

/// <summary>Sizes of groups, and of all together.</summary>
internal static class GroupSizes
{
    /// <summary>What may be shown of them: each group's size, then that of all; null for what is held back.</summary>
    public static IReadOnlyList<int?> Shown(Population population)
    {
        var sizes = population.Groups.Select(_ => new int[1]).ToArray();
        foreach (var member in population.Members)
        {
            sizes[member.Group][0]++;
        }

        return [.. SmallCells.Shown(sizes, 1, [], population.Question.MinCell).Select(row => row[0])];
    }
}

/// <summary>A curve that came to its end before everybody was under observation, as delayed entry lets it.</summary>
internal static class RunOut
{
    /// <summary>Says so where it is so.</summary>
    /// <param name="group">The name of the group; null for all.</param>
    /// <param name="points">The whole curve.</param>
    /// <param name="isEnd">Whether all who were at risk at a point had an outcome at it.</param>
    public static string? Remark<TPoint>(string? group, ValueList<TPoint> points, Predicate<TPoint> isEnd) => points.SkipLast(1).Any(p => isEnd(p))
        ? $"{group ?? "all"}: everybody under observation had an outcome before others were registered (atRisk), so the curve tells of these few alone. With entry=timeZero it does not."
        : null;
}

/// <summary>A curve with so few points that no step tells of a few patients.</summary>
internal static class ThinnedCurve
{
    /// <summary>
    /// Keeps a point once at least the limit, or nobody, has come under observation, has left in each way, and is still to leave. It stands for all days since the
    /// point kept before: its counts are of all of them. Without a limit every point is kept as it is.
    /// </summary>
    /// <param name="points">The curve.</param>
    /// <param name="moved">Of one point: how many came under observation, then how many left in each way.</param>
    /// <param name="kept">Makes the point that is kept of the last one, of all who were under observation since the one before, and of what moved since.</param>
    /// <param name="minCell">The limit; null to keep all.</param>
    public static IEnumerable<TPoint> Of<TPoint>(ValueList<TPoint> points, Func<int, int[]> moved, Func<TPoint, int, int[], TPoint> kept, int? minCell)
    {
        var (left, since) = (0, Array.Empty<int>());
        for (var i = 0; i < points.Count; i++)
        {
            if (minCell is not { } limit)
            {
                yield return points[i];
                continue;
            }

            since = since is [] ? moved(i) : [.. since.Zip(moved(i), (a, b) => a + b)];
            var observed = left + since[0];
            var rest = observed - since.Skip(1).Sum();
            if (since.Append(rest).All(count => count == 0 || count >= limit))
            {
                yield return kept(points[i], observed, since);
                (left, since) = (rest, []);
            }
        }
    }
}
