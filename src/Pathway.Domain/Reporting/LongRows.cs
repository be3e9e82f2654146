using Pathway.Domain.FollowUp;
using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Readiness;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Reporting;

/// <summary>One volumetry of one pathway.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the scan.</param>
/// <param name="DayAfterStage1">Days since stage 1, 0 on its day; null before it.</param>
/// <param name="DayAfterInduction">Days since the latest inducing procedure, stage 1 or a later one; null before the first.</param>
/// <param name="IsAfterStage2">Whether it is later than the day of stage 2: what it shows is no future remnant.</param>
/// <param name="Modality">What the volumes were measured on.</param>
/// <param name="FlrVolumeMl">Future liver remnant without tumor, mL.</param>
/// <param name="TotalLiverVolumeMl">Whole liver with tumor, mL; null when not measured.</param>
/// <param name="TumorVolumeMl">Tumor in the whole liver, mL; null when not measured.</param>
/// <param name="StandardLiverVolumeMl">Liver expected for the body size, mL; null when not known.</param>
/// <param name="SflrPercent">Remnant of the standard liver volume (sFLR), %; null when that is not known.</param>
/// <param name="FlrOfFunctionalLiverPercent">Remnant of the measured liver without its tumor, %; null when either was not measured.</param>
/// <param name="FlrToBodyWeightPercent">Remnant to body weight, %, 1 mL counted as 1 g; null when the weight is not known.</param>
/// <param name="VolumeGainMl">Gain against the baseline of the latest inducing procedure, mL; null before it, on its day and without a baseline.</param>
/// <param name="VolumeGainPercent">The same in % of the baseline's volume.</param>
/// <param name="DegreeOfHypertrophyPoints">sFLR less the baseline's, percentage points; null likewise.</param>
/// <param name="GrowthMlPerDay">Kinetic growth rate since that procedure, mL a day; null likewise.</param>
/// <param name="GrowthPercentPerDay">The same rate, % of the baseline's volume a day.</param>
/// <param name="GrowthPointsPerWeek">The same rate, percentage points of sFLR a week.</param>
public sealed record MeasurementRow(
    Guid PathwayId, Guid EventId, DateOnly OccurredOn, int? DayAfterStage1, int? DayAfterInduction, bool IsAfterStage2, ScanModality Modality,
    double FlrVolumeMl, double? TotalLiverVolumeMl, double? TumorVolumeMl, double? StandardLiverVolumeMl,
    double? SflrPercent, double? FlrOfFunctionalLiverPercent, double? FlrToBodyWeightPercent,
    double? VolumeGainMl, double? VolumeGainPercent, double? DegreeOfHypertrophyPoints,
    double? GrowthMlPerDay, double? GrowthPercentPerDay, double? GrowthPointsPerWeek)
{
    internal static MeasurementRow Of(Guid pathwayId, VolumetryMeasurement scan) => new(
        pathwayId, scan.EventId, scan.OccurredOn, scan.DayAfterStage1, scan.DayAfterInduction, scan.IsAfterStage2, scan.Modality,
        scan.FlrVolumeMl, scan.TotalLiverVolumeMl, scan.TumorVolumeMl, scan.StandardLiverVolumeMl,
        scan.SflrPercent, scan.FlrOfFunctionalLiverPercent, scan.FlrToBodyWeightPercent,
        scan.VolumeGainMl, scan.VolumeGainPercent, scan.DegreeOfHypertrophyPoints,
        scan.KineticGrowthRate?.MlPerDay, scan.KineticGrowthRate?.PercentPerDay, scan.KineticGrowthRate?.PointsPerWeek);
}

/// <summary>One complication of one pathway.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of its beginning.</param>
/// <param name="Phase">Whether it came before stage 1, between the stages, or after stage 2; one that began on the day of a stage came after it.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Grade">Clavien-Dindo grade.</param>
/// <param name="IsglsGrade">ISGLS grade; null when not stated or not applicable.</param>
/// <param name="TransfusedUnits">Units of red cells; null when not stated.</param>
/// <param name="ResolvedOn">Date on which it was over; null while it lasts as far as the record knows.</param>
public sealed record ComplicationRow(
    Guid PathwayId, Guid EventId, DateOnly OccurredOn, ComplicationPhase Phase, ComplicationKind Kind, ClavienDindoGrade Grade, IsglsGrade? IsglsGrade,
    int? TransfusedUnits, DateOnly? ResolvedOn)
{
    internal static ComplicationRow Of(Guid pathwayId, ComplicationState complication) => new(
        pathwayId, complication.EventId, complication.OccurredOn, complication.Phase, complication.Kind, complication.Grade, complication.IsglsGrade,
        complication.TransfusedUnits, complication.ResolvedOn);
}

/// <summary>One test of liver function of one pathway.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the test.</param>
/// <param name="DayAfterStage1">Days after stage 1; null before it.</param>
/// <param name="Test">The test.</param>
/// <param name="Scope">What it looked at.</param>
/// <param name="Value">The result as reported, in the unit of the next column.</param>
/// <param name="Unit">UCUM code of that unit.</param>
/// <param name="Percent">The result in %; null when it is another figure.</param>
/// <param name="PercentPerMin">The result in % per minute; null when it is another figure, or per body surface with the surface unknown.</param>
/// <param name="PercentPerMinPerM2">The result in % per minute and m² of body surface; null when it is another figure, or the surface is not known.</param>
public sealed record FunctionTestRow(
    Guid PathwayId, Guid EventId, DateOnly OccurredOn, int? DayAfterStage1, FunctionTest Test, TestScope Scope, double Value, string Unit,
    double? Percent, double? PercentPerMin, double? PercentPerMinPerM2)
{
    internal static FunctionTestRow Of(Guid pathwayId, FunctionTestResult test) => new(
        pathwayId, test.EventId, test.OccurredOn, test.DayAfterStage1, test.Test, test.Scope, test.Value, test.Unit,
        test.Percent, test.PercentPerMin, test.PercentPerMinPerM2);
}

/// <summary>One decision of the board about stage 2.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the decision.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="ReviewOn">Date on which it was to be looked at again; null when none was set.</param>
/// <param name="Shown">What the assessment said that was shown; null when none was stored with the decision.</param>
/// <param name="ProtocolId">The protocol that it was made under; null likewise.</param>
/// <param name="ProtocolVersion">Its version; null likewise.</param>
/// <param name="IsOverride">Whether the board proceeded although the assessment did not clear the patient; null likewise.</param>
/// <param name="Now">What the record as it is now says for that date under the same protocol; null likewise, and where that protocol is not at hand.</param>
public sealed record DecisionRow(
    Guid PathwayId, Guid EventId, DateOnly OccurredOn, BoardDecision Decision, DateOnly? ReviewOn,
    Overall? Shown, string? ProtocolId, int? ProtocolVersion, bool? IsOverride, Overall? Now)
{
    internal static DecisionRow Of(Guid pathwayId, DecisionState decision) => new(
        pathwayId, decision.EventId, decision.DecidedOn, decision.Decision, decision.ReviewOn,
        decision.Shown?.Overall, decision.Shown?.ProtocolId, decision.Shown?.ProtocolVersion, decision.IsOverride,
        decision.DecidedOnCorrectedData is null ? null : decision.Now?.Overall ?? decision.Shown?.Overall);
}

/// <summary>One deviation from the protocol.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="EventId">The entry that broke the rule, or that the wait is counted from.</param>
/// <param name="OccurredOn">Date of the break.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="Observed">The value, in the unit of the last column; null where the rule is yes or no, and where what was awaited has not come.</param>
/// <param name="Threshold">The limit, in that unit; null where the rule is yes or no.</param>
/// <param name="Unit">UCUM code of that unit; null where there is none.</param>
public sealed record DeviationRow(Guid PathwayId, Guid EventId, DateOnly OccurredOn, string RuleId, double? Observed, double? Threshold, string? Unit)
{
    internal static DeviationRow Of(Guid pathwayId, Deviation deviation) => new(
        pathwayId, deviation.EventIds[0], deviation.OccurredOn, deviation.RuleId, deviation.Observed, deviation.Threshold, deviation.Unit);
}
