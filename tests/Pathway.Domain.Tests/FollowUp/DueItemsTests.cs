using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Tests.Readiness;
using static Pathway.Domain.Tests.FollowUp.FollowUpCases;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.FollowUp;

public sealed class DueItemsTests
{
    [Theory]
    [InlineData(17, DueState.Upcoming, 0)]
    [InlineData(18, DueState.Due, 0)] // 28 days after the scan of day -10.
    [InlineData(32, DueState.Due, 0)]
    [InlineData(33, DueState.Overdue, 1)]
    public void Imaging_before_stage_1_is_due_after_28_days_and_overdue_after_42(int day, DueState state, int overdueDays) =>
        DueOn(day, DueTask.PreoperativeImaging, Planned).ShouldBe(18, state, overdueDays);

    [Fact]
    public void A_newer_scan_puts_imaging_off_and_an_older_one_entered_late_does_not()
    {
        DueOn(30, DueTask.PreoperativeImaging, [.. Planned, Scan(20, 200)]).ShouldBe(48, DueState.Upcoming);
        DueOn(30, DueTask.PreoperativeImaging, [.. Planned, Scan(-20, 200)]).ShouldBe(18, DueState.Due);
    }

    [Fact]
    public void Who_was_never_measured_is_due_for_imaging_since_a_staged_way_was_chosen()
    {
        var owed = DueOn(-10, DueTask.PreoperativeImaging, Opened, Chosen(-15));
        owed.ShouldBe(-15, DueState.Due);
        Assert.Equal("Volumetry before stage 1 has been due since 2026-02-15, as no volumetry is on record, and is in time until 2026-03-01.", owed!.Statement);
        Assert.Equal([IdOf(2)], owed.EventIds);
    }

    [Theory]
    [InlineData(Strategy.TwoStageHepatectomy, true)]
    [InlineData(Strategy.PortalVeinEmbolization, true)]
    [InlineData(Strategy.PortalVeinLigation, true)]
    [InlineData(Strategy.LiverVenousDeprivation, true)]
    [InlineData(Strategy.Alpps, true)]
    [InlineData(Strategy.OneStage, false)]
    [InlineData(Strategy.Transplantation, false)]
    [InlineData(Strategy.SystemicTherapyOnly, false)]
    public void Imaging_before_stage_1_is_owed_where_the_way_has_a_stage_1(Strategy way, bool owed) =>
        Assert.Equal(owed, DueOn(20, DueTask.PreoperativeImaging, Opened, Chosen(-15, way), Scan(-10, 200)) is not null);

    [Fact]
    public void Nothing_is_owed_before_a_way_is_chosen() => Assert.Empty(DueOn(50, Opened, Scan(-10, 200)));

    [Theory]
    [InlineData(54, DueState.Upcoming, 0)]
    [InlineData(55, DueState.Upcoming, 0)]
    [InlineData(56, DueState.Due, 0)]
    [InlineData(57, DueState.Overdue, 1)]
    public void The_resection_is_due_within_8_weeks_of_the_last_dose(int day, DueState state, int overdueDays)
    {
        var owed = DueOn(day, DueTask.OperationAfterChemotherapy, Opened, Course(-60, 0), Chosen(1));
        owed.ShouldBe(56, state, overdueDays);
        Assert.Equal(Day(35), owed!.EarliestOn);
    }

    [Fact]
    public void What_cuts_the_liver_ends_the_wait_after_chemotherapy_and_an_embolization_does_not()
    {
        PathwayEvent[] planned = [Opened, Course(-60, -40), Chosen(-15)];
        Assert.Null(DueOn(1, DueTask.OperationAfterChemotherapy, [.. planned, Stage1()]));
        DueOn(1, DueTask.OperationAfterChemotherapy, [.. planned, Stage1(technique: Stage1Technique.PortalVeinEmbolization)]).ShouldBe(16, DueState.Upcoming);
        Assert.Null(DueOn(11, DueTask.OperationAfterChemotherapy, [.. planned, Stage1(technique: Stage1Technique.PortalVeinEmbolization), Augmentation(10)]));
        Assert.Null(DueOn(11, DueTask.OperationAfterChemotherapy, [.. planned, Stage1(technique: Stage1Technique.PortalVeinEmbolization), Stage2(10)]));
    }

    [Fact]
    public void A_resection_that_came_too_early_was_done() =>
        Assert.Null(DueOn(1, DueTask.OperationAfterChemotherapy, Opened, Course(-60, -5), Chosen(-3), Stage1()));

    [Fact]
    public void No_resection_is_owed_while_chemotherapy_goes_on_nor_where_none_is_wanted_nor_after_an_adjuvant_course()
    {
        Assert.Null(DueOn(0, DueTask.OperationAfterChemotherapy, Opened, Course(-60, -30), Course(-20, null, regimen: "FOLFIRI"), Chosen(-25)));
        Assert.Null(DueOn(0, DueTask.OperationAfterChemotherapy, Opened, Course(-60, -30), Chosen(-25, Strategy.SystemicTherapyOnly)));
        Assert.Null(DueOn(0, DueTask.OperationAfterChemotherapy, Opened, Course(-60, -30), Chosen(-25, Strategy.Transplantation)));
        Assert.Null(DueOn(0, DueTask.OperationAfterChemotherapy, Opened, Course(-60, -30, intent: ChemotherapyIntent.Adjuvant), Chosen(-25)));
        Assert.NotNull(DueOn(0, DueTask.OperationAfterChemotherapy, Opened, Course(-60, -30), Chosen(-25, Strategy.OneStage)));
    }

    [Theory]
    [InlineData(Stage1Technique.Alpps, 6, 7, DueState.Upcoming, 0)]
    [InlineData(Stage1Technique.Alpps, 7, 7, DueState.Due, 0)]
    [InlineData(Stage1Technique.Alpps, 8, 7, DueState.Overdue, 1)]
    [InlineData(Stage1Technique.PortalVeinEmbolization, 20, 21, DueState.Upcoming, 0)]
    [InlineData(Stage1Technique.PortalVeinEmbolization, 21, 21, DueState.Due, 0)]
    [InlineData(Stage1Technique.PortalVeinLigation, 28, 21, DueState.Due, 0)]
    [InlineData(Stage1Technique.LiverVenousDeprivation, 29, 21, DueState.Overdue, 1)]
    public void The_first_volumetry_is_due_a_week_after_ALPPS_and_in_the_fourth_week_after_an_occlusion(
        Stage1Technique technique, int day, int dueDay, DueState state, int overdueDays) =>
        DueOn(day, DueTask.FirstInterstageVolumetry, Interstage(technique)).ShouldBe(dueDay, state, overdueDays);

    [Fact]
    public void A_first_volumetry_done_early_or_late_is_done_and_the_baseline_is_none()
    {
        Assert.Null(DueOn(4, DueTask.FirstInterstageVolumetry, [.. Interstage(), Scan(3, 220, 1000)]));
        Assert.Null(DueOn(20, DueTask.FirstInterstageVolumetry, [.. Interstage(), Scan(19, 220, 1000)]));
        DueOn(4, DueTask.FirstInterstageVolumetry, [.. Interstage(), Scan(0, 220, 1000)]).ShouldBe(7, DueState.Upcoming);
    }

    [Fact]
    public void A_rescue_restarts_the_series_with_its_own_calendar()
    {
        PathwayEvent[] failed = [.. Interstage(Stage1Technique.PortalVeinEmbolization), Scan(21, 220, 1000), Scan(28, 225, 1000)];
        DueOn(31, DueTask.InterstageVolumetry, failed).ShouldBe(35, DueState.Upcoming);

        PathwayEvent[] rescued = [.. failed, Augmentation(30)];
        DueOn(31, DueTask.FirstInterstageVolumetry, rescued).ShouldBe(37, DueState.Upcoming);
        Assert.Null(DueOn(31, DueTask.InterstageVolumetry, rescued));
        DueOn(38, DueTask.InterstageVolumetry, [.. rescued, Scan(37, 260, 1000)]).ShouldBe(44, DueState.Upcoming);

        // A hepatic vein closed after a portal vein makes it a venous deprivation, on the calendar of occlusions.
        DueOn(31, DueTask.FirstInterstageVolumetry, [.. failed, Augmentation(30, AugmentationTechnique.HepaticVeinEmbolization)]).ShouldBe(51, DueState.Upcoming);
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(300, true)] // Exactly 30 % is not more than 30 %.
    [InlineData(301, false)]
    public void Volumetry_is_owed_every_week_while_the_remnant_is_too_small(double flrVolumeMl, bool owed) =>
        Assert.Equal(owed ? Day(14) : null, DueOn(8, DueTask.InterstageVolumetry, [.. Interstage(), Scan(7, flrVolumeMl, 1000)])?.DueOn);

    [Fact]
    public void While_nobody_has_judged_the_liver_tissue_volumetry_goes_on() =>
        DueOn(8, DueTask.InterstageVolumetry, Opened, Chosen(-15), Scan(-10, 200, 1000), Stage1(), Scan(7, 500, 1000)).ShouldBe(14, DueState.Upcoming);

    [Theory]
    [InlineData(Stage1Technique.Alpps, 21, true)]
    [InlineData(Stage1Technique.Alpps, 22, false)] // The next would be on day 29.
    [InlineData(Stage1Technique.PortalVeinEmbolization, 53, true)]
    [InlineData(Stage1Technique.PortalVeinEmbolization, 54, false)]
    public void The_weekly_series_ends_with_the_time_given_for_growth(Stage1Technique technique, int lastScan, bool owed) =>
        Assert.Equal(owed, DueOn(lastScan, DueTask.InterstageVolumetry, [.. Interstage(technique), Scan(lastScan, 220, 1000)]) is not null);

    [Theory]
    [InlineData(Stage1Technique.Alpps, 27, 28, DueState.Upcoming, 0)]
    [InlineData(Stage1Technique.Alpps, 28, 28, DueState.Due, 0)]
    [InlineData(Stage1Technique.Alpps, 29, 28, DueState.Overdue, 1)]
    [InlineData(Stage1Technique.LiverVenousDeprivation, 60, 60, DueState.Due, 0)]
    public void Who_does_not_grow_in_the_time_given_is_due_for_the_board(Stage1Technique technique, int day, int dueDay, DueState state, int overdueDays) =>
        DueOn(day, DueTask.GrowthReview, [.. Interstage(technique), Scan(7, 220, 1000), Scan(21, 230, 1000)]).ShouldBe(dueDay, state, overdueDays);

    [Fact]
    public void The_board_s_word_or_growth_ends_the_wait_for_growth()
    {
        PathwayEvent[] slow = [.. Interstage(), Scan(21, 230, 1000)];
        Assert.Null(DueOn(30, DueTask.GrowthReview, [.. slow, Decision(25, BoardDecision.Defer, reviewOn: 32)]));
        Assert.Null(DueOn(30, DueTask.GrowthReview, [.. slow, Scan(28, 310, 1000)]));
        foreach (var word in new[] { BoardDecision.Proceed, BoardDecision.Convert, BoardDecision.Abandon })
        {
            Assert.DoesNotContain(
                DueOn(26, [.. Interstage(), Decision(25, word)]),
                d => d.What is DueTask.FirstInterstageVolumetry or DueTask.InterstageVolumetry or DueTask.InterstageFunction or DueTask.GrowthReview);
        }
    }

    [Fact]
    public void A_remnant_test_after_stage_1_is_owed_and_neither_an_earlier_nor_a_global_one_will_do()
    {
        DueOn(8, DueTask.InterstageFunction, [.. Interstage(), Scintigraphy(-3), Scintigraphy(0), Scintigraphy(6, TestScope.Global)]).ShouldBe(7, DueState.Overdue, 1);
        Assert.Null(DueOn(8, DueTask.InterstageFunction, [.. Interstage(), Scintigraphy(6)]));
    }

    [Theory]
    [InlineData(4, DueState.Upcoming, 0)]
    [InlineData(5, DueState.Due, 0)]
    [InlineData(7, DueState.Due, 0)]
    [InlineData(8, DueState.Overdue, 1)]
    [InlineData(12, DueState.Overdue, 5)]
    public void The_laboratory_is_due_on_day_5_of_each_stage_and_overdue_after_day_7(int day, DueState state, int overdueDays)
    {
        DueOn(day, DueTask.Laboratory, Interstage()).ShouldBe(5, state, overdueDays);
        DueOn(day + 20, DueTask.Laboratory, [.. Interstage(), Stage2(20)]).ShouldBe(25, state, overdueDays);
    }

    [Fact]
    public void After_a_rescue_the_laboratory_is_due_anew()
    {
        PathwayEvent[] rescued = [.. Interstage(Stage1Technique.PortalVeinEmbolization), Labs(5), Augmentation(30)];
        DueOn(34, DueTask.Laboratory, rescued).ShouldBe(35, DueState.Upcoming);
        DueOn(38, DueTask.Laboratory, [.. rescued, Labs(34)]).ShouldBe(35, DueState.Overdue, 1);
        Assert.Null(DueOn(38, DueTask.Laboratory, [.. rescued, Labs(35)]));
    }

    [Fact]
    public void After_a_rescue_a_scan_of_before_it_ends_no_waiting_for_growth()
    {
        PathwayEvent[] rescued = [.. Interstage(Stage1Technique.PortalVeinEmbolization), Scan(21, 360, 1000), Augmentation(30)];
        Assert.NotNull(DueOn(58, DueTask.GrowthReview, rescued));
        Assert.Null(DueOn(58, DueTask.GrowthReview, [.. rescued, Scan(37, 400, 1000)]));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(11, true)]
    public void A_sample_of_day_4_is_too_early_and_a_late_one_is_done(int sampleDay, bool done) =>
        Assert.Equal(done, DueOn(12, DueTask.Laboratory, [.. Interstage(), Labs(sampleDay)]) is null);

    [Fact]
    public void Bilirubin_and_INR_count_when_they_are_of_one_day_in_one_entry_or_two()
    {
        LaboratoryRecorded bilirubin = new(Day(5), new(12, "umol/L"));
        LaboratoryRecorded inr = new(Day(5), Inr: 1.1);
        Assert.Null(DueOn(6, DueTask.Laboratory, [.. Interstage(), bilirubin, inr]));
        Assert.NotNull(DueOn(6, DueTask.Laboratory, [.. Interstage(), bilirubin]));
        Assert.NotNull(DueOn(6, DueTask.Laboratory, [.. Interstage(), bilirubin, inr with { OccurredOn = Day(6) }]));
    }

    [Fact]
    public void Who_is_ready_is_due_for_the_board_on_the_day_of_the_entry_that_made_it_so()
    {
        DueOn(7, DueTask.ReadinessDecision, ReadinessCases.Ready).ShouldBe(7, DueState.Due);
        var owed = DueOn(9, DueTask.ReadinessDecision, [.. ReadinessCases.Ready, new NoteRecorded(Day(8)) { Note = "Sleeps well." }]);
        owed.ShouldBe(7, DueState.Overdue, 2);
        Assert.Equal("The board's decision on stage 2 was due on 2026-03-09, since when the patient has been ready for stage 2, and is 2 days overdue.", owed!.Statement);
    }

    [Fact]
    public void Who_is_not_ready_is_not_due_for_a_decision() => Assert.Null(DueOn(6, DueTask.ReadinessDecision, ReadinessCases.Ready));

    [Fact]
    public void Readiness_that_was_interrupted_counts_from_its_return()
    {
        PathwayEvent[] septic = [.. ReadinessCases.Ready, new PerformanceStatusRecorded(Day(8), Ecog: 2, Sepsis: true)];
        Assert.Null(DueOn(9, DueTask.ReadinessDecision, septic));
        DueOn(12, DueTask.ReadinessDecision, [.. septic, new PerformanceStatusRecorded(Day(11), Ecog: 1, Sepsis: false)]).ShouldBe(11, DueState.Overdue, 1);
    }

    [Fact]
    public void A_decision_on_a_patient_who_was_ready_settles_it_and_becoming_ready_after_a_deferral_asks_anew()
    {
        Assert.Null(DueOn(9, DueTask.ReadinessDecision, [.. ReadinessCases.Ready, Decision(7, BoardDecision.Proceed)]));
        Assert.Null(DueOn(9, DueTask.ReadinessDecision, [.. ReadinessCases.Ready, Decision(8, BoardDecision.Defer, reviewOn: 15)]));
        Assert.Null(DueOn(11, DueTask.ReadinessDecision, [.. ReadinessCases.Ready, Decision(8, BoardDecision.Defer, reviewOn: 15), Scan(10, 380, 1000)]));
        DueOn(9, DueTask.ReadinessDecision, [.. ReadinessCases.Ready, Decision(6, BoardDecision.Defer, reviewOn: 15)]).ShouldBe(7, DueState.Overdue, 2);
    }

    [Theory]
    [InlineData(14, DueState.Upcoming, 0)]
    [InlineData(15, DueState.Due, 0)]
    [InlineData(16, DueState.Overdue, 1)]
    public void A_deferred_decision_is_due_on_the_date_that_the_board_set(int day, DueState state, int overdueDays) =>
        DueOn(day, DueTask.DecisionReview, [.. Interstage(), Decision(8, BoardDecision.Defer, reviewOn: 15)]).ShouldBe(15, state, overdueDays);

    [Theory]
    [InlineData(14, DueState.Upcoming, 0)]
    [InlineData(15, DueState.Due, 0)]
    [InlineData(22, DueState.Due, 0)]
    [InlineData(23, DueState.Overdue, 1)]
    public void A_deferral_without_a_date_is_not_forgotten(int day, DueState state, int overdueDays) =>
        DueOn(day, DueTask.DecisionReview, [.. Interstage(), Decision(8, BoardDecision.Defer)]).ShouldBe(15, state, overdueDays);

    [Fact]
    public void The_board_s_latest_word_replaces_what_it_deferred_and_a_rescue_asks_everything_anew()
    {
        PathwayEvent[] deferred = [.. Interstage(Stage1Technique.PortalVeinEmbolization), Decision(22, BoardDecision.Defer, reviewOn: 30)];
        DueOn(31, DueTask.DecisionReview, [.. deferred, Decision(29, BoardDecision.Defer, reviewOn: 40)]).ShouldBe(40, DueState.Upcoming);
        Assert.Null(DueOn(31, DueTask.DecisionReview, [.. deferred, Decision(29, BoardDecision.Convert)]));
        Assert.Null(DueOn(31, DueTask.DecisionReview, [.. deferred, Augmentation(29)]));
    }

    [Fact]
    public void A_review_on_the_last_of_all_dates_breaks_nothing() =>
        Assert.Equal(DateOnly.MaxValue, DueOn(9, DueTask.DecisionReview, [.. Interstage(), new ReadinessDecided(Day(8), BoardDecision.Defer, "Some day.", DateOnly.MaxValue)])!.DueOn);

    [Theory]
    [InlineData(35, DueState.Upcoming, 0)]
    [InlineData(36, DueState.Due, 0)]
    [InlineData(37, DueState.Overdue, 1)]
    public void Stage_2_is_due_within_4_weeks_of_the_decision_to_go_on(int day, DueState state, int overdueDays)
    {
        DueOn(day, DueTask.Stage2, [.. Interstage(), Decision(8, BoardDecision.Proceed)]).ShouldBe(36, state, overdueDays);
        Assert.Null(DueOn(day, DueTask.Stage2, [.. Interstage(), Decision(8, BoardDecision.Proceed), Stage2(30)]));
        Assert.Null(DueOn(day, DueTask.Stage2, [.. Interstage(), Decision(8, BoardDecision.Proceed), Decision(9, BoardDecision.Abandon)]));
    }

    [Theory]
    [InlineData(99, DueState.Upcoming, 0)]
    [InlineData(100, DueState.Due, 0)]
    [InlineData(101, DueState.Overdue, 1)]
    public void How_the_patient_is_after_90_days_is_owed(int day, DueState state, int overdueDays) =>
        DueOn(day, DueTask.NinetyDayStatus, [.. Interstage(), Stage2(10)]).ShouldBe(100, state, overdueDays);

    [Fact]
    public void Whoever_was_seen_on_or_after_day_90_was_alive_and_a_note_or_a_board_is_no_sight_of_the_patient()
    {
        PathwayEvent[] resected = [.. Interstage(), Stage2(10)];
        Assert.NotNull(DueOn(120, DueTask.NinetyDayStatus, [.. resected, Labs(99)]));
        Assert.NotNull(DueOn(120, DueTask.NinetyDayStatus, [.. resected, new NoteRecorded(Day(110)) { Note = "Called." }, Chosen(111)]));
        Assert.Null(DueOn(120, DueTask.NinetyDayStatus, [.. resected, Labs(100)]));
        Assert.Null(DueOn(120, DueTask.NinetyDayStatus, [.. resected, Seen(110)]));
        Assert.Null(DueOn(120, DueTask.NinetyDayStatus, [.. resected, new PerformanceStatusRecorded(Day(101), Ecog: 0)]));
    }

    [Theory]
    [InlineData(100, DueState.Upcoming, 0)]
    [InlineData(101, DueState.Due, 0)]
    [InlineData(193, DueState.Due, 0)]
    [InlineData(194, DueState.Overdue, 1)]
    public void Surveillance_is_due_after_3_months_and_overdue_after_6(int day, DueState state, int overdueDays) =>
        DueOn(day, DueTask.SurveillanceImaging, [.. Interstage(), Stage2(10)]).ShouldBe(101, state, overdueDays);

    [Fact]
    public void Each_image_is_followed_by_the_next_for_2_years_and_markers_are_no_image()
    {
        PathwayEvent[] resected = [.. Interstage(), Stage2(10)];
        DueOn(130, DueTask.SurveillanceImaging, [.. resected, Seen(60), Seen(120, SurveillanceModality.TumorMarkers), Seen(125, SurveillanceModality.Ultrasound)]).ShouldBe(151, DueState.Upcoming);
        DueOn(130, DueTask.SurveillanceImaging, [.. resected, Seen(5)]).ShouldBe(101, DueState.Due); // An image from before stage 2 is no follow-up.
        DueOn(400, DueTask.SurveillanceImaging, [.. resected, Seen(390, SurveillanceModality.Ct)]).ShouldBe(481, DueState.Upcoming);
        DueOn(660, DueTask.SurveillanceImaging, [.. resected, Seen(649, SurveillanceModality.PetCt)]).ShouldBe(740, DueState.Upcoming);
        Assert.Null(DueOn(660, DueTask.SurveillanceImaging, [.. resected, Seen(650)])); // The next would be on day 731 after stage 2.
    }

    [Fact]
    public void A_recurrence_ends_surveillance_and_a_doubt_does_not()
    {
        Assert.Null(DueOn(300, DueTask.SurveillanceImaging, [.. Interstage(), Stage2(10), Seen(100, outcome: SurveillanceOutcome.Recurrence)]));
        Assert.NotNull(DueOn(300, DueTask.SurveillanceImaging, [.. Interstage(), Stage2(10), Seen(100, outcome: SurveillanceOutcome.Indeterminate)]));
    }

    [Fact]
    public void Nothing_is_owed_to_whoever_left_died_or_completed_and_a_return_brings_it_back()
    {
        Assert.NotEmpty(DueOn(20, Interstage()));
        Assert.Empty(DueOn(20, [.. Interstage(), new DroppedOut(Day(10), DropOutReason.TumorProgression)]));
        Assert.Empty(DueOn(20, [.. Interstage(), new DeathRecorded(Day(10), DeathCause.Sepsis)]));
        Assert.Empty(DueOn(20, [.. Interstage(), new PathwayClosed(Day(10), ClosingReason.Transferred)]));
        Assert.NotEmpty(DueOn(20, [.. Interstage(), new DroppedOut(Day(10), DropOutReason.TumorProgression), new PathwayResumed(Day(18), "Came back.")]));
    }

    [Fact]
    public void No_protocol_can_owe_anything_after_an_ending()
    {
        var everywhere = Default with { Schedule = Default.Schedule.Select(r => r with { Phases = Enum.GetValues<Phase>().ToValueList() }).ToValueList() };
        PathwayEvent[] endings = [new DroppedOut(Day(10), DropOutReason.Other), new DeathRecorded(Day(10), DeathCause.Unknown), new PathwayClosed(Day(10), ClosingReason.Transferred)];
        Assert.NotEmpty(DueItems.Of(PictureOn(20, Stream(Interstage()), everywhere)));
        Assert.All(endings, ending => Assert.Empty(DueItems.Of(PictureOn(20, Stream([.. Interstage(), ending]), everywhere))));
    }

    [Fact]
    public void What_is_owed_stands_by_its_date_and_says_when_in_a_sentence()
    {
        var owed = DueOn(6, Interstage());
        Assert.Equal(
            [DueTask.Laboratory, DueTask.FirstInterstageVolumetry, DueTask.InterstageFunction, DueTask.GrowthReview],
            owed.Select(d => d.What));
        Assert.Equal("A sample for bilirubin and INR has been due since 2026-03-07, 5 days after stage 1 (2026-03-02), and is in time until 2026-03-09.", owed[0].Statement);
        Assert.Equal("The first volumetry after the inducing procedure is due on 2026-03-09, 7 days after stage 1 (2026-03-02).", owed[1].Statement);
        Assert.Equal(("schedule.firstVolumetry.alpps", Day(1), Day(7)), (owed[1].RuleId, owed[1].EarliestOn, owed[1].LatestOn));
        Assert.All(owed, d => Assert.Equal([IdOf(5)], d.EventIds));
        Assert.All(owed, d => Assert.Equal(Default.Schedule.Single(r => r.Id == d.RuleId).Evidence, d.Evidence));
    }

    [Fact]
    public void The_state_shows_what_is_owed() => Assert.Equal(
        DueOn(6, Interstage()), Derivation.Derive(Guid.Empty, Stream(Interstage()), ShippedProtocols.Shelf, Day(6), Default).Due);
}
