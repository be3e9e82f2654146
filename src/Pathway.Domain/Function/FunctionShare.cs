using Pathway.Domain.Journey;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Function;

/// <summary>The remnant's share of the liver's work, beside its share of the liver's volume.</summary>
/// <param name="Test">The test.</param>
/// <param name="EventId">The test of the remnant.</param>
/// <param name="GlobalEventId">The test of the whole liver on the same day; null when the result was reported as a share already.</param>
/// <param name="FunctionSharePercent">The remnant's share of the work, %.</param>
/// <param name="VolumetryEventId">The scan nearest in time that measured the whole liver, the earlier of two, and none after stage 2; null without one.</param>
/// <param name="VolumeSharePercent">The remnant's share of the measured liver without tumor on it, %: the denominator is the liver that was tested, not one expected for the body size. Null without one.</param>
/// <param name="DifferencePoints">Share of the work less share of the volume, percentage points: negative where the remnant does less than its size. Null without a scan.</param>
public sealed record FunctionShare(
    FunctionTest Test, Guid EventId, Guid? GlobalEventId, double FunctionSharePercent, Guid? VolumetryEventId, double? VolumeSharePercent, double? DifferencePoints)
{
    internal static FunctionShare? Of(FunctionTestResult remnant, ValueList<FunctionTestResult> tests, VolumetricState volume)
    {
        var global = tests.LastOrDefault(t =>
            t.Scope == TestScope.Global && t.OccurredOn == remnant.OccurredOn && t.Series == remnant.Series with { Item2 = TestScope.Global });
        var share = global is null ? remnant.Percent
            : remnant.BesideEarlier(global) is { Then: > 0 } values ? 100 * values.Now / values.Then
            : null;

        // A part above the whole is no share but another figure in the same unit.
        if (share is not (>= 0 and <= 100))
        {
            return null;
        }

        var scan = volume.Measurements
            .Where(r => r.FlrOfFunctionalLiverPercent is not null && !r.IsAfterStage2)
            .MinBy(r => Math.Abs(r.OccurredOn.DayNumber - remnant.OccurredOn.DayNumber));
        return new(
            remnant.Test, remnant.EventId, global?.EventId, share.Value,
            scan?.EventId, scan?.FlrOfFunctionalLiverPercent, share - scan?.FlrOfFunctionalLiverPercent);
    }
}
