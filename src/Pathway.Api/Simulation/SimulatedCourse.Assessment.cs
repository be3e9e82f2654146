using Pathway.Domain;
using Pathway.Domain.Journey;

namespace Pathway.Api.Simulation;

/// <content>From enrollment to the choice of a way.</content>
internal sealed partial class SimulatedCourse
{
    /// <summary>The way that the board will choose.</summary>
    private readonly Strategy _strategy = patient.Chance.OneOf(
        (Strategy.PortalVeinEmbolization, 38.0), (Strategy.Alpps, patient.Tumor is TumorType.PerihilarCholangiocarcinoma ? 4 : 28), (Strategy.LiverVenousDeprivation, 16),
        (Strategy.PortalVeinLigation, 5), (Strategy.TwoStageHepatectomy, 7), (Strategy.OneStage, 4), (Strategy.SystemicTherapyOnly, 1), (Strategy.Transplantation, 1));

    private readonly bool _heightKnown = !patient.Chance.Happens(patient.Figures.MissingPercent.HeightCm);

    private void Enroll()
    {
        diary.Open(new(
            _day, patient.Ref, patient.Center, patient.Sex, patient.BirthYear, _heightKnown ? patient.HeightCm : null, Known(_missing.WeightKg) ? patient.WeightKg : null, patient.Tumor)
        {
            Note = $"{Synthetic}: made up by pathway simulate; no patient is behind it.",
        });
        if (_chance.Happens(_habits.Noted))
        {
            diary.Say(new NoteRecorded(_day) { Note = $"{Synthetic}: seen in the outpatient clinic." });
        }
    }

    private void Assess()
    {
        if (!_heightKnown && _chance.Happens(50))
        {
            diary.Say(new AnthropometryRecorded(_day.AddDays(_chance.Whole(0, 3)), patient.HeightCm, patient.WeightKg));
        }

        if (Known(_missing.Diagnosis))
        {
            diary.Say(Diagnosis());
        }

        if (patient.Tumor is TumorType.ColorectalMetastases && Known(_missing.Biomarkers))
        {
            diary.Say(new BiomarkersRecorded(
                _day.AddDays(_chance.Whole(0, 3)),
                _chance.OneOf((RasStatus.WildType, 50.0), (RasStatus.Mutant, 42), (RasStatus.Unknown, 8)),
                _chance.OneOf((BrafStatus.WildType, 88.0), (BrafStatus.V600E, 4), (BrafStatus.Unknown, 8)),
                _chance.OneOf((MicrosatelliteStatus.Stable, 90.0), (MicrosatelliteStatus.UnstableHigh, 4), (MicrosatelliteStatus.Unknown, 6)),
                new(Math.Round(_chance.Around(25, 1.4), 1), "ng/mL")));
        }

        if (_chance.Happens(patient.Tumor is TumorType.ColorectalMetastases ? 78 : 20))
        {
            Treat(ChemotherapyIntent.Conversion);
        }

        In(3, 20);
        if (Known(_missing.Parenchyma))
        {
            var said = diary.Say(new ParenchymaAssessed(_day, patient.Parenchyma, _chance.OneOf(AssessmentBasis.Biopsy, AssessmentBasis.Imaging, AssessmentBasis.Clinical)));
            if (_chance.Happens(_habits.WithdrawnCorrection))
            {
                var mistaken = diary.Correct(said, "thought to be of another date.", new ParenchymaAssessed(_day, ParenchymaQuality.Steatosis, AssessmentBasis.Imaging));
                diary.Correct(mistaken, "the first entry was right after all.");
            }
        }

        if (Known(_missing.Extrahepatic))
        {
            diary.Say(_chance.Happens(9)
                ? new ExtrahepaticDiseaseAssessed(_day, Present: true, ["lung"], Resectable: _chance.Happens(80))
                : new ExtrahepaticDiseaseAssessed(_day, Present: false));
        }

        FindVessels(_day, "before");
        Examine(_day);
        Sample(_day, failing: false);
        Scan(_day, _startMl, mayFail: false);
        if (Known(_missing.FunctionTest))
        {
            diary.Say(patient.Tumor is TumorType.HepatocellularCarcinoma
                ? new FunctionTestRecorded(_day, FunctionTest.IcgR15, Math.Round(_chance.Normal(11, 5, 2, 40), 1), "%", TestScope.Global)
                : new FunctionTestRecorded(_day, FunctionTest.HepatobiliaryScintigraphy, Math.Round(_chance.Normal(2.1, 0.5, 0.6, 5), 2), "%/min/m2", TestScope.Remnant));
        }
    }

    private void Decide()
    {
        diary.Say(new StrategyDecided(
            In(2, 12), _strategy, $"{Synthetic}: the remnant would be {100 * _startMl / patient.StandardLiverVolumeMl:0} % of the liver expected.",
            _strategy is Strategy.Alpps && _chance.Happens(35) ? [_chance.OneOf(StrategyVariant.Partial, StrategyVariant.Mini, StrategyVariant.Tourniquet)] : null,
            patient.Tumor is TumorType.ColorectalMetastases && _chance.Happens(50)
                ? _chance.OneOf(OperationSequence.Classic, OperationSequence.LiverFirst, OperationSequence.Simultaneous)
                : null));
        if (_strategy is Strategy.Alpps && _chance.Happens(45))
        {
            diary.Say(new ScoreRecorded(_day, EnteredScore.AlppsRiskPreStage1, _chance.OneOf((0.0, 25.0), (1, 30), (2, 25), (3, 15), (4, 4), (5, 1))));
        }

        if (_chance.Happens(_habits.OtherProtocol))
        {
            diary.Say(new ProtocolAssigned(
                _day, _strategy is Strategy.Alpps ? "review-stage2-thresholds" : "embolization-thresholds", ProtocolVersion: 1, $"{Synthetic}: the board asked for it."));
        }

    }

    private DiagnosisRecorded Diagnosis()
    {
        var synchronous = _chance.Happens(60);
        var colorectal = patient.Tumor is TumorType.ColorectalMetastases;
        return new(
            _day,
            colorectal ? synchronous ? Presentation.Synchronous : Presentation.Metachronous : null,
            _chance.Happens(colorectal ? 70 : 25) ? LesionDistribution.Bilobar : LesionDistribution.Unilobar,
            colorectal ? 1 + (int)_chance.Around(4, 0.7) : _chance.Whole(1, 3),
            Math.Round(_chance.Around(45, 0.5)),
            colorectal ? _chance.OneOf(PrimarySite.RightColon, PrimarySite.LeftColon, PrimarySite.Rectum) : null,
            colorectal && !synchronous ? _day.AddDays(-_chance.Whole(190, 1500)) : null,
            colorectal ? _chance.Happens(60) : null);
    }

    /// <summary>Chemotherapy, cycle after cycle, and some weeks of rest.</summary>
    private void Treat(ChemotherapyIntent intent)
    {
        var colorectal = patient.Tumor is TumorType.ColorectalMetastases;
        var startedOn = In(5, 25);
        var cycles = _chance.OneOf((4, 25.0), (6, 45), (8, 18), (12, 12));
        _day = _day.AddDays((cycles - 1) * 14);
        diary.Say(new ChemotherapyRecorded(
            _day, colorectal ? _chance.OneOf("FOLFOX", "FOLFIRI", "FOLFOXIRI") : "Gemcitabine and cisplatin", cycles, startedOn, intent, Agents: null, LastDoseOn: _day,
            _chance.OneOf((TumorResponse.Partial, 55.0), (TumorResponse.Stable, 40), (TumorResponse.Complete, 2), (TumorResponse.Progression, 3))));
        In(18, 40);
    }

    /// <summary>Looks at the vessels.</summary>
    /// <param name="on">When.</param>
    /// <param name="when">Before or after stage 1.</param>
    private void FindVessels(DateOnly on, string when)
    {
        if (!Known(_missing.Vascular))
        {
            return;
        }

        diary.Say(new VascularFindingRecorded(
            on,
            when == "before"
                ? _chance.OneOf((VascularFinding.PortalVeinPatent, 97.0), (VascularFinding.SeverePortalHypertension, 1), (VascularFinding.PortalVeinThrombosis, 2))
                : _chance.OneOf((VascularFinding.PortalVeinPatent, 97.0), (VascularFinding.PortalVeinRecanalization, 1), (VascularFinding.PortalVeinThrombosis, 1), (VascularFinding.IncompleteEmbolization, 1)),
            LiverSide.Remnant));
    }

    private void Examine(DateOnly on)
    {
        if (Known(_missing.Performance))
        {
            diary.Say(new PerformanceStatusRecorded(
                on, _chance.OneOf((0, 58.0), (1, 39), (2, 3)), _chance.OneOf((1, 5.0), (2, 60), (3, 34), (4, 1)),
                Sepsis: _chance.Happens(1), UncontrolledCholestasis: _chance.Happens(patient.Parenchyma is ParenchymaQuality.Cholestasis ? 15 : 1)));
        }
    }

    /// <summary>Blood is drawn.</summary>
    /// <param name="on">When.</param>
    /// <param name="failing">Whether the liver fails.</param>
    private void Sample(DateOnly on, bool failing)
    {
        var bilirubinUmolPerL = failing ? _chance.Around(95, 0.4) : _chance.Around(12, 0.35);
        var creatinineUmolPerL = _chance.Around(failing ? 110 : 76, 0.25);
        diary.Say(new LaboratoryRecorded(
            on,
            patient.InMgPerDl ? new(Math.Round(bilirubinUmolPerL / 17.1, 2), "mg/dL") : new(Math.Round(bilirubinUmolPerL), "umol/L"),
            patient.InMgPerDl ? new(Math.Round(creatinineUmolPerL / 88.4, 2), "mg/dL") : new(Math.Round(creatinineUmolPerL), "umol/L"),
            _chance.Happens(70) ? new Quantity(Math.Round(_chance.Normal(failing ? 27 : 38, 4, 15, 52)), "g/L") : null,
            _chance.Happens(80) ? new Quantity(Math.Round(_chance.Normal(failing ? 110 : 205, 55, 25, 480)), "10*9/L") : null,
            _chance.Happens(60) ? new Quantity(Math.Round(_chance.Normal(139, 3, 122, 150)), "mmol/L") : null,
            _chance.Happens(92) ? Math.Round(failing ? _chance.Normal(1.9, 0.25, 1.5, 3.5) : _chance.Normal(1.06, 0.07, 0.85, 1.3), 2) : null,
            _chance.Happens(60) ? failing ? AscitesDegree.Mild : AscitesDegree.None : null,
            _chance.Happens(60) ? failing && _chance.Happens(30) ? EncephalopathyGrade.Grade1To2 : EncephalopathyGrade.None : null));
    }

    /// <summary>A scan, with what happens to entries of scans: a volume a tenth of what it was, or the same entered by two people.</summary>
    /// <param name="on">When.</param>
    /// <param name="flrVolumeMl">What the remnant measures.</param>
    /// <param name="mayFail">Whether whoever enters it may slip.</param>
    private void Scan(DateOnly on, double flrVolumeMl, bool mayFail)
    {
        var flr = Math.Round(flrVolumeMl * _chance.Normal(1, 0.02, 0.94, 1.06));
        var whole = Math.Round(Math.Max(patient.WholeLiverMl, (flr / 0.85) + patient.TumorVolumeMl));
        var scan = new VolumetryRecorded(
            on, _chance.OneOf((ScanModality.Ct, 78.0), (ScanModality.Mri, 22)), flr,
            Known(_missing.TotalLiverVolumeMl) ? whole : null,
            _chance.Happens(85) ? patient.TumorVolumeMl : null,
            RemnantSegments: _chance.Happens(40) ? [LiverSegment.II, LiverSegment.III] : null);
        if (mayFail && _chance.Happens(_habits.Slip))
        {
            var slip = diary.Say(scan with { FlrVolumeMl = Math.Max(10, Math.Round(flr / 10)) });
            diary.Correct(slip, "a digit was lost.", scan);
            return;
        }

        diary.Say(scan);
        if (_chance.Happens(_habits.Twice))
        {
            var again = diary.Say(scan with { Note = $"{Synthetic}: entered a second time, by the ward." });
            if (_chance.Happens(50))
            {
                diary.Correct(again, "entered twice.");
            }
        }
    }
}
