using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.FollowUp.FollowUpCases;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.FollowUp;

public sealed class Stage1DeviationTests
{
    [Theory]
    [InlineData(2, "kept")]
    [InlineData(3, "kept")] // Avoid above 3: 3 itself is allowed.
    [InlineData(3.5, "broken")]
    [InlineData(4, "broken")]
    public void ALPPS_is_avoided_above_a_risk_score_of_3(double score, string expected) =>
        Assert.Equal(expected, ReviewOn(1, Opened, new ScoreRecorded(Day(-3), EnteredScore.AlppsRiskPreStage1, score), Stage1()).Verdict("course.alppsRisk"));

    [Fact]
    public void The_risk_score_is_that_of_ALPPS_as_known_by_then_and_without_it_nothing_can_be_said()
    {
        ScoreRecorded high = new(Day(-3), EnteredScore.AlppsRiskPreStage1, 5);
        Assert.Equal("kept", ReviewOn(1, Opened, high, Stage1(technique: Stage1Technique.PortalVeinLigation)).Verdict("course.alppsRisk"));
        Assert.Equal("not judged", ReviewOn(1, Opened, Stage1()).Verdict("course.alppsRisk"));
        Assert.Equal("not judged", ReviewOn(9, Opened, Stage1(), high with { OccurredOn = Day(5) }).Verdict("course.alppsRisk"));

        var rescued = Assert.Single(ReviewOn(40, Opened, high, Stage1(technique: Stage1Technique.PortalVeinLigation), Augmentation(30)).Of("course.alppsRisk"));
        Assert.Equal((Day(30), 5.0, 3.0, "1"), (rescued.OccurredOn, rescued.Observed, rescued.Threshold, rescued.Unit));
        Assert.Equal([IdOf(4), IdOf(2)], rescued.EventIds);
    }

    [Theory]
    [InlineData(41, "kept")]
    [InlineData(42, "kept")]
    [InlineData(43, "broken")]
    public void Imaging_before_stage_1_is_6_weeks_old_at_most(int days, string expected) =>
        Assert.Equal(expected, ReviewOn(1, Opened, Scan(-days, 200, 1000), Stage1()).Verdict("course.imagingBeforeStage1"));

    [Fact]
    public void Of_the_scans_before_stage_1_the_latest_counts_and_without_one_nothing_can_be_said()
    {
        Assert.Equal("kept", ReviewOn(1, Opened, Scan(-60, 200), Scan(-5, 200), Stage1()).Verdict("course.imagingBeforeStage1"));
        Assert.Equal("kept", ReviewOn(1, Opened, Scan(-60, 200), Scan(0, 200), Stage1()).Verdict("course.imagingBeforeStage1"));
        var late = Assert.Single(ReviewOn(9, Opened, Scan(-60, 200), Stage1(), Scan(7, 250)).Of("course.imagingBeforeStage1"));
        Assert.Equal("The latest volumetry before stage 1 was 60 days old; 42 days or less is asked for.", late.Statement);
        Assert.Equal((60.0, 42.0, "d"), (late.Observed, late.Threshold, late.Unit));
        Assert.Equal([IdOf(3), IdOf(2)], late.EventIds);
        Assert.Equal("not judged", ReviewOn(9, Opened, Stage1(), Scan(7, 250)).Verdict("course.imagingBeforeStage1"));
    }

    [Theory]
    [InlineData(Strategy.Alpps, Stage1Technique.Alpps, "kept")]
    [InlineData(Strategy.Alpps, Stage1Technique.PortalVeinEmbolization, "broken")]
    [InlineData(Strategy.PortalVeinEmbolization, Stage1Technique.PortalVeinEmbolization, "kept")]
    [InlineData(Strategy.PortalVeinEmbolization, Stage1Technique.LiverVenousDeprivation, "broken")]
    [InlineData(Strategy.PortalVeinLigation, Stage1Technique.PortalVeinLigation, "kept")]
    [InlineData(Strategy.LiverVenousDeprivation, Stage1Technique.LiverVenousDeprivation, "kept")]
    [InlineData(Strategy.TwoStageHepatectomy, Stage1Technique.PortalVeinLigation, "kept")]
    [InlineData(Strategy.TwoStageHepatectomy, Stage1Technique.Alpps, "broken")]
    [InlineData(Strategy.OneStage, Stage1Technique.PortalVeinEmbolization, "broken")]
    [InlineData(Strategy.SystemicTherapyOnly, Stage1Technique.Alpps, "broken")]
    [InlineData(Strategy.Transplantation, Stage1Technique.Alpps, "broken")]
    public void Stage_1_is_what_was_chosen(Strategy chosen, Stage1Technique done, string expected) =>
        Assert.Equal(expected, ReviewOn(1, Opened, Chosen(-5, chosen), Stage1(technique: done)).Verdict("course.strategyFollowed"));

    [Fact]
    public void The_latest_choice_before_stage_1_holds_and_without_one_nothing_can_be_said()
    {
        var changed = Assert.Single(ReviewOn(9, Opened, Chosen(-5, Strategy.PortalVeinLigation), Stage1(), Chosen(5)).Of("course.strategyFollowed"));
        Assert.Equal("Stage 1 was done by ALPPS; what had been chosen was portal vein ligation.", changed.Statement);
        Assert.Equal("kept", ReviewOn(9, Opened, Chosen(-5, Strategy.PortalVeinLigation), Chosen(-4), Stage1()).Verdict("course.strategyFollowed"));
        Assert.Equal("not judged", ReviewOn(9, Opened, Stage1(), Chosen(5)).Verdict("course.strategyFollowed"));
    }

    [Theory]
    [InlineData(199, "kept")]
    [InlineData(200, "kept")] // More than 20 % suffices for a healthy liver.
    [InlineData(201, "broken")]
    public void Stage_1_is_for_a_remnant_that_does_not_suffice(double flrVolumeMl, string expected) =>
        Assert.Equal(expected, ReviewOn(1, Opened, Healthy, Scan(-5, flrVolumeMl, 1000), Stage1()).Verdict("course.stage1Needed"));

    [Fact]
    public void Whether_stage_1_was_needed_is_judged_on_what_was_known_then()
    {
        var needless = Assert.Single(ReviewOn(9, Opened, Healthy, Scan(-5, 250, 1000), Stage1(), Scan(7, 190, 1000)).Of("course.stage1Needed"));
        Assert.Equal((25.0, 20.0, "%"), (needless.Observed!.Value, needless.Threshold!.Value, needless.Unit));
        Assert.Equal([IdOf(4), IdOf(3), IdOf(2)], needless.EventIds);
        Assert.Equal("not judged", ReviewOn(9, Opened, Scan(-5, 250, 1000), Stage1()).Verdict("course.stage1Needed"));
        Assert.Equal("not judged", ReviewOn(9, Opened, Healthy, Stage1(), Scan(7, 250, 1000)).Verdict("course.stage1Needed"));
    }

    [Theory]
    [InlineData(LesionDistribution.Bilobar, true, "kept")]
    [InlineData(LesionDistribution.Bilobar, false, "broken")]
    [InlineData(LesionDistribution.Bilobar, null, "not judged")]
    [InlineData(LesionDistribution.Unilobar, false, "kept")]
    [InlineData(null, false, "not judged")]
    public void The_remnant_is_cleared_in_stage_1_where_both_halves_are_affected(LesionDistribution? distribution, bool? cleared, string expected) =>
        Assert.Equal(expected, ReviewOn(1, Opened, new DiagnosisRecorded(Day(-20), Distribution: distribution), Stage1() with { RemnantCleared = cleared }).Verdict("course.remnantCleared"));

    [Fact]
    public void Embolization_clears_nothing_and_is_not_asked_to() => Assert.Equal(
        "kept",
        ReviewOn(1, Opened, new DiagnosisRecorded(Day(-20), Distribution: LesionDistribution.Bilobar), Stage1(technique: Stage1Technique.PortalVeinEmbolization) with { RemnantCleared = false })
            .Verdict("course.remnantCleared"));

    [Fact]
    public void Who_was_septic_on_the_day_of_stage_1_was_no_candidate()
    {
        PerformanceStatusRecorded status = new(Day(-2), Ecog: 1, Sepsis: true, UncontrolledCholestasis: false);
        var deviation = Assert.Single(ReviewOn(1, [.. Planned, status, Stage1()]).Of("course.candidateAtStage1"));
        Assert.StartsWith("Stage 1 was done although this spoke against it: The patient is septic.", deviation.Statement, StringComparison.Ordinal);
        Assert.Equal([IdOf(6), IdOf(5)], deviation.EventIds);
        Assert.NotEqual("broken", ReviewOn(1, [.. Planned, status with { Sepsis = false }, Stage1()]).Verdict("course.candidateAtStage1"));
    }

    [Fact]
    public void Who_had_everything_asked_was_a_candidate_and_who_had_not_cannot_be_judged()
    {
        PathwayEvent[] known = [.. Readiness.ReadinessCases.Ready];
        Assert.Equal("kept", ReviewOn(8, known).Verdict("course.candidateAtStage1"));
        Assert.Equal("not judged", ReviewOn(8, known.Where(e => e is not PerformanceStatusRecorded)).Verdict("course.candidateAtStage1"));
    }

    [Fact]
    public void A_complication_of_the_operation_does_not_speak_against_it() =>
        Assert.Equal("kept", ReviewOn(8, [.. Readiness.ReadinessCases.Ready, new ComplicationRecorded(Day(0), ComplicationKind.Hemorrhage, ClavienDindoGrade.IVa)]).Verdict("course.candidateAtStage1"));

    [Fact]
    public void Before_stage_1_none_of_this_is_asked() => Assert.Equal(new([], []), ReviewOn(-1, Planned));
}
