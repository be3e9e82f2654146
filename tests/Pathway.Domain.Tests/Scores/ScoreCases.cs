using Pathway.Domain.Journey;
using Pathway.Domain.Scores;

namespace Pathway.Domain.Tests.Scores;

/// <summary>What the tests of scores start from: a complete set of values on day 10, described on day 12.</summary>
internal static class ScoreCases
{
    /// <summary>Every input of Child-Pugh and the MELD family: bilirubin 4.0 mg/dL, INR 1.8, creatinine 1.9 mg/dL, albumin 3.5 g/dL, sodium 137 mmol/L.</summary>
    internal static LaboratoryRecorded Complete { get; } = new(
        Given.Day(10), MgPerDl(4.0), MgPerDl(1.9), GPerDl(3.5), Sodium: MmolPerL(137), Inr: 1.8,
        Ascites: AscitesDegree.None, Encephalopathy: EncephalopathyGrade.None, Dialysis: false);

    internal static Quantity MgPerDl(double value) => new(value, "mg/dL");

    internal static Quantity GPerDl(double value) => new(value, "g/dL");

    internal static Quantity MmolPerL(double value) => new(value, "mmol/L");

    internal static ScoreState ScoresOf(params IEnumerable<PathwayEvent> events) => ScoreState.Of(Given.Facts([Given.Opened, .. events]), Given.Day(12));

    internal static ScoreState ScoresOfAWoman(params IEnumerable<PathwayEvent> events) =>
        ScoreState.Of(Given.Facts([Given.Opened with { Sex = Sex.Female }, .. events]), Given.Day(12));
}
