using System.Collections.Immutable;
using Pathway.Domain.Journey;

namespace Pathway.Domain;

/// <summary>What the record says about one patient: everything that happened, put right, each list in clinical order. It judges nothing.</summary>
public sealed partial record PathwayFacts
{
    /// <summary>Nothing is known.</summary>
    public static readonly PathwayFacts None = new();

    /// <summary>Every entry that holds, in clinical order, whatever it is about.</summary>
    public ImmutableArray<Fact<PathwayEvent>> Entries { get; private init; } = [];

    /// <summary>The opening; null before it.</summary>
    public Fact<PathwayOpened>? Opened { get; private set; }

    /// <summary>Heights and weights, but for those given at the opening.</summary>
    public ImmutableArray<Fact<AnthropometryRecorded>> Anthropometries { get; private set; } = [];

    /// <summary>How the disease presents itself.</summary>
    public ImmutableArray<Fact<DiagnosisRecorded>> Diagnoses { get; private set; } = [];

    /// <summary>Biomarkers of the tumor.</summary>
    public ImmutableArray<Fact<BiomarkersRecorded>> Biomarkers { get; private set; } = [];

    /// <summary>Judgements of the liver outside the tumor.</summary>
    public ImmutableArray<Fact<ParenchymaAssessed>> Parenchyma { get; private set; } = [];

    /// <summary>Looks for tumor outside the liver.</summary>
    public ImmutableArray<Fact<ExtrahepaticDiseaseAssessed>> ExtrahepaticDisease { get; private set; } = [];

    /// <summary>Findings about the vessels.</summary>
    public ImmutableArray<Fact<VascularFindingRecorded>> VascularFindings { get; private set; } = [];

    /// <summary>How fit the patient was.</summary>
    public ImmutableArray<Fact<PerformanceStatusRecorded>> PerformanceStatus { get; private set; } = [];

    /// <summary>Courses of chemotherapy.</summary>
    public ImmutableArray<Fact<ChemotherapyRecorded>> Chemotherapy { get; private set; } = [];

    /// <summary>Sets of laboratory values.</summary>
    public ImmutableArray<Fact<LaboratoryRecorded>> Laboratories { get; private set; } = [];

    /// <summary>Volumetries.</summary>
    public ImmutableArray<Fact<VolumetryRecorded>> Volumetries { get; private set; } = [];

    /// <summary>Tests of liver function.</summary>
    public ImmutableArray<Fact<FunctionTestRecorded>> FunctionTests { get; private set; } = [];

    /// <summary>Scores that were computed elsewhere.</summary>
    public ImmutableArray<Fact<ScoreRecorded>> EnteredScores { get; private set; } = [];

    /// <summary>Choices of a strategy.</summary>
    public ImmutableArray<Fact<StrategyDecided>> Strategies { get; private set; } = [];

    /// <summary>Stage 1; admission lets in no second one.</summary>
    public ImmutableArray<Fact<Stage1Performed>> Stage1s { get; private set; } = [];

    /// <summary>Inducing steps after stage 1.</summary>
    public ImmutableArray<Fact<AugmentationAdded>> Augmentations { get; private set; } = [];

    /// <summary>Complications.</summary>
    public ImmutableArray<Fact<ComplicationRecorded>> Complications { get; private set; } = [];

    /// <summary>Ends of complications.</summary>
    public ImmutableArray<Fact<ComplicationResolved>> Resolutions { get; private set; } = [];

    /// <summary>Decisions of the board about stage 2.</summary>
    public ImmutableArray<Fact<ReadinessDecided>> Decisions { get; private set; } = [];

    /// <summary>Stage 2; admission lets in no second one.</summary>
    public ImmutableArray<Fact<Stage2Performed>> Stage2s { get; private set; } = [];

    /// <summary>Discharges from the hospital.</summary>
    public ImmutableArray<Fact<Discharged>> Discharges { get; private set; } = [];

    /// <summary>Examinations of the follow-up.</summary>
    public ImmutableArray<Fact<SurveillanceRecorded>> Surveillance { get; private set; } = [];

    /// <summary>Drop-outs.</summary>
    public ImmutableArray<Fact<DroppedOut>> DropOuts { get; private set; } = [];

    /// <summary>Returns.</summary>
    public ImmutableArray<Fact<PathwayResumed>> Resumptions { get; private set; } = [];

    /// <summary>Death; admission lets in no second one.</summary>
    public ImmutableArray<Fact<DeathRecorded>> Deaths { get; private set; } = [];

    /// <summary>Ends of the record.</summary>
    public ImmutableArray<Fact<PathwayClosed>> Closings { get; private set; } = [];

    /// <summary>Changes of the protocol.</summary>
    public ImmutableArray<Fact<ProtocolAssigned>> ProtocolAssignments { get; private set; } = [];

    /// <summary>Stage 1; null before it.</summary>
    public Fact<Stage1Performed>? Stage1 => Stage1s is [var first, ..] ? first : null;

    /// <summary>Stage 2; null before it.</summary>
    public Fact<Stage2Performed>? Stage2 => Stage2s is [var first, ..] ? first : null;

    /// <summary>Date of the latest procedure that makes the remnant grow, stage 1 or a step after it; null before the first.</summary>
    public DateOnly? InducedOn
    {
        get
        {
            var stage1On = Stage1?.OccurredOn;
            DateOnly? augmentedOn = Augmentations is [.., var last] ? last.OccurredOn : null;
            return augmentedOn > stage1On || stage1On is null ? augmentedOn ?? stage1On : stage1On;
        }
    }

    /// <summary>Death; null while the patient lives as far as the record knows.</summary>
    public Fact<DeathRecorded>? Death => Deaths is [var first, ..] ? first : null;

    /// <summary>What ended the pathway and was not taken back by a return: a drop-out or a closing; null while the pathway is open.</summary>
    public Fact<PathwayEvent>? Ending { get; private set; }
}
