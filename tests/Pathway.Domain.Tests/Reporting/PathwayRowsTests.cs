using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>The rows that reports are made of, from streams worked by hand. The standard liver volume is reported as 1500 mL.</summary>
public class PathwayRowsTests
{
    private static readonly StrategyDecided _alpps = new(Day(-10), Strategy.Alpps, "Too little is left.");

    [Fact]
    public void A_whole_journey_is_one_row()
    {
        var row = Row(
            Opened with { PatientRef = "SIM-7" },
            new ChemotherapyRecorded(Day(-28), "FOLFOX", 6, Day(-100), ChemotherapyIntent.Conversion, LastDoseOn: Day(-28)),
            Parenchyma(-20, ParenchymaQuality.Steatosis),
            Scan(-20, 300, 1500),
            _alpps,
            Stage1(),
            Scan(7, 405, 1500),
            new ComplicationRecorded(Day(9), ComplicationKind.BileLeak, ClavienDindoGrade.IIIb),
            Scan(14, 480, 1500),
            Stage2(16),
            new ComplicationRecorded(Day(16), ComplicationKind.LiverFailure, ClavienDindoGrade.IVa, IsglsGrade.B),
            new Discharged(Day(30)),
            new SurveillanceRecorded(Day(120), SurveillanceModality.Ct, SurveillanceOutcome.Recurrence),
            new DeathRecorded(Day(300), DeathCause.Tumor));

        Assert.Equal((true, false, Day(-30), new DateOnly(2026, 6, 1)), (row.IsSynthetic, row.IsEnteredInError, row.EnrolledOn, row.RegisteredOn));
        Assert.Equal((Strategy.Alpps, Day(-10), Strategy.Alpps, Strategy.Alpps), (row.FirstStrategy, row.FirstStrategyDecidedOn, row.StrategyAtStage1, row.LatestStrategy));
        Assert.Equal((Strategy.Alpps, Day(-10), Day(7)), (row.IntendedStrategy, row.IntendedOn, row.InitialGrowthOn));
        Assert.Equal((ParenchymaQuality.Steatosis, ParenchymaClass.Injured), (row.ParenchymaQuality, row.ParenchymaClass));
        Assert.Equal((Day(0), Stage1Technique.Alpps, Day(16), Day(30)), (row.Stage1On, row.Technique, row.Stage2On, row.DischargedOn));
        Assert.Equal((300.0, 20.0, 480.0, 32.0), (row.BaselineFlrVolumeMl, row.BaselineSflrPercent, row.LastFlrVolumeMl, row.LastSflrPercent));
        Assert.Equal((12.0, 60.0), (row.DegreeOfHypertrophyPoints, row.VolumeGainPercent));
        Assert.Equal((15.0, 5.0, 7.0), (row.InitialGrowthMlPerDay, row.InitialGrowthPercentPerDay, row.InitialGrowthPointsPerWeek)); // 105 mL in 7 days
        Assert.Equal((2, 2, ClavienDindoGrade.IIIb, ClavienDindoGrade.IVa, IsglsGrade.B), (row.Complications, row.MajorComplications, row.WorstInterstageGrade, row.WorstPostoperativeGrade, row.LiverFailureGrade));
        Assert.Equal((6, 28), (row.ChemotherapyCycles, row.LastDoseToStage1Days));
        Assert.Equal((Day(120), Day(300), DeathCause.Tumor, Day(300)), (row.RecurrenceOn, row.DiedOn, row.DeathCause, row.LastSeenOn));
        Assert.Equal((WayEnd.Stage2, Day(16)), (row.Outcome, row.OutcomeOn));
        Assert.Equal(("staged-hepatectomy", 1, 14L, 0, 0), (row.ProtocolId, row.ProtocolVersion, row.UpToVersion, row.Corrections, row.LateEntries));
    }

    [Fact]
    public void The_first_end_of_the_way_is_its_outcome_and_of_two_on_one_day_the_surgery_then_the_death()
    {
        PathwayEvent[] begun = [Opened, _alpps, Stage1()];
        var (death, left) = (new DeathRecorded(Day(20), DeathCause.Tumor), new DroppedOut(Day(20), DropOutReason.LostToFollowUp));
        var closed = new PathwayClosed(Day(20), ClosingReason.Transferred);
        Assert.Equal((WayEnd.Open, null), Outcome([]));
        Assert.Equal((WayEnd.Stage2, Day(20)), Outcome(Stage2(20), death));
        Assert.Equal((WayEnd.Died, Day(20)), Outcome(left, death));
        Assert.Equal((WayEnd.LostToFollowUp, Day(20)), Outcome(left));
        Assert.Equal((WayEnd.Closed, Day(20)), Outcome(closed));
        Assert.Equal((WayEnd.DroppedOut, Day(19)), Outcome(new DroppedOut(Day(19), DropOutReason.TumorProgression), death));
        Assert.Equal((WayEnd.Open, null), Outcome(left, new PathwayResumed(Day(20), "Came back.")));

        (WayEnd, DateOnly?) Outcome(params PathwayEvent[] more) => Row([.. begun, .. more]) is var row ? (row.Outcome, row.OutcomeOn) : default;
    }

    [Fact]
    public void A_return_takes_the_drop_out_back_and_leaves_an_interruption()
    {
        var row = Row(Opened, _alpps, Stage1(), new DroppedOut(Day(20), DropOutReason.PatientChoice), new PathwayResumed(Day(33), "Came back."), Stage2(40));
        Assert.Null(row.DroppedOutOn);
        Assert.Equal([Day(20)], row.InterruptedOn);
        Assert.Equal([DropOutReason.PatientChoice], row.InterruptionReasons);
        Assert.Equal([Day(33)], row.ResumedOn);
    }

    [Fact]
    public void A_rescue_is_no_drop_out_and_the_growth_before_it_stays_that_of_the_first_technique()
    {
        var row = Row(
            Opened, new StrategyDecided(Day(-10), Strategy.PortalVeinEmbolization, "Too little is left."),
            Scan(-1, 300, 1500), Stage1(0, Stage1Technique.PortalVeinEmbolization), Scan(28, 330, 1500), Augmentation(30), Scan(37, 480, 1500));
        Assert.Null(row.DroppedOutOn);
        Assert.Equal([Day(30)], row.AugmentedOn);
        Assert.Equal([AugmentationTechnique.RescueAlpps], row.Augmentations);
        Assert.Equal(0.5, row.InitialGrowthPointsPerWeek); // 2 points in 4 weeks
        Assert.Equal(12.0, row.DegreeOfHypertrophyPoints); // from 20 % at the baseline of stage 1 to 32 %
    }

    [Fact]
    public void Growth_is_not_known_of_a_rescue_before_the_first_scan() =>
        Assert.Null(Row(Opened, Scan(-1, 300, 1500), Stage1(0, Stage1Technique.PortalVeinLigation), Augmentation(3), Scan(10, 480, 1500)).InitialGrowthMlPerDay);

    [Fact]
    public void Lost_contact_shows_nobody_alive()
    {
        var row = Row(Opened, Stage1(), Scan(7, 400), new DroppedOut(Day(90), DropOutReason.LostToFollowUp), new NoteRecorded(Day(95)) { Note = "A letter came back." });
        Assert.Equal((Day(90), Day(90), Day(7)), (row.DroppedOutOn, row.LostToFollowUpOn, row.LastSeenOn));
    }

    [Fact]
    public void Entered_in_error_is_told_until_the_record_is_opened_again()
    {
        PathwayEvent[] closed = [Opened, new PathwayClosed(Day(1), ClosingReason.EnteredInError)];
        Assert.True(Row(closed).IsEnteredInError);
        Assert.False(Row([.. closed, new PathwayResumed(Day(2), "It was no error.")]).IsEnteredInError);
    }

    [Fact]
    public void What_was_done_names_the_way_where_something_else_had_been_chosen()
    {
        Assert.Equal(Strategy.LiverVenousDeprivation, Row(Opened, _alpps, Stage1(0, Stage1Technique.LiverVenousDeprivation)).StrategyAtStage1);
        Assert.Equal(
            Strategy.TwoStageHepatectomy,
            Row(Opened, _alpps with { Strategy = Strategy.TwoStageHepatectomy }, Stage1(0, Stage1Technique.PortalVeinLigation)).StrategyAtStage1);
    }

    [Fact]
    public void Late_entries_and_corrections_are_counted()
    {
        var row = Row(Opened, Scan(7, 4050), Scan(-1, 300), Correction(8, 2, Scan(7, 405)), Scan(8, 410));
        Assert.Equal((1, 1, 405.0), (row.LateEntries, row.Corrections, PathwayRows.Of(IdOf(99), Stream(Opened, Scan(7, 4050), Correction(8, 2, Scan(7, 405))), ShippedProtocols.Shelf).Measurements[0].FlrVolumeMl));
    }

    [Fact]
    public void A_pathway_that_was_never_opened_has_no_rows() =>
        Assert.Throws<ArgumentException>(() => Row(Stage1()));

    private static CohortRow Row(params PathwayEvent[] events) => PathwayRows.Of(IdOf(99), Stream(events), ShippedProtocols.Shelf).Pathway;
}
