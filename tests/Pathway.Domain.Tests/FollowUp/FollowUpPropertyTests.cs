using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using static Pathway.Domain.Tests.FollowUp.FollowUpCases;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.FollowUp;

/// <summary>What must change neither what is owed nor where the course left the protocol, whatever the journey and the date.</summary>
public sealed class FollowUpPropertyTests
{
    private static readonly Gen<Protocol> _protocol = Gen.Elements<Protocol>([.. ShippedProtocols.Shelf.All]);

    // Random journeys, with a word of the board in some of them.
    private static Gen<(PathwayEvent[] Journey, Protocol Protocol, int Day, int Seed)> Cases =>
        from journey in AnyPatient.Journeys
        from decision in Gen.Elements(Enum.GetValues<BoardDecision>())
        from decidedOn in Gen.Choose(1, 124)
        from reviewAfter in Gen.Elements<int?>(null, 0, 7, 30)
        from isDecided in Gen.Elements(true, false)
        from protocol in _protocol
        from day in Gen.Choose(-30, 1000)
        from seed in Gen.Choose(0, int.MaxValue)
        select (isDecided ? (PathwayEvent[])[.. journey, Decision(decidedOn, decision, decidedOn + reviewAfter)] : journey, protocol, day, seed);

    [Fact]
    public void The_order_of_entry_changes_nothing() => Prop.ForAll(Cases.ToArbitrary(), c =>
        Unchanged.ByTheOrderOfEntry(Stream(c.Journey), c.Seed, stream => All(stream, c.Protocol, c.Day))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_second_entry_of_the_same_changes_nothing() => Prop.ForAll(Cases.ToArbitrary(), c =>
        Unchanged.ByASecondEntry(Stream(c.Journey), c.Seed, stream => All(stream, c.Protocol, c.Day))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_happens_later_changes_nothing_of_today() => Prop.ForAll(Cases.ToArbitrary(), c =>
        Unchanged.ByWhatHappensAfter(Day(c.Day), Stream(c.Journey), stream => All(stream, c.Protocol, c.Day))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_corrected_entry_equals_one_entered_right() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var stream = Stream(c.Journey);
        var at = 1 + (c.Seed % (stream.Count - 1));
        RecordedEvent[] wrong = [.. stream];
        wrong[at] = wrong[at] with { Event = wrong[at].Event with { OccurredOn = Day(-39) } };
        Assert.Equal(
            All(stream, c.Protocol, c.Day),
            All([.. wrong, new(Guid.NewGuid(), stream.Count + 1, default, new EventCorrected(Day(200), stream[at].Id, "Mistyped.", stream[at].Event))], c.Protocol, c.Day));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_owed_after_an_ending() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        foreach (PathwayEvent ending in new PathwayEvent[]
        {
            new DroppedOut(Day(130), DropOutReason.Other), new DeathRecorded(Day(130), DeathCause.Unknown), new PathwayClosed(Day(130), ClosingReason.SurveillanceCompleted),
        })
        {
            Assert.Empty(DueItems.Of(PictureOn(130 + Math.Abs(c.Day), Stream([.. c.Journey, ending]), c.Protocol)));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_item_and_every_deviation_can_be_read_aloud_and_leads_back_to_entries_and_a_rule() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var stream = Stream(c.Journey);
        var (due, review) = All(stream, c.Protocol, c.Day);
        Assert.All(due, d =>
        {
            Assert.Equal((d.State is DueState.Overdue, d.State is DueState.Upcoming), (d.OverdueDays > 0, d.DueOn > Day(c.Day)));
            Assert.True(d.EarliestOn <= d.DueOn && d.DueOn <= d.LatestOn, $"{d}");
            Says(d.Statement, d.EventIds, stream);
        });
        Assert.Equal(due.Count, due.Select(d => d.RuleId).Distinct().Count());
        Assert.All(review.Deviations, d =>
        {
            Assert.True(d.OccurredOn <= Day(c.Day), $"{d}");
            Assert.True(d.Observed is null || double.IsFinite(d.Observed.Value));
            Assert.Equal(d.Threshold is null, d.Unit is null);
            Says(d.Statement, d.EventIds, stream);
        });
        Assert.All(review.NotJudged, n => Says(n.Statement, n.EventIds, stream));
        Assert.Empty(review.NewSince(review));
    }).QuickCheckThrowOnFailure();

    private static (ValueList<DueItem> Due, CourseReview Review) All(IEnumerable<RecordedEvent> stream, Protocol protocol, int day)
    {
        var picture = PictureOn(day, stream, protocol);
        return (DueItems.Of(picture), CourseReview.Of(picture));
    }

    private static void Says(string statement, ValueList<Guid> eventIds, IReadOnlyList<RecordedEvent> stream)
    {
        Assert.EndsWith(".", statement, StringComparison.Ordinal);
        Assert.NotEmpty(eventIds);
        Assert.All(eventIds, id => Assert.Contains(stream, e => e.Id == id));
    }
}
