using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Scores.ScoreCases;

namespace Pathway.Domain.Tests.Scores;

public sealed class AlppsRiskTests
{
    [Theory]
    [InlineData(0, 2.7)]
    [InlineData(1, 4.9)]
    [InlineData(2, 8.6)]
    [InlineData(3, 15.0)]
    [InlineData(4, 24.0)]
    [InlineData(5, 37.0)]
    [InlineData(2.5, null)]
    [InlineData(6, null)]
    public void Before_stage_1_the_risk_is_read_from_the_table_and_never_between_its_rows(double score, double? riskPercent)
    {
        var risk = ScoresOf(new ScoreRecorded(Given.Day(-3), EnteredScore.AlppsRiskPreStage1, score)).AlppsRiskPreStage1;
        Assert.Equal((score, riskPercent), (risk.Value, risk.PublishedRiskPercent));
    }

    [Theory]
    [InlineData(3.9, 5.0)]
    [InlineData(4.7, 10.0)]
    [InlineData(5.5, 20.0)]
    [InlineData(6.9, 50.0)]
    [InlineData(5.0, null)]
    [InlineData(7.5, null)]
    public void Before_stage_2_the_risk_is_read_from_the_table_and_never_beyond_it(double score, double? riskPercent)
    {
        var risk = ScoresOf(new ScoreRecorded(Given.Day(7), EnteredScore.AlppsRiskPreStage2, score)).AlppsRiskPreStage2;
        Assert.Equal((score, riskPercent), (risk.Value, risk.PublishedRiskPercent));
        Assert.Null(risk.Bounds);
    }

    [Fact]
    public void A_score_that_nobody_entered_is_missing_and_not_computed()
    {
        var scores = ScoresOf(Complete);
        Assert.Null(scores.AlppsRiskPreStage1.Value);
        Assert.Equal(["alppsRiskPreStage1"], scores.AlppsRiskPreStage1.Missing);
        Assert.Equal(["alppsRiskPreStage2"], scores.AlppsRiskPreStage2.Missing);
    }

    [Fact]
    public void The_latest_entry_holds()
    {
        var risk = ScoresOf(
            new ScoreRecorded(Given.Day(-3), EnteredScore.AlppsRiskPreStage1, 3), new ScoreRecorded(Given.Day(-10), EnteredScore.AlppsRiskPreStage1, 5)).AlppsRiskPreStage1;
        Assert.Equal((3, 15, 15), (risk.Value, risk.PublishedRiskPercent, risk.OldestInputDays));
    }
}
