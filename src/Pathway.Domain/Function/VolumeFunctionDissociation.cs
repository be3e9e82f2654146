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
/// <remarks>Once the remnant was made to grow, only what was measured after the latest inducing procedure counts; what was measured after stage 2 never does.</remarks>
public sealed record VolumeFunctionDissociation(
    bool? Value, bool? VolumeMet, Guid? VolumetryEventId, bool? FunctionMet, ValueList<Guid> FunctionEventIds, ValueList<FunctionGrowth> Growth, ValueList<string> Missing)
{
    internal static VolumeFunctionDissociation Of(PathwayFacts facts, ValueList<FunctionTestResult> tests, VolumetricState volume)
    {
        bool Counts(DateOnly date) => !(date <= facts.InducedOn) && !(date > facts.Stage2?.OccurredOn);
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
                .. (string[])(volume.ParenchymaClass is null ? ["parenchyma"] : volume.RequiredSflrPercent is null ? ["a limit of the protocol for sflrPercent"] : []),
                .. (string[])(functionMet is null ? ["a test of the remnant that the protocol has a limit for"] : []),
            ]);
    }
}
