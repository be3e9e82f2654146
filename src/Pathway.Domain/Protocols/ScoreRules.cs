using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>What a protocol asks of scores. How a score is computed is no choice of a protocol: that stands with the score.</summary>
/// <param name="ChildPughBeforeStage1">Child-Pugh points that make a candidate.</param>
/// <param name="AlppsRiskBeforeStage1">ALPPS risk score before stage 1 up to which ALPPS is considered.</param>
/// <param name="MeldBeforeStage2">MELD before stage 2 up to which mortality is not raised. A warning only: the score says nothing of the remnant's own function.</param>
public sealed record ScoreRules(Limit ChildPughBeforeStage1, Limit AlppsRiskBeforeStage1, Limit MeldBeforeStage2)
{
    /// <summary>The same as rules of readiness. None is waited for: a score can warn and stop, and clears nothing.</summary>
    public ValueList<MeasureRule> AsRules() =>
    [
        new(Measure.ChildPughPoints, ChildPughBeforeStage1, new([Gate.Stage1]), Required: false),
        new(Measure.AlppsRiskPreStage1Points, AlppsRiskBeforeStage1, new([Gate.Stage1], [Stage1Technique.Alpps]), Required: false),
        new(Measure.Meld, MeldBeforeStage2, new([Gate.Stage2]), Required: false),
    ];
}
