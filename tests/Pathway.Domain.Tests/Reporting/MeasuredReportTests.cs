using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Reporting.Cohorts;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>Intervals, growth, decisions and deviations of a few patients, counted by hand.</summary>
public class MeasuredReportTests
{
    [Fact]
    public void Intervals_are_of_those_who_took_both_steps()
    {
        var report = IntervalsReport.Of(
            Of([Chosen(-10), Stage1(), Stage2(10), new Discharged(Day(24))], [Stage1(), Stage2(20)], [Stage1(), Stage2(60)], [Stage1()]), On(50));
        Quartiles Of1(string measure) => report.Measures.Single(m => m.Measure == measure).Groups[0];
        Assert.Equal((2, 12.5, 15.0, 17.5), (Of1("stage1ToStage2Days").Count, Of1("stage1ToStage2Days").LowerQuartile, Of1("stage1ToStage2Days").Median, Of1("stage1ToStage2Days").UpperQuartile));
        Assert.Equal((1, 10.0), (Of1("intentionToStage1Days").Count, Of1("intentionToStage1Days").Median));
        Assert.Equal((1, 14.0), (Of1("stage2ToDischargeDays").Count, Of1("stage2ToDischargeDays").Median));
        Assert.Equal((0, (double?)null), (Of1("lastDoseToStage1Days").Count, Of1("lastDoseToStage1Days").Median));
    }

    [Fact]
    public void Growth_is_told_by_technique_and_not_before_it_was_measured()
    {
        var cohort = Of(
            [Scan(-1, 300, 1500), Stage1(), Scan(7, 405, 1500)],
            [Scan(-1, 300, 1500), Stage1(0, Stage1Technique.PortalVeinEmbolization), Scan(28, 360, 1500)]);
        var growth = GrowthReport.Of(cohort, On(60) with { By = Grouping.Technique }).Measures.Single(m => m.Measure == "initialGrowthPointsPerWeek");
        Assert.Equal([("alpps", 7.0), ("portalVeinEmbolization", 1.0)], growth.Groups.Select(g => (g.Group!, g.Median!.Value)));
        Assert.Equal(1, GrowthReport.Of(cohort, On(20)).Measures.Single(m => m.Measure == "initialGrowthPointsPerWeek").Groups[0].Count);
    }

    [Fact]
    public void Decisions_are_held_against_what_was_shown()
    {
        RecordedAssessment Shown(Overall overall) => new("staged-hepatectomy", 1, ShippedProtocols.Shelf.Latest("staged-hepatectomy")!.Hash, Gate.Stage2, overall, []);
        ReadinessDecided Decided(int day, BoardDecision decision, Overall? shown) =>
            new(Day(day), decision, "Discussed.", Assessment: shown is { } overall ? Shown(overall) : null);
        var report = ReadinessReport.Of(
            Of(
                [Stage1(), Decided(7, BoardDecision.Defer, Overall.NotReady), Decided(14, BoardDecision.Proceed, Overall.NotReady), Stage2(16)],
                [Stage1(), Decided(7, BoardDecision.Proceed, Overall.Caution), Died(8)],
                [Stage1(), Decided(7, BoardDecision.Abandon, Overall.Ready), Left(9)],
                [Stage1(), Decided(7, BoardDecision.Proceed, null)]),
            On(60));
        Assert.Equal(5, report.Overall.Decisions);
        Assert.Equal(
            [(DecisionAccord.Agreed, 2), (DecisionAccord.Overridden, 1), (DecisionAccord.HeldBack, 1), (DecisionAccord.NotShown, 1)],
            report.Overall.Accords.Select(a => (a.Accord, a.Decisions.Count!.Value)));
        Assert.Equal(1, report.Overall.Accords[1].Outcomes.Single(o => o.Outcome is WayEnd.Stage2).Decisions);
        Assert.Equal(1, ReadinessReport.Of(Of([[Stage1(), Decided(7, BoardDecision.Defer, Overall.NotReady)]]), On(60)).Overall.ChangedSince); // nothing is known: insufficientData
    }

    [Fact]
    public void A_rule_broken_twice_by_one_patient_is_two_deviations_of_one_patient()
    {
        var cohort = Of([Stage1(), Scan(7, 400), Stage2(10), Seen(300), Seen(700)], [Stage1(), Stage2(10)]);
        var report = DeviationsReport.Of(cohort, On(900));
        var undecided = report.Overall.Rules.Single(r => r.RuleId == "course.decisionBeforeStage2");
        Assert.Contains(report.Overall.Rules, r => r.Deviations > r.Patients.Count); // two gaps in the surveillance of the first
        Assert.Equal((2, 2, 1.0), (undecided.Deviations, undecided.Patients.Count, undecided.Patients.Share));
        Assert.All(report.Overall.Rules, r => Assert.InRange(r.Patients.Count!.Value, 1, r.Deviations!.Value));
        Assert.DoesNotContain(DeviationsReport.Of(cohort, On(0)).Overall.Rules, r => r.RuleId == "course.decisionBeforeStage2");
    }
}
