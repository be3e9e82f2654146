using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using IsglsLiverFailure = Pathway.Domain.Function.LiverFailure;

namespace Pathway.Domain.Readiness;

public sealed partial class ClinicalPicture
{
    /// <summary>Whether a state is present.</summary>
    /// <param name="condition">The state.</param>
    /// <returns>Whether it is, and the entries that say so.</returns>
    public StateObservation State(Condition condition) => condition switch
    {
        Condition.Sepsis => Either(Lasting(ComplicationKind.Sepsis), LatestStatus(e => e.Sepsis)),
        Condition.UncontrolledCholestasis => LatestStatus(e => e.UncontrolledCholestasis),
        Condition.ExtrahepaticDisease => Extrahepatic(e => e.Present),
        Condition.UnresectableExtrahepaticDisease => Extrahepatic(e => e.Present ? !e.Resectable : false),
        Condition.PortalVeinThrombosis => Either(Lasting(ComplicationKind.PortalVeinThrombosis), PortalVein(VascularFinding.PortalVeinThrombosis, passedOver: LiverSide.Deportalized)),
        Condition.PortalVeinPatent => PortalVein(VascularFinding.PortalVeinPatent, passedOver: LiverSide.Remnant) is { IsPresent: false } clotted
            ? clotted : PortalVein(VascularFinding.PortalVeinPatent, passedOver: null),
        Condition.SeverePortalHypertension => Found(since: null, VascularFinding.SeverePortalHypertension),
        Condition.PortalVeinRecanalization => Found(InducedOn, VascularFinding.PortalVeinRecanalization, VascularFinding.ArterioportalFistula),
        Condition.ArterialSteal => Found(since: null, VascularFinding.ArterialSteal),
        Condition.IncompleteEmbolization => Found(InducedOn, VascularFinding.IncompleteEmbolization),
        Condition.LiverFailure => LiverFailure().Present,
        Condition.RecoveredLiverFailure => LiverFailure().Recovered,
        Condition.ProgressionOnChemotherapy => Chemotherapy.Courses.LastOrDefault(c => c.Response is not null) is { } course
            ? new(course.Response is TumorResponse.Progression, [course.EventId]) : StateObservation.NotRecorded,
        Condition.NoTrialOfChemotherapy => NoTrialOfChemotherapy(),
        Condition.PerihilarCholangiocarcinoma => Tumor(TumorType.PerihilarCholangiocarcinoma),
        Condition.ColorectalMetastases => Tumor(TumorType.ColorectalMetastases),
        Condition.FibrosisOrCirrhosis => Tissue(q => q is ParenchymaQuality.Fibrosis or ParenchymaQuality.Cirrhosis),
        Condition.ChemotherapyInjury => Tissue(q => q is ParenchymaQuality.ChemotherapyInjury or ParenchymaQuality.SinusoidalObstruction or ParenchymaQuality.Steatohepatitis),
        Condition.RasMutant => Facts.Biomarkers.LastOrDefault(b => b.Event.Ras is RasStatus.Mutant or RasStatus.WildType) is { } ras
            ? new(ras.Event.Ras is RasStatus.Mutant, [ras.EventId]) : StateObservation.NotRecorded,
        Condition.RemnantTooSmall => Answer(Protocol.Volume.PveIndicated),
        Condition.RemnantSufficient => Answer(Protocol.Volume.OneStageAdequate),
        Condition.OcclusionPerformed => OcclusionPerformed(),
        Condition.OcclusionFailed => OcclusionFailed(),
        Condition.ExtendedRightResection => Volume.Current is { RemnantSegments: { } segments } scan
            ? new(segments.All(s => s is LiverSegment.I or LiverSegment.II or LiverSegment.III), [scan.EventId]) : StateObservation.NotRecorded,
        Condition.Synchronous => Diagnosed(d => d.Presentation is { } p ? p is Presentation.Synchronous : null),
        Condition.Bilobar => Diagnosed(d => d.Distribution is { } b ? b is LesionDistribution.Bilobar : null),
        Condition.RectalPrimary => Diagnosed(d => d.PrimarySite is { } s && s is not PrimarySite.Unknown ? s is PrimarySite.Rectum : null),
        Condition.PrimaryResected => Diagnosed(d => d.PrimaryResectedOn is { } on ? on <= AsOf : null),
        Condition.PrimaryAsymptomatic or Condition.LiverUnresectable => StateObservation.NotRecorded,
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "No such condition."),
    };

    /// <summary>Complications from before stage 2 that last as far as the record knows, in clinical order. One that began on the day of stage 2 came after it.</summary>
    public IEnumerable<Fact<ComplicationRecorded>> LastingComplications =>
        Facts.Complications.Where(c => !(c.OccurredOn >= Facts.Stage2?.OccurredOn) && !Facts.Resolutions.Any(r => r.Event.ComplicationEventId == c.EventId));

    /// <summary>Holds the current scan against one of the protocol's questions of volume.</summary>
    /// <param name="question">The question.</param>
    /// <returns>Met where the limit holds; unknown while something that it needs is.</returns>
    public Verdict Judge(VolumeQuestion question) =>
        Number(MeasureOf(question.Share)) is { } share && question.For(ParenchymaClass) is { } limit
            ? VolumeJudgement.Of(limit, share.Value, this).Verdict
            : Verdict.Unknown;

    /// <summary>The measure that a share is.</summary>
    /// <param name="share">The share.</param>
    internal static Measure MeasureOf(RemnantShareKind share) =>
        share is RemnantShareKind.Sflr ? Measure.SflrPercent : Measure.FlrOfFunctionalLiverPercent;

    private static StateObservation Either(StateObservation lasting, StateObservation latest) => lasting.IsPresent == true ? lasting : latest;

    private StateObservation Lasting(ComplicationKind kind) =>
        LastingComplications.LastOrDefault(c => c.Event.Kind == kind) is { } lasting ? new(true, [lasting.EventId]) : StateObservation.NotRecorded;

    private StateObservation LatestStatus(Func<PerformanceStatusRecorded, bool?> answer) =>
        Facts.PerformanceStatus.LastOrDefault(p => answer(p.Event) is not null) is { } said ? new(answer(said.Event), [said.EventId]) : StateObservation.NotRecorded;

    private StateObservation Diagnosed(Func<DiagnosisRecorded, bool?> answer) =>
        Facts.Diagnoses.LastOrDefault(d => answer(d.Event) is not null) is { } said ? new(answer(said.Event), [said.EventId]) : StateObservation.NotRecorded;

    private StateObservation Extrahepatic(Func<ExtrahepaticDiseaseAssessed, bool?> answer) =>
        Facts.ExtrahepaticDisease is [.., var latest] ? new(answer(latest.Event), [latest.EventId]) : StateObservation.NotRecorded;

    private StateObservation Tissue(Func<ParenchymaQuality, bool> isSo) =>
        Facts.Parenchyma is [.., var latest] ? new(isSo(latest.Event.Quality), [latest.EventId]) : StateObservation.NotRecorded;

    private StateObservation Tumor(TumorType tumor) => new(Facts.Opened!.Event.Tumor == tumor, [Facts.Opened.EventId]);

    private StateObservation Answer(VolumeQuestion question) => Judge(question) switch
    {
        Verdict.Met => new(true, Volume.Current is { } scan ? [scan.EventId] : []),
        Verdict.NotMet => new(false, Volume.Current is { } scan ? [scan.EventId] : []),
        _ => StateObservation.NotRecorded, // between two limits nobody has decided
    };

    // Of the portal vein either word is the latest word: open, or clotted.
    private StateObservation PortalVein(VascularFinding asked, LiverSide? passedOver) =>
        Facts.VascularFindings.LastOrDefault(v =>
            v.Event.Finding is VascularFinding.PortalVeinPatent or VascularFinding.PortalVeinThrombosis
            && (v.Event.Side is null || v.Event.Side != passedOver)) is { } latest
            ? new(latest.Event.Finding == asked, [latest.EventId])
            : StateObservation.NotRecorded;

    private StateObservation Found(DateOnly? since, params ReadOnlySpan<VascularFinding> findings)
    {
        foreach (var found in Facts.VascularFindings.Reverse())
        {
            if (findings.Contains(found.Event.Finding) && !(found.OccurredOn < since))
            {
                return new(true, [found.EventId]);
            }
        }

        return StateObservation.NotRecorded;
    }

    /// <summary>Liver failure after stage 1: by the laboratory, and as it was recorded.</summary>
    private (StateObservation Present, StateObservation Recovered) LiverFailure()
    {
        var byLaboratory = Function.Liver.IsglsLiverFailure.Stage1;
        var recorded = Facts.Complications.Where(c =>
            c.Event.Kind is ComplicationKind.LiverFailure && c.OccurredOn >= Facts.Stage1?.OccurredOn && !(c.OccurredOn >= Facts.Stage2?.OccurredOn)).ToList();
        var lasting = recorded.Where(c => !Facts.Resolutions.Any(r => r.Event.ComplicationEventId == c.EventId)).ToList();

        if (byLaboratory is { Value: true, RecoveredOn: null } || lasting.Count > 0)
        {
            return (new(true, Ids([.. byLaboratory?.EventIds ?? [], .. lasting.Select(c => c.EventId)])), new(false, []));
        }

        // What was known before a second inducing step says nothing of the time since it.
        var isTold = InducedOn is not { } inducedOn || inducedOn == Facts.Stage1?.OccurredOn || recorded.Exists(c => c.OccurredOn >= inducedOn)
            || IsglsLiverFailure.Of(new StageWindow(inducedOn, Facts.Stage2?.OccurredOn), Facts, Function.LaboratoryCourse, Protocol.Function.LiverFailure).Value is not null;

        if (byLaboratory?.Value == true || recorded.Count > 0)
        {
            var ids = Ids([.. byLaboratory?.EventIds ?? [], .. byLaboratory?.RecoveryEventIds ?? [], .. recorded.Select(c => c.EventId)]);
            return (isTold ? new(false, ids) : StateObservation.NotRecorded, new(true, ids));
        }

        var answer = byLaboratory?.Value == false && isTold ? new StateObservation(false, byLaboratory.EventIds) : StateObservation.NotRecorded;
        return (answer, answer);
    }

    private static ValueList<Guid> Ids(IEnumerable<Guid> ids) => ids.Distinct().ToValueList();

    private StateObservation NoTrialOfChemotherapy()
    {
        var until = Facts.Stage1?.OccurredOn ?? AsOf;
        var tried = Chemotherapy.Courses.Where(c => c.Intent is not ChemotherapyIntent.Adjuvant && c.StartedOn <= until).Select(c => c.EventId).ToValueList();
        return new(tried.Count == 0, tried);
    }

    private StateObservation OcclusionPerformed() =>
        Facts.Stage1 is { Event.Technique: not Stage1Technique.Alpps } stage1 && Technique is not Stage1Technique.Alpps
            ? new(true, [stage1.EventId])
            : new(false, Facts.Stage1 is { } other ? [other.EventId] : []);

    private StateObservation OcclusionFailed()
    {
        var performed = OcclusionPerformed();
        return performed.IsPresent != true ? performed
            : IsMeasuredSinceInduction && Volume.Current is { } scan && Judge(Protocol.Volume.Stage2) is var verdict and not Verdict.Unknown
                ? new(verdict is Verdict.NotMet, [.. performed.EventIds, scan.EventId])
                : StateObservation.NotRecorded;
    }
}
