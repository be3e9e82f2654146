using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.Domain.Volume;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Readiness.ReadinessCases;

namespace Pathway.Domain.Tests.Readiness;

public sealed class ReadinessTests
{
    [Fact]
    public void All_four_domains_met_is_ready()
    {
        var assessment = Assess(Ready, 8);
        Assert.Equal([Verdict.Met, Verdict.Met, Verdict.Met, Verdict.Met], assessment.Domains.Select(d => d.Verdict));
        Assert.Equal((Overall.Ready, "By the protocol the patient is ready for stage 2."), (assessment.Overall, assessment.Statement));
        Assert.Equal(Overall.Ready, Assess(ReadyAfterEmbolization, 22).Overall);
    }

    [Fact]
    public void Volume_alone_is_never_ready()
    {
        var assessment = Assess([Opened, Given.Parenchyma(-20, ParenchymaQuality.Normal), Scan(-10, 200, 1000), Stage1(), Scan(7, 600, 1000)], 8);
        Assert.Equal(Verdict.Met, assessment.Of(ReadinessDomain.Volume));
        Assert.Equal(Overall.InsufficientData, assessment.Overall);
    }

    [Fact]
    public void One_domain_not_met_is_not_ready_whatever_is_unknown_elsewhere()
    {
        var assessment = Assess([Opened, Given.Parenchyma(-20, ParenchymaQuality.Normal), Scan(-10, 100, 1000), Stage1(), Scan(7, 200, 1000)], 8);
        Assert.Equal(Verdict.Unknown, assessment.Of(ReadinessDomain.Function));
        Assert.Equal(Overall.NotReady, assessment.Overall);
        Assert.Equal("By the protocol the patient is not ready for stage 2, because of volume.", assessment.Statement);
    }

    [Fact]
    public void Nothing_known_is_insufficient_in_every_domain() =>
        Assert.All(Assess([Opened, Stage1()], 8).Domains, d => Assert.Equal(Verdict.Unknown, d.Verdict));

    [Fact]
    public void Unknown_tissue_is_insufficient_and_says_what_is_missing()
    {
        var assessment = Assess(Ready.Without<ParenchymaAssessed>(), 8);
        var finding = assessment.Finding("volume.stage2");
        Assert.Equal(Overall.InsufficientData, assessment.Overall);
        Assert.Equal("The remnant is 36.00 % of the standard liver volume; what is asked for depends on the liver tissue, which nobody has judged.", finding.Statement);
        Assert.Null(finding.Threshold);
    }

    [Theory]
    [InlineData(300, Verdict.NotMet, true, "The remnant is 30 % of the standard liver volume, which is exactly on the line; more than 30 % is asked for.")]
    [InlineData(299.999, Verdict.NotMet, false, "The remnant is 29.99 % of the standard liver volume; more than 30 % is asked for.")]
    [InlineData(300.001, Verdict.Met, false, "The remnant is 30.01 % of the standard liver volume; more than 30 % is asked for.")]
    [InlineData(350, Verdict.Met, false, "The remnant is 35.00 % of the standard liver volume; more than 30 % is asked for.")]
    [InlineData(296, Verdict.NotMet, false, "The remnant is 29.60 % of the standard liver volume; more than 30 % is asked for.")]
    public void The_sentence_never_reads_as_another_verdict(double flrVolumeMl, Verdict verdict, bool onTheLine, string statement)
    {
        var finding = Assess(Ready.With(Scan(7, flrVolumeMl, 1000)).And(Scan(-10, 200, 1000)), 8).Finding("volume.stage2.normal");
        Assert.Equal((verdict, onTheLine, statement), (finding.Verdict, finding.IsOnTheLine, finding.Statement.Words));
        Assert.Equal(flrVolumeMl / 10, finding.Observed!.Value, 9);
        Assert.Equal((30, "%"), (finding.Threshold, finding.Unit));
        Assert.Equal("moderate", finding.Evidence.Level);
    }

    [Fact]
    public void A_finding_names_the_entries_that_it_rests_on()
    {
        var journey = Ready;
        var assessment = Assess(journey, 8);
        Assert.Equal([IdAt(journey, 11), IdAt(journey, 1)], assessment.Finding("volume.stage2.normal").EventIds);
        Assert.Equal([IdAt(journey, 7), IdAt(journey, 9), IdAt(journey, 11)], assessment.Finding("kinetics.percentPerDay.alpps").EventIds);
        Assert.Equal([IdAt(journey, 12)], assessment.Finding("function.hepatobiliaryScintigraphy.alpps").EventIds);
        Assert.Equal([IdAt(journey, 4)], assessment.Finding("patient.sepsis").EventIds);
    }

    [Theory]
    [InlineData(400, 80, Verdict.Caution, true)] // 0.5 % exactly, as in the source's own example
    [InlineData(401, 80, Verdict.Met, false)]
    [InlineData(399, 80, Verdict.Caution, false)]
    public void Remnant_to_body_weight_is_to_exceed_half_a_percent(double flrVolumeMl, double weightKg, Verdict verdict, bool onTheLine)
    {
        var finding = Assess(Ready.With(Opened with { WeightKg = weightKg }, Scan(7, flrVolumeMl, 1000)), 8).Finding("volume.flrToBodyWeight");
        Assert.Equal((verdict, onTheLine), (finding.Verdict, finding.IsOnTheLine));
    }

    [Theory]
    [InlineData(560, Verdict.Met)] // 0.8 % of 70 kg
    [InlineData(559, Verdict.Caution)]
    public void In_cirrhosis_remnant_to_body_weight_is_asked_for_more(double flrVolumeMl, Verdict verdict)
    {
        var assessment = Assess(Ready.With(Given.Parenchyma(-25, ParenchymaQuality.Cirrhosis), Scan(7, flrVolumeMl, 1000)), 8);
        Assert.Equal(verdict, assessment.Finding("volume.flrToBodyWeight.cirrhotic").Verdict);
        Assert.False(assessment.Has("volume.flrToBodyWeight"));
    }

    [Fact]
    public void A_body_weight_that_is_not_known_is_not_waited_for()
    {
        var assessment = Assess(Ready.With(Opened with { WeightKg = null }), 8);
        Assert.Equal(Verdict.Unknown, assessment.Finding("volume.flrToBodyWeight").Verdict);
        Assert.Equal(Verdict.Met, assessment.Of(ReadinessDomain.Volume));
    }

    [Theory]
    [InlineData(28, Verdict.Met, Overall.Ready)]
    [InlineData(29, Verdict.Caution, Overall.Caution)]
    [InlineData(42, Verdict.Caution, Overall.Caution)]
    [InlineData(43, Verdict.Unknown, Overall.InsufficientData)]
    public void Imaging_grows_stale(int ageDays, Verdict verdict, Overall overall)
    {
        var assessment = Assess(Ready, 7 + ageDays);
        Assert.Equal(verdict, assessment.Finding("volume.imagingAge").Verdict);
        Assert.Equal(overall, assessment.Overall);
    }

    [Theory]
    [InlineData(28, Verdict.Met, true, Overall.Ready)]
    [InlineData(29, Verdict.Caution, false, Overall.Caution)]
    [InlineData(42, Verdict.Caution, false, Overall.Caution)]
    [InlineData(43, Verdict.Unknown, false, Overall.InsufficientData)]
    public void A_test_of_the_remnant_grows_stale(int ageDays, Verdict verdict, bool onTheLine, Overall overall)
    {
        // A scan of the day before, so that only the test is old.
        var assessment = Assess(Ready.And(Scan(6 + ageDays, 360, 1000)), 7 + ageDays);
        var finding = assessment.Finding("function.remnantAge");
        Assert.Equal((verdict, ageDays, onTheLine), (finding.Verdict, finding.Observed, finding.IsOnTheLine));
        Assert.Equal(overall, assessment.Overall);
        Assert.Equal(verdict is Verdict.Unknown ? Verdict.Unknown : verdict, assessment.Of(ReadinessDomain.Function));
    }

    [Fact]
    public void Without_a_test_of_the_remnant_its_age_is_not_known_and_a_test_that_nobody_can_judge_does_not_renew_it()
    {
        var none = Assess(Ready.Without<FunctionTestRecorded>(), 8).Finding("function.remnantAge");
        Assert.Equal((Verdict.Unknown, "The age of the latest test of the remnant's function is not known; 28 days or less (with caution 42 days or less) is asked for."), (none.Verdict, none.Statement.Words));

        var pet = new FunctionTestRecorded(Day(49), FunctionTest.FdGalPet, 50, "%", TestScope.Remnant);
        Assert.Equal(Verdict.Unknown, Assess(Ready.And(Scan(49, 360, 1000), pet), 50).Of(ReadinessDomain.Function));
        Assert.Equal(Verdict.Met, Assess(Ready.And(Scan(49, 360, 1000), Scintigraphy(49, 3.0)), 50).Of(ReadinessDomain.Function));
    }

    [Fact]
    public void An_old_test_that_failed_still_speaks_against_going_on() =>
        Assert.Equal(Overall.NotReady, Assess(Ready.Without<FunctionTestRecorded>().And(Scintigraphy(7, 1.5), Scan(59, 360, 1000)), 60).Overall);

    [Fact]
    public void A_scan_of_before_the_latest_inducing_procedure_clears_nobody_for_stage_2()
    {
        // Under a protocol that does not wait for growth, 36 % of before stage 1 would otherwise do.
        var withoutKinetics = Default with
        {
            Readiness = Default.Readiness with { Domains = Default.Readiness.Domains.Select(d => d with { Required = d.Required.Where(r => r is not ReadinessDomain.Kinetics).ToValueList() }).ToValueList() },
        };
        var before = Ready.With(Scan(-1, 360, 1000));
        var assessment = Assess(before, 8, protocol: withoutKinetics);
        var finding = assessment.Finding("volume.stage2.normal");
        Assert.Equal(Verdict.Unknown, finding.Verdict);
        Assert.Equal(
            "The remnant is 36.00 % of the standard liver volume; more than 30 % is asked for. That was measured on 2026-03-01, and not since the latest inducing procedure: a volumetry after it is needed.",
            finding.Statement);
        Assert.Equal(Overall.InsufficientData, assessment.Overall);

        Assert.Equal(Verdict.Unknown, Assess(Ready.With(Scan(0, 360, 1000)), 8, protocol: withoutKinetics).Of(ReadinessDomain.Volume)); // the day of the procedure is before it
        Assert.Equal(Overall.Ready, Assess(Ready.With(Scan(1, 360, 1000)), 8, protocol: withoutKinetics).Overall);
        Assert.Equal(Verdict.NotMet, Assess(Ready.With(Scan(-1, 200, 1000)), 8, protocol: withoutKinetics).Of(ReadinessDomain.Volume)); // too small is too small
    }

    [Fact]
    public void A_scan_of_before_a_rescue_clears_nobody_either()
    {
        var rescued = ReadyAfterEmbolization.And(Augmentation(30), Scintigraphy(37, 3.0), Labs(36, 15, 1.0));
        Assert.Equal(Verdict.Unknown, Assess(rescued, 38).Finding("volume.stage2.normal").Verdict);
        Assert.Equal(Verdict.Met, Assess(rescued.And(Scan(37, 400, 1000)), 38).Finding("volume.stage2.normal").Verdict);
    }

    [Theory]
    // 170 cm and 70 kg are 1.8097 m²: 250 mL per m² are 452.4 mL.
    [InlineData(452, Verdict.Caution)]
    [InlineData(453, Verdict.Met)]
    public void In_cirrhosis_the_remnant_is_asked_for_250_mL_per_square_meter(double flrVolumeMl, Verdict verdict)
    {
        var assessment = Assess(Ready.With(Given.Parenchyma(-25, ParenchymaQuality.Cirrhosis), Scan(7, flrVolumeMl, 1000)), 8);
        var finding = assessment.Finding("volume.flrToBodySurface.cirrhotic");
        Assert.Equal(verdict, finding.Verdict);
        Assert.Equal(flrVolumeMl / 1.8097, finding.Observed!.Value, 0.01);
        Assert.False(Assess(Ready, 8).Has("volume.flrToBodySurface.cirrhotic"));
    }

    [Fact]
    public void At_exactly_250_mL_per_square_meter_the_remnant_is_on_the_line_and_without_a_body_size_it_is_unknown()
    {
        var cirrhotic = Ready.With(Given.Parenchyma(-25, ParenchymaQuality.Cirrhosis));
        var surface = BodySurfaceArea.M2(BodySurfaceFormula.DuBois, 170, 70)!.Value;
        var onTheLine = Assess(cirrhotic.With(Scan(7, 250 * surface, 1000)), 8).Finding("volume.flrToBodySurface.cirrhotic");
        Assert.Equal((Verdict.Met, true), (onTheLine.Verdict, onTheLine.IsOnTheLine));
        var unknown = Assess(cirrhotic.With(Opened with { HeightCm = null }, Scan(7, 500, 1000)), 8);
        Assert.Equal(Verdict.Unknown, unknown.Finding("volume.flrToBodySurface.cirrhotic").Verdict);
        Assert.NotEqual(Verdict.Unknown, unknown.Of(ReadinessDomain.Volume)); // not waited for
    }

    [Theory]
    // Against a baseline of 20 %, in 21 days: 2 points a week are 26 %.
    [InlineData(260, Verdict.Met, true)]
    [InlineData(259.9, Verdict.NotMet, false)]
    [InlineData(260.1, Verdict.Met, false)]
    public void Growth_after_embolization_counts_from_exactly_two_points_per_week(double flrVolumeMl, Verdict verdict, bool onTheLine)
    {
        var finding = Assess(ReadyAfterEmbolization.With(Scan(-10, 200, 1000), Scan(21, flrVolumeMl, 1000)), 22).Finding("kinetics.pointsPerWeek");
        Assert.Equal((verdict, onTheLine), (finding.Verdict, finding.IsOnTheLine));
    }

    [Fact]
    public void Growth_is_that_of_the_first_scan_for_a_later_one_would_understate_it()
    {
        // 8 points in 21 days (2.67 a week), then nothing for 14 days.
        var journey = ReadyAfterEmbolization.With(Scan(-10, 230, 1000), Scan(21, 310, 1000), Scan(35, 311, 1000)).And(Scintigraphy(35, 3.0));
        Assert.Equal(8 / 3d, Assess(journey, 36).Finding("kinetics.pointsPerWeek").Observed!.Value, 9);
    }

    [Theory]
    [InlineData(275, Verdict.Met)] // 7.5 points
    [InlineData(274.9, Verdict.Caution)]
    public void The_degree_of_hypertrophy_warns_below_seven_and_a_half_points(double flrVolumeMl, Verdict verdict) => Assert.Equal(
        verdict, Assess(ReadyAfterEmbolization.With(Scan(-10, 200, 1000), Scan(21, flrVolumeMl, 1000)), 22).Finding("kinetics.degreeOfHypertrophy").Verdict);

    [Theory]
    // From 280 mL in 10 days: 4.1 % a day are 394.8 mL. Scintigraphy decides only where growth is that slow.
    [InlineData(394.8, 2.7, Verdict.NotMet)]
    [InlineData(394.8, 2.71, Verdict.Caution)]
    [InlineData(394.9, 2.7, Verdict.Met)]
    [InlineData(350, null, Verdict.Unknown)]
    [InlineData(394.9, null, Verdict.Met)]
    public void After_ALPPS_slow_growth_and_poor_function_together_are_the_danger(double flrVolumeMl, double? scintigraphy, Verdict verdict)
    {
        PathwayEvent[] tests = scintigraphy is { } value ? [Scintigraphy(10, value)] : [];
        var journey = Ready.Without<FunctionTestRecorded>().With(Scan(-10, 280, 1000), Scan(10, flrVolumeMl, 1000)).And(tests);
        Assert.Equal(verdict, Assess(journey, 11).Of(ReadinessDomain.Kinetics));
    }

    [Fact]
    public void Growth_that_is_not_measured_is_unknown() => Assert.Equal(Verdict.Unknown, Assess(Ready.With(Scan(7, 360, 1000)), 8).Of(ReadinessDomain.Kinetics));

    [Fact]
    public void A_rescue_restarts_growth_and_asks_what_ALPPS_asks()
    {
        var journey = ReadyAfterEmbolization.With(Scan(-10, 200, 1000), Scan(21, 220, 1000)).And(Augmentation(30), Scan(37, 320, 1000));
        var assessment = Assess(journey, 38);
        Assert.False(assessment.Has("kinetics.pointsPerWeek"));
        Assert.Equal(100 * 100 / 220d / 7, assessment.Finding("kinetics.percentPerDay.alpps").Observed!.Value, 9); // against the 220 mL before the rescue
        Assert.True(assessment.Has("patient.liverFailure.alpps"));
        Assert.Equal(Verdict.Unknown, assessment.Of(ReadinessDomain.Function)); // the scintigraphy of day 21 was before the rescue
    }

    [Theory]
    [InlineData(Stage1Technique.Alpps, 2.70, Verdict.NotMet, true)] // 2.7 or less is a danger after ALPPS
    [InlineData(Stage1Technique.Alpps, 2.71, Verdict.Met, false)]
    [InlineData(Stage1Technique.PortalVeinEmbolization, 2.70, Verdict.Met, false)]
    [InlineData(Stage1Technique.PortalVeinEmbolization, 2.69, Verdict.NotMet, true)]
    [InlineData(Stage1Technique.PortalVeinEmbolization, 2.68, Verdict.NotMet, false)]
    public void Scintigraphy_at_2_70_and_2_69(Stage1Technique technique, double value, Verdict verdict, bool onTheLine)
    {
        var assessment = Assess(Ready.Without<FunctionTestRecorded>().With(Stage1(technique: technique), Scintigraphy(7, value)), 8);
        var finding = Assert.Single(assessment.Domains[2].Findings, f => f.RuleId.StartsWith("function.hepatobiliaryScintigraphy", StringComparison.Ordinal));
        Assert.Equal((verdict, onTheLine), (finding.Verdict, finding.IsOnTheLine));
        Assert.Equal(verdict, assessment.Of(ReadinessDomain.Function));
    }

    [Fact]
    public void Scintigraphy_by_the_minute_is_held_against_the_limit_by_body_surface_only_where_the_surface_is_known()
    {
        // 170 cm and 70 kg are 1.81 m² (Du Bois): 5.4 % per minute are 2.98 per m².
        var perMinute = Ready.Without<FunctionTestRecorded>().And(Scintigraphy(7, 5.4, "%/min"));
        Assert.Equal(5.4 / 1.8097, Assess(perMinute, 8).Finding("function.hepatobiliaryScintigraphy.alpps").Observed!.Value, 3);
        var unknown = Assess(perMinute.With(Opened with { HeightCm = null }), 8);
        Assert.Equal(Verdict.Unknown, unknown.Of(ReadinessDomain.Function));
        Assert.Contains("without height and weight", unknown.Finding("function.hepatobiliaryScintigraphy.alpps").Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void In_perihilar_cholangiocarcinoma_scintigraphy_is_asked_for_8_5_percent_per_minute()
    {
        var opened = Opened with { Tumor = TumorType.PerihilarCholangiocarcinoma };
        var journey = ReadyAfterEmbolization.Without<FunctionTestRecorded>().With(opened);
        Assert.Equal(Verdict.NotMet, Assess(journey.And(Scintigraphy(21, 8.5, "%/min")), 22).Finding("function.hepatobiliaryScintigraphy.perihilar").Verdict);
        Assert.Equal(Verdict.Met, Assess(journey.And(Scintigraphy(21, 8.51, "%/min")), 22).Finding("function.hepatobiliaryScintigraphy.perihilar").Verdict);
    }

    [Theory]
    [InlineData(16.7, Verdict.NotMet)]
    [InlineData(16.71, Verdict.Met)]
    public void Gsa_uptake_is_to_exceed_16_7(double value, Verdict verdict) => Assert.Equal(
        verdict,
        Assess(Ready.Without<FunctionTestRecorded>().And(new FunctionTestRecorded(Day(7), FunctionTest.GsaSpect, value, "%{LU15}", TestScope.Remnant)), 8).Of(ReadinessDomain.Function));

    [Theory]
    [InlineData(FunctionTest.FdGalPet)]
    [InlineData(FunctionTest.GadoxetateMri)]
    public void A_test_without_an_accepted_limit_neither_clears_nor_stands_in_the_way(FunctionTest test)
    {
        var alone = Assess(Ready.Without<FunctionTestRecorded>().And(new FunctionTestRecorded(Day(7), test, 50, "%", TestScope.Remnant)), 8);
        Assert.Equal(Verdict.Unknown, alone.Of(ReadinessDomain.Function));
        Assert.Equal(Overall.Ready, Assess(Ready.And(new FunctionTestRecorded(Day(7), test, 50, "%", TestScope.Remnant)), 8).Overall);
    }

    [Fact]
    public void A_test_of_the_remnant_from_before_stage_1_does_not_speak_for_the_grown_remnant() =>
        Assert.Equal(Verdict.Unknown, Assess(Ready.Without<FunctionTestRecorded>().And(Scintigraphy(-3, 5)), 8).Of(ReadinessDomain.Function));

    [Theory]
    [InlineData(17.0, Verdict.Met, true)]
    [InlineData(17.1, Verdict.Met, false)]
    [InlineData(16.9, Verdict.Caution, false)]
    public void A_plasma_disappearance_rate_under_17_percent_per_minute_warns(double rate, Verdict verdict, bool onTheLine)
    {
        FunctionTestRecorded Pdr(int day) => new(Day(day), FunctionTest.IcgPdr, rate, "%/min", TestScope.Global);
        var before = Assess(Ready.Without<FunctionTestRecorded>().And(Pdr(-10)), -1, Gate.Stage1);
        var finding = before.Finding("function.icgPdr");
        Assert.Equal((verdict, onTheLine, verdict), (finding.Verdict, finding.IsOnTheLine, before.Of(ReadinessDomain.Function)));

        // Before stage 2 it can warn as well, and never clears.
        Assert.Equal(verdict is Verdict.Met ? Overall.Ready : Overall.Caution, Assess(Ready.And(Pdr(6)), 8).Overall);
        Assert.Equal(Verdict.Unknown, Assess(Ready.Without<FunctionTestRecorded>().And(Pdr(6)), 8).Of(ReadinessDomain.Function));
    }

    [Theory]
    [InlineData(8.0, Verdict.Met, true)]
    [InlineData(8.1, Verdict.Caution, false)]
    [InlineData(15.0, Verdict.Caution, false)]
    [InlineData(15.1, Verdict.NotMet, false)]
    public void Where_complications_are_to_be_foretold_a_retention_above_8_percent_warns(double retention, Verdict verdict, bool onTheLine)
    {
        var finding = Assess(Ready.And(Icg(6, retention)), 8, protocol: ShippedProtocols.Shelf.Latest("indocyanine-green-thresholds")).Finding("function.icgR15");
        Assert.Equal((verdict, onTheLine), (finding.Verdict, finding.IsOnTheLine));

        // What only the weaker limit lets pass is judged by where that comes from.
        Assert.Equal(verdict is Verdict.Caution ? "Teaching text \"The ALPPS procedure: principles and mechanisms\"" : "PLoS One 2016, e0165481", finding.Evidence.Source);
    }

    [Theory]
    [InlineData(100, Verdict.Met, true)]
    [InlineData(100.1, Verdict.Met, false)]
    [InlineData(99.9, Verdict.Caution, false)]
    public void In_cirrhosis_a_relative_enhancement_index_under_100_warns(double index, Verdict verdict, bool onTheLine)
    {
        var mri = new FunctionTestRecorded(Day(-10), FunctionTest.GadoxetateMri, index, "{REI}", TestScope.Global);
        var cirrhotic = Ready.Without<FunctionTestRecorded>().With(Given.Parenchyma(-25, ParenchymaQuality.Cirrhosis)).And(mri);
        var finding = Assess(cirrhotic, -1, Gate.Stage1).Finding("function.gadoxetateMri.relativeEnhancementIndex");
        Assert.Equal((verdict, onTheLine), (finding.Verdict, finding.IsOnTheLine));

        // The cut-off was found in cirrhosis, and another figure of the same test is not held against it.
        Assert.Equal("function.testWithoutLimit", Assess(Ready.Without<FunctionTestRecorded>().And(mri), -1, Gate.Stage1).Domains[2].Findings[1].RuleId);
        Assert.Equal(Verdict.Unknown, Assess(cirrhotic.With(mri with { Unit = "1" }), -1, Gate.Stage1).Of(ReadinessDomain.Function));
    }

    [Fact]
    public void A_good_test_of_the_whole_liver_clears_nobody_once_stage_1_is_done()
    {
        var assessment = Assess(Ready.Without<FunctionTestRecorded>().And(Icg(6, 5)), 8);
        Assert.Equal(Verdict.Met, assessment.Finding("function.icgR15").Verdict);
        Assert.Equal(Verdict.Unknown, assessment.Of(ReadinessDomain.Function));
        Assert.Equal(Overall.InsufficientData, assessment.Overall);
    }

    [Fact]
    public void A_good_test_of_the_whole_liver_cannot_rescue_a_poor_test_of_the_remnant() =>
        Assert.Equal(Verdict.NotMet, Assess(Ready.Without<FunctionTestRecorded>().And(Icg(6, 5), Scintigraphy(7, 1.5)), 8).Of(ReadinessDomain.Function));

    [Theory]
    [InlineData(15.0, Verdict.Met)] // more than 15 is the red flag
    [InlineData(15.1, Verdict.NotMet)]
    public void A_poor_test_of_the_whole_liver_stops_stage_2(double retention, Verdict verdict) =>
        Assert.Equal(verdict, Assess(Ready.And(Icg(6, retention)), 8).Of(ReadinessDomain.Function) is var v && verdict is Verdict.Met ? Assess(Ready.And(Icg(6, retention)), 8).Finding("function.icgR15").Verdict : v);

    [Fact]
    public void A_protocol_can_leave_tests_of_the_whole_liver_out_as_the_imaging_review_does()
    {
        var without = Default with { Readiness = Default.Readiness with { GlobalTestsWarnAtStage2 = Default.Readiness.GlobalTestsWarnAtStage2 with { On = false } } };
        var assessment = Assess(Ready.And(Icg(6, 30)), 8, protocol: without);
        Assert.False(assessment.Has("function.icgR15"));
        Assert.Equal(Overall.Ready, assessment.Overall);
    }

    [Fact]
    public void A_rate_foretold_under_0_05_stops_although_40_percent_passes_on_volume()
    {
        // R15 18 %: 0.1143 per minute; at 40 % of the liver 0.0457.
        var journey = Ready.Without<FunctionTestRecorded>().With(Scan(-10, 200, 1000), Scan(7, 400, 1000)).And(Icg(-5, 18), Scintigraphy(7, 3));
        var assessment = Assess(journey, 8);
        Assert.Equal(Verdict.Met, assessment.Of(ReadinessDomain.Volume));
        Assert.Equal("The indocyanine green rate foretold for the remnant is 0.0457 per minute; 0.05 per minute or more is asked for.", assessment.Finding("function.icg.predictedRate").Statement);
        Assert.Equal(Overall.NotReady, assessment.Overall);
    }

    [Fact]
    public void The_question_does_not_arise_before_stage_1_or_after_the_end()
    {
        Assert.Equal((Overall.NotApplicable, "Stage 1 has not been done."), Answer(Assess(Ready, -1)));
        Assert.Equal((Overall.NotApplicable, "Stage 2 has been done."), Answer(Assess(Ready.And(Stage2(10)), 11)));
        Assert.Equal((Overall.NotApplicable, "The patient has died."), Answer(Assess(Ready.And(new DeathRecorded(Day(9), DeathCause.Sepsis)), 11)));
        Assert.Equal((Overall.NotApplicable, "The patient has left the pathway."), Answer(Assess(Ready.And(new DroppedOut(Day(9), DropOutReason.PatientChoice)), 11)));
        Assert.Equal((Overall.NotApplicable, "The record is closed."), Answer(Assess(Ready.And(new PathwayClosed(Day(9), ClosingReason.Transferred)), 11)));
        Assert.Equal((Overall.NotApplicable, "Stage 1 has been done."), Answer(Assess(Ready, 8, Gate.Stage1)));
        Assert.Equal(Overall.Ready, Assess(Ready.And(new DroppedOut(Day(7), DropOutReason.PatientChoice), new PathwayResumed(Day(8), "Came back.")), 8).Overall);
    }

    [Fact]
    public void On_the_day_of_the_operation_the_patient_is_assessed_as_before_it()
    {
        Assert.Equal(Overall.Ready, Assess(Ready.And(Stage2(10)), 10).Overall);
        Assert.Equal(Overall.Ready, Assess(Ready, 0, Gate.Stage1).Overall);
    }

    [Fact]
    public void A_remnant_that_shrinks_calls_for_a_look_at_every_known_cause()
    {
        // The 36-year-old: 194.34 mL, then 182.66 on day 7; the report's standard volume is 1311 mL.
        PathwayEvent[] journey = [Opened, Given.Parenchyma(-20, ParenchymaQuality.Fibrosis), Scan(0, 194.34, 1311), Stage1(), Scan(7, 182.66, 1311),
            new VascularFindingRecorded(Day(7), VascularFinding.ArterioportalFistula)];
        var assessment = Assess(journey, 8);
        Assert.Equal(
            [
                (PoorGrowthCause.FibrosisOrCirrhosis, true), (PoorGrowthCause.ChemotherapyInjury, false), (PoorGrowthCause.PortalVeinRecanalization, true),
                (PoorGrowthCause.ArterialSteal, null), (PoorGrowthCause.MissedBranch, null), (PoorGrowthCause.Segment4Open, false), (PoorGrowthCause.SmallStartingVolume, true),
            ],
            assessment.LookFor.Select(l => (l.Cause, l.IsPresent)));
        Assert.Equal("To begin with the remnant was 14.82 % of the standard liver volume; 15 % or less is very small.", assessment.LookFor[6].Statement);
        Assert.Empty(Assess(Ready, 8).LookFor);
    }

    [Fact]
    public void The_48_year_old_went_on_at_35_84_percent_in_cirrhosis_which_no_rule_clears_and_a_written_override_keeps()
    {
        // 286.50 mL were 22.66 %, 453.32 mL on day 78 were 35.84 %; function had recovered.
        PathwayEvent[] journey = Ready.With(
            Given.Parenchyma(-20, ParenchymaQuality.Cirrhosis), Scan(0, 286.50, 1264.35), Scan(78, 453.32, 1264.86)).And(Scintigraphy(78, 3.1), Labs(7, 80, 1.9), Labs(60, 15, 1.1));
        var assessment = Assess(journey, 78);
        Assert.Equal("The remnant is 35.84 % of the standard liver volume; more than 40 % is asked for.", assessment.Finding("volume.stage2.cirrhotic").Statement);
        Assert.Equal(Verdict.Caution, assessment.Finding("patient.recoveredLiverFailure").Verdict);
        Assert.Equal(Overall.NotReady, assessment.Overall);

        var decided = journey.And(new ReadinessDecided(Day(78), BoardDecision.Proceed, "Function has recovered.", Assessment: assessment.ToRecord()));
        var decision = Assert.Single(DecisionState.AllOf(Corrections.Apply(Stream(decided)), ShippedProtocols.Shelf));
        Assert.True(decision.IsOverride);
        Assert.False(decision.DecidedOnCorrectedData);
        Assert.Null(decision.Now);
    }

    [Fact]
    public void A_candidate_has_a_small_remnant_a_working_liver_and_nothing_against_it()
    {
        var assessment = Assess(Ready, -1, Gate.Stage1);
        Assert.Equal((Overall.Ready, "By the protocol the patient is a candidate for stage 1."), Answer(assessment));
        Assert.Equal("The remnant is 20 % of the standard liver volume, which is exactly on the line; 20 % or less is too small for a resection at once. So it is to be made to grow.", assessment.Finding("volume.pveIndicated.normal").Statement);
        Assert.Equal((Verdict.Unknown, false), (assessment.Of(ReadinessDomain.Kinetics), assessment.Domains[1].Required));
    }

    [Theory]
    [InlineData(200, Verdict.Met)] // embolization is advised up to 20 %
    [InlineData(250, Verdict.Caution)] // no more, and stage 2 could not be done yet
    [InlineData(300, Verdict.Caution)]
    [InlineData(301, Verdict.NotMet)] // the remnant suffices
    public void A_remnant_that_suffices_makes_no_candidate(double flrVolumeMl, Verdict verdict) =>
        Assert.Equal(verdict, Assess(Ready.With(Scan(-10, flrVolumeMl, 1000)), -1, Gate.Stage1).Of(ReadinessDomain.Volume));

    [Fact]
    public void Where_a_protocol_says_only_what_suffices_the_rest_is_to_grow()
    {
        var protocol = ShippedProtocols.Shelf.Latest("review-introduction-thresholds")!;
        Assert.Equal(Verdict.Met, Assess(Ready.With(Scan(-10, 200, 1000)), -1, Gate.Stage1, protocol).Of(ReadinessDomain.Volume));
        Assert.Equal(Verdict.NotMet, Assess(Ready.With(Scan(-10, 201, 1000)), -1, Gate.Stage1, protocol).Of(ReadinessDomain.Volume));
        Assert.Equal(Verdict.Unknown, Assess(Ready, -1, Gate.Stage1, ShippedProtocols.Shelf.Latest("review-stage2-thresholds")!).Of(ReadinessDomain.Volume));
    }

    [Theory]
    [InlineData(19.9, Verdict.Met)]
    [InlineData(20.0, Verdict.NotMet)] // less than 20
    public void A_candidate_may_have_a_retention_under_20_percent(double retention, Verdict verdict) => Assert.Equal(
        verdict, Assess(Ready.Without<FunctionTestRecorded>().And(Icg(-10, retention)), -1, Gate.Stage1).Finding("function.icgR15.stage1").Verdict);

    [Fact]
    public void A_remnant_that_does_too_little_before_stage_1_is_why_it_is_to_grow_and_speaks_against_nothing()
    {
        var assessment = Assess(Ready.And(Scintigraphy(-9, 1.9)), -1, Gate.Stage1);
        Assert.Equal((Overall.Ready, Verdict.Met), (assessment.Overall, assessment.Of(ReadinessDomain.Function)));
        var finding = assessment.Finding("function.hepatobiliaryScintigraphy");
        Assert.Equal((Verdict.Unknown, 1.9, 2.69), (finding.Verdict, finding.Observed, finding.Threshold));
        Assert.Equal(
            "Mebrofenin scintigraphy of the remnant shows 1.90 % per minute and m²; more than 2.69 % per minute and m² is asked for before stage 2. That the remnant does less before stage 1 speaks against nothing: it is to grow.",
            finding.Statement);

        // By itself it does not say either that the liver as a whole works well enough; a remnant that does enough alone says so.
        var withoutIcg = Ready.Without<FunctionTestRecorded>();
        Assert.Equal(Verdict.Unknown, Assess(withoutIcg.And(Scintigraphy(-9, 1.9)), -1, Gate.Stage1).Of(ReadinessDomain.Function));
        Assert.Equal(Verdict.Met, Assess(withoutIcg.And(Scintigraphy(-9, 3.0)), -1, Gate.Stage1).Of(ReadinessDomain.Function));
    }

    [Fact]
    public void A_complication_of_stage_2_itself_does_not_make_the_patient_unready_for_it()
    {
        var operated = Ready.And(Stage2(8), new ComplicationRecorded(Day(8), ComplicationKind.Hemorrhage, ClavienDindoGrade.IIIb));
        Assert.Equal(Overall.Ready, Assess(operated, 8).Overall);
        Assert.Equal(Overall.NotReady, Assess(Ready.And(Stage2(8), new ComplicationRecorded(Day(7), ComplicationKind.Hemorrhage, ClavienDindoGrade.IIIb)), 8).Overall);
    }

    private static FunctionTestRecorded Icg(int day, double value) => new(Day(day), FunctionTest.IcgR15, value, "%", TestScope.Global);

    private static (Overall, string) Answer(ReadinessAssessment assessment) => (assessment.Overall, assessment.Statement);

    private static Guid IdAt(PathwayEvent[] journey, int index) => IdOf(Array.IndexOf(journey, journey[index]) + 1);
}
