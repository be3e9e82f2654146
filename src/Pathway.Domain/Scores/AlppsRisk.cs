using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Scores;

/// <summary>An ALPPS risk score, as entered: its points are not published well enough to be computed here.</summary>
public sealed record AlppsRiskScore : Score
{
    /// <summary>Published risk of dying within 90 days or in hospital, %; null where the table has no row for exactly this score: it is neither interpolated nor extrapolated.</summary>
    public required double? PublishedRiskPercent { get; init; }
}

/// <summary>The ALPPS risk scores (Linecker et al., Ann Surg 2016;264:763).</summary>
internal static class AlppsRisk
{
    private static readonly (double Score, double RiskPercent)[] _beforeStage1 = [(0, 2.7), (1, 4.9), (2, 8.6), (3, 15), (4, 24), (5, 37)];
    private static readonly (double Score, double RiskPercent)[] _beforeStage2 = [(3.9, 5), (4.7, 10), (5.5, 20), (6.9, 50)];

    internal static AlppsRiskScore BeforeStage1(PathwayFacts facts, DateOnly asOf) =>
        Of(facts, asOf, EnteredScore.AlppsRiskPreStage1, _beforeStage1, new(0, 5), "How many points an item weighs is not verified, so the score is entered.");

    internal static AlppsRiskScore BeforeStage2(PathwayFacts facts, DateOnly asOf) =>
        Of(facts, asOf, EnteredScore.AlppsRiskPreStage2, _beforeStage2, bounds: null, "The formula was not found, so the score is entered.");

    private static AlppsRiskScore Of(
        PathwayFacts facts, DateOnly asOf, EnteredScore score, (double Score, double RiskPercent)[] table, ScoreBounds? bounds, string note)
    {
        var name = Words.Of(score);
        var entered = facts.EnteredScores.LastOrDefault(s => s.Event.Score == score);
        double? value = entered?.Event.Value;
        double? risk = null;
        foreach (var row in table)
        {
            if (value is { } v && Math.Abs(v - row.Score) <= Limits.EqualWithin)
            {
                risk = row.RiskPercent;
            }
        }

        return new()
        {
            Value = value,
            PublishedRiskPercent = risk,
            Inputs = entered is null ? [] : [new(name, value, Unit: null, Word: null, Used: null, Points: null, entered.EventId, entered.OccurredOn)],
            Missing = entered is null ? [name] : [],
            OldestInputDays = asOf.DayNumber - entered?.OccurredOn.DayNumber,
            Bounds = bounds,
            Source = "Linecker et al., Ann Surg 2016;264:763",
            Notes = entered is null || risk is not null ? [note] : [note, "The publication gives no risk for exactly this score."],
        };
    }
}
