using System.Diagnostics.CodeAnalysis;
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
    [SetsRequiredMembers]
    public CohortCase(CohortRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        (PathwayId, Center, IsSynthetic, IsEnteredInError, Tumor) = (row.PathwayId, row.Center, row.IsSynthetic, row.IsEnteredInError, row.Tumor);
        (ParenchymaClass, ParenchymaAssessedOn, EnrolledOn, RegisteredOn) = (row.ParenchymaClass, row.ParenchymaAssessedOn, row.EnrolledOn, row.RegisteredOn);
        (IntendedStrategy, IntendedOn, StrategyAtStage1, Technique, Stage1On) = (row.IntendedStrategy, row.IntendedOn, row.StrategyAtStage1, row.Technique, row.Stage1On);
        (Stage2On, DischargedOn, DroppedOutOn, DropOutReason) = (row.Stage2On, row.DischargedOn, row.DroppedOutOn, row.DropOutReason);
        (DiedOn, ClosedOn, RecurrenceOn, LastSeenOn) = (row.DiedOn, row.ClosedOn, row.RecurrenceOn, row.LastSeenOn);
        (InitialGrowthOn, LastVolumetryOn, LastDoseToStage1Days) = (row.InitialGrowthOn, row.LastVolumetryOn, row.LastDoseToStage1Days);
        (BaselineSflrPercent, DegreeOfHypertrophyPoints, VolumeGainPercent) = (row.BaselineSflrPercent, row.DegreeOfHypertrophyPoints, row.VolumeGainPercent);
        (InitialGrowthMlPerDay, InitialGrowthPercentPerDay, InitialGrowthPointsPerWeek) = (row.InitialGrowthMlPerDay, row.InitialGrowthPercentPerDay, row.InitialGrowthPointsPerWeek);
        Absences = Absence.Of(row.InterruptedOn, row.InterruptionReasons, row.ResumedOn);
    }

    /// <summary>The pathway.</summary>
    public required Guid PathwayId { get; init; }

    /// <summary>The center.</summary>
    public required string Center { get; init => field = string.Intern(value); }

    /// <summary>Whether it was made up.</summary>
    public required bool IsSynthetic { get; init; }

    /// <summary>Whether it was entered in error.</summary>
    public required bool IsEnteredInError { get; init; }

    /// <summary>Drop-outs and closings that the patient came back from, in clinical order; null when there were none.</summary>
    public required ValueList<Absence>? Absences { get; init; }

    /// <summary>The tumor.</summary>
    public required TumorType Tumor { get => (TumorType)_tumor; init => _tumor = (byte)value; }

    /// <summary>Class of the liver tissue.</summary>
    public required ParenchymaClass? ParenchymaClass { get => _parenchymaClass == 0 ? null : (ParenchymaClass)(_parenchymaClass - 1); init => _parenchymaClass = Packed((int?)value); }

    /// <summary>Date of that judgement.</summary>
    public required DateOnly? ParenchymaAssessedOn { get => Date(_parenchymaAssessedOn); init => _parenchymaAssessedOn = Packed(value); }

    /// <summary>Date of enrollment.</summary>
    public required DateOnly EnrolledOn { get => DateOnly.FromDayNumber(_enrolledOn); init => _enrolledOn = value.DayNumber; }

    /// <summary>Date of the entry of the opening.</summary>
    public required DateOnly RegisteredOn { get => DateOnly.FromDayNumber(_registeredOn); init => _registeredOn = value.DayNumber; }

    /// <summary>The first way with two stages that was chosen.</summary>
    public required Strategy? IntendedStrategy { get => _intendedStrategy == 0 ? null : (Strategy)(_intendedStrategy - 1); init => _intendedStrategy = Packed((int?)value); }

    /// <summary>Date of that choice.</summary>
    public required DateOnly? IntendedOn { get => Date(_intendedOn); init => _intendedOn = Packed(value); }

    /// <summary>The way that stage 1 began.</summary>
    public required Strategy? StrategyAtStage1 { get => _strategyAtStage1 == 0 ? null : (Strategy)(_strategyAtStage1 - 1); init => _strategyAtStage1 = Packed((int?)value); }

    /// <summary>What was done at stage 1.</summary>
    public required Stage1Technique? Technique { get => _technique == 0 ? null : (Stage1Technique)(_technique - 1); init => _technique = Packed((int?)value); }

    /// <summary>Date of stage 1.</summary>
    public required DateOnly? Stage1On { get => Date(_stage1On); init => _stage1On = Packed(value); }

    /// <summary>Date of stage 2.</summary>
    public required DateOnly? Stage2On { get => Date(_stage2On); init => _stage2On = Packed(value); }

    /// <summary>Date of leaving the hospital after stage 2.</summary>
    public required DateOnly? DischargedOn { get => Date(_dischargedOn); init => _dischargedOn = Packed(value); }

    /// <summary>Date of the drop-out that holds.</summary>
    public required DateOnly? DroppedOutOn { get => Date(_droppedOutOn); init => _droppedOutOn = Packed(value); }

    /// <summary>Its reason.</summary>
    public required DropOutReason? DropOutReason { get => _dropOutReason == 0 ? null : (DropOutReason)(_dropOutReason - 1); init => _dropOutReason = Packed((int?)value); }

    /// <summary>Date of death.</summary>
    public required DateOnly? DiedOn { get => Date(_diedOn); init => _diedOn = Packed(value); }

    /// <summary>Date of the closing that holds.</summary>
    public required DateOnly? ClosedOn { get => Date(_closedOn); init => _closedOn = Packed(value); }

    /// <summary>Date of the first recurrence after stage 2.</summary>
    public required DateOnly? RecurrenceOn { get => Date(_recurrenceOn); init => _recurrenceOn = Packed(value); }

    /// <summary>Date on which the patient was last seen alive.</summary>
    public required DateOnly? LastSeenOn { get => Date(_lastSeenOn); init => _lastSeenOn = Packed(value); }

    /// <summary>Date of the scan that initial growth was measured on.</summary>
    public required DateOnly? InitialGrowthOn { get => Date(_initialGrowthOn); init => _initialGrowthOn = Packed(value); }

    /// <summary>Date of the last volumetry up to stage 2.</summary>
    public required DateOnly? LastVolumetryOn { get => Date(_lastVolumetryOn); init => _lastVolumetryOn = Packed(value); }

    /// <summary>Days from the last dose of chemotherapy to stage 1.</summary>
    public required int? LastDoseToStage1Days { get => _lastDoseToStage1Days == 0 ? null : _lastDoseToStage1Days - 1; init => _lastDoseToStage1Days = value + 1 ?? 0; }

    /// <summary>sFLR at the baseline, %.</summary>
    public required double? BaselineSflrPercent { get => Number(_baselineSflrPercent); init => _baselineSflrPercent = Packed(value); }

    /// <summary>Degree of hypertrophy from baseline to last scan, percentage points.</summary>
    public required double? DegreeOfHypertrophyPoints { get => Number(_degreeOfHypertrophyPoints); init => _degreeOfHypertrophyPoints = Packed(value); }

    /// <summary>Gain of volume from baseline to last scan, %.</summary>
    public required double? VolumeGainPercent { get => Number(_volumeGainPercent); init => _volumeGainPercent = Packed(value); }

    /// <summary>Initial growth, mL a day.</summary>
    public required double? InitialGrowthMlPerDay { get => Number(_initialMlPerDay); init => _initialMlPerDay = Packed(value); }

    /// <summary>Initial growth, % a day.</summary>
    public required double? InitialGrowthPercentPerDay { get => Number(_initialPercentPerDay); init => _initialPercentPerDay = Packed(value); }

    /// <summary>Initial growth, percentage points a week.</summary>
    public required double? InitialGrowthPointsPerWeek { get => Number(_initialPointsPerWeek); init => _initialPointsPerWeek = Packed(value); }

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
public sealed record Absence(DateOnly From, DropOutReason? Reason, DateOnly Until)
{
    /// <summary>The absences of a row.</summary>
    /// <param name="interruptedOn">Dates of leaving, in clinical order.</param>
    /// <param name="reasons">Why, in the same order.</param>
    /// <param name="resumedOn">Dates of coming back, in the same order.</param>
    /// <returns>The absences, in that order; null when there were none.</returns>
    public static ValueList<Absence>? Of(ValueList<DateOnly> interruptedOn, ValueList<DropOutReason?> reasons, ValueList<DateOnly> resumedOn)
    {
        ArgumentNullException.ThrowIfNull(interruptedOn);
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(resumedOn);
        return interruptedOn.Count == 0 ? null : interruptedOn.Select((from, i) => new Absence(from, reasons[i], resumedOn[i])).ToValueList();
    }
}
