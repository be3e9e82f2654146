using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Function;

/// <summary>Whether the remnant has grown enough and does not work enough.</summary>
/// <param name="Value">True when the volume asked for before stage 2 is there and a test of the remnant fails; null when that cannot be told.</param>
/// <param name="VolumeMet">Whether the latest sFLR is what the protocol asks for; null when it or the class of the tissue is not known.</param>
/// <param name="VolumetryEventId">The scan; null without one.</param>
/// <param name="FunctionMet">Whether the latest tests of the remnant pass: one that fails decides; null when none can be judged.</param>
/// <param name="FunctionEventIds">The tests that could be judged.</param>
/// <param name="Growth">Function's growth beside volume's, a test each.</param>
/// <param name="Missing">What would have to be known to answer; empty when <paramref name="Value"/> is not null.</param>
/// <remarks>Once stage 1 is done, only what was measured after it counts; what was measured after stage 2 never does.</remarks>
public sealed record VolumeFunctionDissociation(
    bool? Value, bool? VolumeMet, Guid? VolumetryEventId, bool? FunctionMet, ValueList<Guid> FunctionEventIds, ValueList<FunctionGrowth> Growth, ValueList<string> Missing)
{
    internal static VolumeFunctionDissociation Of(PathwayFacts facts, ValueList<FunctionTestResult> tests, VolumetricState volume)
    {
        bool Counts(DateOnly date) => !(date <= facts.Stage1?.OccurredOn) && !(date > facts.Stage2?.OccurredOn);
        var scan = volume.Measurements.LastOrDefault(r => Counts(r.OccurredOn));
        bool? volumeMet = scan?.SflrPercent is { } share && volume is { RequiredSflrPercent: { } required, RequiredOperator: { } comparison }
            ? comparison.Passes(share, required)
            : null;

        var latest = FunctionalState.LatestOfEach(tests.Where(t => t.Scope == TestScope.Remnant && Counts(t.OccurredOn)));
        var judged = latest.Where(t => t.MeetsLimit is not null).ToList();
        bool? functionMet = judged is [] ? null : judged.TrueForAll(t => t.MeetsLimit == true);
        bool? value = volumeMet == false || functionMet == true ? false : volumeMet & !functionMet;

        return new(
            value, volumeMet, scan?.EventId, functionMet, judged.Select(t => t.EventId).ToValueList(),
            latest.Select(t => FunctionGrowth.Of(t, facts, tests, volume)).OfType<FunctionGrowth>().ToValueList(),
            value is not null ? [] :
            [
                .. (string[])(scan?.SflrPercent is null ? ["sflrPercent"] : []),
                .. (string[])(volume.RequiredSflrPercent is null ? ["parenchyma"] : []),
                .. (string[])(functionMet is null ? ["a test of the remnant that the protocol has a limit for"] : []),
            ]);
    }
}

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

/// <summary>The remnant's share of the liver's work, beside its share of the liver's volume.</summary>
/// <param name="Test">The test.</param>
/// <param name="EventId">The test of the remnant.</param>
/// <param name="GlobalEventId">The test of the whole liver on the same day; null when the result was reported as a share already.</param>
/// <param name="FunctionSharePercent">The remnant's share of the work, %.</param>
/// <param name="VolumetryEventId">The scan nearest in time that measured the whole liver, the earlier of two; null without one.</param>
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
            .Where(r => r.FlrOfFunctionalLiverPercent is not null)
            .MinBy(r => Math.Abs(r.OccurredOn.DayNumber - remnant.OccurredOn.DayNumber));
        return new(
            remnant.Test, remnant.EventId, global?.EventId, share.Value,
            scan?.EventId, scan?.FlrOfFunctionalLiverPercent, share - scan?.FlrOfFunctionalLiverPercent);
    }
}
