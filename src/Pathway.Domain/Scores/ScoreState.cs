namespace Pathway.Domain.Scores;

/// <summary>Every score of one patient.</summary>
/// <param name="ChildPugh">Child-Pugh score.</param>
/// <param name="Meld">MELD.</param>
/// <param name="MeldNa">MELD with sodium.</param>
/// <param name="Meld3">MELD 3.0.</param>
/// <param name="AlppsRiskPreStage1">ALPPS risk score before stage 1, as entered.</param>
/// <param name="AlppsRiskPreStage2">ALPPS risk score before stage 2, as entered.</param>
/// <param name="ClinicalRiskScore">Clinical risk score (Fong).</param>
/// <param name="OsloScore">Oslo score.</param>
/// <param name="ComprehensiveComplicationIndex">Comprehensive complication index over the whole course.</param>
/// <param name="Complications">The burden of complications in each part of the course.</param>
public sealed record ScoreState(
    ChildPughScore ChildPugh,
    MeldScore Meld,
    MeldScore MeldNa,
    MeldScore Meld3,
    AlppsRiskScore AlppsRiskPreStage1,
    AlppsRiskScore AlppsRiskPreStage2,
    Score ClinicalRiskScore,
    Score OsloScore,
    Score ComprehensiveComplicationIndex,
    ComplicationBurdenByPhase Complications)
{
    /// <summary>Makes the scores from what is known.</summary>
    /// <param name="facts">What had happened by the date.</param>
    /// <param name="asOf">The date to describe.</param>
    public static ScoreState Of(PathwayFacts facts, DateOnly asOf)
    {
        var complications = ComplicationBurdenByPhase.Of(facts);
        return new(
            Scores.ChildPugh.Of(facts, asOf),
            Scores.Meld.Of(facts, asOf),
            Scores.MeldNa.Of(facts, asOf),
            Scores.Meld3.Of(facts, asOf),
            AlppsRisk.BeforeStage1(facts, asOf),
            AlppsRisk.BeforeStage2(facts, asOf),
            ClinicalRisk.Of(facts, asOf),
            Oslo.Of(facts, asOf),
            complications.All.ComprehensiveComplicationIndex,
            complications);
    }
}
