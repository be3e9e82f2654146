using Pathway.Domain.Audit;
using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Audit.AuditCases;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.Audit;

public sealed class ReplayTests
{
    [Fact]
    public void What_time_did_is_not_laid_to_the_entry()
    {
        var last = Replay(EnteredOn((-30, Opened), (0, Stage1()), (20, new NoteRecorded(Day(20)) { Note = "Called." })))[^1];
        Assert.Equal(["/version"], last.Changes.Select(d => d.Path));
        var days = Assert.Single(last.ByTime, d => d.Path == "/stage1/daysSince");
        Assert.Equal((DifferenceOp.Replace, "0", "20"), (days.Op, $"{days.Before}", $"{days.After}"));
    }

    [Fact]
    public void Two_entries_of_one_day_leave_nothing_to_time() =>
        Assert.Empty(Replay(EnteredOn((-30, Opened), (0, Stage1()), (0, Scan(-10, 300))))[^1].ByTime);

    [Fact]
    public void Both_sides_are_told_for_the_day_of_the_entry()
    {
        var replay = Replay(EnteredOn((-30, Opened), (2, Stage1())));
        Assert.Null(replay[0].Before);
        Assert.Equal((Day(2), Phase.Assessment), (replay[1].Before!.AsOf, replay[1].Before!.Phase));
        Assert.Equal((Day(2), Phase.Interstage), (replay[1].After.AsOf, replay[1].After.Phase));
        Assert.Equal((Overall.InsufficientData, Overall.NotApplicable), (replay[1].Before!.Candidacy, replay[1].After.Candidacy));
        Assert.Equal((Overall.NotApplicable, Overall.InsufficientData), (replay[1].Before!.Readiness, replay[1].After.Readiness));
    }

    [Theory]
    [InlineData(7, 0, false)]
    [InlineData(8, 1, true)]
    [InlineData(40, 33, true)]
    public void A_late_entry_says_by_how_many_days(int enteredOn, int delayDays, bool isLate)
    {
        var entry = Replay(EnteredOn((-30, Opened), (enteredOn, Scan(7, 300))))[1];
        Assert.Equal((delayDays, isLate), (entry.DelayDays, entry.IsLate));
    }

    [Fact]
    public void A_scan_that_comes_to_stand_in_front_rewrites_none_behind_it()
    {
        var late = Replay(EnteredOn((-30, Opened), (7, Scan(7, 360, 1000)), (8, Scan(-10, 200, 1000))))[^1];
        Assert.Contains((DifferenceOp.Add, "/volumetric/measurements/0"), late.Changes.Select(d => (d.Op, d.Path)));
        Assert.DoesNotContain(late.Changes, d => d.Path.StartsWith("/volumetric/measurements/1", StringComparison.Ordinal) && !d.Path.Contains("/sincePrevious", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_why_and_what_stand_with_each_entry()
    {
        var entry = Replay(EnteredOn((-30, Opened), (-14, new StrategyDecided(Day(-15), Strategy.Alpps, "Remnant too small.") { Note = "Two voices against." })))[1];
        Assert.Equal((IdOf(2), 2, 102, "strategy_decided"), (entry.EventId, entry.Version, entry.Sequence, entry.Type));
        Assert.Equal(("Anna", "coordinator", "request-2"), (entry.RecordedBy!.Name, entry.RecordedBy.Role, entry.CorrelationId));
        Assert.Equal(("Remnant too small.", "Two voices against."), (entry.Reason, entry.Note));
        Assert.Equal("alpps", entry.Data.GetProperty("strategy").GetString());
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_that_an_author_gives_is_told(PathwayEvent happened, string reason) =>
        Assert.Equal(reason, Replay([.. EnteredOn((-30, Opened), (-20, Scan(-20, 300)), (1, Stage1()), (60, happened))])[^1].Reason);

    public static TheoryData<PathwayEvent, string> Reasons => new()
    {
        { new StrategyDecided(Day(30), Strategy.Alpps, "Too small."), "Too small." },
        { Augmentation(30), "Too little growth." },
        { new ReadinessDecided(Day(30), BoardDecision.Defer, "Wait."), "Wait." },
        { new DroppedOut(Day(30), DropOutReason.TumorProgression), "tumorProgression" },
        { new PathwayClosed(Day(30), ClosingReason.EnteredInError), "enteredInError" },
        { new ProtocolAssigned(Day(30), "staged-hepatectomy", 1, "Our choice."), "Our choice." },
        { Correction(30, 2), "Entered wrongly." },
    };

    [Fact]
    public void A_correction_that_is_taken_back_leads_through_to_the_entry_that_holds_again()
    {
        var replay = Replay(EnteredOn((-30, Opened), (7, Scan(7, 360)), (8, Correction(8, 2, Scan(7, 260))), (9, Correction(9, 3))));
        Assert.Equal([IdOf(3), IdOf(2)], replay[3].Corrects.Select(c => c.EventId));
        Assert.Equal([IdOf(2)], replay[2].Corrects.Select(c => c.EventId));
        Assert.Equal(
            [(IdOf(3), IdOf(2), false, false), (IdOf(4), IdOf(3), true, true)],
            replay[1].CorrectedBy.Select(c => (c.Entry.EventId, c.Corrects, c.IsWithdrawal, c.IsInForce)));
        Assert.Equal([IdOf(4)], replay[2].CorrectedBy.Select(c => c.Entry.EventId));
        Assert.Equal([EntryStatus.Holds, EntryStatus.Holds, EntryStatus.Withdrawn, EntryStatus.Holds], replay.Select(e => e.Status));
    }

    [Fact]
    public void Of_two_corrections_the_later_holds()
    {
        var replay = Replay(EnteredOn((-30, Opened), (7, Scan(7, 360)), (8, Correction(8, 2, Scan(7, 260))), (9, Correction(9, 2, Scan(7, 270)))));
        Assert.Equal([(IdOf(3), false), (IdOf(4), true)], replay[1].CorrectedBy.Select(c => (c.Entry.EventId, c.IsInForce)));
        Assert.Equal([EntryStatus.Holds, EntryStatus.Replaced, EntryStatus.Replaced, EntryStatus.Holds], replay.Select(e => e.Status));
        Assert.Contains(replay[3].Changes, d => d.Path == "/volumetric/measurements/0/flrVolumeMl" && d.Before!.Value.GetDouble() == 260 && d.After!.Value.GetDouble() == 270);
    }

    [Fact]
    public void What_was_withdrawn_or_entered_twice_says_so() => Assert.Equal(
        [EntryStatus.Holds, EntryStatus.Withdrawn, EntryStatus.Holds, EntryStatus.Repeated, EntryStatus.Holds],
        Replay(EnteredOn((-30, Opened), (7, Scan(7, 360)), (8, Scan(8, 370)), (8, Scan(8, 370)), (9, Correction(9, 2)))).Select(e => e.Status));
}
