using System.Runtime.InteropServices;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Reporting;

/// <summary>What reports need of one pathway, packed: a million of them are kept in memory. The properties mean what those of <see cref="CohortRow"/> mean.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CohortCase
{
    // A date is its day number, and a choice its value and one: 0 is not known.
    private readonly int _enrolledOn, _registeredOn, _intendedOn, _parenchymaAssessedOn, _stage1On, _stage2On, _dischargedOn, _droppedOutOn, _diedOn, _closedOn, _recurrenceOn;
    private readonly int _lastSeenOn, _initialGrowthOn, _lastVolumetryOn, _lastDoseToStage1Days;
    private readonly byte _tumor, _parenchymaClass, _intendedStrategy, _strategyAtStage1, _technique, _dropOutReason;
    private readonly double _baselineSflrPercent, _degreeOfHypertrophyPoints, _volumeGainPercent, _initialMlPerDay, _initialPercentPerDay, _initialPointsPerWeek;

    /// <summary>Packs a row.</summary>
    /// <param name="row">The row.</param>
    public CohortCase(CohortRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        (PathwayId, Center, IsSynthetic, IsEnteredInError) = (row.PathwayId, string.Intern(row.Center), row.IsSynthetic, row.IsEnteredInError);
        (_enrolledOn, _registeredOn, _intendedOn) = (row.EnrolledOn.DayNumber, row.RegisteredOn.DayNumber, Packed(row.IntendedOn));
        (_parenchymaAssessedOn, _stage1On, _stage2On, _dischargedOn) = (Packed(row.ParenchymaAssessedOn), Packed(row.Stage1On), Packed(row.Stage2On), Packed(row.DischargedOn));
        (_droppedOutOn, _diedOn, _closedOn) = (Packed(row.DroppedOutOn), Packed(row.DiedOn), Packed(row.ClosedOn));
        (_recurrenceOn, _lastSeenOn, _initialGrowthOn, _lastVolumetryOn) = (Packed(row.RecurrenceOn), Packed(row.LastSeenOn), Packed(row.InitialGrowthOn), Packed(row.LastVolumetryOn));
        _lastDoseToStage1Days = row.LastDoseToStage1Days + 1 ?? 0;
        (_tumor, _parenchymaClass, _technique) = ((byte)row.Tumor, Packed((int?)row.ParenchymaClass), Packed((int?)row.Technique));
        (_intendedStrategy, _strategyAtStage1, _dropOutReason) = (Packed((int?)row.IntendedStrategy), Packed((int?)row.StrategyAtStage1), Packed((int?)row.DropOutReason));
        (_baselineSflrPercent, _degreeOfHypertrophyPoints, _volumeGainPercent) = (Packed(row.BaselineSflrPercent), Packed(row.DegreeOfHypertrophyPoints), Packed(row.VolumeGainPercent));
        (_initialMlPerDay, _initialPercentPerDay, _initialPointsPerWeek) =
            (Packed(row.InitialGrowthMlPerDay), Packed(row.InitialGrowthPercentPerDay), Packed(row.InitialGrowthPointsPerWeek));
        Absences = row.InterruptedOn.Count == 0 ? null : row.InterruptedOn.Select((from, i) => new Absence(from, row.InterruptionReasons[i], row.ResumedOn[i])).ToValueList();
    }

    /// <summary>The pathway.</summary>
    public Guid PathwayId { get; }

    /// <summary>The center.</summary>
    public string Center { get; }

    /// <summary>Whether it was made up.</summary>
    public bool IsSynthetic { get; }

    /// <summary>Whether it was entered in error.</summary>
    public bool IsEnteredInError { get; }

    /// <summary>Drop-outs and closings that the patient came back from, in clinical order; null when there were none.</summary>
    public ValueList<Absence>? Absences { get; }

    /// <summary>The tumor.</summary>
    public TumorType Tumor => (TumorType)_tumor;

    /// <summary>Class of the liver tissue.</summary>
    public ParenchymaClass? ParenchymaClass => _parenchymaClass == 0 ? null : (ParenchymaClass)(_parenchymaClass - 1);

    /// <summary>Date of that judgement.</summary>
    public DateOnly? ParenchymaAssessedOn => Date(_parenchymaAssessedOn);

    /// <summary>Date of enrollment.</summary>
    public DateOnly EnrolledOn => DateOnly.FromDayNumber(_enrolledOn);

    /// <summary>Date of the entry of the opening.</summary>
    public DateOnly RegisteredOn => DateOnly.FromDayNumber(_registeredOn);

    /// <summary>The first way with two stages that was chosen.</summary>
    public Strategy? IntendedStrategy => _intendedStrategy == 0 ? null : (Strategy)(_intendedStrategy - 1);

    /// <summary>Date of that choice.</summary>
    public DateOnly? IntendedOn => Date(_intendedOn);

    /// <summary>The way that stage 1 began.</summary>
    public Strategy? StrategyAtStage1 => _strategyAtStage1 == 0 ? null : (Strategy)(_strategyAtStage1 - 1);

    /// <summary>What was done at stage 1.</summary>
    public Stage1Technique? Technique => _technique == 0 ? null : (Stage1Technique)(_technique - 1);

    /// <summary>Date of stage 1.</summary>
    public DateOnly? Stage1On => Date(_stage1On);

    /// <summary>Date of stage 2.</summary>
    public DateOnly? Stage2On => Date(_stage2On);

    /// <summary>Date of leaving the hospital after stage 2.</summary>
    public DateOnly? DischargedOn => Date(_dischargedOn);

    /// <summary>Date of the drop-out that holds.</summary>
    public DateOnly? DroppedOutOn => Date(_droppedOutOn);

    /// <summary>Its reason.</summary>
    public DropOutReason? DropOutReason => _dropOutReason == 0 ? null : (DropOutReason)(_dropOutReason - 1);

    /// <summary>Date of death.</summary>
    public DateOnly? DiedOn => Date(_diedOn);

    /// <summary>Date of the closing that holds.</summary>
    public DateOnly? ClosedOn => Date(_closedOn);

    /// <summary>Date of the first recurrence after stage 2.</summary>
    public DateOnly? RecurrenceOn => Date(_recurrenceOn);

    /// <summary>Date on which the patient was last seen alive.</summary>
    public DateOnly? LastSeenOn => Date(_lastSeenOn);

    /// <summary>Date of the scan that initial growth was measured on.</summary>
    public DateOnly? InitialGrowthOn => Date(_initialGrowthOn);

    /// <summary>Date of the last volumetry up to stage 2.</summary>
    public DateOnly? LastVolumetryOn => Date(_lastVolumetryOn);

    /// <summary>Days from the last dose of chemotherapy to stage 1.</summary>
    public int? LastDoseToStage1Days => _lastDoseToStage1Days == 0 ? null : _lastDoseToStage1Days - 1;

    /// <summary>sFLR at the baseline, %.</summary>
    public double? BaselineSflrPercent => Number(_baselineSflrPercent);

    /// <summary>Degree of hypertrophy from baseline to last scan, percentage points.</summary>
    public double? DegreeOfHypertrophyPoints => Number(_degreeOfHypertrophyPoints);

    /// <summary>Gain of volume from baseline to last scan, %.</summary>
    public double? VolumeGainPercent => Number(_volumeGainPercent);

    /// <summary>Initial growth, mL a day.</summary>
    public double? InitialGrowthMlPerDay => Number(_initialMlPerDay);

    /// <summary>Initial growth, % a day.</summary>
    public double? InitialGrowthPercentPerDay => Number(_initialPercentPerDay);

    /// <summary>Initial growth, percentage points a week.</summary>
    public double? InitialGrowthPointsPerWeek => Number(_initialPointsPerWeek);

    private static int Packed(DateOnly? date) => date?.DayNumber ?? 0;

    private static byte Packed(int? choice) => (byte)(choice + 1 ?? 0);

    private static double Packed(double? number) => number ?? double.NaN;

    private static DateOnly? Date(int packed) => packed == 0 ? null : DateOnly.FromDayNumber(packed);

    private static double? Number(double packed) => double.IsNaN(packed) ? null : packed;
}

/// <summary>A time during which a patient was not on the pathway.</summary>
/// <param name="From">Date of leaving.</param>
/// <param name="Reason">Why the patient left; null when the record had been closed.</param>
/// <param name="Until">Date of coming back.</param>
public sealed record Absence(DateOnly From, DropOutReason? Reason, DateOnly Until);
