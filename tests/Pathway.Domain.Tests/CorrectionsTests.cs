using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests;

public sealed class CorrectionsTests
{
    [Fact]
    public void The_clinical_date_orders_what_was_entered_late() =>
        Assert.Equal([380, 400, 420], Facts(Opened, Scan(7, 400), Scan(14, 420), Scan(-3, 380)).Volumetries.Select(v => v.Event.FlrVolumeMl));

    [Fact]
    public void Of_one_day_the_order_of_entry_decides() =>
        Assert.Equal([400, 390], Facts(Opened, Scan(7, 400), Scan(7, 390)).Volumetries.Select(v => v.Event.FlrVolumeMl));

    [Fact]
    public void A_withdrawn_entry_is_gone_and_the_last_of_several_corrections_holds()
    {
        Assert.Empty(Facts(Opened, Scan(7, 400), Correction(8, 2)).Volumetries);
        var twice = Facts(Opened, Scan(7, 400), Correction(8, 2, Scan(7, 410)), Correction(9, 2, Scan(8, 420)));
        Assert.Equal((IdOf(2), Day(8), 420), (twice.Volumetries[0].EventId, twice.Volumetries[0].OccurredOn, twice.Volumetries[0].Event.FlrVolumeMl));
    }

    [Fact]
    public void A_correction_of_a_correction_brings_back_what_had_held_before_it()
    {
        var back = Facts(Opened, Scan(7, 400), Correction(8, 2, Scan(7, 410)), Correction(9, 2, Scan(7, 420)), Correction(10, 4));
        Assert.Equal(410, back.Volumetries[0].Event.FlrVolumeMl);
        Assert.Equal(420, Facts(Opened, Scan(7, 400), Correction(8, 2, Scan(7, 410)), Correction(9, 2, Scan(7, 420)), Correction(10, 4), Correction(11, 5)).Volumetries[0].Event.FlrVolumeMl);
    }

    [Fact]
    public void A_complication_entered_twice_is_over_whichever_of_the_two_is_named()
    {
        var leak = new ComplicationRecorded(Day(5), ComplicationKind.BileLeak, ClavienDindoGrade.IIIa);
        var facts = Facts(Opened, leak, leak, new ComplicationResolved(Day(9), IdOf(3)));
        Assert.Equal(IdOf(2), Assert.Single(facts.Resolutions).Event.ComplicationEventId);
        Assert.Equal(IdOf(2), Assert.Single(facts.Complications).EventId);
    }

    [Fact]
    public void Two_notes_with_other_words_are_two_notes_and_a_note_beside_a_fact_makes_no_second_fact()
    {
        Assert.False(Corrections.SameFact(new NoteRecorded(Day(1)) { Note = "One." }, new NoteRecorded(Day(1)) { Note = "Two." }));
        Assert.True(Corrections.SameFact(Scan(7, 400), Scan(7, 400) with { Note = "Seen by two." }));
        Assert.False(Corrections.SameFact(Scan(7, 400), Scan(7, 400.1)));
    }

    [Fact]
    public void The_order_of_entry_changes_nothing() => Prop.ForAll(
        AnyPatient.Journeys.Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(),
        pair =>
        {
            var stream = AnyPatient.Recorded(pair.Item1);
            var shuffled = stream.Skip(1).ToArray();
            new Random(pair.Item2).Shuffle(shuffled);
            IReadOnlyList<RecordedEvent> reordered = [stream[0], .. shuffled.Select((e, i) => e with { Version = i + 2 })];
            return WithoutVersion(StateOf(stream)) == WithoutVersion(StateOf(reordered));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Entering_a_fact_twice_changes_nothing() => Prop.ForAll(
        AnyPatient.Journeys.Zip(Gen.Choose(0, 1000)).ToArbitrary(),
        pair =>
        {
            var stream = AnyPatient.Recorded(pair.Item1);
            var again = stream[pair.Item2 % stream.Count].Event;
            return WithoutVersion(StateOf(stream)) == WithoutVersion(StateOf([.. stream, new(Guid.NewGuid(), stream.Count + 1, default, again)]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Correcting_a_fact_equals_having_entered_it_right() => Prop.ForAll(
        AnyPatient.Journeys.Zip(Gen.Choose(0, 1000)).ToArbitrary(),
        pair =>
        {
            var right = AnyPatient.Recorded(pair.Item1);
            var at = pair.Item2 % right.Count;
            var wrong = right.ToList();
            wrong[at] = wrong[at] with { Event = wrong[at].Event with { OccurredOn = wrong[at].Event.OccurredOn.AddDays(-1) } };
            wrong.Add(new(Guid.NewGuid(), wrong.Count + 1, default, new EventCorrected(Day(200), right[at].Id, "Off by a day.", right[at].Event)));
            return WithoutVersion(StateOf(right)) == WithoutVersion(StateOf(wrong));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_state_as_of_a_date_ignores_what_happened_later() => Prop.ForAll(
        AnyPatient.Journeys.Zip(Gen.Choose(-40, 120)).ToArbitrary(),
        pair =>
        {
            var stream = AnyPatient.Recorded(pair.Item1);
            var on = Day(pair.Item2);
            var known = stream.Where(e => e.Event.OccurredOn <= on || e.Event is PathwayOpened).ToList();
            return WithoutVersion(StateOf(stream, on)) == WithoutVersion(StateOf(known, on));
        }).QuickCheckThrowOnFailure();

    private static PathwayState StateOf(IReadOnlyList<RecordedEvent> stream, DateOnly? on = null) =>
        Derivation.Derive(Guid.Empty, stream, ShippedProtocols.Shelf, on ?? Day(200), ShippedProtocols.Shelf.Latest(ProtocolShelf.DefaultId));

    private static PathwayState WithoutVersion(PathwayState state) => state with { Version = 0 };
}
