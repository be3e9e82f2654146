namespace Pathway.Domain.Reporting;

/// <summary>Which rules of the course were broken, how often, and in how many patients.</summary>
/// <param name="About">What the report says of itself.</param>
/// <param name="Overall">All patients.</param>
/// <param name="Groups">Each group; empty when none are told apart.</param>
public sealed record DeviationsReport(ReportHeading About, DeviationGroup Overall, ValueList<DeviationGroup> Groups) : IReport
{
    /// <summary>Answers a question.</summary>
    /// <param name="cohort">All pathways.</param>
    /// <param name="question">The question.</param>
    public static DeviationsReport Of(Cohort cohort, ReportQuestion question)
    {
        var population = Population.Of(cohort, question);
        var groupOf = population.Members.ToDictionary(m => m.Case, m => m.Group);
        var rules = new SortedDictionary<string, (int[] Deviations, HashSet<int>[] Patients)>(StringComparer.Ordinal);
        foreach (var deviation in cohort.Deviations)
        {
            if (deviation.OccurredOn > question.On || !groupOf.TryGetValue(deviation.Case, out var group))
            {
                continue;
            }

            if (!rules.TryGetValue(deviation.RuleId, out var counted))
            {
                rules.Add(deviation.RuleId, counted = (new int[population.Groups.Count], [.. population.Groups.Select(_ => new HashSet<int>())]));
            }

            counted.Deviations[group]++;
            counted.Patients[group].Add(deviation.Case);
        }

        // Columns: all patients, then of each rule its deviations and its patients: some of all patients, and as many of the deviations are the first of somebody.
        var sizes = population.Members.CountBy(m => m.Group).ToDictionary();
        var columns = 1 + (2 * rules.Count);
        var shown = SmallCells.Shown(
            [.. population.Groups.Select((_, g) => (int[])[sizes.GetValueOrDefault(g), .. rules.Values.SelectMany(r => new[] { r.Deviations[g], r.Patients[g].Count })])],
            columns, [], question.MinCell, [.. Enumerable.Range(0, rules.Count).SelectMany(i => new[] { (2 + (2 * i), 0), (2 + (2 * i), 1 + (2 * i)) })]);
        string[] names = [.. rules.Keys];
        return new(
            ReportHeading.Of("deviations", population, shown[^1][0], new(
                "counts of deviations dated up to the cut-off, and shares of patients with at least one", null, "Wilson score, 95 %", "Deviations are judged as of the last entry of each pathway.")),
            GroupOf(null, names, shown[^1]),
            question.By is null ? [] : population.Groups.Select((name, g) => GroupOf(name, names, shown[g])).ToValueList());
    }

    /// <summary>The report as a table: one row for each group and rule.</summary>
    public ReportTable ToTable() => new ReportTable(
        ["group", "ruleId", "patients", "deviations", "patientsWithDeviation", "share", "lower95", "upper95"],
        [
            .. from g in Groups.Count == 0 ? [Overall] : Groups.Append(Overall)
               from r in g.Rules
               select (IReadOnlyList<object?>)
                   [g.Group, r.RuleId, g.Patients, r.Deviations, r.Patients.Count, r.Patients.Share, r.Patients.Interval?.Lower, r.Patients.Interval?.Upper],
        ]).With(About);

    private static DeviationGroup GroupOf(string? name, string[] rules, int?[] shown) => new(
        name, shown[0],
        rules.Select((rule, i) => new RuleDeviations(rule, shown[1 + (2 * i)], ReportShare.Of(shown[2 + (2 * i)], shown[0]))).ToValueList());
}

/// <summary>The deviations of one group.</summary>
/// <param name="Group">Its name; null for all.</param>
/// <param name="Patients">How many patients; null when held back.</param>
/// <param name="Rules">The rules that were broken by anybody in the report, by name.</param>
public sealed record DeviationGroup(string? Group, int? Patients, ValueList<RuleDeviations> Rules);

/// <summary>The deviations from one rule.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Deviations">How many deviations; null when held back.</param>
/// <param name="Patients">How many patients with at least one.</param>
public sealed record RuleDeviations(string RuleId, int? Deviations, ReportShare Patients);
