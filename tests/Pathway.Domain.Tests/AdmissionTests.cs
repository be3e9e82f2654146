using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.PathwaySpecification;

namespace Pathway.Domain.Tests;

public sealed class AdmissionTests
{
    private static readonly DroppedOut _dropOut = new(Day(30), DropOutReason.TumorProgression);
    private static readonly DeathRecorded _death = new(Day(40), DeathCause.Tumor);
    private static readonly ComplicationRecorded _bileLeak = new(Day(5), ComplicationKind.BileLeak, ClavienDindoGrade.IIIa);

    [Fact]
    public void What_can_be_true_is_recorded_without_a_word() => Recorded(Opened).When(Scan(7, 420)).ThenNotWarned();

    [Fact]
    public void A_date_of_today_is_not_in_the_future_and_one_of_tomorrow_is()
    {
        Recorded(Opened).Today(7).When(Scan(7, 420)).ThenRecorded();
        Recorded(Opened).Today(6).When(Scan(7, 420)).ThenRefused(new DateInFuture("/occurredOn", Day(7), Day(6)));
    }

    [Fact]
    public void A_date_in_the_year_of_birth_can_be_and_one_before_cannot()
    {
        Recorded(Opened).When(new NoteRecorded(new(1961, 1, 1)) { Note = "Born." }).ThenRecorded();
        Recorded(Opened).When(Scan(7, 420) with { OccurredOn = new(1960, 12, 31) }).ThenRefused(new DateBeforeBirth("/occurredOn", new(1960, 12, 31), 1961));
    }

    [Fact]
    public void A_scan_older_than_the_enrollment_is_recorded() => Recorded(Opened).When(Scan(-60, 400)).ThenRecorded();

    [Fact]
    public void A_remnant_larger_than_the_liver_is_refused_with_both_volumes() =>
        Recorded(Opened).When(Scan(7, 1600) with { TotalLiverVolumeMl = 1540 }).ThenRefused(new RemnantExceedsLiver(1600, 1540));

    [Fact]
    public void A_remnant_as_large_as_the_liver_can_be() => Recorded(Opened).When(Scan(7, 1540) with { TotalLiverVolumeMl = 1540, TumorVolumeMl = 0 }).ThenRecorded();

    [Fact]
    public void A_tumor_larger_than_the_liver_is_refused() =>
        Recorded(Opened).When(Scan(7, 400) with { TotalLiverVolumeMl = 1540, TumorVolumeMl = 1541 }).ThenRefused(new TumorExceedsLiver(1541, 1540));

    [Fact]
    public void A_remnant_larger_than_what_the_tumor_leaves_is_refused() =>
        Recorded(Opened).When(Scan(7, 541) with { TotalLiverVolumeMl = 1540, TumorVolumeMl = 1000 }).ThenRefused(new RemnantExceedsFunctionalLiver(541, 1000, 1540));

    [Fact]
    public void A_remnant_of_exactly_what_the_tumor_leaves_is_recorded_however_the_volumes_are_rounded() =>
        Recorded(Opened).When(Scan(7, 500.3) with { TotalLiverVolumeMl = 800.4, TumorVolumeMl = 300.1 }).ThenRecorded();

    [Fact]
    public void A_stage_2_dated_before_stage_1_is_refused_whichever_was_entered_first()
    {
        Recorded(Opened, Stage1()).When(Stage2(-1)).ThenRefused(new Stage2BeforeStage1(Day(-1), Day(0)));
        Recorded(Opened, Stage2(-1)).When(Stage1()).ThenRefused(new Stage2BeforeStage1(Day(-1), Day(0)));
    }

    [Fact]
    public void A_stage_2_without_a_stage_1_is_recorded_and_asked_about() => Recorded(Opened).When(Stage2(9)).ThenWarned("no-stage1");

    [Fact]
    public void A_second_stage_1_that_says_something_else_is_refused() =>
        Recorded(Opened, Stage1()).When(Stage1(3)).ThenRefused(new Stage1AlreadyRecorded(Day(0), IdOf(2)));

    [Fact]
    public void The_same_stage_1_entered_by_a_second_person_is_recorded_and_counted_once()
    {
        var outcome = Recorded(Opened, Stage1()).When(Stage1() with { Note = "Entered by the ward." });
        outcome.ThenWarned("already-recorded", 2);
        Assert.Single(outcome.ThenRecorded().Stage1s);
    }

    [Fact]
    public void Two_complications_of_one_day_that_nothing_tells_apart_count_once_and_their_author_is_told_how_to_tell_them_apart()
    {
        ComplicationRecorded collection = new(Day(5), ComplicationKind.FluidCollection, ClavienDindoGrade.IIIa);
        var again = Recorded(Opened, Stage1(), collection).When(collection);
        again.ThenWarned("already-recorded", 3);
        Assert.EndsWith("give a description to tell the two apart.", again.Decision.Warnings[0].Message, StringComparison.Ordinal);
        Assert.Single(again.ThenRecorded().Complications);

        var described = Recorded(Opened, Stage1(), collection).When(collection with { Description = "Left of the hilum." });
        described.ThenNotWarned();
        Assert.Equal(2, described.ThenRecorded().Complications.Length);
    }

    [Fact]
    public void A_death_that_is_only_a_grade_is_asked_about()
    {
        ComplicationRecorded fatal = new(Day(40), ComplicationKind.LiverFailure, ClavienDindoGrade.V);
        Recorded(Opened, Stage1()).When(fatal).ThenWarned("grade-v-without-death");
        Recorded(Opened, Stage1(), _death).When(fatal).ThenNotWarned();
        Recorded(Opened, Stage1()).When(fatal with { Grade = ClavienDindoGrade.IVb }).ThenNotWarned();

        var corrected = Recorded(Opened, fatal with { Grade = ClavienDindoGrade.IVb }).When(Correction(41, 2, fatal));
        corrected.ThenWarned("grade-v-without-death");
        Assert.Equal("/replacement/grade", corrected.Decision.Warnings[0].Field);
    }

    [Theory]
    [InlineData(1.4, true)]
    [InlineData(9.9, true)]
    [InlineData(10, false)]
    [InlineData(48, false)]
    public void A_prothrombin_activity_that_looks_like_an_INR_is_asked_about(double percent, bool asked)
    {
        var outcome = Recorded(Opened).When(new LaboratoryRecorded(Day(5), ProthrombinPercent: percent));
        if (asked)
        {
            outcome.ThenWarned("prothrombin-like-inr");
        }
        else
        {
            outcome.ThenNotWarned();
        }
    }

    [Fact]
    public void What_is_read_in_the_tissue_of_the_dead_is_recorded_and_what_only_the_living_undergo_is_not()
    {
        Recorded(Opened, _death).When(Parenchyma(45, ParenchymaQuality.Fibrosis)).ThenRecorded();
        Recorded(Opened, _death).When(new BiomarkersRecorded(Day(45), Ras: RasStatus.Mutant)).ThenRecorded();
        Recorded(Opened, Parenchyma(45, ParenchymaQuality.Fibrosis)).When(_death).ThenRecorded();

        var byImaging = Parenchyma(45, ParenchymaQuality.Fibrosis) with { Basis = AssessmentBasis.Imaging };
        Recorded(Opened, _death).When(byImaging).ThenRefused(new DateAfterDeath("/occurredOn", Day(45), Day(40)));
    }

    [Fact]
    public void A_second_stage_2_that_says_something_else_is_refused() =>
        Recorded(Opened, Stage1(), Stage2(9)).When(Stage2(10)).ThenRefused(new Stage2AlreadyRecorded(Day(9), IdOf(3)));

    [Fact]
    public void A_second_inducing_step_lies_between_the_stages()
    {
        Recorded(Opened, Stage1()).When(Augmentation(-1)).ThenRefused(new AugmentationOutsideInterstage(Day(-1), Day(0), null));
        Recorded(Opened, Stage1(), Stage2(20)).When(Augmentation(21)).ThenRefused(new AugmentationOutsideInterstage(Day(21), Day(0), Day(20)));
        Recorded(Opened, Augmentation(14)).When(Stage1(15)).ThenRefused(new AugmentationOutsideInterstage(Day(14), Day(15), null));
        Recorded(Opened, Stage1(), Augmentation(14)).When(Stage2(13)).ThenRefused(new AugmentationOutsideInterstage(Day(14), Day(0), Day(13)));
        Recorded(Opened, Stage1()).When(Augmentation(14)).ThenNotWarned();
    }

    [Fact]
    public void Ascites_weighs_less_than_the_patient() =>
        Recorded(Opened).When(Weighed(3, 170, 60, 60)).ThenRefused(new AscitesExceedsWeight(60, 60));

    [Fact]
    public void Every_reason_comes_at_once_in_the_order_of_the_fields() =>
        Recorded(Opened).When(new ChemotherapyRecorded(Day(201), "FOLFOX", 6, Day(202), ChemotherapyIntent.Neoadjuvant, LastDoseOn: Day(201))).ThenRefused(
            new DateInFuture("/occurredOn", Day(201), Day(200)),
            new DateInFuture("/startedOn", Day(202), Day(200)),
            new DateInFuture("/lastDoseOn", Day(201), Day(200)),
            new EndBeforeStart("/lastDoseOn", "The last dose", Day(202), Day(201)));

    [Fact]
    public void A_review_may_lie_in_the_future_and_not_before_the_decision()
    {
        Recorded(Opened, Stage1()).When(new ReadinessDecided(Day(7), BoardDecision.Defer, "Too small.", Day(300))).ThenRecorded();
        Recorded(Opened, Stage1()).When(new ReadinessDecided(Day(7), BoardDecision.Defer, "Too small.", Day(6)))
            .ThenRefused(new EndBeforeStart("/reviewOn", "The date of review", Day(7), Day(6)));
    }

    [Fact]
    public void After_a_drop_out_nothing_later_is_recorded_until_the_patient_comes_back()
    {
        Recorded(Opened, Stage1(), _dropOut).When(Scan(31, 500)).ThenRefused(new PatientHasDroppedOut(Day(30)));
        Recorded(Opened, Stage1(), _dropOut, new PathwayResumed(Day(35), "Came back.")).When(Scan(36, 500)).ThenRecorded();
    }

    [Fact]
    public void What_happened_until_the_drop_out_may_still_be_entered() =>
        Recorded(Opened, Stage1(), _dropOut).When(Scan(30, 500)).ThenRecorded();

    [Fact]
    public void A_closed_pathway_takes_corrections_deaths_and_notes_alone()
    {
        var closed = Recorded(Opened, Scan(-3, 400), new PathwayClosed(Day(50), ClosingReason.Transferred));
        closed.When(Scan(51, 500)).ThenRefused(new PathwayIsClosed(Day(50)));
        closed.When(new DeathRecorded(Day(60), DeathCause.Unknown)).ThenRecorded();
        closed.When(new NoteRecorded(Day(60)) { Note = "A letter came." }).ThenRecorded();
        closed.When(Correction(60, 2, Scan(-3, 410))).ThenRecorded();
    }

    [Fact]
    public void Only_what_ended_can_be_resumed()
    {
        Recorded(Opened).When(new PathwayResumed(Day(35), "Came back.")).ThenRefused(new NothingToResume(Day(35)));
        Recorded(Opened, _dropOut).When(new PathwayResumed(Day(29), "Came back.")).ThenRefused(new NothingToResume(Day(29)));
    }

    [Fact]
    public void A_drop_out_that_leaves_later_entries_is_asked_about() =>
        Recorded(Opened, Stage1(), Scan(31, 500)).When(_dropOut).ThenWarned("entries-after-ending", 3);

    [Fact]
    public void Nothing_happens_after_death_and_death_comes_after_everything()
    {
        Recorded(Opened, _death).When(Scan(41, 500)).ThenRefused(new DateAfterDeath("/occurredOn", Day(41), Day(40)));
        Recorded(Opened, _death).When(Scan(40, 500)).ThenRecorded();
        Recorded(Opened, Scan(41, 500)).When(_death).ThenRefused(new DeathBeforeEvent(Day(40), Day(41), IdOf(2)));
    }

    [Fact]
    public void A_patient_dies_once() =>
        Recorded(Opened, _death).When(_death with { Cause = DeathCause.Sepsis }).ThenRefused(new DeathAlreadyRecorded(Day(40), IdOf(2)));

    [Fact]
    public void A_pathway_is_opened_once() => Recorded(Opened).When(Opened with { BirthYear = 1962 }).ThenRefused(new AlreadyOpened(Day(-30)));

    [Fact]
    public void A_patient_is_not_born_after_the_enrollment() =>
        Recorded().When(Opened with { BirthYear = 2027 }).ThenRefused(new BirthAfterEvent(2027, Day(-30)));

    [Fact]
    public void Only_a_published_protocol_can_be_assigned()
    {
        Recorded(Opened).When(new ProtocolAssigned(Day(1), "homegrown", 1, "We like it.")).ThenRefused(new UnknownProtocol("/protocolId", "homegrown", null));
        Recorded(Opened).When(new ProtocolAssigned(Day(1), "staged-hepatectomy", 99, "It is newer."))
            .ThenRefused(new UnknownProtocol("/protocolVersion", "staged-hepatectomy", 99));
        Recorded().When(Opened with { ProtocolId = "homegrown" }).ThenRefused(new UnknownProtocol("/protocolId", "homegrown", null));
    }

    [Fact]
    public void Only_a_complication_of_this_pathway_can_be_over_and_not_before_it_began()
    {
        Recorded(Opened, _bileLeak).When(new ComplicationResolved(Day(9), IdOf(1))).ThenRefused(new UnknownEvent("/complicationEventId", IdOf(1), "complication"));
        Recorded(Opened, _bileLeak).When(new ComplicationResolved(Day(4), IdOf(2))).ThenRefused(new EndBeforeStart("/occurredOn", "The end of the complication", Day(5), Day(4)));
        Assert.Single(Recorded(Opened, _bileLeak).When(new ComplicationResolved(Day(5), IdOf(2))).ThenRecorded().Resolutions);
    }

    [Fact]
    public void A_correction_names_an_entry_that_there_is() =>
        Recorded(Opened).When(Correction(3, 9)).ThenRefused(new UnknownEvent("/eventId", IdOf(9), "entry"));

    [Fact]
    public void A_replacement_is_of_the_same_type() =>
        Recorded(Opened, Scan(7, 420)).When(Correction(8, 2, Stage1())).ThenRefused(new ReplacementOfAnotherType("stage1_performed", "volumetry_recorded"));

    [Fact]
    public void The_opening_can_be_corrected_and_not_withdrawn()
    {
        Recorded(Opened).When(Correction(1, 1)).ThenRefused(new OpeningCannotBeWithdrawn());
        Assert.Equal(182, Recorded(Opened).When(Correction(1, 1, Opened with { HeightCm = 182 })).ThenRecorded().Opened!.Event.HeightCm);
    }

    [Fact]
    public void A_correction_can_be_withdrawn_and_not_rewritten()
    {
        var corrected = Recorded(Opened, Scan(7, 420), Correction(8, 2, Scan(7, 430)));
        corrected.When(Correction(9, 3, Correction(8, 2, Scan(7, 440)))).ThenRefused(new CorrectionCannotBeReplaced());
        Assert.Equal(420, Assert.Single(corrected.When(Correction(9, 3)).ThenRecorded().Volumetries).Event.FlrVolumeMl);
    }

    [Fact]
    public void What_a_correction_says_must_be_possible_too()
    {
        Recorded(Opened, Stage1(), Stage2(9)).When(Correction(10, 3, Stage2(-1)))
            .ThenRefused(new Stage2BeforeStage1(Day(-1), Day(0)) with { Field = "/replacement/occurredOn" });
        Recorded(Opened, Scan(41, 500)).When(Correction(42, 1, Opened with { BirthYear = 2027 }))
            .ThenRefused(new BirthAfterEvent(2027, Day(-30)) with { Field = "/replacement/birthYear" });
        Recorded(Opened, _bileLeak, new ComplicationResolved(Day(9), IdOf(2))).When(Correction(12, 2, _bileLeak with { OccurredOn = Day(10) }))
            .ThenRefused(new EndBeforeStart("/replacement/occurredOn", "The end of the complication", Day(10), Day(9)));
    }

    [Fact]
    public void Withdrawing_a_correction_is_refused_when_what_it_had_corrected_can_no_longer_be() =>
        Recorded(Opened, Scan(50, 420), Correction(51, 2, Scan(30, 420)), _death).When(Correction(52, 3))
            .ThenRefused(new DateAfterDeath("/eventId", Day(50), Day(40)));

    [Fact]
    public void A_stage_1_moved_by_a_correction_is_held_against_stage_2_and_not_against_itself() =>
        Assert.Equal(Day(-2), Recorded(Opened, Stage1(), Stage2(9)).When(Correction(10, 2, Stage1(-2))).ThenRecorded().Stage1!.OccurredOn);

    [Fact]
    public void Correcting_one_of_two_same_entries_warns_of_the_other() =>
        Recorded(Opened, Scan(7, 420), Scan(7, 420)).When(Correction(8, 2, Scan(7, 240))).ThenWarned("same-entry-remains", 3);
}
