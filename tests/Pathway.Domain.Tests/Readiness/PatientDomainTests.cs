using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Readiness.ReadinessCases;

namespace Pathway.Domain.Tests.Readiness;

/// <summary>Each rule about the patient saying yes, no and unknown.</summary>
public sealed class PatientDomainTests
{
    public static TheoryData<string, PathwayEvent[], Verdict> AtStage2 => new()
    {
        { "patient.sepsis", Ready, Verdict.Met },
        { "patient.sepsis", Ready.With(new PerformanceStatusRecorded(Day(6), Sepsis: true)), Verdict.NotMet },
        { "patient.sepsis", Ready.And(new PerformanceStatusRecorded(Day(6), Sepsis: true), new PerformanceStatusRecorded(Day(8), Sepsis: false)), Verdict.Met },
        { "patient.sepsis", Ready.And(new ComplicationRecorded(Day(4), ComplicationKind.Sepsis, ClavienDindoGrade.II)), Verdict.NotMet },
        { "patient.sepsis", Ready.Without<PerformanceStatusRecorded>(), Verdict.Unknown },
        { "patient.uncontrolledCholestasis", Ready, Verdict.Met },
        { "patient.uncontrolledCholestasis", Ready.With(new PerformanceStatusRecorded(Day(6), UncontrolledCholestasis: true)), Verdict.NotMet },
        { "patient.uncontrolledCholestasis", Ready.With(new PerformanceStatusRecorded(Day(6), Ecog: 1)), Verdict.Unknown },
        { "patient.unresectableExtrahepaticDisease", Ready, Verdict.Met },
        { "patient.unresectableExtrahepaticDisease", Ready.With(new ExtrahepaticDiseaseAssessed(Day(6), true, Resectable: false)), Verdict.NotMet },
        { "patient.unresectableExtrahepaticDisease", Ready.With(new ExtrahepaticDiseaseAssessed(Day(6), true, Resectable: true)), Verdict.Met },
        { "patient.unresectableExtrahepaticDisease", Ready.With(new ExtrahepaticDiseaseAssessed(Day(6), true)), Verdict.Unknown },
        { "patient.unresectableExtrahepaticDisease", Ready.Without<ExtrahepaticDiseaseAssessed>(), Verdict.Unknown },
        { "patient.extrahepaticDisease", Ready.With(new ExtrahepaticDiseaseAssessed(Day(6), true, Resectable: true)), Verdict.Caution },
        { "patient.portalVeinThrombosis", Ready, Verdict.Unknown },
        { "patient.portalVeinThrombosis", Ready.And(Vessel(6, VascularFinding.PortalVeinThrombosis, LiverSide.Remnant)), Verdict.NotMet },
        { "patient.portalVeinThrombosis", Ready.And(Vessel(6, VascularFinding.PortalVeinThrombosis, null)), Verdict.NotMet },
        { "patient.portalVeinThrombosis", Ready.And(Vessel(6, VascularFinding.PortalVeinThrombosis, LiverSide.Deportalized)), Verdict.Unknown },
        { "patient.portalVeinThrombosis", Ready.And(Vessel(6, VascularFinding.PortalVeinThrombosis, LiverSide.Remnant), Vessel(7, VascularFinding.PortalVeinPatent, LiverSide.Remnant)), Verdict.Met },
        { "patient.portalVeinThrombosis", Ready.And(new ComplicationRecorded(Day(4), ComplicationKind.PortalVeinThrombosis, ClavienDindoGrade.II)), Verdict.NotMet },
        { "patient.severePortalHypertension", Ready, Verdict.Unknown },
        { "patient.severePortalHypertension", Ready.And(Vessel(6, VascularFinding.SeverePortalHypertension, null)), Verdict.NotMet },
        { "patient.portalVeinRecanalization", Ready.And(Vessel(6, VascularFinding.PortalVeinRecanalization, LiverSide.Deportalized)), Verdict.Caution },
        { "patient.portalVeinRecanalization", Ready.And(Vessel(6, VascularFinding.ArterioportalFistula, LiverSide.Deportalized)), Verdict.Caution },
        { "patient.portalVeinRecanalization", Ready.And(Vessel(-6, VascularFinding.PortalVeinRecanalization, LiverSide.Deportalized)), Verdict.Unknown },
        { "patient.arterialSteal", Ready.And(Vessel(6, VascularFinding.ArterialSteal, null)), Verdict.Caution },
        { "patient.incompleteEmbolization", Ready.And(Vessel(6, VascularFinding.IncompleteEmbolization, null)), Verdict.Caution },
        { "patient.liverFailure.alpps", Ready, Verdict.Met },
        { "patient.liverFailure.alpps", Ready.With(Labs(5, 60, 1.6)), Verdict.NotMet },
        { "patient.liverFailure.alpps", Ready.With(Labs(4, 60, 1.6)), Verdict.Unknown }, // before day 5 nobody can tell
        { "patient.liverFailure.alpps", Ready.With(Labs(5, 60, 1.2)), Verdict.Met }, // an INR at its upper limit is not raised
        { "patient.liverFailure.alpps", Ready.Without<LaboratoryRecorded>(), Verdict.Unknown },
        { "patient.liverFailure.alpps", Ready.And(new ComplicationRecorded(Day(6), ComplicationKind.LiverFailure, ClavienDindoGrade.II)), Verdict.NotMet },
        { "patient.liverFailure.alpps", Ready.With(Labs(5, 60, 1.6), Labs(7, 15, 1.0)), Verdict.Met },
        { "patient.recoveredLiverFailure", Ready.With(Labs(5, 60, 1.6), Labs(7, 15, 1.0)), Verdict.Caution },
        { "patient.recoveredLiverFailure", Ready, Verdict.Met },
        { "patient.progressionOnChemotherapy", Ready, Verdict.Met },
        { "patient.progressionOnChemotherapy", Ready.With(Chemotherapy(TumorResponse.Progression)), Verdict.Caution },
        { "patient.progressionOnChemotherapy", Ready.With(Chemotherapy(null)), Verdict.Unknown },
        { "patient.unresolvedComplication", Ready, Verdict.Met },
        { "patient.unresolvedComplication", Ready.And(Leak(4, ClavienDindoGrade.II)), Verdict.Met },
        { "patient.unresolvedComplication", Ready.And(Leak(4, ClavienDindoGrade.IIIa)), Verdict.Caution },
        { "patient.unresolvedComplication", Ready.And(Leak(4, ClavienDindoGrade.IIIb)), Verdict.NotMet },
        { "patient.unresolvedComplication", Ready.And(Leak(4, ClavienDindoGrade.IVa), new ComplicationResolved(Day(7), IdOf(14))), Verdict.Met },
        { "score.meld.stage2", Ready, Verdict.Unknown },
        { "score.meld.stage2", Ready.And(MeldLabs(6, 1.0)), Verdict.Met }, // 6.43, shown as 6
        { "score.meld.stage2", Ready.And(MeldLabs(6, 3.0)), Verdict.Caution }, // 6.43 + 3.78 ln 3 = 10.58, shown as 11
    };

    public static TheoryData<string, PathwayEvent[], Verdict> AtStage1 => new()
    {
        { "patient.noTrialOfChemotherapy", Ready, Verdict.Met },
        { "patient.noTrialOfChemotherapy", Ready.Without<ChemotherapyRecorded>(), Verdict.NotMet },
        { "patient.perihilarCholangiocarcinoma", Ready, Verdict.Met },
        { "patient.perihilarCholangiocarcinoma", Ready.With(Opened with { Tumor = TumorType.PerihilarCholangiocarcinoma }), Verdict.NotMet },
        { "score.alppsRisk.stage1", Ready, Verdict.Unknown },
        { "score.alppsRisk.stage1", Ready.And(new ScoreRecorded(Day(-5), EnteredScore.AlppsRiskPreStage1, 3)), Verdict.Met },
        { "score.alppsRisk.stage1", Ready.And(new ScoreRecorded(Day(-5), EnteredScore.AlppsRiskPreStage1, 4)), Verdict.NotMet },
        { "score.childPugh.stage1", Ready, Verdict.Unknown },
        { "score.childPugh.stage1", Ready.And(ChildPughLabs(EncephalopathyGrade.None)), Verdict.Met }, // 5 points
        { "score.childPugh.stage1", Ready.And(ChildPughLabs(EncephalopathyGrade.Grade3To4)), Verdict.Caution }, // 7 points
    };

    [Theory]
    [MemberData(nameof(AtStage2))]
    public void Before_stage_2(string rule, PathwayEvent[] journey, Verdict expected) => Assert.Equal(expected, Assess(journey, 8).Finding(rule).Verdict);

    [Theory]
    [MemberData(nameof(AtStage1))]
    public void Before_stage_1(string rule, PathwayEvent[] journey, Verdict expected) => Assert.Equal(expected, Assess(journey, -1, Gate.Stage1).Finding(rule).Verdict);

    [Theory]
    [InlineData(30.0, Verdict.Met)]
    [InlineData(30.1, Verdict.NotMet)]
    public void Portal_pressure_after_embolization_is_to_stay_at_30_or_less(double pressure, Verdict expected) => Assert.Equal(
        expected,
        Assess(ReadyAfterEmbolization.And(new VascularFindingRecorded(Day(1), VascularFinding.PortalVeinPatent, LiverSide.Remnant, pressure)), 22).Finding("patient.portalPressure").Verdict);

    [Theory]
    [InlineData(13.0, Verdict.Met, true)]
    [InlineData(13.1, Verdict.Caution, false)]
    [InlineData(12.9, Verdict.Met, false)]
    [InlineData(null, Verdict.Unknown, false)]
    public void A_portal_vein_of_more_than_13_mm_warns_at_either_gate(double? diameterMm, Verdict expected, bool onTheLine)
    {
        var journey = Ready.And(Vessel(-10, VascularFinding.PortalVeinPatent, null) with { PortalVeinDiameterMm = diameterMm });
        foreach (var (gate, day) in new[] { (Gate.Stage1, -1), (Gate.Stage2, 8) })
        {
            var assessment = Assess(journey, day, gate);
            var finding = assessment.Finding("patient.portalVeinDiameter");
            Assert.Equal((expected, onTheLine), (finding.Verdict, finding.IsOnTheLine));
            Assert.Equal(expected is Verdict.Caution ? Verdict.Caution : Verdict.Met, assessment.Of(ReadinessDomain.Patient));
        }
    }

    [Fact]
    public void A_score_says_how_old_what_it_was_made_from_is()
    {
        Assert.Equal("MELD is 6; 10 or less is asked for. The oldest value in it is 2 days old.", Assess(Ready.And(MeldLabs(6, 1.0)), 8).Finding("score.meld.stage2").Statement);
        Assert.Equal("MELD is 6; 10 or less is asked for. The oldest value in it is 1 day old.", Assess(Ready.And(MeldLabs(6, 1.0)), 7).Finding("score.meld.stage2").Statement);
        Assert.Equal("MELD is 6; 10 or less is asked for.", Assess(Ready.And(MeldLabs(6, 1.0)), 6).Finding("score.meld.stage2").Statement);
        Assert.EndsWith("The oldest value in it is 4 days old.", Assess(Ready.And(ChildPughLabs(EncephalopathyGrade.None)), -1, Gate.Stage1).Finding("score.childPugh.stage1").Statement, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_about_ALPPS_are_not_held_against_other_ways()
    {
        var byEmbolization = Ready.With(new StrategyDecided(Day(-15), Strategy.PortalVeinEmbolization, "Remnant too small."));
        Assert.False(Assess(byEmbolization, -1, Gate.Stage1).Has("patient.noTrialOfChemotherapy"));
        Assert.False(Assess(Ready.Without<StrategyDecided>(), -1, Gate.Stage1).Has("patient.noTrialOfChemotherapy"));
        Assert.False(Assess(Ready.With(Opened with { Tumor = TumorType.HepatocellularCarcinoma }), -1, Gate.Stage1).Has("patient.noTrialOfChemotherapy"));
    }

    [Fact]
    public void What_is_only_written_down_when_it_is_found_is_not_waited_for()
    {
        var assessment = Assess(Ready, 8);
        Assert.Equal((Verdict.Unknown, false), (assessment.Finding("patient.portalVeinThrombosis").Verdict, assessment.Finding("patient.portalVeinThrombosis").Required));
        Assert.Equal("No thrombosis of the portal vein is on record.", assessment.Finding("patient.portalVeinThrombosis").Statement);
        Assert.Equal(Verdict.Met, assessment.Of(ReadinessDomain.Patient));
    }

    [Fact]
    public void Every_state_has_its_three_sentences() => Assert.All(
        Enum.GetValues<Condition>(),
        c => Assert.Equal(3, new[] { true, false, (bool?)null }.Select(present => ConditionWords.Of(c, present)).Where(s => s.EndsWith('.')).Distinct(StringComparer.Ordinal).Count()));

    [Fact]
    public void Every_measure_and_every_state_can_be_asked_of_a_patient_about_whom_nothing_is_known()
    {
        var picture = ClinicalPicture.Of(Facts(Opened), Default, Day(0));
        Assert.All(Enum.GetValues<Measure>(), m => Assert.Null(picture.Number(m)));
        Assert.All(Enum.GetValues<Measure>(), m => Assert.False(string.IsNullOrEmpty(MeasureWords.Of(m).Name)));
        Assert.Equal(
            [Condition.NoTrialOfChemotherapy, Condition.ColorectalMetastases],
            Enum.GetValues<Condition>().Where(c => picture.State(c).IsPresent == true));
    }

    [Theory]
    [InlineData(44, Verdict.Unknown)] // only of the embolization, and too early after the rescue
    [InlineData(45, Verdict.Met)]
    public void After_a_rescue_by_ALPPS_liver_failure_is_ruled_out_by_the_laboratory_since_the_rescue_alone(int day, Verdict expected)
    {
        var rescued = ReadyAfterEmbolization.And(Labs(10, 15, 1.0), Augmentation(40), Scan(47, 520, 1000), Scintigraphy(47, 3.0), Labs(day, 15, 1.0));
        Assert.Equal(expected, Assess(rescued, 48).Finding("patient.liverFailure.alpps").Verdict);

        // A failure before the rescue that was recovered from says nothing of the time since it either.
        var recovered = rescued.And(Labs(6, 60, 1.6));
        Assert.Equal(expected, Assess(recovered, 48).Finding("patient.liverFailure.alpps").Verdict);
        Assert.Equal(Verdict.Caution, Assess(recovered, 48).Finding("patient.recoveredLiverFailure").Verdict);
    }

    private static VascularFindingRecorded Vessel(int day, VascularFinding finding, LiverSide? side) => new(Day(day), finding, side);

    private static ComplicationRecorded Leak(int day, ClavienDindoGrade grade) => new(Day(day), ComplicationKind.BileLeak, grade);

    private static ChemotherapyRecorded Chemotherapy(TumorResponse? response) =>
        new(Day(-29), "FOLFOX", 4, Day(-100), ChemotherapyIntent.Neoadjuvant, LastDoseOn: Day(-40), Response: response);

    private static LaboratoryRecorded MeldLabs(int day, double bilirubinMgPerDl) =>
        new(Day(day), new(bilirubinMgPerDl, "mg/dL"), new(0.9, "mg/dL"), Inr: 1.0, Dialysis: false, BilirubinUpperLimit: new(1.2, "mg/dL"), InrUpperLimit: 1.2);

    private static LaboratoryRecorded ChildPughLabs(EncephalopathyGrade encephalopathy) =>
        new(Day(-5), new(1, "mg/dL"), Albumin: new(4, "g/dL"), Inr: 1, Ascites: AscitesDegree.None, Encephalopathy: encephalopathy);
}
