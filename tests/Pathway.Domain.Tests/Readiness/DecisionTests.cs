using System.Text;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Readiness.ReadinessCases;

namespace Pathway.Domain.Tests.Readiness;

public sealed class DecisionTests
{
    [Theory]
    [InlineData(BoardDecision.Proceed, Overall.Ready, false)]
    [InlineData(BoardDecision.Proceed, Overall.Caution, false)]
    [InlineData(BoardDecision.Proceed, Overall.NotReady, true)]
    [InlineData(BoardDecision.Proceed, Overall.InsufficientData, true)]
    [InlineData(BoardDecision.Defer, Overall.NotReady, false)]
    [InlineData(BoardDecision.Abandon, Overall.Ready, false)]
    public void To_proceed_where_nothing_cleared_the_patient_is_an_override(BoardDecision decision, Overall shown, bool isOverride)
    {
        var assessment = Assess(Ready, 8).ToRecord() with { Overall = shown };
        Assert.Equal(isOverride, Single(Ready.And(new ReadinessDecided(Day(8), decision, "The board's word.", Assessment: assessment))).IsOverride);
    }

    [Fact]
    public void A_decision_without_an_assessment_says_so()
    {
        var decision = Single(Ready.And(new ReadinessDecided(Day(8), BoardDecision.Proceed, "From before there were assessments.")));
        Assert.Equal((null, null, null, null), (decision.Shown, decision.IsOverride, decision.DecidedOnCorrectedData, decision.Now));
    }

    [Fact]
    public void A_decision_on_what_was_corrected_later_shows_both_assessments()
    {
        // The volume of day 7 was 260 mL, not 360.
        var decided = Ready.And(new ReadinessDecided(Day(8), BoardDecision.Proceed, "All met.", Assessment: Assess(Ready, 8).ToRecord()));
        var decision = Single(decided.And(Correction(20, version: 12, Scan(7, 260, 1000))));
        Assert.True(decision.DecidedOnCorrectedData);
        Assert.False(decision.IsOverride);
        Assert.Equal((Overall.Ready, Overall.NotReady), (decision.Shown!.Overall, decision.Now!.Overall));
    }

    [Fact]
    public void A_late_entry_that_would_have_changed_the_answer_counts_and_a_later_event_does_not()
    {
        var decided = Ready.And(new ReadinessDecided(Day(8), BoardDecision.Proceed, "All met.", Assessment: Assess(Ready, 8).ToRecord()));
        Assert.True(Single(decided.And(new ComplicationRecorded(Day(6), ComplicationKind.BileLeak, ClavienDindoGrade.IIIb))).DecidedOnCorrectedData);
        Assert.False(Single(decided.And(new ComplicationRecorded(Day(9), ComplicationKind.BileLeak, ClavienDindoGrade.IIIb))).DecidedOnCorrectedData);
    }

    [Fact]
    public void A_correction_that_changes_no_answer_and_a_second_entry_of_the_same_leave_the_decision_alone()
    {
        var decided = Ready.And(new ReadinessDecided(Day(8), BoardDecision.Proceed, "All met.", Assessment: Assess(Ready, 8).ToRecord()));
        Assert.False(Single(decided.And(Ready[11])).DecidedOnCorrectedData);
        Assert.False(Single(decided.And(new NoteRecorded(Day(8)) { Note = "Called the family." })).DecidedOnCorrectedData);
    }

    [Fact]
    public void The_decision_is_judged_again_by_the_version_that_it_was_taken_under()
    {
        var lenient = ShippedProtocols.Shelf.Latest("alpps-teaching-thresholds")!;
        var journey = Ready.With(Scan(-10, 200, 1000), Scan(7, 361, 1000));
        var shown = Assess(journey, 8, protocol: lenient).ToRecord();
        Assert.Equal("alpps-teaching-thresholds", shown.ProtocolId);
        Assert.False(Single(journey.And(new ReadinessDecided(Day(8), BoardDecision.Proceed, "All met.", Assessment: shown))).DecidedOnCorrectedData);
        Assert.Null(Single(journey.And(new ReadinessDecided(Day(8), BoardDecision.Proceed, "All met.", Assessment: shown with { ProtocolVersion = 9 }))).DecidedOnCorrectedData);
    }

    [Fact]
    public void The_assessment_is_stored_with_the_decision_and_comes_back_as_it_was()
    {
        var decided = new ReadinessDecided(Day(8), BoardDecision.Proceed, "All met.", Assessment: Assess(Ready, 8).ToRecord());
        Assert.Equal(decided, EventJson.Read("readiness_decided", EventJson.Write(decided)));
    }

    [Fact]
    public void Nobody_can_send_an_assessment()
    {
        var body = """{ "type": "readiness_decided", "occurredOn": "2026-03-10", "decision": "proceed", "rationale": "All met.", "assessment": { "overall": "ready" } }""";
        var reading = EventReader.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal("/assessment", Assert.IsType<UnknownField>(Assert.Single(reading.Rejections)).Field);
        Assert.DoesNotContain(EventDefinition.Find("readiness_decided")!.Fields, f => f.Name == "assessment");
    }

    [Fact]
    public void The_same_decision_entered_twice_counts_once_whatever_was_shown_with_each()
    {
        var first = new ReadinessDecided(Day(8), BoardDecision.Proceed, "All met.", Assessment: Assess(Ready, 8).ToRecord());
        var second = first with { Assessment = first.Assessment! with { Overall = Overall.NotReady } };
        Assert.Equal(first.Assessment, Single(Ready.And(first, second)).Shown);
    }

    private static DecisionState Single(PathwayEvent[] journey) => Assert.Single(DecisionState.AllOf(Corrections.Apply(Stream(journey)), ShippedProtocols.Shelf));
}
