using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Function;

/// <summary>Elimination of indocyanine green: measured before stage 1 for the whole liver, foretold for the remnant.</summary>
/// <param name="EventId">The test: the last on or before stage 1, or the latest while there was no stage 1 (stage 2 where there will be none). Null without one.</param>
/// <param name="OccurredOn">Date of the test; null without one.</param>
/// <param name="RetentionPercent">Green still in the blood after 15 minutes, %; null without a test.</param>
/// <param name="PreoperativeRatePerMin">Elimination rate of the whole liver, per minute; null without a test.</param>
/// <param name="Share">The share of the liver that the protocol multiplies by; two go by the name sFLR.</param>
/// <param name="PredictedPostoperativeRatePerMin">The rate foretold for the remnant by that share, per minute; null while either is not known.</param>
/// <param name="Threshold">The rate asked for.</param>
/// <param name="MeetsThreshold">Whether the foretold rate passes; null while it is not known.</param>
/// <param name="IsOnTheLine">Whether the foretold rate is the threshold itself.</param>
/// <param name="NeededSharePercent">The share of the liver at which the rate would be the threshold itself, %; above 100 when the whole liver would not do; null without a test.</param>
/// <param name="Predictions">The rate foretold by each of the two shares that is known, for comparison; from the current scan.</param>
/// <param name="Missing">What would have to be known; empty when the rate could be foretold.</param>
public sealed record IcgClearance(
    Guid? EventId, DateOnly? OccurredOn, double? RetentionPercent, double? PreoperativeRatePerMin,
    RemnantShareKind Share, double? PredictedPostoperativeRatePerMin, Limit Threshold, bool? MeetsThreshold, bool IsOnTheLine,
    double? NeededSharePercent, ValueList<IcgPrediction> Predictions, ValueList<string> Missing)
{
    /// <summary>Elimination rate from the retention: −ln(R15/100) / 15, as for first-order kinetics.</summary>
    /// <param name="retentionPercent">Green still in the blood after 15 minutes, %: more than 0, 100 at most.</param>
    /// <returns>Per minute; null outside that range, where there is no rate.</returns>
    public static double? RatePerMin(double retentionPercent) =>
        retentionPercent is > 0 and < 100 ? -Math.Log(retentionPercent / 100) / 15 : retentionPercent is 100 ? 0 : null;

    internal static IcgClearance Of(PathwayFacts facts, Protocol protocol, ValueList<FunctionTestResult> tests, VolumetricState volume)
    {
        var rules = protocol.Function;
        var until = facts.Stage1?.OccurredOn ?? facts.Stage2?.OccurredOn;
        var test = tests.LastOrDefault(t => t is { Test: FunctionTest.IcgR15, Scope: TestScope.Global, Percent: not null } && !(t.OccurredOn > until));
        var rate = test?.Percent is { } retention ? RatePerMin(retention) : null;
        var remnant = volume.Current;
        var predictions = rate is { } k && remnant is not null
            ? new[] { RemnantShareKind.Sflr, RemnantShareKind.FlrOfFunctionalLiver }.Select(s => IcgPrediction.Of(s, remnant, k, rules.PredictedIcgRate)).OfType<IcgPrediction>().ToValueList()
            : [];
        var predicted = predictions.FirstOrDefault(p => p.Share == rules.PredictedIcgShare);

        return new(
            test?.EventId, test?.OccurredOn, test?.Percent, rate,
            rules.PredictedIcgShare, predicted?.RatePerMin, rules.PredictedIcgRate, predicted?.MeetsThreshold, predicted?.IsOnTheLine ?? false,
            rate is > 0 ? 100 * rules.PredictedIcgRate.Value / rate : null,
            predictions,
            [
                .. (string[])(rate is null ? [facts.Stage1 is null ? "icgR15" : "icgR15 on or before stage 1"] : []),
                .. (string[])(ShareOf(remnant, rules.PredictedIcgShare) is null ? [rules.PredictedIcgShare is RemnantShareKind.Sflr ? "sflrPercent" : "flrOfFunctionalLiverPercent"] : []),
            ]);
    }

    internal static double? ShareOf(VolumetryMeasurement? remnant, RemnantShareKind kind) =>
        kind is RemnantShareKind.Sflr ? remnant?.SflrPercent : remnant?.FlrOfFunctionalLiverPercent;
}

/// <summary>The elimination rate foretold for the remnant, by one way to say its share. It takes every part of the liver to work alike, which portal occlusion changes.</summary>
/// <param name="Share">Which share.</param>
/// <param name="SharePercent">The share, %.</param>
/// <param name="VolumetryEventId">The scan that it is from.</param>
/// <param name="RatePerMin">The rate, per minute: that of the whole liver times the share.</param>
/// <param name="MeetsThreshold">Whether it passes.</param>
/// <param name="IsOnTheLine">Whether it is the threshold itself.</param>
public sealed record IcgPrediction(
    RemnantShareKind Share, double SharePercent, Guid VolumetryEventId, double RatePerMin, bool MeetsThreshold, bool IsOnTheLine)
{
    internal static IcgPrediction? Of(RemnantShareKind share, VolumetryMeasurement remnant, double ratePerMin, Limit threshold) =>
        IcgClearance.ShareOf(remnant, share) is not { } percent ? null
        : ratePerMin * percent / 100 is var predicted
            ? new(share, percent, remnant.EventId, predicted, threshold.Holds(predicted), threshold.IsOnTheLine(predicted))
            : null;
}
