using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Function;

/// <summary>What the liver does, as far as it was measured.</summary>
/// <param name="Tests">Tests of function, in clinical order.</param>
/// <param name="Current">The latest of each test, scope and figure.</param>
/// <param name="Icg">Elimination of indocyanine green, measured and foretold.</param>
/// <param name="Shares">The remnant's share of the work beside its share of the volume, for each latest test that tells it.</param>
/// <param name="LaboratoryCourse">Laboratory values, in clinical order.</param>
/// <param name="Liver">How the liver bore each stage.</param>
public sealed record FunctionalState(
    ValueList<FunctionTestResult> Tests,
    ValueList<FunctionTestResult> Current,
    IcgClearance Icg,
    ValueList<FunctionShare> Shares,
    ValueList<LaboratorySet> LaboratoryCourse,
    LiverState Liver)
{
    /// <summary>Derives it.</summary>
    /// <param name="facts">What had happened by the date to describe.</param>
    /// <param name="protocol">The rules to judge by.</param>
    /// <param name="volume">What the scans say of the remnant, from the same facts.</param>
    public static FunctionalState Of(PathwayFacts facts, Protocol protocol, VolumetricState volume)
    {
        var tests = facts.FunctionTests.Select(f => FunctionTestResult.Of(f, facts, protocol, volume.ParenchymaClass)).ToValueList();
        var current = LatestOfEach(tests);
        var sets = LaboratorySet.AllOf(facts);
        return new(
            tests,
            current,
            IcgClearance.Of(facts, protocol, tests, volume),
            current.Where(t => t.Scope == TestScope.Remnant).Select(t => FunctionShare.Of(t, tests, volume)).OfType<FunctionShare>().ToValueList(),
            sets,
            new(
                PerStage.Of(facts, stage => LiverFailure.Of(stage, facts, sets, protocol.Function.LiverFailure)),
                PerStage.Of(facts, stage => FiftyFifty.Of(stage, sets, protocol.Function.FiftyFifty)),
                PerStage.Of(facts, stage => PeakBilirubin.Of(stage, sets, protocol.Function.PeakBilirubin)),
                PerStage.Of(facts, stage => BileLeak.Of(stage, sets, protocol.Function.BileLeak)),
                PerStage.Of(facts, stage => Hemorrhage.Of(stage, sets, protocol.Function.HemoglobinFall)),
                VolumeFunctionDissociation.Of(facts, tests, volume)));
    }

    internal static ValueList<FunctionTestResult> LatestOfEach(IEnumerable<FunctionTestResult> tests) =>
        tests.GroupBy(t => t.Series).Select(g => g.Last()).ToValueList();
}

/// <summary>How the liver bore each stage.</summary>
/// <param name="IsglsLiverFailure">Liver failure by the International Study Group of Liver Surgery.</param>
/// <param name="FiftyFifty">The 50-50 criteria. Published for resections; after stage 1 an analogy.</param>
/// <param name="PeakBilirubin">The peak of bilirubin. Published for resections; after stage 1 an analogy.</param>
/// <param name="BileLeak">A bile leak by the fluid of a drain.</param>
/// <param name="Hemorrhage">A hemorrhage by the fall of hemoglobin. Published for resections; after stage 1 an analogy.</param>
/// <param name="VolumeFunctionDissociation">Whether the remnant has grown enough and does not work enough.</param>
public sealed record LiverState(
    PerStage<LiverFailure> IsglsLiverFailure,
    PerStage<FiftyFifty> FiftyFifty,
    PerStage<PeakBilirubin> PeakBilirubin,
    PerStage<BileLeak> BileLeak,
    PerStage<Hemorrhage> Hemorrhage,
    VolumeFunctionDissociation VolumeFunctionDissociation);
