using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Reporting.Cohorts;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>What is held back of a whole report: somebody who writes down all sums of it, in JSON or as a table, finds no small count.</summary>
public class HeldBackTests
{
    private const int Limit = 5;

    private static readonly PathwayRows[] _kinds =
    [
        .. new PathwayEvent[][]
        {
            [Scan(-1, 300, 1500), Stage1(), Scan(7, 405, 1500), Decided(8, Overall.Ready), Stage2(10), new Discharged(Day(20))],
            [Stage1(), Scan(7, 405, 1500), Decided(8, Overall.NotReady), Stage2(10), Seen(20), Seen(400), Seen(900)],
            [Scan(-1, 300), Stage1(), Scan(7, 405), Decided(8, null), Stage2(12), Left(40)],
            [Stage1(), Left(8), Back(12)],
            [Chosen(-5), Stage1(), Left(8), Back(12), Stage2(20), new Discharged(Day(30))],
            [Stage1(), Left(8)],
            [Stage1(), Left(8, DropOutReason.InsufficientHypertrophy)],
            [Stage1(), Died(5)],
            [Stage1(), Left(9, DropOutReason.LostToFollowUp)],
            [Stage1(), Closed(9)],
            [Chosen(-5), Stage1()],
        }.Select(events => PathwayRows.Of(IdOf(1), Stream(events.Prepend(Opened)), ShippedProtocols.Shelf)),
    ];

    public static MatrixTheoryData<int, bool> Seeds => new(Enumerable.Range(0, 60), [true, false]);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_sum_of_a_report_gives_a_small_count_away(int seed, bool byCenter)
    {
        var (cohort, question) = (Any(seed), On(1000) with { By = byCenter ? Grouping.Center : null, MinCell = Limit });

        FindsNothing(DropoutReport.Of(cohort, question), (reader, report) =>
        {
            foreach (var g in report.Groups.Append(report.Overall))
            {
                Dropout(reader, g);
            }

            AcrossGroups(reader, [.. report.Groups.Select(g => g.Group!)], ["patients", "stage2", "droppedOut", "died", "interrupted", "leftAfterStage2", "notInterrupted", "stayed", "open", "closed", "lost"]);
        });
        FindsNothing(ReadinessReport.Of(cohort, question), (reader, report) =>
        {
            foreach (var g in report.Groups.Append(report.Overall))
            {
                Readiness(reader, g);
            }

            AcrossGroups(reader, [.. report.Groups.Select(g => g.Group!)], ["decisions", "changed", "unchanged", .. report.Overall.Accords.SelectMany(a => a.Outcomes.Select(o => $"{a.Accord}.{o.Outcome}").Prepend($"{a.Accord}"))]);
        });
        FindsNothing(DeviationsReport.Of(cohort, question), (reader, report) =>
        {
            foreach (var g in report.Groups.Append(report.Overall))
            {
                Deviations(reader, g);
            }

            AcrossGroups(
                reader, [.. report.Groups.Select(g => g.Group!)],
                ["patients", .. report.Overall.Rules.SelectMany(r => new[] { r.RuleId, $"with {r.RuleId}", $"without {r.RuleId}", $"again {r.RuleId}" })]);
        });
        Measured(IntervalsReport.Of(cohort, question), r => r.Measures, ("stage2ToDischargeDays", "stage1ToStage2Days"));
        Measured(GrowthReport.Of(cohort, question), r => r.Measures, ("initialGrowthPointsPerWeek", "initialGrowthMlPerDay"), ("degreeOfHypertrophyPoints", "volumeGainPercent"));
        foreach (var group in SurvivalReport.Of(cohort, question).Groups.Where(g => g.Events is not null))
        {
            Assert.All(
                new[] { group.Events, group.Patients - group.Events, group.Events - group.Points.Sum(p => p.Events), group.Patients - group.Events - group.Points.Sum(p => p.Censored) },
                count => Assert.False(count is > 0 and < Limit, $"{group}"));
        }
    }

    [Fact]
    public void Enough_is_still_shown()
    {
        // 30 patients of whom two came back: the two are held back, and all else is there.
        var cohort = Several((_kinds[0], 18), (_kinds[3], 2), (_kinds[10], 10));
        var report = DropoutReport.Of(cohort, On(60) with { MinCell = Limit });
        Assert.Equal((30, 18, 12, null, 0), (report.Overall.Patients, report.Overall.Stage2.Count, report.Overall.Open.Count, report.Overall.Interrupted.Count, report.Overall.LeftAfterStage2.Count));
        Assert.Null(report.Overall.Interrupted.Share);
    }

    [Fact]
    public void What_a_part_leaves_of_the_whole_is_held_back_with_the_part()
    {
        // Of 30 with stage 2 only two stayed; of 32 all but two have had decisions that the record answers otherwise now.
        var report = DropoutReport.Of(Several((_kinds[2], 28), (_kinds[0], 2)), On(60) with { MinCell = Limit }).Overall;
        Assert.Equal((30, 30, null), (report.Patients, report.Stage2.Count, report.LeftAfterStage2.Count));

        var waits = IntervalsReport.Of(Several((_kinds[0], 28), (_kinds[1], 2)), On(60) with { MinCell = Limit }).Measures.Single(m => m.Measure == "stage2ToDischargeDays").Groups.Single();
        Assert.Equal((null, null), (waits.Count, waits.Median)); // 30 with stage 2, two of them not discharged
    }

    [Fact]
    public void Where_each_sum_holds_two_back_all_together_may_still_give_one_away()
    {
        // Two squares, each alone safe, joined by one cell: what is held back in rows 1 and 2 less what is in columns 1 and 2 is that cell.
        int[][] rows = [[2, 3, 40, 40], [4, 2, 3, 40], [40, 40, 2, 4], [40, 40, 4, 2]];
        var shown = SmallCells.Shown([.. rows.Select(r => (int[])[r.Sum(), .. r])], 5, [[0, 1, 2, 3, 4]], Limit);
        var reader = new CellSolver();
        for (var r = 0; r < shown.Count; r++)
        {
            for (var c = 0; c < 5; c++)
            {
                reader.Read($"{r},{c}", shown[r][c]);
            }

            reader.Sum($"{r},0", Enumerable.Range(1, 4).Select(c => $"{r},{c}"));
        }

        for (var c = 0; c < 5; c++)
        {
            reader.Sum($"4,{c}", Enumerable.Range(0, 4).Select(r => $"{r},{c}"));
        }

        Assert.DoesNotContain(reader.Solve(), cell => cell.Value is > 0 and < Limit);
        Assert.Contains(shown, row => row.Contains(40));
    }

    [Fact]
    public void Two_tables_of_one_answer_do_not_give_each_other_away()
    {
        // 30 patients for whom nothing changes: 2 are on their way, 6 had stage 2, 22 died. The 6 cannot protect the 2, as they are what was said at stage 2.
        List<WhatIfRow> rows =
        [
            .. Enumerable.Range(0, 30).Select(i => new WhatIfRow(
                IdOf(i), "ghent-1", Day(0), i < 6 ? Day(10) : null, i < 6 ? Overall.Ready : null, i < 6 ? Overall.Ready : null, Day(7), Day(7), i < 6 ? WayEnd.Stage2 : i < 8 ? WayEnd.Open : WayEnd.Died, null)),
        ];
        var report = new WhatIf(Several((_kinds[10], 30)), On(60) with { MinCell = Limit }, ShippedProtocols.Shelf.Latest("staged-hepatectomy")!, ShippedProtocols.Shelf).Report(rows);
        var reader = new CellSolver();
        foreach (var change in report.Outcomes)
        {
            reader.Read($"{change.Cleared}", change.Patients);
            change.Outcomes.ToList().ForEach(o => reader.Read($"{change.Cleared}.{o.Outcome}", o.Patients));
            reader.Sum($"{change.Cleared}", change.Outcomes.Select(o => $"{change.Cleared}.{o.Outcome}"));
        }

        reader.Read("patients", report.About.Patients);
        reader.Sum("patients", report.Outcomes.Select(o => $"{o.Cleared}"));
        report.AtStage2.ToList().ForEach(a => reader.Read($"{a}", a.Patients));
        reader.Sum("stage2", report.AtStage2.Select(a => $"{a}"));
        reader.Sum("stage2", report.Outcomes.Select(o => $"{o.Cleared}.{WayEnd.Stage2}"));
        Assert.DoesNotContain(reader.Solve(), cell => cell.Value is > 0 and < Limit);
        Assert.Equal(30, report.About.Patients);
    }

    private static void Dropout(CellSolver reader, DropoutGroup group)
    {
        string Cell(string name) => $"{group.Group}/{name}";
        void Count(string name, ReportShare share) => reader.Read(Cell(name), CountOf(share, group.Patients));
        reader.Read(Cell("patients"), group.Patients);
        Count("stage2", group.Stage2);
        Count("droppedOut", group.DroppedOut);
        Count("died", group.Died);
        Count("lost", group.LostToFollowUp);
        Count("closed", group.Closed);
        Count("open", group.Open);
        Count("interrupted", group.Interrupted);
        Count("leftAfterStage2", group.LeftAfterStage2);
        Count("before", group.BeforeStage1);
        Count("interstage", group.Interstage);
        foreach (var reason in group.Reasons)
        {
            Count($"{reason.Reason}", reason.Patients);
        }

        reader.Sum(Cell("patients"), new[] { "stage2", "droppedOut", "died", "lost", "closed", "open" }.Select(Cell));
        reader.Sum(Cell("droppedOut"), Cell("before"), Cell("interstage"));
        reader.Sum(Cell("droppedOut"), group.Reasons.Select(r => Cell($"{r.Reason}")));
        reader.Sum(Cell("patients"), Cell("interrupted"), Cell("notInterrupted"));
        reader.Sum(Cell("stage2"), Cell("leftAfterStage2"), Cell("stayed"));
    }

    private static void Readiness(CellSolver reader, DecisionGroup group)
    {
        string Cell(object name) => $"{group.Group}/{name}";
        reader.Read(Cell("decisions"), group.Decisions);
        reader.Read(Cell("changed"), group.ChangedSince);
        reader.Sum(Cell("decisions"), Cell("changed"), Cell("unchanged"));
        reader.Sum(Cell("decisions"), group.Accords.Select(a => Cell(a.Accord)));
        foreach (var accord in group.Accords)
        {
            reader.Read(Cell(accord.Accord), CountOf(accord.Decisions, group.Decisions));
            reader.Sum(Cell(accord.Accord), accord.Outcomes.Select(o => Cell($"{accord.Accord}.{o.Outcome}")));
            foreach (var outcome in accord.Outcomes)
            {
                reader.Read(Cell($"{accord.Accord}.{outcome.Outcome}"), outcome.Decisions);
            }
        }
    }

    private static void Deviations(CellSolver reader, DeviationGroup group)
    {
        string Cell(string name) => $"{group.Group}/{name}";
        reader.Read(Cell("patients"), group.Patients);
        foreach (var rule in group.Rules)
        {
            reader.Read(Cell(rule.RuleId), rule.Deviations);
            reader.Read(Cell($"with {rule.RuleId}"), CountOf(rule.Patients, group.Patients));
            reader.Sum(Cell("patients"), Cell($"with {rule.RuleId}"), Cell($"without {rule.RuleId}"));
            reader.Sum(Cell(rule.RuleId), Cell($"with {rule.RuleId}"), Cell($"again {rule.RuleId}"));
        }
    }

    private static void Measured<T>(T report, Func<T, ValueList<MeasuredGroups>> measures, params (string Part, string Whole)[] parts)
        where T : IReport =>
        FindsNothing(report, (reader, _) =>
        {
            reader.Read("patients", report.About.Patients);
            foreach (var measure in measures(report))
            {
                foreach (var group in measure.Groups)
                {
                    Assert.True(group.Count is not null || group.Median is null);
                    reader.Read($"{group.Group}/{measure.Measure}", group.Count);
                }

                reader.Sum("patients", measure.Groups.Select(g => $"{g.Group}/{measure.Measure}").Append($"without {measure.Measure}"));
            }

            foreach (var (part, whole) in parts)
            {
                foreach (var group in measures(report)[0].Groups)
                {
                    reader.Sum($"{group.Group}/{whole}", $"{group.Group}/{part}", $"{group.Group}/{whole} without {part}");
                }
            }
        });

    private static void AcrossGroups(CellSolver reader, string[] groups, IEnumerable<string> cells)
    {
        foreach (var cell in groups is [] ? [] : cells)
        {
            reader.Sum($"/{cell}", groups.Select(g => $"{g}/{cell}"));
        }
    }

    /// <summary>Of JSON, and of the table with no more in it.</summary>
    private static void FindsNothing<T>(T report, Action<CellSolver, T> read)
        where T : IReport
    {
        var reader = new CellSolver();
        read(reader, report);
        Assert.DoesNotContain(reader.Solve(), cell => cell.Value is > 0 and < Limit);

        var table = report.ToTable();
        var (group, share) = (table.Columns.ToList().IndexOf("group"), table.Columns.ToList().IndexOf("share"));
        foreach (var (row, column) in from row in table.Rows from c in new[] { "patients", "count", "decisions", "deviations", "patientsWithDeviation" } where table.Columns.Contains(c) select (row, c))
        {
            var count = (int?)row[table.Columns.ToList().IndexOf(column)];
            Assert.False(count is > 0 and < Limit, $"{row[group]} {column}");
            Assert.True(column is "patients" or "decisions" or "deviations" || share < 0 || count is not null || row[share] is null);
        }
    }

    /// <summary>A share tells the count as well.</summary>
    private static int? CountOf(ReportShare share, int? of) => share.Count ?? (share.Share is { } known && of is { } all ? (int)Math.Round(known * all) : null);

    private static ReadinessDecided Decided(int day, Overall? shown) => new(
        Day(day), BoardDecision.Proceed, "Discussed.",
        Assessment: shown is { } overall ? new("staged-hepatectomy", 1, ShippedProtocols.Shelf.Latest("staged-hepatectomy")!.Hash, Gate.Stage2, overall, []) : null);

    private static Cohort Any(int seed)
    {
        var random = new Random(seed);
        int[] sizes = [0, 0, 0, 1, 2, 4, 6, 9, 30];
        return Several([.. from center in Enumerable.Range(0, 4) from kind in _kinds select (kind with { Pathway = kind.Pathway with { Center = $"c{center}" } }, sizes[random.Next(sizes.Length)])]);
    }

    private static Cohort Several(params (PathwayRows Kind, int Count)[] of) => Cohort.Of(1000, of.SelectMany(k => Enumerable.Repeat(k.Kind, k.Count))
        .Select((rows, i) => rows with { Pathway = rows.Pathway with { PathwayId = IdOf(1000 + i) } }));
}
