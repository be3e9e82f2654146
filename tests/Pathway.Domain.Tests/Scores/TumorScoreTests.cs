using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Scores.ScoreCases;

namespace Pathway.Domain.Tests.Scores;

public sealed class TumorScoreTests
{
    /// <summary>No point by either score: found 12 months to the day and more than 2 years before day 12 after the resection of the primary.</summary>
    private static readonly DiagnosisRecorded _mildest = new(
        Given.Day(-60), Presentation.Metachronous, LesionDistribution.Unilobar, LesionCount: 1, LargestLesionMm: 50,
        PrimaryResectedOn: Given.Day(12).AddYears(-2), PrimaryNodePositive: false);

    private static readonly ChemotherapyRecorded _stable = new(
        Given.Day(-20), "FOLFOX", 4, Given.Day(-80), ChemotherapyIntent.Conversion, Response: TumorResponse.Stable);

    private static BiomarkersRecorded Cea(double value, string unit = "ng/mL") => new(Given.Day(-40), Cea: new(value, unit));

    private static double? Fong(DiagnosisRecorded diagnosis, double cea = 200) => ScoresOf(diagnosis, Cea(cea)).ClinicalRiskScore.Value;

    private static double? Oslo(DiagnosisRecorded diagnosis, double cea = 80, TumorResponse response = TumorResponse.Stable) =>
        ScoresOf(diagnosis, Cea(cea), _stable with { Response = response }).OsloScore.Value;

    [Fact]
    public void Every_value_on_the_line_gives_no_point()
    {
        Assert.Equal(0, Fong(_mildest));
        Assert.Equal(0, Oslo(_mildest with { LargestLesionMm = 55 }));
    }

    [Fact]
    public void Each_item_of_the_clinical_risk_score_is_one_point()
    {
        Assert.Equal(1, Fong(_mildest with { PrimaryNodePositive = true }));
        Assert.Equal(1, Fong(_mildest with { LesionCount = 2 }));
        Assert.Equal(1, Fong(_mildest with { LargestLesionMm = 50.1 }));
        Assert.Equal(1, Fong(_mildest, cea: 200.1));
        Assert.Equal(1, Fong(_mildest with { PrimaryResectedOn = Given.Day(-100) }));
        Assert.Equal(5, Fong(new(Given.Day(-60), Presentation.Synchronous, LesionCount: 9, LargestLesionMm: 90, PrimaryNodePositive: true), cea: 900));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Twelve_months_to_the_day_are_not_under_twelve_months(int daysLater, double points) =>
        Assert.Equal(points, Fong(_mildest with { PrimaryResectedOn = _mildest.OccurredOn.AddMonths(-12).AddDays(daysLater) }));

    [Fact]
    public void Synchronous_disease_counts_as_under_twelve_months_and_is_said_to_be_our_reading()
    {
        var score = ScoresOf(_mildest with { Presentation = Presentation.Synchronous, PrimaryResectedOn = null }, Cea(1)).ClinicalRiskScore;
        Assert.Equal(1, score.Value);
        Assert.Contains("our reading", Assert.Single(score.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_runs_to_the_first_finding_in_the_liver_however_often_it_is_seen_again()
    {
        var primaryAlone = new DiagnosisRecorded(_mildest.PrimaryResectedOn!.Value, PrimarySite: PrimarySite.Rectum);
        var found = _mildest with { OccurredOn = _mildest.PrimaryResectedOn.Value.AddMonths(11) };
        var seenAgain = _mildest with { LesionCount = 1 };
        Assert.Equal(1, ScoresOf(primaryAlone, found, seenAgain, Cea(1)).ClinicalRiskScore.Value);
    }

    [Fact]
    public void Cea_in_ng_per_mL_is_cea_in_ug_per_L() =>
        Assert.Equal(
            ScoresOf(_mildest, Cea(201)).ClinicalRiskScore.Value,
            ScoresOf(_mildest, Cea(201, "ug/L")).ClinicalRiskScore.Value);

    [Fact]
    public void Each_adverse_factor_of_the_oslo_score_counts_one_and_the_weight_is_marked_as_not_verified()
    {
        Assert.Equal(1, Oslo(_mildest with { LargestLesionMm = 55.1 }));
        Assert.Equal(1, Oslo(_mildest, cea: 80.1));
        Assert.Equal(1, Oslo(_mildest, response: TumorResponse.Progression));
        Assert.Equal(1, Oslo(_mildest with { PrimaryResectedOn = Given.Day(12).AddYears(-2).AddDays(1) }));
        Assert.Equal(4, Oslo(_mildest with { LargestLesionMm = 60, PrimaryResectedOn = Given.Day(-100) }, cea: 100, TumorResponse.Progression));
        Assert.Contains(ScoresOf(_mildest).OsloScore.Notes, n => n.Contains("not verified", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_on_record_is_named_and_nothing_is_counted()
    {
        var fong = ScoresOf(_mildest with { PrimaryNodePositive = null, PrimaryResectedOn = null }).ClinicalRiskScore;
        Assert.Null(fong.Value);
        Assert.Equal(["primaryNodePositive", "primaryResectedOn", "cea"], fong.Missing);

        var oslo = ScoresOf(_mildest).OsloScore;
        Assert.Null(oslo.Value);
        Assert.Equal(["responseToChemotherapy", "cea"], oslo.Missing);
    }

    [Fact]
    public void For_another_tumor_the_scores_say_that_they_do_not_apply()
    {
        var facts = Given.Facts(Given.Opened with { Tumor = TumorType.HepatocellularCarcinoma }, _mildest, Cea(1));
        var scores = Pathway.Domain.Scores.ScoreState.Of(facts, Given.Day(12));
        Assert.Null(scores.ClinicalRiskScore.Value);
        Assert.NotNull(scores.ClinicalRiskScore.NotApplicable);
        Assert.NotNull(scores.OsloScore.NotApplicable);
        Assert.Empty(scores.OsloScore.Missing);
    }
}
