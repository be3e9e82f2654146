using Pathway.Domain.Journey;

namespace Pathway.Domain.Reporting;

/// <summary>How a decision of the board stood to the assessment that was shown.</summary>
public enum DecisionAccord
{
    /// <summary>To proceed with who was cleared, or not to with who was not.</summary>
    Agreed,

    /// <summary>To proceed although the patient was not cleared.</summary>
    Overridden,

    /// <summary>Not to proceed although the patient was cleared.</summary>
    HeldBack,

    /// <summary>No assessment was stored with the decision.</summary>
    NotShown,
}

/// <summary>The board's decisions against the assessments that were shown, and what became of the patients.</summary>
/// <param name="About">What the report says of itself.</param>
/// <param name="Overall">All decisions.</param>
/// <param name="Groups">Each group; empty when none are told apart.</param>
public sealed record ReadinessReport(ReportHeading About, DecisionGroup Overall, ValueList<DecisionGroup> Groups) : IReport
{
    private const int Changed = 0, FirstCell = 1;

    private static readonly DecisionAccord[] _accords = Enum.GetValues<DecisionAccord>();

    private static readonly WayEnd[] _ends = Enum.GetValues<WayEnd>();

    // All decisions; those of which the record now says otherwise; then for each accord its sum and its outcomes.
    private static readonly int _width = 1 + _ends.Length;

    private static readonly int _all = FirstCell + (_accords.Length * _width);

    private static readonly int[][] _sums =
    [
        [_all, .. _accords.Select((_, a) => FirstCell + (a * _width))],
        .. _accords.Select((_, a) => Enumerable.Range(FirstCell + (a * _width), _width).ToArray()),
    ];

    /// <summary>Answers a question.</summary>
    /// <param name="cohort">All pathways.</param>
    /// <param name="question">The question.</param>
    public static ReadinessReport Of(Cohort cohort, ReportQuestion question)
    {
        var population = Population.Of(cohort, question);
        var memberOf = population.Members.ToDictionary(m => m.Case);
        var counts = population.Groups.Select(_ => new int[_all + 1]).ToArray();
        foreach (var decision in cohort.Decisions)
        {
            if (decision.OccurredOn > question.On || !memberOf.TryGetValue(decision.Case, out var member))
            {
                continue;
            }

            var row = counts[member.Group];
            var accord = FirstCell + ((int)AccordOf(decision) * _width);
            row[_all]++;
            row[accord]++;
            row[accord + 1 + (int)CaseOutcome.Of(population[member], question.On).End]++;
            row[Changed] += decision.Now is { } now && now != decision.Shown ? 1 : 0;
        }

        var shown = SmallCells.Shown(counts, _all + 1, _sums, question.MinCell, [(Changed, _all)]);
        return new(
            ReportHeading.Of("readiness", population, GroupSizes.Shown(population)[^1], new(
                "counts of decisions, and shares of all decisions; cleared is ready or caution", null, "Wilson score, 95 %, as if decisions were independent", ReportMethod.OutcomeTies)),
            GroupOf(null, shown[^1]),
            question.By is null ? [] : population.Groups.Select((name, g) => GroupOf(name, shown[g])).ToValueList());
    }

    /// <summary>The report as a table: one row for each group, accord and outcome.</summary>
    public ReportTable ToTable() => new ReportTable(
        ["group", "accord", "outcome", "decisions", "count"],
        [
            .. from g in Groups.Count == 0 ? [Overall] : Groups.Append(Overall)
               from a in g.Accords
               from o in a.Outcomes
               select (IReadOnlyList<object?>)[g.Group, Population.Camel(a.Accord), Population.Camel(o.Outcome), a.Decisions.Count, o.Decisions],
        ]).With(About);

    private static DecisionAccord AccordOf(CohortDecision decision) => (decision.Shown, decision.Decision is BoardDecision.Proceed) switch
    {
        (null, _) => DecisionAccord.NotShown,
        (Journey.Overall.Ready or Journey.Overall.Caution, false) => DecisionAccord.HeldBack,
        (not (Journey.Overall.Ready or Journey.Overall.Caution), true) => DecisionAccord.Overridden,
        _ => DecisionAccord.Agreed,
    };

    private static DecisionGroup GroupOf(string? name, int?[] shown) => new(
        name, shown[_all], shown[Changed],
        _accords.Select((accord, a) => new DecisionAccordCount(
            accord, ReportShare.Of(shown[FirstCell + (a * _width)], shown[_all]),
            _ends.Select((end, e) => new DecisionOutcomeCount(end, shown[FirstCell + (a * _width) + 1 + e])).ToValueList())).ToValueList());
}

/// <summary>The decisions of one group.</summary>
/// <param name="Group">Its name; null for all.</param>
/// <param name="Decisions">How many decisions; null when held back.</param>
/// <param name="ChangedSince">How many of them the record, as it is now, gives another answer for than was shown; null when held back.</param>
/// <param name="Accords">How they stood to what was shown.</param>
public sealed record DecisionGroup(string? Group, int? Decisions, int? ChangedSince, ValueList<DecisionAccordCount> Accords);

/// <summary>Decisions that stood one way to what was shown.</summary>
/// <param name="Accord">How.</param>
/// <param name="Decisions">How many.</param>
/// <param name="Outcomes">What had become of these patients by the cut-off.</param>
public sealed record DecisionAccordCount(DecisionAccord Accord, ReportShare Decisions, ValueList<DecisionOutcomeCount> Outcomes);

/// <summary>Decisions about patients with one outcome.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Decisions">How many; null when held back.</param>
public sealed record DecisionOutcomeCount(WayEnd Outcome, int? Decisions);
