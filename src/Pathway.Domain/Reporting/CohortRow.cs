using System.Text.Json.Serialization;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Reporting;

/// <summary>
/// One pathway as one flat row. It is derived from the whole stream and says nothing that changes by time alone: dates, not ages or intervals up to today.
/// Every value is null where it has not happened or is not known. No free text of the record is in it.
/// </summary>
public sealed record CohortRow
{
    /// <summary>The pathway.</summary>
    public required Guid PathwayId { get; init; }

    /// <summary>Pseudonym of the patient; no report and no view shows it.</summary>
    [JsonIgnore]
    public string PatientRef { get; init; } = "";

    /// <summary>Whether the pathway was made up by the simulator: its pseudonym begins with SIM-.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>Whether the record was closed as entered in error: then the pathway counts in no report.</summary>
    public bool IsEnteredInError { get; init; }

    /// <summary>The center that treats the patient.</summary>
    public required string Center { get; init; }

    /// <summary>Sex.</summary>
    public required Sex Sex { get; init; }

    /// <summary>Year of birth.</summary>
    public required int BirthYear { get; init; }

    /// <summary>What the liver is to be resected for.</summary>
    public required TumorType Tumor { get; init; }

    /// <summary>Whether metastases came with the primary tumor, by the latest answer.</summary>
    public Presentation? Presentation { get; init; }

    /// <summary>The liver outside the tumor by the last judgement on or before the day of stage 1, or by the first after it; without stage 1 by the latest.</summary>
    public ParenchymaQuality? ParenchymaQuality { get; init; }

    /// <summary>The class that the protocol of the row counts it in.</summary>
    public ParenchymaClass? ParenchymaClass { get; init; }

    /// <summary>Date of that judgement.</summary>
    public DateOnly? ParenchymaAssessedOn { get; init; }

    /// <summary>Date of enrollment.</summary>
    public required DateOnly EnrolledOn { get; init; }

    /// <summary>Date (UTC) on which the opening was entered: what is known from before that day was entered in hindsight.</summary>
    public required DateOnly RegisteredOn { get; init; }

    /// <summary>The way that was chosen first.</summary>
    public Strategy? FirstStrategy { get; init; }

    /// <summary>Date of that first choice.</summary>
    public DateOnly? FirstStrategyDecidedOn { get; init; }

    /// <summary>The first way with two stages that was chosen: what the patient was to have, whatever came of it.</summary>
    public Strategy? IntendedStrategy { get; init; }

    /// <summary>Date of that choice: time zero by intention to treat.</summary>
    public DateOnly? IntendedOn { get; init; }

    /// <summary>The way that stage 1 began: the last choice on or before that day where the technique is its beginning, otherwise the way of that name. Null without stage 1.</summary>
    public Strategy? StrategyAtStage1 { get; init; }

    /// <summary>The way by the latest choice.</summary>
    public Strategy? LatestStrategy { get; init; }

    /// <summary>Date of the latest choice.</summary>
    public DateOnly? LatestStrategyDecidedOn { get; init; }

    /// <summary>In which order liver and primary tumor are operated on, by the latest answer.</summary>
    public OperationSequence? Sequence { get; init; }

    /// <summary>Date of stage 1: time zero as treated.</summary>
    public DateOnly? Stage1On { get; init; }

    /// <summary>What was done at stage 1.</summary>
    public Stage1Technique? Technique { get; init; }

    /// <summary>How stage 1 was varied; empty for the classical form and without stage 1.</summary>
    public ValueList<StrategyVariant> Variants { get; init; } = [];

    /// <summary>Dates of the inducing steps after stage 1, in clinical order.</summary>
    public ValueList<DateOnly> AugmentedOn { get; init; } = [];

    /// <summary>What was done on each of them, in the same order.</summary>
    public ValueList<AugmentationTechnique> Augmentations { get; init; } = [];

    /// <summary>Date of stage 2.</summary>
    public DateOnly? Stage2On { get; init; }

    /// <summary>What was resected at stage 2.</summary>
    public LiverResection? Resection { get; init; }

    /// <summary>Tumor left at the margin.</summary>
    public ResectionMargin? Margin { get; init; }

    /// <summary>Date of leaving the hospital after stage 2.</summary>
    public DateOnly? DischargedOn { get; init; }

    /// <summary>Dates of drop-outs and closings that the patient came back from, in clinical order.</summary>
    public ValueList<DateOnly> InterruptedOn { get; init; } = [];

    /// <summary>The reason of each, in the same order; null where it was a closing.</summary>
    public ValueList<DropOutReason?> InterruptionReasons { get; init; } = [];

    /// <summary>The date of coming back from each, in the same order.</summary>
    public ValueList<DateOnly> ResumedOn { get; init; } = [];

    /// <summary>Date of the drop-out that holds; null where the patient came back.</summary>
    public DateOnly? DroppedOutOn { get; init; }

    /// <summary>Its reason.</summary>
    public DropOutReason? DropOutReason { get; init; }

    /// <summary>Date from which nobody knows of the patient: that of the drop-out that holds, where contact was lost.</summary>
    public DateOnly? LostToFollowUpOn { get; init; }

    /// <summary>Date of death.</summary>
    public DateOnly? DiedOn { get; init; }

    /// <summary>What the patient died of.</summary>
    public DeathCause? DeathCause { get; init; }

    /// <summary>Date on which the record was closed; null where it was opened again.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>Why it was closed.</summary>
    public ClosingReason? ClosingReason { get; init; }

    /// <summary>
    /// How the way to stage 2 has ended: the first of stage2, died, and droppedOut, lostToFollowUp or closed; of two on one day the earlier in this list; open while it goes on.
    /// It is that of the report on drop-outs up to today, and counts as treated where stage 1 is dated and the outcome not before it.
    /// </summary>
    public WayEnd Outcome { get; init; }

    /// <summary>Date of that end; null while the way goes on.</summary>
    public DateOnly? OutcomeOn { get; init; }

    /// <summary>Date on which a recurrence was first seen after stage 2.</summary>
    public DateOnly? RecurrenceOn { get; init; }

    /// <summary>
    /// Latest date of an entry that shows the patient alive: an examination, a laboratory, a treatment, a complication, a discharge, a drop-out with contact or a return.
    /// Decisions, notes, closings and changes of the protocol show nobody. Null without any.
    /// </summary>
    public DateOnly? LastSeenOn { get; init; }

    /// <summary>Date of the last volumetry on or before the day of stage 1: the baseline.</summary>
    public DateOnly? BaselineVolumetryOn { get; init; }

    /// <summary>Future liver remnant at the baseline, mL.</summary>
    public double? BaselineFlrVolumeMl { get; init; }

    /// <summary>Its share of the standard liver volume (sFLR), %.</summary>
    public double? BaselineSflrPercent { get; init; }

    /// <summary>Date of the last volumetry on or before the day of stage 2, or of the last at all without stage 2.</summary>
    public DateOnly? LastVolumetryOn { get; init; }

    /// <summary>Future liver remnant on it, mL.</summary>
    public double? LastFlrVolumeMl { get; init; }

    /// <summary>Its share of the standard liver volume (sFLR), %.</summary>
    public double? LastSflrPercent { get; init; }

    /// <summary>Degree of hypertrophy: last sFLR less baseline sFLR, percentage points; null unless the last scan is later than the day of stage 1.</summary>
    public double? DegreeOfHypertrophyPoints { get; init; }

    /// <summary>Gain of volume from baseline to last scan, % of the baseline's volume; null likewise.</summary>
    public double? VolumeGainPercent { get; init; }

    /// <summary>Date of the first scan after the day of stage 1, before any further inducing step and stage 2.</summary>
    public DateOnly? InitialGrowthOn { get; init; }

    /// <summary>Kinetic growth rate at that scan, mL a day since stage 1.</summary>
    public double? InitialGrowthMlPerDay { get; init; }

    /// <summary>The same rate in % of the baseline's volume a day.</summary>
    public double? InitialGrowthPercentPerDay { get; init; }

    /// <summary>The same rate in percentage points of sFLR a week.</summary>
    public double? InitialGrowthPointsPerWeek { get; init; }

    /// <summary>
    /// First date after stage 1 on which the protocol in force found the patient ready for stage 2, with or without caution. Looked at are the dates of
    /// entries up to stage 2 or the last entry: nobody becomes ready by waiting.
    /// </summary>
    public DateOnly? FirstClearedOn { get; init; }

    /// <summary>First such date on which it found the patient ready without caution.</summary>
    public DateOnly? FirstReadyOn { get; init; }

    /// <summary>What the protocol in force said on the morning of stage 2; null without stage 1 and stage 2.</summary>
    public Overall? ReadinessAtStage2 { get; init; }

    /// <summary>Number of decisions of the board about stage 2.</summary>
    public int Decisions { get; init; }

    /// <summary>Number of those to proceed although the assessment shown did not clear the patient.</summary>
    public int Overrides { get; init; }

    /// <summary>Number of complications.</summary>
    public int Complications { get; init; }

    /// <summary>Number of those of Clavien-Dindo grade IIIb or higher.</summary>
    public int MajorComplications { get; init; }

    /// <summary>Worst Clavien-Dindo grade from the day of stage 1 to before stage 2.</summary>
    public ClavienDindoGrade? WorstInterstageGrade { get; init; }

    /// <summary>Worst Clavien-Dindo grade from the day of stage 2 on.</summary>
    public ClavienDindoGrade? WorstPostoperativeGrade { get; init; }

    /// <summary>Worst ISGLS grade of a liver failure that was recorded as a complication.</summary>
    public IsglsGrade? LiverFailureGrade { get; init; }

    /// <summary>Cycles of chemotherapy other than adjuvant.</summary>
    public int ChemotherapyCycles { get; init; }

    /// <summary>Days from the last dose on or before stage 1 to stage 1.</summary>
    public int? LastDoseToStage1Days { get; init; }

    /// <summary>Number of deviations from the protocol, as of the date of the last entry.</summary>
    public int Deviations { get; init; }

    /// <summary>The protocol in force at the last entry.</summary>
    public required string ProtocolId { get; init; }

    /// <summary>Its version.</summary>
    public required int ProtocolVersion { get; init; }

    /// <summary>Number of corrections in the stream.</summary>
    public int Corrections { get; init; }

    /// <summary>Number of entries that were made out of order: dated before something that had been entered earlier. Corrections are not counted.</summary>
    public int LateEntries { get; init; }

    /// <summary>Stream version of the last event that the row was derived from.</summary>
    public required long UpToVersion { get; init; }
}
