using Pathway.Domain.Journey;
using Pathway.Domain.Tests.Readiness;
using static Pathway.Domain.Tests.FollowUp.FollowUpCases;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.FollowUp;

public sealed class Stage2DeviationTests
{
    private static PathwayEvent[] Ready => ReadinessCases.Ready;

    [Theory]
    [InlineData(Strategy.Alpps, "broken")]
    [InlineData(Strategy.TwoStageHepatectomy, "broken")]
    [InlineData(Strategy.OneStage, "kept")]
    public void A_staged_way_has_a_stage_1(Strategy chosen, string expected) =>
        Assert.Equal(expected, ReviewOn(9, Opened, Chosen(-5, chosen), Stage2(8)).Verdict("course.stage1BeforeStage2"));

    [Fact]
    public void With_stage_1_on_record_or_without_a_choice_nothing_is_missing()
    {
        Assert.Equal("kept", ReviewOn(9, Opened, Chosen(-5), Stage1(), Stage2(8)).Verdict("course.stage1BeforeStage2"));
        Assert.Equal("kept", ReviewOn(9, Opened, Stage2(8)).Verdict("course.stage1BeforeStage2"));
    }

    [Fact]
    public void A_resection_at_once_is_asked_neither_for_readiness_nor_for_what_comes_between_stages()
    {
        var review = ReviewOn(9, Opened, Chosen(-5, Strategy.OneStage), new ComplicationRecorded(Day(1), ComplicationKind.Infection, ClavienDindoGrade.IVa), Stage2(8));
        Assert.Empty(review.Deviations);
        Assert.Empty(review.NotJudged);
    }

    [Fact]
    public void The_remnant_s_own_function_is_tested_between_the_stages()
    {
        PathwayEvent[] untested = [.. Ready.Where(e => e is not FunctionTestRecorded), Stage2(8)];
        Assert.Equal("broken", ReviewOn(8, untested).Verdict("course.functionBeforeStage2"));
        Assert.Equal("broken", ReviewOn(10, [.. untested, Scintigraphy(-2), Scintigraphy(7, TestScope.Global), Scintigraphy(9)]).Verdict("course.functionBeforeStage2"));
        Assert.Equal("kept", ReviewOn(8, [.. untested, Scintigraphy(8)]).Verdict("course.functionBeforeStage2"));
    }

    [Fact]
    public void A_test_of_before_a_rescue_is_no_test_of_what_grew_after_it()
    {
        PathwayEvent[] rescued = [.. Interstage(Stage1Technique.PortalVeinEmbolization), Scintigraphy(21), Augmentation(30), Stage2(40)];
        Assert.Equal(
            "Stage 2 was done and no test of the remnant's own function since the rescue by ALPPS is on record.",
            Assert.Single(ReviewOn(40, rescued).Of("course.functionBeforeStage2")).Statement);
        Assert.Equal("kept", ReviewOn(40, [.. rescued, Scintigraphy(37)]).Verdict("course.functionBeforeStage2"));
    }

    [Theory]
    [InlineData(BoardDecision.Proceed, "kept")]
    [InlineData(BoardDecision.Defer, "broken")]
    [InlineData(BoardDecision.Convert, "broken")]
    [InlineData(BoardDecision.Abandon, "broken")]
    public void Stage_2_follows_the_board_s_word_to_go_on(BoardDecision decision, string expected) =>
        Assert.Equal(expected, ReviewOn(8, [.. Ready, Decision(7, decision), Stage2(8)]).Verdict("course.decisionBeforeStage2"));

    [Fact]
    public void No_decision_is_a_deviation_and_the_latest_before_stage_2_counts()
    {
        Assert.Equal("Stage 2 was done and no decision of the board is on record.", Assert.Single(ReviewOn(8, [.. Ready, Stage2(8)]).Of("course.decisionBeforeStage2")).Statement);
        Assert.Equal("broken", ReviewOn(10, [.. Ready, Stage2(8), Decision(9, BoardDecision.Proceed)]).Verdict("course.decisionBeforeStage2"));
        var against = Assert.Single(ReviewOn(10, [.. Ready, Decision(6, BoardDecision.Proceed), Decision(7, BoardDecision.Defer), Stage2(8)]).Of("course.decisionBeforeStage2"));
        Assert.Equal("Stage 2 was done although the board's latest word, of 2026-03-09, was to wait.", against.Statement);
    }

    [Theory]
    [InlineData(ClavienDindoGrade.II, false, "kept")]
    [InlineData(ClavienDindoGrade.IIIa, false, "broken")]
    [InlineData(ClavienDindoGrade.IIIa, true, "kept")]
    [InlineData(ClavienDindoGrade.IVb, false, "broken")]
    public void Stage_2_waits_until_a_major_complication_is_over(ClavienDindoGrade grade, bool resolved, string expected)
    {
        PathwayEvent[] complicated = [.. Ready, new ComplicationRecorded(Day(3), ComplicationKind.BileLeak, grade)];
        PathwayEvent[] over = resolved ? [new ComplicationResolved(Day(8), IdOf(complicated.Length))] : [];
        Assert.Equal(expected, ReviewOn(8, [.. complicated, .. over, Stage2(8)]).Verdict("course.complicationsResolved"));
    }

    [Fact]
    public void A_complication_of_stage_2_itself_does_not_count_against_it()
    {
        var review = ReviewOn(9, [.. Ready, Decision(7, BoardDecision.Proceed), Stage2(8), new ComplicationRecorded(Day(8), ComplicationKind.Hemorrhage, ClavienDindoGrade.IVa)]);
        Assert.Equal(("kept", "kept"), (review.Verdict("course.complicationsResolved"), review.Verdict("course.readyAtStage2")));
    }

    [Fact]
    public void Who_was_ready_goes_to_stage_2_without_any_deviation() =>
        Assert.DoesNotContain(ReviewOn(9, [.. Ready, Decision(7, BoardDecision.Proceed), Stage2(8)]).Deviations, d => d.EventIds[0] == IdOf(Ready.Length + 2));

    [Theory]
    [InlineData(300, "broken")] // Exactly 30 %: more is asked for.
    [InlineData(301, "kept")]
    public void Stage_2_against_readiness_is_a_deviation_with_its_grounds(double flrVolumeMl, string expected)
    {
        PathwayEvent[] journey = [.. Ready.Where(e => e is not VolumetryRecorded { OccurredOn: var on } || on < Day(0)), Scan(7, flrVolumeMl, 1000), Stage2(8)];
        var review = ReviewOn(9, journey);
        Assert.Equal(expected, review.Verdict("course.readyAtStage2"));
        if (expected == "broken")
        {
            var deviation = Assert.Single(review.Of("course.readyAtStage2"));
            Assert.StartsWith("Stage 2 was done although the patient was not ready: The remnant is 30 % of the standard liver volume, which is exactly on the line; more than 30 % is asked for.", deviation.Statement, StringComparison.Ordinal);
            Assert.Equal((Day(8), IdOf(journey.Length)), (deviation.OccurredOn, deviation.EventIds[0]));
            Assert.Contains(IdOf(journey.Length - 1), deviation.EventIds);
        }
    }

    [Fact]
    public void Where_readiness_is_not_known_it_says_what_is_missing_and_does_not_call_it_a_deviation()
    {
        var review = ReviewOn(9, [.. Ready.Where(e => e is not FunctionTestRecorded { Scope: TestScope.Remnant }), Stage2(8)]);
        Assert.Equal("not judged", review.Verdict("course.readyAtStage2"));
        Assert.StartsWith("Whether the patient was ready on the day of stage 2 is not known: ", Assert.Single(review.NotJudged, n => n.RuleId == "course.readyAtStage2").Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_learned_after_stage_2_does_not_change_whether_the_patient_was_ready() => Assert.Equal(
        "kept",
        ReviewOn(30, [.. Ready, Decision(7, BoardDecision.Proceed), Stage2(8), new PerformanceStatusRecorded(Day(10), Sepsis: true), ReadinessCases.Labs(14, 90, 2.5)]).Verdict("course.readyAtStage2"));

    [Fact]
    public void Only_what_is_new_counts_as_brought_about()
    {
        PathwayEvent[] before = [.. Ready, Decision(7, BoardDecision.Defer, reviewOn: 14)];
        var (then, now) = (ReviewOn(9, before), ReviewOn(9, [.. before, Stage2(8)]));
        Assert.Equal(["course.decisionBeforeStage2"], now.NewSince(then).Select(d => d.RuleId));
        Assert.Empty(now.NewSince(now));

        // The same break with more entries behind it is no new one.
        Assert.Empty(ReviewOn(12, [.. Interstage(), Labs(9)]).NewSince(ReviewOn(12, Interstage())));
    }
}
