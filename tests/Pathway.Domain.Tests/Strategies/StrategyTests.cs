using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Strategies;
using Pathway.Domain.Tests.Readiness;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Readiness.ReadinessCases;

namespace Pathway.Domain.Tests.Strategies;

public sealed class StrategyTests
{
    /// <summary>Everything that the review asks of a candidate for ALPPS: both halves affected, 20 % of the liver, a good liver, platelets, an open portal vein, and a score of 2.</summary>
    private static PathwayEvent[] Candidate { get; } = Ready[..9].And(
        new LaboratoryRecorded(Day(-8), new(1, "mg/dL"), Albumin: new(4, "g/dL"), Inr: 1, Platelets: new(180, "10*9/L"), Ascites: AscitesDegree.None, Encephalopathy: EncephalopathyGrade.None),
        new VascularFindingRecorded(Day(-8), VascularFinding.PortalVeinPatent),
        new ScoreRecorded(Day(-8), EnteredScore.AlppsRiskPreStage1, 2));

    [Fact]
    public void Every_way_is_advised_on_and_every_finding_has_a_source()
    {
        var advice = StrategyAdvice.All(Facts(Candidate), Default, Day(-1));
        Assert.Equal(Enum.GetValues<StrategyOption>(), advice.Select(a => a.Option));
        Assert.All(advice, a => Assert.NotEmpty(a.Statement));
        Assert.All(advice.SelectMany(a => a.Findings), f => Assert.NotEmpty(f.Evidence.Source));
    }

    [Theory]
    [InlineData(200, StrategyVerdict.Contraindicated, StrategyVerdict.Indicated)] // exactly 20 %
    [InlineData(200.1, StrategyVerdict.Indicated, StrategyVerdict.Possible)]
    public void A_remnant_of_20_percent_is_embolized_and_a_larger_one_resected_at_once(double flrVolumeMl, StrategyVerdict oneStage, StrategyVerdict embolization)
    {
        // A retention of 1 % foretells 0.307 per minute for the whole liver: 0.06 at 20 %.
        var journey = Candidate.With(Scan(-10, flrVolumeMl, 1000), new FunctionTestRecorded(Day(-10), FunctionTest.IcgR15, 1, "%", TestScope.Global));
        Assert.Equal(oneStage, On(StrategyOption.OneStage, journey).Verdict);
        Assert.Equal(embolization, On(StrategyOption.PortalVeinEmbolization, journey).Verdict);
        Assert.Equal(embolization, On(StrategyOption.PortalVeinLigation, journey).Verdict);
    }

    [Fact]
    public void A_rate_foretold_under_0_05_rules_a_resection_at_once_out()
    {
        var journey = Candidate.With(Scan(-10, 400, 1000), new FunctionTestRecorded(Day(-10), FunctionTest.IcgR15, 18, "%", TestScope.Global));
        Assert.Equal(StrategyVerdict.Contraindicated, On(StrategyOption.OneStage, journey).Verdict);
        Assert.Equal(StrategyVerdict.Indicated, On(StrategyOption.OneStage, journey.With(new FunctionTestRecorded(Day(-10), FunctionTest.IcgR15, 10, "%", TestScope.Global))).Verdict);
        Assert.Equal(StrategyVerdict.Indicated, On(StrategyOption.OneStage, journey.Without<FunctionTestRecorded>()).Verdict); // not measured: not waited for
    }

    [Theory]
    [InlineData(150, StrategyVerdict.Indicated)]
    [InlineData(150.1, StrategyVerdict.Possible)]
    public void At_15_percent_or_less_liver_venous_deprivation_comes_first(double flrVolumeMl, StrategyVerdict expected) =>
        Assert.Equal(expected, On(StrategyOption.LiverVenousDeprivation, Candidate.With(Scan(-10, flrVolumeMl, 1000))).Verdict);

    [Theory]
    [InlineData(new[] { LiverSegment.II, LiverSegment.III }, StrategyVerdict.Indicated)]
    [InlineData(new[] { LiverSegment.II, LiverSegment.III, LiverSegment.IV }, StrategyVerdict.Possible)]
    [InlineData(null, StrategyVerdict.Possible)]
    public void Segment_4_is_embolized_for_an_extended_right_resection(LiverSegment[]? segments, StrategyVerdict expected) => Assert.Equal(
        expected,
        On(StrategyOption.PortalVeinEmbolizationWithSegment4, Candidate.With(Scan(-10, 200, 1000) with { RemnantSegments = segments?.ToValueList() })).Verdict);

    [Fact]
    public void ALPPS_is_indicated_when_all_that_the_review_asks_for_holds() =>
        Assert.Equal((StrategyVerdict.Indicated, "Everything that this way is there for holds, and nothing rules it out."), Said(On(StrategyOption.Alpps, Candidate)));

    public static TheoryData<string, PathwayEvent[], StrategyVerdict> Alpps => new()
    {
        { "unilobar at 35 %", Candidate.With(new DiagnosisRecorded(Day(-25), Distribution: LesionDistribution.Unilobar), Scan(-10, 350, 1000)), StrategyVerdict.Contraindicated }, // the remnant suffices
        { "platelets at 100", Candidate.And(Platelets(100)), StrategyVerdict.Possible },
        { "platelets at 101", Candidate.And(Platelets(101)), StrategyVerdict.Indicated },
        { "a retention of 20 %", Candidate.And(Icg(20)), StrategyVerdict.Possible },
        { "a retention of 19.9 %", Candidate.And(Icg(19.9)), StrategyVerdict.Indicated },
        { "which halves are affected not on record", Candidate.Without<DiagnosisRecorded>(), StrategyVerdict.Possible },
        { "an open portal vein not on record", Candidate.Without<VascularFindingRecorded>(), StrategyVerdict.Possible },
        { "sepsis", Candidate.With(new PerformanceStatusRecorded(Day(-5), Sepsis: true, UncontrolledCholestasis: false)), StrategyVerdict.Contraindicated },
        { "sepsis not on record", Candidate.Without<PerformanceStatusRecorded>(), StrategyVerdict.Possible },
        { "uncontrolled cholestasis", Candidate.With(new PerformanceStatusRecorded(Day(-5), Sepsis: false, UncontrolledCholestasis: true)), StrategyVerdict.Contraindicated },
        { "disease outside the liver", Candidate.With(new ExtrahepaticDiseaseAssessed(Day(-5), true, Resectable: true)), StrategyVerdict.Contraindicated },
        { "portal vein thrombosis", Candidate.With(new VascularFindingRecorded(Day(-5), VascularFinding.PortalVeinThrombosis)), StrategyVerdict.Contraindicated },
        { "severe portal hypertension", Candidate.And(new VascularFindingRecorded(Day(-5), VascularFinding.SeverePortalHypertension)), StrategyVerdict.Contraindicated },
        { "perihilar cholangiocarcinoma", Candidate.With(Opened with { Tumor = TumorType.PerihilarCholangiocarcinoma }), StrategyVerdict.Contraindicated },
        { "no trial of chemotherapy", Candidate.Without<ChemotherapyRecorded>(), StrategyVerdict.Contraindicated },
        { "a risk score of 3", Candidate.With(new ScoreRecorded(Day(-8), EnteredScore.AlppsRiskPreStage1, 3)), StrategyVerdict.Indicated },
        { "a risk score of 4", Candidate.With(new ScoreRecorded(Day(-8), EnteredScore.AlppsRiskPreStage1, 4)), StrategyVerdict.Contraindicated },
        { "mutated RAS", Candidate.And(new BiomarkersRecorded(Day(-8), Ras: RasStatus.Mutant)), StrategyVerdict.Indicated }, // a poor trade, no contraindication
    };

    [Theory]
    [MemberData(nameof(Alpps))]
    public void ALPPS_with_one_thing_otherwise(string with, PathwayEvent[] journey, StrategyVerdict expected)
    {
        Assert.NotEmpty(with);
        Assert.Equal(expected, On(StrategyOption.Alpps, journey).Verdict);
    }

    [Theory]
    // The lines of the review, at less than 35 and less than 40 %, where the liver is injured so that the remnant does not suffice already.
    [InlineData(LesionDistribution.Unilobar, 349, true)]
    [InlineData(LesionDistribution.Unilobar, 350, false)]
    [InlineData(LesionDistribution.Bilobar, 399, true)]
    [InlineData(LesionDistribution.Bilobar, 400, false)]
    public void ALPPS_asks_for_less_than_35_percent_in_one_half_and_less_than_40_in_both(LesionDistribution distribution, double flrVolumeMl, bool holds)
    {
        var advice = On(StrategyOption.Alpps, Candidate.With(
            Given.Parenchyma(-25, ParenchymaQuality.Cirrhosis), new DiagnosisRecorded(Day(-25), Distribution: distribution), Scan(-10, flrVolumeMl, 1000)));
        Assert.Equal(holds, Assert.Single(advice.Findings, f => f.RuleId.StartsWith("strategy.alpps.volume", StringComparison.Ordinal)).Holds);
    }

    [Theory]
    [InlineData(279, true)] // 0.40 % of 70 kg are 280 mL
    [InlineData(280, false)]
    [InlineData(281, false)]
    public void A_remnant_under_0_40_percent_of_the_body_weight_calls_for_a_second_look_at_ALPPS(double flrVolumeMl, bool holds)
    {
        var finding = Assert.Single(On(StrategyOption.Alpps, Candidate.With(Scan(-10, flrVolumeMl, 2000))).Findings, f => f.RuleId == "strategy.alpps.flrToBodyWeight");
        Assert.Equal((holds, flrVolumeMl == 280), (finding.Holds, finding.IsOnTheLine));
    }

    [Theory]
    [InlineData(250, 30, StrategyVerdict.Indicated)]
    [InlineData(301, 30, StrategyVerdict.Possible)]
    [InlineData(null, 30, StrategyVerdict.Possible)]
    public void Rescue_is_there_for_an_occlusion_after_which_the_remnant_has_not_reached_its_line(int? flrVolumeMl, int day, StrategyVerdict expected)
    {
        PathwayEvent[] scans = flrVolumeMl is { } ml ? [Scan(21, ml, 1000)] : [];
        var journey = Candidate.And(Stage1(technique: Stage1Technique.PortalVeinEmbolization)).And(scans);
        Assert.Equal(expected, On(StrategyOption.RescueAlpps, journey, day).Verdict);
        Assert.Equal(expected, On(StrategyOption.RescueHepaticVeinEmbolization, journey, day).Verdict);
    }

    [Fact]
    public void Rescue_does_not_come_into_question_without_an_occlusion_or_after_ALPPS()
    {
        Assert.Equal((StrategyVerdict.NotApplicable, "No occlusion without parting of the liver is on record."), Said(On(StrategyOption.RescueAlpps, Candidate)));
        Assert.Equal(StrategyVerdict.NotApplicable, On(StrategyOption.RescueAlpps, Candidate.And(Stage1(), Scan(7, 250, 1000)), 8).Verdict);
        Assert.Equal(StrategyVerdict.NotApplicable, On(
            StrategyOption.RescueAlpps, Candidate.And(Stage1(technique: Stage1Technique.PortalVeinEmbolization), Augmentation(30), Scan(37, 250, 1000)), 38).Verdict);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void Within_two_months_of_an_occlusion_the_conflict_about_waiting_is_shown(int day, bool holds)
    {
        var finding = Assert.Single(
            On(StrategyOption.RescueAlpps, Candidate.And(Stage1(technique: Stage1Technique.PortalVeinEmbolization)), day).Findings, f => f.RuleId == "strategy.rescue.waited");
        Assert.Equal((holds, StrategyEffect.Cautions), (finding.Holds, finding.Effect));
        Assert.NotNull(finding.Evidence.Conflict);
    }

    [Fact]
    public void Liver_first_is_possible_at_best_as_the_record_does_not_know_symptoms()
    {
        Assert.Equal(StrategyVerdict.Possible, On(StrategyOption.LiverFirst, Candidate).Verdict);
        Assert.Equal(StrategyVerdict.NotApplicable, On(StrategyOption.LiverFirst, Candidate.With(new DiagnosisRecorded(Day(-25), Presentation.Metachronous))).Verdict);
        Assert.Equal(StrategyVerdict.NotApplicable, On(StrategyOption.LiverFirst, Candidate.With(Opened with { Tumor = TumorType.HepatocellularCarcinoma })).Verdict);
        Assert.Equal(StrategyVerdict.Contraindicated, On(
            StrategyOption.LiverFirst, Candidate.With(new DiagnosisRecorded(Day(-25), Presentation.Synchronous, LesionDistribution.Bilobar, PrimaryResectedOn: Day(-60)))).Verdict);
    }

    [Fact]
    public void Transplantation_shows_the_criteria_of_entry_and_the_Oslo_factors_each_on_its_line()
    {
        var diagnosis = new DiagnosisRecorded(Day(-25), Presentation.Synchronous, LesionDistribution.Bilobar, 3, 55, PrimaryResectedOn: new(2024, 3, 1));
        var advice = On(StrategyOption.Transplantation, Candidate.With(diagnosis).And(new BiomarkersRecorded(Day(-8), Cea: new(80, "ug/L"))), -1);
        Assert.Equal(StrategyVerdict.Possible, advice.Verdict);
        Assert.Equal(
            [
                ("strategy.transplantation.colorectal", true), ("strategy.transplantation.liverUnresectable", null), ("strategy.transplantation.primaryResected", true),
                ("strategy.transplantation.chemotherapy", true), ("strategy.transplantation.ecog", true), ("strategy.transplantation.extrahepatic", false),
                ("strategy.transplantation.oslo.interval", false), // 24 months on 1 March 2026 are not less than 2 years
                ("strategy.transplantation.oslo.progression", false), ("strategy.transplantation.oslo.size", false), ("strategy.transplantation.oslo.cea", false),
            ],
            advice.Findings.Select(f => (f.RuleId, f.Holds)));
        Assert.True(Assert.Single(advice.Findings, f => f.RuleId == "strategy.transplantation.oslo.size").IsOnTheLine);

        var adverse = On(
            StrategyOption.Transplantation,
            Candidate.With(diagnosis with { LargestLesionMm = 55.1, PrimaryResectedOn = new(2024, 3, 2) }).And(new BiomarkersRecorded(Day(-8), Cea: new(80.1, "ng/mL"))), -1);
        Assert.Equal(3, adverse.Findings.Count(f => f.RuleId.Contains(".oslo.", StringComparison.Ordinal) && f.Holds == true));
    }

    [Theory]
    [InlineData(42, true)] // six weeks
    [InlineData(41, false)]
    public void Transplantation_asks_for_six_weeks_of_chemotherapy(int days, bool holds)
    {
        var journey = Candidate.With(new ChemotherapyRecorded(Day(-20), "FOLFOX", 3, Day(-20 - days), ChemotherapyIntent.Conversion, LastDoseOn: Day(-20)));
        Assert.Equal(holds, Assert.Single(On(StrategyOption.Transplantation, journey).Findings, f => f.RuleId == "strategy.transplantation.chemotherapy").Holds);
    }

    [Fact]
    public void A_course_whose_last_dose_is_not_on_record_counts_as_long_as_it_was_described_and_no_longer()
    {
        var journey = Candidate.With(new ChemotherapyRecorded(Day(-41), "FOLFOX", 2, Day(-60), ChemotherapyIntent.Conversion));
        var finding = Assert.Single(On(StrategyOption.Transplantation, journey, 100).Findings, f => f.RuleId == "strategy.transplantation.chemotherapy");
        Assert.Equal((false, 19 / 7.0), (finding.Holds, finding.Observed));
    }

    [Fact]
    public void A_later_entry_about_a_course_that_does_not_assess_it_takes_no_answer_away()
    {
        var course = new ChemotherapyRecorded(Day(-41), "FOLFOX", 2, Day(-60), ChemotherapyIntent.Conversion, Response: TumorResponse.Progression);
        var journey = Candidate.With(course, course with { OccurredOn = Day(-30), Cycles = 3, LastDoseOn = Day(-30), Response = null });
        Assert.True(Assert.Single(On(StrategyOption.Transplantation, journey).Findings, f => f.RuleId == "strategy.transplantation.oslo.progression").Holds);
    }

    [Fact]
    public void A_clot_in_the_portal_vein_that_is_to_be_closed_is_not_made_good_by_the_other_being_open()
    {
        var clotted = new VascularFindingRecorded(Day(-8), VascularFinding.PortalVeinThrombosis, LiverSide.Deportalized);
        var journey = Candidate.With(clotted, new VascularFindingRecorded(Day(-8), VascularFinding.PortalVeinPatent, LiverSide.Remnant));
        Assert.Equal(StrategyVerdict.Possible, On(StrategyOption.Alpps, journey).Verdict);
        Assert.Equal(StrategyVerdict.Indicated, On(StrategyOption.Alpps, journey.And(new VascularFindingRecorded(Day(-7), VascularFinding.PortalVeinPatent, LiverSide.Deportalized))).Verdict);
    }

    [Fact]
    public void Once_stage_1_is_done_no_way_that_begins_before_it_is_advised()
    {
        // 22 % after an embolization would do for a resection at once, had there been none; stage 2 asks for more than 30 %.
        var journey = Candidate.And(Stage1(technique: Stage1Technique.PortalVeinEmbolization), Scan(21, 220, 1000));
        StrategyOption[] begun =
        [
            StrategyOption.OneStage, StrategyOption.PortalVeinEmbolization, StrategyOption.PortalVeinEmbolizationWithSegment4, StrategyOption.PortalVeinLigation,
            StrategyOption.LiverVenousDeprivation, StrategyOption.Alpps,
        ];
        Assert.All(begun, option => Assert.Equal((StrategyVerdict.NotApplicable, "Stage 1 has been done."), Said(On(option, journey, 22))));
        Assert.Equal(StrategyVerdict.Indicated, On(StrategyOption.RescueHepaticVeinEmbolization, journey, 22).Verdict);
        Assert.Equal(StrategyVerdict.Indicated, On(StrategyOption.Alpps, Candidate.And(Stage1()), 0).Verdict); // on its own day it is assessed as before it

        var resected = journey.And(Stage2(30));
        Assert.All([.. begun, StrategyOption.RescueAlpps, StrategyOption.RescueHepaticVeinEmbolization, StrategyOption.LiverFirst], option =>
            Assert.Equal((StrategyVerdict.NotApplicable, "Stage 2 has been done."), Said(On(option, resected, 31))));
        Assert.Equal(StrategyVerdict.Possible, On(StrategyOption.SystemicTherapyOnly, resected, 31).Verdict);
    }

    [Fact]
    public void Systemic_therapy_alone_is_indicated_where_disease_outside_the_liver_cannot_be_resected()
    {
        var journey = Candidate.With(new ExtrahepaticDiseaseAssessed(Day(-5), true, Resectable: false));
        Assert.Equal(StrategyVerdict.Indicated, On(StrategyOption.SystemicTherapyOnly, journey).Verdict);
        Assert.All(
            new[] { StrategyOption.OneStage, StrategyOption.PortalVeinEmbolization, StrategyOption.LiverVenousDeprivation, StrategyOption.Alpps, StrategyOption.Transplantation },
            o => Assert.Equal(StrategyVerdict.Contraindicated, On(o, journey).Verdict));
        Assert.Equal(StrategyVerdict.Possible, On(StrategyOption.SystemicTherapyOnly, Candidate).Verdict);
    }

    private static StrategyAdvice On(StrategyOption option, PathwayEvent[] journey, int day = -1) =>
        Assert.Single(StrategyAdvice.All(PathwayFacts.From(Stream(journey)), Default, Day(day)), a => a.Option == option);

    private static (StrategyVerdict, string) Said(StrategyAdvice advice) => (advice.Verdict, advice.Statement);

    private static LaboratoryRecorded Platelets(double value) => new(Day(-7), Platelets: new(value, "10*9/L"));

    private static FunctionTestRecorded Icg(double value) => new(Day(-7), FunctionTest.IcgR15, value, "%", TestScope.Global);
}
