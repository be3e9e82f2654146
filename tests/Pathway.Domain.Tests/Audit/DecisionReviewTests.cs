using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Audit;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.Domain.Tests.Readiness;
using static Pathway.Domain.Tests.Audit.AuditCases;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.Audit;

/// <summary>The patient who is ready on day 8 (36 % and 3.0 % per minute and m²), each entry made on its day, and the decision of day 8 as entry 14.</summary>
public sealed class DecisionReviewTests
{
    private static readonly Guid _decision = IdOf(14);

    [Fact]
    public void Without_anything_since_the_record_says_the_same()
    {
        var review = Review(Decided());
        Assert.Equal((Overall.Ready, Overall.Ready, true, false), (review.Shown!.Overall, review.Now!.Overall, review.IsSame, review.IsOverride));
        Assert.Equal((13, "proceed", "All met."), (review.KnownVersion, review.Decision.ToString().ToLowerInvariant(), review.Rationale));
        Assert.Empty(review.ChangedBy);
        Assert.Null(review.UnderOtherRules);
    }

    [Fact]
    public void What_changed_the_answer_is_named_and_what_did_not_is_not()
    {
        // Day 7 measured 260 mL, which is 26 %; a leak of day 6 was entered on day 10; a leak of day 9 is none of the decision's.
        var review = Review(Decided(
            (9, new ComplicationRecorded(Day(9), ComplicationKind.BileLeak, ClavienDindoGrade.IIIb)),
            (10, new ComplicationRecorded(Day(6), ComplicationKind.BileLeak, ClavienDindoGrade.IIIb)),
            (11, new NoteRecorded(Day(5)) { Note = "Called the family." }),
            (20, Correction(20, 12, Scan(7, 260, 1000)))));
        Assert.Equal((Overall.Ready, Overall.NotReady, false), (review.Shown!.Overall, review.Now!.Overall, review.IsSame));
        Assert.Equal([(IdOf(16), ChangeCause.LateEntry), (IdOf(18), ChangeCause.Correction)], review.ChangedBy.Select(c => (c.Entry.EventId, c.Cause)));
        Assert.Equal((Overall.Ready, 4), (review.ChangedBy[0].Before, review.ChangedBy[0].Entry.DelayDays));
        Assert.Equal(Overall.NotReady, review.ChangedBy[1].After);
        var volume = Assert.Single(review.ChangedBy[1].Findings, f => f.RuleId == "volume.stage2.normal");
        Assert.Equal((36, Verdict.Met, 26, Verdict.NotMet), (volume.Before!.Observed, volume.Before.Verdict, volume.After!.Observed, volume.After.Verdict));
    }

    [Fact]
    public void A_correction_taken_back_leaves_the_same_answer_and_both_changes()
    {
        var review = Review(Decided((20, Correction(20, 12, Scan(7, 260, 1000))), (21, Correction(21, 15))));
        Assert.True(review.IsSame);
        Assert.Equal([IdOf(15), IdOf(16)], review.ChangedBy.Select(c => c.Entry.EventId));
    }

    [Fact]
    public void Other_rules_are_held_against_it_when_the_pathway_is_under_them_now_or_they_are_asked_for()
    {
        const string Lenient = "alpps-teaching-thresholds";
        Assert.Equal(Lenient, Review(Decided((9, new ProtocolAssigned(Day(9), Lenient, 1, "Our choice.")))).UnderOtherRules!.Now.ProtocolId);
        var asked = Assert.Single(Trail(Decided(), ShippedProtocols.Shelf.Latest(Lenient)).Decisions()).UnderOtherRules!;
        Assert.Equal((Lenient, asked.Now.Overall == Overall.Ready), (asked.Now.ProtocolId, asked.IsSameOverall!.Value));
    }

    [Fact]
    public void A_decision_without_an_assessment_says_so()
    {
        ImmutableArray<AuditedEvent> entries = EnteredOn((-30, Opened), (8, new ReadinessDecided(Day(8), BoardDecision.Proceed, "From before there were assessments.")));
        var review = Review(entries);
        Assert.Equal((null, null, null, null), (review.Shown, review.IsOverride, review.Now, review.IsSame));
        var dossier = Trail(entries).Dossier(IdOf(2))!;
        Assert.Null(dossier.IsReproduced);
        Assert.Equal(Overall.NotApplicable, dossier.Assessment.Overall);
    }

    [Fact]
    public void The_dossier_has_what_the_decider_had_with_its_age_and_who_recorded_it()
    {
        var dossier = Trail(Decided()).Dossier(_decision)!;
        Assert.True(dossier.IsReproduced);
        Assert.Equal((13, Day(8), Phase.Interstage), (dossier.State.Version, dossier.State.AsOf, dossier.State.Phase));
        Assert.Empty(dossier.State.Decisions);
        Assert.Empty(dossier.Completeness.Missing);
        Assert.Equal(dossier.Completeness.Required, dossier.Completeness.Known);

        var scan = Assert.Single(dossier.Sources, s => s.Entry.EventId == IdOf(12));
        Assert.Equal((1, "Anna", 360, true), (scan.AgeDays, scan.Entry.RecordedBy!.Name, scan.Then.GetProperty("flrVolumeMl").GetDouble(), scan.IsSame));
        Assert.Contains("volume.stage2.normal", scan.RuleIds);
        Assert.Equal(33, Assert.Single(dossier.Sources, s => s.Entry.Type == "parenchyma_assessed").AgeDays);
        Assert.Equal(dossier.Sources.Select(s => s.Entry.OccurredOn).Order(), dossier.Sources.Select(s => s.Entry.OccurredOn));
        var volume = Assert.Single(dossier.Completeness.Inputs, i => i.RuleId == "volume.stage2.normal");
        Assert.Equal((ReadinessDomain.Volume, true, true, 1, 33), (volume.Domain, volume.IsRequired, volume.IsKnown, volume.YoungestDays, volume.OldestDays));
    }

    [Fact]
    public void What_was_missing_is_named()
    {
        var known = EnteredOn([.. ReadinessCases.Ready.Without<FunctionTestRecorded>().Select(e => (DayOf(e), e))]);
        var dossier = Trail(With(known, 8, Shown(known, 8))).Dossier(IdOf(known.Length + 1))!;
        Assert.Equal(Overall.InsufficientData, dossier.Assessment.Overall);
        Assert.True(dossier.Review.IsOverride);
        Assert.True(dossier.Completeness.Known < dossier.Completeness.Required);
        var missing = Assert.Single(dossier.Completeness.Inputs, i => i.RuleId == dossier.Completeness.Missing[0]);
        Assert.Equal((ReadinessDomain.Function, false, null), (missing.Domain, missing.IsKnown, missing.YoungestDays));
    }

    [Fact]
    public void What_was_corrected_since_is_shown_as_it_was_then_and_as_it_is_now()
    {
        var dossier = Trail(Decided((20, Correction(20, 12, Scan(7, 260, 1000))), (21, Correction(21, 13)))).Dossier(_decision)!;
        Assert.True(dossier.IsReproduced);
        var scan = Assert.Single(dossier.Sources, s => s.Entry.EventId == IdOf(12));
        Assert.Equal((360, 260, false), (scan.Then.GetProperty("flrVolumeMl").GetDouble(), scan.Now!.Value.GetProperty("flrVolumeMl").GetDouble(), scan.IsSame));
        Assert.Equal(IdOf(15), Assert.Single(scan.CorrectedBy).Entry.EventId);
        var withdrawn = Assert.Single(dossier.Sources, s => s.Entry.EventId == IdOf(13));
        Assert.Equal((null, false), (withdrawn.Now, withdrawn.IsSame));
    }

    [Fact]
    public void Another_wording_keeps_what_the_board_had_seen_and_another_date_does_not()
    {
        var decided = (ReadinessDecided)Decided()[^1].Recorded.Event;
        var entries = Decided((10, new ComplicationRecorded(Day(6), ComplicationKind.BileLeak, ClavienDindoGrade.IIIb)), (20, Correction(20, 14, decided with { Rationale = "All four are met." })));
        var reviews = Trail(entries).Decisions();
        Assert.Equal([(_decision, EntryStatus.Replaced, 13), (IdOf(16), EntryStatus.Holds, 13)], reviews.Select(r => (r.Entry.EventId, r.Status, (int)r.KnownVersion)));
        Assert.Equal((true, 13), (Trail(entries).Dossier(IdOf(16))!.IsReproduced, Trail(entries).Dossier(IdOf(16))!.State.Version));

        var moved = With(entries, 21, Correction(21, 14, decided with { OccurredOn = Day(9), Assessment = Shown([.. entries.Select(e => e.Recorded.Event)], 9) }));
        Assert.Equal(16, Trail(moved).Decisions()[^1].KnownVersion);
        Assert.True(Trail(moved).Dossier(IdOf(17))!.IsReproduced);
    }

    [Fact]
    public void An_entry_that_is_no_decision_has_no_dossier()
    {
        Assert.Null(Trail(Decided()).Dossier(IdOf(12)));
        Assert.Null(Trail(Decided()).Dossier(Guid.Empty));
    }

    [Fact]
    public void Whatever_the_journey_the_assessment_is_reproduced_and_its_changes_lead_from_then_to_now() => Prop.ForAll(
        (from entries in Entered
         from at in Gen.Choose(1, 20)
         from day in Gen.Choose(-20, 130)
         from protocol in Gen.Elements<Protocol>([.. ShippedProtocols.Shelf.All])
         select (entries, at, day, protocol)).ToArbitrary(), c =>
    {
        // Entries after the decision move by one; those of them that name another of them are left out.
        var known = c.entries[..Math.Min(c.at, c.entries.Length)];
        var id = IdOf(known.Length + 1);
        var decided = With(known, 200, new ReadinessDecided(Day(c.day), BoardDecision.Defer, "Wait.", Assessment: Shown([.. known.Select(e => e.Recorded.Event)], c.day, c.protocol)));
        var entries = c.entries[known.Length..]
            .Where(e => e.Recorded.Event is not EventCorrected correction || known.Any(k => k.Recorded.Id == correction.EventId))
            .Aggregate(decided, (all, e) => With(all, 200, e.Recorded.Event));

        var dossier = Trail(entries).Dossier(id)!;
        Assert.True(dossier.IsReproduced);
        var review = dossier.Review;
        Assert.True(review.ChangedBy.Count > 0 || review.IsSame == true);
        var answers = review.ChangedBy.Select(change => change.After).Prepend(review.Shown!.Overall).ToList();
        Assert.Equal(review.ChangedBy.Select(change => change.Before), answers.SkipLast(1));
        Assert.Equal(review.Now!.Overall, answers[^1]);
        Assert.Equal(Assert.Single(DecisionState.AllOf(Corrections.Apply([.. entries.Select(e => e.Recorded)]), ShippedProtocols.Shelf), d => d.EventId == id).DecidedOnCorrectedData, !review.IsSame);
    }).QuickCheckThrowOnFailure();

    private static DecisionReview Review(ImmutableArray<AuditedEvent> entries) => Assert.Single(Trail(entries).Decisions());

    private static ImmutableArray<AuditedEvent> Decided(params (int Day, PathwayEvent Event)[] since)
    {
        var known = EnteredOn([.. ReadinessCases.Ready.Select(e => (DayOf(e), e))]);
        return since.Aggregate(With(known, 8, new ReadinessDecided(Day(8), BoardDecision.Proceed, "All met.", Assessment: Shown(ReadinessCases.Ready, 8))), (all, e) => With(all, e.Day, e.Event));
    }

    private static ImmutableArray<AuditedEvent> With(ImmutableArray<AuditedEvent> entries, int day, PathwayEvent happened) =>
        [.. entries, EnteredOn([.. Enumerable.Repeat((day, happened), entries.Length + 1)])[^1]];

    private static ImmutableArray<AuditedEvent> With(ImmutableArray<AuditedEvent> entries, int day, RecordedAssessment shown) =>
        With(entries, day, new ReadinessDecided(Day(day), BoardDecision.Proceed, "The board's word.", Assessment: shown));

    private static RecordedAssessment Shown(ImmutableArray<AuditedEvent> known, int day) => Shown([.. known.Select(e => e.Recorded.Event)], day);

    /// <summary>The assessment that the server keeps with a decision.</summary>
    private static RecordedAssessment Shown(PathwayEvent[] known, int day, Protocol? protocol = null) => ReadinessCases.Assess(known, day, protocol: protocol).ToRecord();

    private static int DayOf(PathwayEvent happened) => happened.OccurredOn.DayNumber - Day(0).DayNumber;
}
