using Pathway.Domain.Journey;

namespace Pathway.Domain.Reporting;

/// <summary>How many reached stage 2, dropped out and why, died, or are on their way: counted as it stands at the cut-off.</summary>
/// <param name="About">What the report says of itself.</param>
/// <param name="Overall">All patients.</param>
/// <param name="Groups">Each group; empty when none are told apart.</param>
public sealed record DropoutReport(ReportHeading About, DropoutGroup Overall, ValueList<DropoutGroup> Groups) : IReport
{
    private const int Patients = 0, FirstEnd = 1, Interrupted = 7, AfterStage2 = 8, BeforeStage1 = 9, Interstage = 10, FirstReason = 11;

    private static readonly WayEnd[] _ends = [WayEnd.Stage2, WayEnd.DroppedOut, WayEnd.Died, WayEnd.LostToFollowUp, WayEnd.Closed, WayEnd.Open];

    private static readonly DropOutReason[] _reasons = [.. Enum.GetValues<DropOutReason>().Where(r => r is not DropOutReason.LostToFollowUp)];

    private static readonly int _columns = FirstReason + _reasons.Length;

    private static readonly int[][] _sums =
    [
        [Patients, .. Enumerable.Range(FirstEnd, _ends.Length)],
        [FirstEnd + 1, BeforeStage1, Interstage],
        [FirstEnd + 1, .. Enumerable.Range(FirstReason, _reasons.Length)],
    ];

    private static readonly (int Part, int Whole)[] _parts = [(Interrupted, Patients), (AfterStage2, FirstEnd)];

    /// <summary>Answers a question.</summary>
    /// <param name="cohort">All pathways.</param>
    /// <param name="question">The question.</param>
    public static DropoutReport Of(Cohort cohort, ReportQuestion question)
    {
        var population = Population.Of(cohort, question);
        var counts = population.Groups.Select(_ => new int[_columns]).ToArray();
        foreach (var member in population.Members)
        {
            Count(population[member], member.Spell.ZeroOn, question.On, counts[member.Group]);
        }

        var shown = SmallCells.Shown(counts, _columns, _sums, question.MinCell, _parts);
        return new(
            ReportHeading.Of("dropout", population, shown[^1][Patients], new(
                "counts, and shares of all patients, those still on their way included; /reports/cumulative-incidence allows for time", null,
                "Wilson score, 95 %", ReportMethod.OutcomeTies)),
            GroupOf(null, shown[^1]),
            question.By is null ? [] : population.Groups.Select((name, g) => GroupOf(name, shown[g])).ToValueList());
    }

    /// <summary>The report as a table: one row for each group and outcome.</summary>
    public ReportTable ToTable() => new ReportTable(
        ["group", "outcome", "reason", "patients", "count", "share", "lower95", "upper95"],
        [.. (Groups.Count == 0 ? [Overall] : Groups.Append(Overall)).SelectMany(RowsOf)]).With(About);

    private static void Count(in CohortCase pathway, DateOnly zeroOn, DateOnly on, int[] counts)
    {
        var outcome = CaseOutcome.Of(pathway, on);
        counts[Patients]++;
        counts[FirstEnd + Array.IndexOf(_ends, outcome.End)]++;
        counts[Interrupted] += pathway.Absences?.Any(a => a.Reason is not null && a.From >= zeroOn && a.Until <= on) == true ? 1 : 0;
        counts[AfterStage2] += outcome.End is WayEnd.Stage2 && CaseOutcome.Leaving(pathway, on).Reason is not null ? 1 : 0;
        if (outcome is { End: WayEnd.DroppedOut, Reason: { } reason })
        {
            counts[pathway.Stage1On <= outcome.EndedOn ? Interstage : BeforeStage1]++;
            counts[FirstReason + Array.IndexOf(_reasons, reason)]++;
        }
    }

    private static DropoutGroup GroupOf(string? name, int?[] shown)
    {
        var patients = shown[Patients];
        ReportShare At(int column) => ReportShare.Of(shown[column], patients);
        return new(
            name, patients, At(FirstEnd), At(FirstEnd + 1), At(FirstEnd + 2), At(FirstEnd + 3), At(FirstEnd + 4), At(FirstEnd + 5),
            _reasons.Select((reason, r) => new DropoutReason(reason, At(FirstReason + r))).ToValueList(),
            At(BeforeStage1), At(Interstage), At(Interrupted), At(AfterStage2));
    }

    private static IEnumerable<IReadOnlyList<object?>> RowsOf(DropoutGroup group)
    {
        (string Outcome, string? Reason, ReportShare Share)[] rows =
        [
            ("stage2", null, group.Stage2), ("droppedOut", null, group.DroppedOut),
            .. group.Reasons.Select(r => ("droppedOut", (string?)Population.Camel(r.Reason), r.Patients)),
            ("died", null, group.Died), ("lostToFollowUp", null, group.LostToFollowUp), ("closed", null, group.Closed), ("open", null, group.Open),
            ("droppedOutBeforeStage1", null, group.BeforeStage1), ("droppedOutInterstage", null, group.Interstage),
            ("interrupted", null, group.Interrupted), ("leftAfterStage2", null, group.LeftAfterStage2),
        ];
        return rows.Select(IReadOnlyList<object?> (r) =>
            [group.Group, r.Outcome, r.Reason, group.Patients, r.Share.Count, r.Share.Share, r.Share.Interval?.Lower, r.Share.Interval?.Upper]);
    }
}

/// <summary>One group. Each patient is in exactly one of stage2, droppedOut, died, lostToFollowUp, closed and open.</summary>
/// <param name="Group">Its name; null for all.</param>
/// <param name="Patients">How many patients; null when held back.</param>
/// <param name="Stage2">Had stage 2.</param>
/// <param name="DroppedOut">Dropped out before stage 2 for a known reason, and had not come back by the cut-off.</param>
/// <param name="Died">Died before stage 2 without having dropped out.</param>
/// <param name="LostToFollowUp">Contact was lost before stage 2: neither a success nor a failure.</param>
/// <param name="Closed">The record was closed before stage 2.</param>
/// <param name="Open">On their way at the cut-off.</param>
/// <param name="Reasons">Those who dropped out, by reason.</param>
/// <param name="BeforeStage1">Those who dropped out before stage 1.</param>
/// <param name="Interstage">Those who dropped out after it.</param>
/// <param name="Interrupted">Dropped out after time zero and had come back by the cut-off, whatever became of them.</param>
/// <param name="LeftAfterStage2">Of those with stage 2: left the follow-up by the cut-off, contact lost or not.</param>
public sealed record DropoutGroup(
    string? Group, int? Patients, ReportShare Stage2, ReportShare DroppedOut, ReportShare Died, ReportShare LostToFollowUp, ReportShare Closed, ReportShare Open,
    ValueList<DropoutReason> Reasons, ReportShare BeforeStage1, ReportShare Interstage, ReportShare Interrupted, ReportShare LeftAfterStage2);

/// <summary>Those who dropped out for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Patients">How many.</param>
public sealed record DropoutReason(DropOutReason Reason, ReportShare Patients);
