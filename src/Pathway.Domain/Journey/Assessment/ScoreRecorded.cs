namespace Pathway.Domain.Journey;

/// <summary>A score was computed elsewhere, because its points are not published well enough to be computed here. Stored as "score_recorded".</summary>
/// <param name="OccurredOn">Date that the score describes.</param>
/// <param name="Score">Which score.</param>
/// <param name="Value">Its value.</param>
public sealed record ScoreRecorded(DateOnly OccurredOn, EnteredScore Score, [Between(0, 20)] double Value) : PathwayEvent(OccurredOn);

/// <summary>A score that is entered, not computed.</summary>
public enum EnteredScore
{
    /// <summary>ALPPS risk score before stage 1 (Linecker et al., Ann Surg 2016;264:763).</summary>
    AlppsRiskPreStage1,

    /// <summary>ALPPS risk score before stage 2 (the same).</summary>
    AlppsRiskPreStage2,
}
