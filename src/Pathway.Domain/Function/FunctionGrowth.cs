using Pathway.Domain.Journey;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Function;

/// <summary>How much more the remnant does than before stage 1, beside how much larger it is: function lags (Olthof, Surgery 2017: 29 % against 78 %).</summary>
/// <param name="Test">The test.</param>
/// <param name="BaselineEventId">The last such test on or before stage 1.</param>
/// <param name="EventId">The latest such test.</param>
/// <param name="FunctionGainPercent">Gain in % of the baseline; negative for a loss.</param>
/// <param name="BaselineVolumetryEventId">The last scan on or before stage 1; null without one.</param>
/// <param name="VolumetryEventId">The scan after stage 1 nearest in time to the test, the earlier of two; null without one.</param>
/// <param name="VolumeGainPercent">Gain of the remnant's volume between those scans, in % of the first; null while one is missing.</param>
public sealed record FunctionGrowth(
    FunctionTest Test, Guid BaselineEventId, Guid EventId, double FunctionGainPercent,
    Guid? BaselineVolumetryEventId, Guid? VolumetryEventId, double? VolumeGainPercent)
{
    internal static FunctionGrowth? Of(FunctionTestResult latest, PathwayFacts facts, ValueList<FunctionTestResult> tests, VolumetricState volume)
    {
        if (facts.Stage1?.OccurredOn is not { } stage1On
            || tests.LastOrDefault(t => t.Series == latest.Series && t.OccurredOn <= stage1On) is not { } baseline
            || latest.BesideEarlier(baseline) is not { Then: > 0 } values)
        {
            return null;
        }

        var before = volume.Measurements.LastOrDefault(r => r.OccurredOn <= stage1On);
        var after = volume.Measurements
            .Where(r => r.OccurredOn > stage1On && !r.IsAfterStage2)
            .MinBy(r => Math.Abs(r.OccurredOn.DayNumber - latest.OccurredOn.DayNumber));
        return new(
            latest.Test, baseline.EventId, latest.EventId, 100 * (values.Now - values.Then) / values.Then,
            before?.EventId, after?.EventId, 100 * (after?.FlrVolumeMl - before?.FlrVolumeMl) / before?.FlrVolumeMl);
    }
}
