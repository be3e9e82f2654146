using Pathway.Domain.Journey;
using Pathway.Domain.Scores;
using static Pathway.Domain.Tests.Scores.ScoreCases;

namespace Pathway.Domain.Tests.Scores;

public sealed class ChildPughTests
{
    /// <summary>One point for everything: 5 in all.</summary>
    private static readonly LaboratoryRecorded _mildest = Complete with { Bilirubin = MgPerDl(1), Albumin = GPerDl(4), Inr = 1 };

    private static int? PointsOf(LaboratoryRecorded set) => ScoresOf(set).ChildPugh.Points;

    [Theory]
    [InlineData(1.99, 5)]
    [InlineData(2.0, 6)]
    [InlineData(3.0, 6)]
    [InlineData(3.01, 7)]
    public void Bilirubin_changes_bands_at_2_and_3_mg_per_dL_and_an_edge_is_in_the_middle(double mgPerDl, int points) =>
        Assert.Equal(points, PointsOf(_mildest with { Bilirubin = MgPerDl(mgPerDl) }));

    [Theory]
    [InlineData(3.51, 5)]
    [InlineData(3.5, 6)]
    [InlineData(2.8, 6)]
    [InlineData(2.79, 7)]
    public void Albumin_changes_bands_at_3_5_and_2_8_g_per_dL(double gPerDl, int points) =>
        Assert.Equal(points, PointsOf(_mildest with { Albumin = GPerDl(gPerDl) }));

    [Theory]
    [InlineData(1.69, 5)]
    [InlineData(1.7, 6)]
    [InlineData(2.3, 6)]
    [InlineData(2.31, 7)]
    public void The_inr_changes_bands_at_1_7_and_2_3_and_not_at_2_and_3_as_one_journal_prints(double inr, int points) =>
        Assert.Equal(points, PointsOf(_mildest with { Inr = inr }));

    [Theory]
    [InlineData(AscitesDegree.None, EncephalopathyGrade.None, 5)]
    [InlineData(AscitesDegree.Mild, EncephalopathyGrade.None, 6)]
    [InlineData(AscitesDegree.ModerateToSevere, EncephalopathyGrade.None, 7)]
    [InlineData(AscitesDegree.None, EncephalopathyGrade.Grade1To2, 6)]
    [InlineData(AscitesDegree.ModerateToSevere, EncephalopathyGrade.Grade3To4, 9)]
    public void Ascites_and_encephalopathy_give_a_point_a_step(AscitesDegree ascites, EncephalopathyGrade encephalopathy, int points) =>
        Assert.Equal(points, PointsOf(_mildest with { Ascites = ascites, Encephalopathy = encephalopathy }));

    [Theory]
    [InlineData(1.0, 4.0, 1.0, ChildPughClass.A, 5)]
    [InlineData(2.5, 4.0, 1.0, ChildPughClass.A, 6)]
    [InlineData(2.5, 3.0, 1.0, ChildPughClass.B, 7)]
    public void Classes_begin_at_7_and_10_points(double bilirubin, double albumin, double inr, ChildPughClass expected, int points)
    {
        var score = ScoresOf(_mildest with { Bilirubin = MgPerDl(bilirubin), Albumin = GPerDl(albumin), Inr = inr }).ChildPugh;
        Assert.Equal((points, expected), (score.Points, score.Class));
    }

    [Fact]
    public void Nine_points_are_class_b_ten_are_class_c_and_fifteen_is_the_most()
    {
        var nine = _mildest with { Bilirubin = MgPerDl(5), Albumin = GPerDl(2) };
        Assert.Equal((9, ChildPughClass.B), (ScoresOf(nine).ChildPugh.Points, ScoresOf(nine).ChildPugh.Class));

        var ten = nine with { Ascites = AscitesDegree.Mild };
        Assert.Equal((10, ChildPughClass.C), (ScoresOf(ten).ChildPugh.Points, ScoresOf(ten).ChildPugh.Class));

        var worst = ten with { Inr = 3, Ascites = AscitesDegree.ModerateToSevere, Encephalopathy = EncephalopathyGrade.Grade3To4 };
        Assert.Equal(15, ScoresOf(worst).ChildPugh.Points);
    }

    [Fact]
    public void A_bilirubin_of_34_umol_per_L_is_below_2_mg_per_dL_and_the_other_reading_is_said()
    {
        // 34 / 17.1 = 1.988 mg/dL.
        var score = ScoresOf(_mildest with { Bilirubin = new(34, "umol/L") }).ChildPugh;
        Assert.Equal(5, score.Points);
        Assert.Contains("34 and 51", Assert.Single(score.Notes), StringComparison.Ordinal);
        Assert.Empty(ScoresOf(_mildest with { Bilirubin = new(33.9, "umol/L") }).ChildPugh.Notes);
    }

    [Fact]
    public void Without_one_input_there_is_no_score_and_the_input_is_named()
    {
        LaboratoryRecorded[] incomplete =
        [
            _mildest with { Bilirubin = null }, _mildest with { Albumin = null }, _mildest with { Inr = null },
            _mildest with { Ascites = null }, _mildest with { Encephalopathy = null },
        ];
        string[] names = ["bilirubin", "albumin", "inr", "ascites", "encephalopathy"];

        foreach (var (set, name) in incomplete.Zip(names))
        {
            var score = ScoresOf(set).ChildPugh;
            Assert.Null(score.Value);
            Assert.Null(score.Class);
            Assert.Equal(name, Assert.Single(score.Missing));
            Assert.Equal(4, score.Inputs.Count);
        }
    }

    [Fact]
    public void Each_input_is_the_latest_known_and_leads_to_its_entry()
    {
        var earlier = new LaboratoryRecorded(Given.Day(3), Albumin: GPerDl(2), Ascites: AscitesDegree.Mild);
        var later = _mildest with { Ascites = null };
        var score = ScoresOf(earlier, later).ChildPugh;

        Assert.Equal(6, score.Points); // Albumin 4.0 of day 10 (1 point), ascites of day 3 (2 points).
        Assert.Equal(Given.IdOf(3), score.Inputs.Single(i => i.Name == "albumin").EventId);
        Assert.Equal((Given.IdOf(2), Given.Day(3), "mild"), score.Inputs.Where(i => i.Name == "ascites").Select(i => (i.EventId, i.OccurredOn, i.Word)).Single());
        Assert.Equal(9, score.OldestInputDays); // From day 3 to day 12.
    }
}
