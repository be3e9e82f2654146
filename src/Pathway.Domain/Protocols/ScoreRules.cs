namespace Pathway.Domain.Protocols;

/// <summary>What a protocol asks of scores. How a score is computed is no choice of a protocol: that stands with the score.</summary>
/// <param name="ChildPughBeforeStage1">Child-Pugh points that make a candidate.</param>
/// <param name="AlppsRiskBeforeStage1">ALPPS risk score before stage 1 up to which ALPPS is considered.</param>
/// <param name="MeldBeforeStage2">MELD before stage 2 up to which mortality is not raised. A warning only: the score says nothing of the remnant's own function.</param>
public sealed record ScoreRules(Limit ChildPughBeforeStage1, Limit AlppsRiskBeforeStage1, Limit MeldBeforeStage2);
