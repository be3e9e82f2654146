using Pathway.Domain.Journey;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Reporting.Cohorts;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>Curves of a few patients, worked by hand.</summary>
public class SurvivalReportTests
{
    [Fact]
    public void Competing_outcomes_share_what_is_left()
    {
        // At risk 5. Day 10: one stage 2: 1/5. Day 20: one of four leaves: 4/5 · 1/4 = 1/5. Day 25: contact lost. Day 30: one of two dies: 3/5 · 1/2 = 3/10.
        var report = IncidenceReport.Of(
            Of([Stage1(), Stage2(10)], [Stage1(), Left(20)], [Stage1(), Left(25, DropOutReason.LostToFollowUp)], [Stage1(), Died(30)], [Stage1()]), On(60));

        Assert.Equal(["stage2", "died", "droppedOut"], report.Groups[0].Outcomes.Select(o => o.Outcome));
        Assert.Equal([0.2, 0.3, 0.2], report.Groups[0].Outcomes.Select(o => Math.Round(o.Points[^1].Incidence, 12)));
        Assert.Equal([(10.0, 5), (20, 4), (25, 3), (30, 2), (60, 1)], report.Groups[0].Outcomes[0].Points.Select(p => (p.TimeDays, p.AtRisk)));
        Assert.Null(report.Tests);
    }

    [Fact]
    public void Reasons_add_up_to_the_drop_outs()
    {
        var cohort = Of([Stage1(), Left(5, DropOutReason.PatientChoice)], [Stage1(), Left(9)], [Stage1(), Stage2(12)], [Stage1(), Stage2(12)]);
        var together = IncidenceReport.Of(cohort, On(60)).Groups[0].Outcomes.Single(o => o.Outcome == "droppedOut").Points[^1].Incidence;
        var apart = IncidenceReport.Of(cohort, On(60), byReason: true).Groups[0].Outcomes.Where(o => o.Outcome.StartsWith("droppedOut.", StringComparison.Ordinal)).ToList();
        Assert.Equal(0.5, together, 12);
        Assert.Equal(together, apart.Sum(o => o.Points[^1].Incidence), 12);
        Assert.Equal(0.25, apart.Single(o => o.Outcome == "droppedOut.patientChoice").Points[^1].Incidence, 12);
    }

    [Fact]
    public void Groups_are_compared_where_each_may_be_shown()
    {
        var cohort = Of([Stage1(), Stage2(10)], [Stage1(), Left(20)], [Stage1(0, Stage1Technique.PortalVeinEmbolization), Stage2(30)], [Stage1(0, Stage1Technique.PortalVeinEmbolization)]);
        var tests = IncidenceReport.Of(cohort, On(60) with { By = Grouping.Technique }).Tests!;
        Assert.Equal(["stage2", "died", "droppedOut"], tests.Select(t => t.Outcome));
        Assert.Equal((1, null), (tests[0].Result.DegreesOfFreedom, tests[1].Result.PValue)); // nobody died
    }

    [Fact]
    public void Who_was_registered_late_is_at_risk_from_then_on_unless_the_question_asks_otherwise()
    {
        // Entered on day 91. The second had stage 2 before that; the third has it on day 100, alone with the first at risk.
        var cohort = Of([Stage1()], [Stage1(), Stage2(10)], [Stage1(), Stage2(100)]);
        var question = new ReportQuestion(Day(150));
        var late = IncidenceReport.Of(cohort, question);
        Assert.Equal((2, 1), (late.About.Patients, late.About.Excluded.RegisteredAfterEnd));
        Assert.Equal(0.5, late.Groups[0].Outcomes[0].Points[^1].Incidence, 12);
        Assert.Contains("entry=timeZero", Assert.Single(late.About.Remarks), StringComparison.Ordinal);

        var all = IncidenceReport.Of(cohort, question with { Entry = ObservationStart.TimeZero });
        Assert.Equal((3, 3), (all.About.Patients, all.About.RegisteredAfterTimeZero));
        Assert.Equal(2.0 / 3, all.Groups[0].Outcomes[0].Points[^1].Incidence, 12);
        Assert.Empty(all.About.Remarks);

        // Counts are of everybody, and say so.
        var counted = DropoutReport.Of(cohort, question);
        Assert.Equal((3, 2, ObservationStart.TimeZero), (counted.Overall.Patients, counted.Overall.Stage2.Count, counted.About.Question.Entry));
    }

    [Fact]
    public void A_curve_of_nobody_says_why_in_words()
    {
        var question = new ReportQuestion(Day(60)); // all are entered on day 91
        var incidence = IncidenceReport.Of(Of([Stage1(), Stage2(10)], [Stage1()]), question);
        Assert.All(incidence.Groups[0].Outcomes, o => Assert.Empty(o.Points));
        Assert.StartsWith("There is no curve: all patients were registered only when", Assert.Single(incidence.About.Remarks), StringComparison.Ordinal);
        Assert.Equal(incidence.About.Remarks[0], Assert.Single(incidence.ToTable().Rows)[^1]);
        Assert.Equal(incidence.About.Remarks, SurvivalReport.Of(Of([Stage1(), Died(10)]), question).About.Remarks);
    }

    [Fact]
    public void A_curve_that_ends_before_others_were_registered_says_so()
    {
        // Stage 1 of the first on the day of the entry, stage 2 ten days later, alone at risk. The second, of day 0, comes in at 91 days.
        var cohort = Of([Stage1(91), Stage2(101)], [Stage1(), Stage2(120)], [Opened with { Center = "lyon" }, Stage1(), Stage2(130)]);
        var report = IncidenceReport.Of(cohort, new ReportQuestion(Day(150)) with { Centers = [Opened.Center] });
        Assert.Equal([(10.0, 1, 1.0), (120, 1, 1.0)], report.Groups[0].Outcomes[0].Points.Select(p => (p.TimeDays, p.AtRisk, p.Incidence)));
        Assert.StartsWith("all: everybody under observation had an outcome before others", Assert.Single(report.About.Remarks), StringComparison.Ordinal);
        Assert.Contains(IncidenceReport.Of(cohort, new ReportQuestion(Day(150)) { By = Grouping.Center }).About.Remarks, r => r.StartsWith("Gray's test", StringComparison.Ordinal));
        Assert.Single(SurvivalReport.Of(Of([Stage1(91), Died(101)], [Stage1()]), new ReportQuestion(Day(150))).About.Remarks);
    }

    [Fact]
    public void Survival_falls_at_deaths_and_who_left_is_known_alive_until_last_seen()
    {
        // At risk 4. Day 8: last seen before leaving. Day 30: one of three dies: 2/3. Day 50: after leaving, one of two dies: 1/3.
        var cohort = Of([Stage1(), Scan(8, 400), Left(20, DropOutReason.LostToFollowUp)], [Stage1(), Died(30)], [Stage1(), Left(10), Died(50)], [Stage1(), Scan(40, 400)]);
        var group = SurvivalReport.Of(cohort, On(60)).Groups[0];
        Assert.Equal([(8.0, 1.0), (30, 2.0 / 3), (50, 1.0 / 3), (60, 1.0 / 3)], group.Points.Select(p => (p.TimeDays, p.Survival)), Close);
        Assert.Equal((2, 50.0), (group.Events, group.Median!.Days));

        // Who was last seen on day 40 is no longer at risk on day 50.
        var seen = SurvivalReport.Of(cohort, On(60), censoring: SurvivalCensoring.LastSeen).Groups[0];
        Assert.Equal([(8.0, 1.0), (30, 2.0 / 3), (40, 2.0 / 3), (50, 0)], seen.Points.Select(p => (p.TimeDays, p.Survival)), Close);
    }

    [Fact]
    public void Without_a_recurrence_is_counted_from_stage_2()
    {
        var report = SurvivalReport.Of(
            Of([Stage1(), Stage2(10), Seen(100, SurveillanceOutcome.Recurrence), Died(150)], [Stage1(), Stage2(10), Died(40)], [Stage1(), Left(12)], [Stage1(), Stage2(20)]),
            On(200), SurvivalOutcome.RecurrenceFree);
        Assert.Equal((3, "stage 2", 1), (report.About.Patients, report.About.TimeZero, report.About.Excluded.WithoutTimeZero));
        Assert.Equal([(30.0, 2.0 / 3), (90, 1.0 / 3), (180, 1.0 / 3)], report.Groups[0].Points.Select(p => (p.TimeDays, p.Survival)), Close);
    }

    [Fact]
    public void One_patient_and_none_are_answered()
    {
        Assert.Single(SurvivalReport.Of(Of([[Stage1()]]), On(60)).Groups[0].Points);
        Assert.Empty(SurvivalReport.Of(Of([[Chosen(-1)]]), On(60)).Groups[0].Points);
        Assert.Empty(SurvivalReport.Of(Of([[Chosen(-1)]]), On(60) with { By = Grouping.Center }).Groups);
        Assert.Null(SurvivalReport.Of(Of([[Stage1()]]), On(60) with { By = Grouping.Center }).Test);
    }

    private static bool Close((double Days, double Survival) one, (double Days, double Survival) other) =>
        one.Days == other.Days && Math.Abs(one.Survival - other.Survival) < 1e-12;
}
