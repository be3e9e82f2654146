using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests;

public sealed class PhaseTests
{
    private static readonly StrategyDecided _alppsOnDayMinus20 = new(Day(-20), Strategy.Alpps, "Remnant too small.");

    [Fact]
    public void A_patient_begins_in_assessment() => Assert.Equal(Phase.Assessment, PhaseOn(0, Opened));

    [Fact]
    public void A_course_that_goes_on_is_chemotherapy_and_one_that_ended_leaves_the_patient_planned()
    {
        var goesOn = new ChemotherapyRecorded(Day(-15), "FOLFOX", 2, Day(-15), ChemotherapyIntent.Conversion);
        Assert.Equal(Phase.Chemotherapy, PhaseOn(-10, Opened, _alppsOnDayMinus20, goesOn));
        Assert.Equal(Phase.Planned, PhaseOn(-4, Opened, _alppsOnDayMinus20, goesOn, goesOn with { OccurredOn = Day(-5), Cycles = 4, LastDoseOn = Day(-5) }));
        Assert.Equal(Phase.Chemotherapy, PhaseOn(-4, Opened, goesOn));
        Assert.Equal(Phase.Planned, PhaseOn(-4, Opened, goesOn, _alppsOnDayMinus20 with { OccurredOn = Day(-14) }));
    }

    [Fact]
    public void Stage_1_begins_the_interstage() => Assert.Equal(Phase.Interstage, PhaseOn(0, Opened, _alppsOnDayMinus20, Stage1()));

    [Theory]
    [InlineData(10, Phase.Postoperative)]
    [InlineData(100, Phase.Postoperative)] // Day 90 after stage 2 on day 10, counted in.
    [InlineData(101, Phase.Surveillance)]
    public void The_postoperative_phase_ends_after_day_90(int day, Phase expected) => Assert.Equal(expected, PhaseOn(day, Opened, Stage1(), Stage2(10)));

    [Fact]
    public void The_first_look_after_the_discharge_begins_surveillance()
    {
        var seen = new SurveillanceRecorded(Day(40), SurveillanceModality.Mri, SurveillanceOutcome.NoEvidenceOfDisease);
        Assert.Equal(Phase.Postoperative, PhaseOn(41, Opened, Stage1(), Stage2(10), seen));
        Assert.Equal(Phase.Postoperative, PhaseOn(39, Opened, Stage1(), Stage2(10), new Discharged(Day(22)), seen));
        Assert.Equal(Phase.Surveillance, PhaseOn(40, Opened, Stage1(), Stage2(10), new Discharged(Day(22)), seen));
    }

    [Fact]
    public void A_drop_out_holds_until_the_patient_comes_back()
    {
        var dropOut = new DroppedOut(Day(20), DropOutReason.InsufficientHypertrophy);
        Assert.Equal(Phase.DroppedOut, PhaseOn(21, Opened, Stage1(), dropOut));
        Assert.Equal(Phase.Interstage, PhaseOn(30, Opened, Stage1(), dropOut, new PathwayResumed(Day(30), "Came back.")));
    }

    [Fact]
    public void A_closing_takes_no_drop_out_back()
    {
        var dropOut = new DroppedOut(Day(20), DropOutReason.InsufficientHypertrophy);
        var closed = new PathwayClosed(Day(20), ClosingReason.Transferred);
        Assert.Equal(Phase.DroppedOut, PhaseOn(21, Opened, Stage1(), dropOut, closed)); // both on one visit
        Assert.Equal(Phase.DroppedOut, PhaseOn(60, Opened, Stage1(), closed with { OccurredOn = Day(40) }, dropOut)); // the drop-out entered later
        Assert.Equal(Phase.Completed, PhaseOn(60, Opened, Stage1(), dropOut, new PathwayResumed(Day(30), "Came back."), closed with { OccurredOn = Day(50) }));

        // What was entered in error tells of nobody who left, in whichever order it is entered.
        Assert.Equal(Phase.Completed, PhaseOn(60, Opened, Stage1(), dropOut, closed with { Reason = ClosingReason.EnteredInError }));
        Assert.Equal(Phase.Completed, PhaseOn(60, Opened, Stage1(), closed with { Reason = ClosingReason.EnteredInError }, dropOut));
    }

    [Fact]
    public void Death_is_told_before_everything_and_a_closed_record_is_completed()
    {
        Assert.Equal(Phase.Completed, PhaseOn(60, Opened, Stage1(), Stage2(10), new PathwayClosed(Day(50), ClosingReason.Transferred)));
        Assert.Equal(Phase.Died, PhaseOn(60, Opened, Stage1(), new PathwayClosed(Day(50), ClosingReason.Transferred), new DeathRecorded(Day(55), DeathCause.Tumor)));
    }

    [Fact]
    public void Every_return_is_told_with_the_leaving_that_it_ended()
    {
        var state = Derivation.Derive(Guid.Empty, Stream(
            Opened, Stage1(), new DroppedOut(Day(20), DropOutReason.PatientChoice), new PathwayResumed(Day(30), "Came back."),
            new PathwayClosed(Day(50), ClosingReason.Transferred), new PathwayResumed(Day(60), "Sent back."), new DroppedOut(Day(60), DropOutReason.TumorProgression)), ShippedProtocols.Shelf, Day(70));
        Assert.Equal(
            [new Interruption(Day(20), DropOutReason.PatientChoice, Day(30), "Came back."), new Interruption(Day(50), null, Day(60), "Sent back.")],
            state.Outcome.Interruptions);
        Assert.Equal((Day(60), DropOutReason.TumorProgression), (state.Outcome.DroppedOutOn, state.Outcome.DropOutReason));
    }

    private static Phase PhaseOn(int day, params IEnumerable<PathwayEvent> events) => Phases.Of(PathwayFacts.From(Stream(events), Day(day)), Day(day));
}
