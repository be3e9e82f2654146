using Pathway.Domain.Journey;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Reporting.Cohorts;

namespace Pathway.Domain.Tests.Reporting;

public class DropoutReportTests
{
    [Fact]
    public void Everybody_is_in_exactly_one_outcome()
    {
        var report = DropoutReport.Of(
            Of(
                [Stage1(), Stage2(10)],
                [Stage1(), Stage2(12), Left(40)],
                [Stage1(), Left(8)],
                [Stage1(), Left(8, DropOutReason.InsufficientHypertrophy), Died(20)],
                [Stage1(), Died(5)],
                [Stage1(), Left(9, DropOutReason.LostToFollowUp)],
                [Stage1(), Closed(9)],
                [Stage1()],
                [Chosen(-5)],
                [Stage1(), Closed(9, ClosingReason.EnteredInError)]),
            On(60));

        var all = report.Overall;
        Assert.Equal((8, 2, 2, 1, 1, 1, 1), (all.Patients, all.Stage2.Count, all.DroppedOut.Count, all.Died.Count, all.LostToFollowUp.Count, all.Closed.Count, all.Open.Count));
        Assert.Equal(
            [(DropOutReason.TumorProgression, 1), (DropOutReason.InsufficientHypertrophy, 1)],
            all.Reasons.Where(r => r.Patients.Count > 0).Select(r => (r.Reason, r.Patients.Count!.Value)));
        Assert.Equal((0, 2, 0, 1), (all.BeforeStage1.Count, all.Interstage.Count, all.Interrupted.Count, all.LeftAfterStage2.Count));
        Assert.Equal(0.25, all.Stage2.Share);
        Assert.Equal(0.07147921, all.Stage2.Interval!.Value.Lower, 8); // Wilson, 2 of 8: (0.25 + z²/16 ∓ z·√(0.25·0.75/8 + z²/256))/(1 + z²/8)
        Assert.Equal(0.59072457, all.Stage2.Interval!.Value.Upper, 8);
        Assert.Equal(new(1, 1, 0, 0), report.About.Excluded);
        Assert.Equal((1000, "stage 1"), (report.About.LogPosition, report.About.TimeZero));
    }

    [Theory]
    [InlineData(9, WayEnd.Open)] // before the drop-out
    [InlineData(10, WayEnd.DroppedOut)]
    [InlineData(19, WayEnd.DroppedOut)] // between drop-out and return
    [InlineData(20, WayEnd.Open)]
    [InlineData(29, WayEnd.Open)]
    [InlineData(30, WayEnd.Stage2)]
    public void A_cut_off_knows_nothing_of_what_came_later(int on, WayEnd end)
    {
        var cohort = Of([[Stage1(), Left(10), Back(20), Stage2(30)]]);
        Assert.Equal(end, CaseOutcome.Of(cohort.Cases[0], Day(on)).End);
        Assert.Equal(on >= 20 ? 1 : 0, DropoutReport.Of(cohort, On(on)).Overall.Interrupted.Count);
    }

    [Fact]
    public void On_one_day_stage_2_counts_before_death_and_death_before_leaving()
    {
        var cohort = Of(
            [Stage1(), Stage2(10), Died(10)],
            [Stage1(), Left(10), Died(10)],
            [Stage1(), Stage2(10), Left(10)],
            [Stage1(0), Stage2(0)]);
        Assert.Equal([WayEnd.Stage2, WayEnd.Died, WayEnd.Stage2, WayEnd.Stage2], cohort.Cases.ToArray().Select(c => CaseOutcome.Of(c, Day(10)).End));
        Assert.Equal(Day(0), CaseOutcome.Of(cohort.Cases[3], Day(0)).EndedOn); // and before the cut-off
    }

    [Fact]
    public void A_closing_takes_no_drop_out_back()
    {
        var cohort = Of(
            [Stage1(), Left(20), Closed(20)], // both on one visit
            [Stage1(), Closed(40), Left(20)], // the drop-out entered later
            [Stage1(), Left(20), Left(30, DropOutReason.LostToFollowUp)],
            [Stage1(), Left(20), Closed(20), Back(30), Stage2(40)],
            [Stage1(), Closed(20, ClosingReason.EnteredInError), Left(20)]);
        Assert.Equal(
            [WayEnd.DroppedOut, WayEnd.DroppedOut, WayEnd.DroppedOut, WayEnd.DroppedOut],
            cohort.Cases.ToArray().Take(4).Select(c => CaseOutcome.Of(c, Day(25)).End));
        var all = DropoutReport.Of(cohort, On(60));
        Assert.Equal((4, 3, 1, 0, 1), (all.Overall.Patients, all.Overall.DroppedOut.Count, all.Overall.Interrupted.Count, all.Overall.Closed.Count, all.About.Excluded.EnteredInError));
        Assert.Equal((DropOutReason.TumorProgression, 3), (all.Overall.Reasons[0].Reason, all.Overall.Reasons[0].Patients.Count));
    }

    [Fact]
    public void A_rescue_is_no_drop_out() =>
        Assert.Equal(1, DropoutReport.Of(Of([[Stage1(0, Stage1Technique.PortalVeinEmbolization), Augmentation(20), Scan(27, 500)]]), On(60)).Overall.Open.Count);

    [Fact]
    public void By_intention_to_treat_those_who_never_came_to_stage_1_count()
    {
        var cohort = Of(
            [Chosen(-10), Left(-5)],
            [Chosen(-20, Strategy.SystemicTherapyOnly), Chosen(-10), Stage1(), Stage2(10)],
            [Chosen(-10), Chosen(-3, Strategy.PortalVeinEmbolization), Stage1(0, Stage1Technique.PortalVeinEmbolization)],
            [Chosen(-10, Strategy.OneStage), Stage2(0)]);
        var report = DropoutReport.Of(cohort, On(60) with { Basis = AnalysisBasis.IntentionToTreat, By = Grouping.Strategy });
        Assert.Equal((3, 1, 1, 1), (report.Overall.Patients, report.Overall.Stage2.Count, report.Overall.BeforeStage1.Count, report.About.Excluded.WithoutTimeZero));
        Assert.Equal([("alpps", 3)], report.Groups.Select(g => (g.Group!, g.Patients!.Value)));

        var treated = DropoutReport.Of(cohort, On(60) with { By = Grouping.Strategy });
        Assert.Equal([("portalVeinEmbolization", 1), ("alpps", 1)], treated.Groups.Select(g => (g.Group!, g.Patients!.Value)));
    }

    [Fact]
    public void A_center_may_be_called_what_it_likes()
    {
        var cohort = Of([Opened with { Center = "all" }, Stage1()], [Opened with { Center = "unknown" }, Stage1(), Stage2(10)], [Opened with { Center = "unknown" }, Stage1()]);
        var table = DropoutReport.Of(cohort, On(60) with { By = Grouping.Center }).ToTable();
        var (group, outcome, patients) = (Column(table, "group"), Column(table, "outcome"), Column(table, "patients"));
        Assert.Equal(
            [("all", 1), ("unknown", 2), (null, 3)],
            table.Rows.Where(r => r[outcome] is "stage2").Select(r => ((string?)r[group], (int)r[patients]!)));
    }

    [Fact]
    public void What_is_not_known_has_a_name_that_no_choice_has()
    {
        var choices = new[] { typeof(Strategy), typeof(Stage1Technique), typeof(TumorType), typeof(Domain.Protocols.ParenchymaClass) };
        Assert.DoesNotContain(choices.SelectMany(Enum.GetNames), name => name.Equals("unknown", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Pathways_that_could_not_follow_their_events_are_counted_where_they_are_seen()
    {
        // Of the first two as much as could be followed is here; of the third not even the opening was read.
        var followed = Of([Opened with { Center = "a" }, Stage1()], [Opened with { Center = "b" }, Stage1()], [Opened with { Center = "b" }, Stage1()]);
        var ids = followed.Cases.ToArray().Select(c => c.PathwayId).ToList();
        var cohort = followed.With(new HashSet<Guid>(), new(1001) { Stopped = [ids[0], ids[1], IdOf(999)] });
        var everybody = DropoutReport.Of(cohort, On(60));
        Assert.Equal((3, 3), (everybody.Overall.Patients, everybody.About.Stopped));
        Assert.Contains("(stopped)", everybody.About.Remarks.Single(), StringComparison.Ordinal);
        var table = everybody.ToTable();
        Assert.All(table.Rows, row => Assert.Equal(3, row[Column(table, "stopped")]));
        Assert.Equal((1, 0), (DropoutReport.Of(cohort, On(60) with { Centers = ["b"] }).About.Stopped, DropoutReport.Of(cohort, On(60) with { Centers = ["c"] }).About.Stopped));

        var held = DropoutReport.Of(cohort, On(60) with { MinCell = 5 }).About;
        Assert.Null(held.Stopped);
        Assert.Contains(everybody.About.Remarks.Single(), held.Remarks);
        Assert.Equal(0, DropoutReport.Of(followed, On(60)).About.Stopped);
        Assert.Empty(DropoutReport.Of(followed, On(60)).About.Remarks);
    }

    [Fact]
    public void Of_nobody_there_are_no_shares()
    {
        var report = DropoutReport.Of(Of([[Chosen(-5)]]), On(60) with { By = Grouping.Center });
        Assert.Equal((0, (double?)null), (report.Overall.Patients, report.Overall.Stage2.Share));
        Assert.Empty(report.Groups);
        Assert.NotEmpty(report.ToTable().Rows);
    }

    [Fact]
    public void Filters_and_groups_look_at_time_zero()
    {
        var cohort = Of(
            [Opened with { Center = "b" }, Parenchyma(-3, ParenchymaQuality.Cirrhosis), Stage1(), Stage2(10)],
            [Opened with { Center = "a" }, Stage1(-100), Left(-90)],
            [Opened with { Center = "a", PatientRef = "SIM-1", Tumor = TumorType.HepatocellularCarcinoma }, Stage1(1)]);
        int? Patients(ReportQuestion question) => DropoutReport.Of(cohort, question).Overall.Patients;
        IEnumerable<string?> Groups(Grouping by) => DropoutReport.Of(cohort, On(60) with { By = by }).Groups.Select(g => g.Group);

        Assert.Equal(3, Patients(On(60)));
        Assert.Equal(2, Patients(On(60) with { Centers = ["a"] }));
        Assert.Equal(1, Patients(On(60) with { Years = [2025] })); // 100 days before 2 March 2026
        Assert.Equal(2, Patients(On(60) with { From = Day(0) }));
        Assert.Equal(2, Patients(On(60) with { To = Day(0) }));
        Assert.Equal(1, Patients(On(60) with { Tumors = [TumorType.HepatocellularCarcinoma] }));
        Assert.Equal(1, Patients(On(60) with { Parenchyma = [Domain.Protocols.ParenchymaClass.Cirrhotic] }));
        Assert.Equal((2, 1), (Patients(On(60) with { Synthetic = SyntheticCases.Exclude }), Patients(On(60) with { Synthetic = SyntheticCases.Only })));
        Assert.Equal(["a", "b"], Groups(Grouping.Center));
        Assert.Equal(["2025", "2026"], Groups(Grouping.Year));
        Assert.Equal(["cirrhotic", "unknown"], Groups(Grouping.Parenchyma));
        Assert.Equal(["colorectalMetastases", "hepatocellularCarcinoma"], Groups(Grouping.Tumor));
    }

    private static int Column(ReportTable table, string name) => table.Columns.ToList().IndexOf(name);
}
