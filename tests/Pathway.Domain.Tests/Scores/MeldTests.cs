using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Scores.ScoreCases;

namespace Pathway.Domain.Tests.Scores;

public sealed class MeldTests
{
    private static readonly LaboratoryRecorded _healthy = Complete with { Bilirubin = MgPerDl(1), Inr = 1, Creatinine = MgPerDl(1) };

    [Fact]
    public void Bilirubin_4_inr_1_8_and_creatinine_1_9_are_24_and_not_in_the_high_teens()
    {
        // 3.78 × 1.38629 + 11.2 × 0.58779 + 9.57 × 0.64185 + 6.43 = 5.24019 + 6.58322 + 6.14254 + 6.43 = 24.39595
        var meld = ScoresOf(Complete).Meld;
        Assert.Equal(24, meld.Value);
        Assert.Equal(24.39595, meld.Unrounded!.Value, 0.0001);
    }

    [Fact]
    public void The_same_values_are_25_by_meld_3_for_a_man_whose_sodium_and_albumin_add_nothing()
    {
        // 4.56 × 1.38629 + 9.09 × 0.58779 + 11.14 × 0.64185 + 6 = 6.32150 + 5.34299 + 7.15026 + 6 = 24.81475
        var meld3 = ScoresOf(Complete).Meld3;
        Assert.Equal(25, meld3.Value);
        Assert.Equal(24.81475, meld3.Unrounded!.Value, 0.0001);
    }

    [Fact]
    public void Meld_3_adds_sex_sodium_and_albumin_in_the_published_form()
    {
        // Sex 1.33; sodium gap 7: 0.82 × 7 = 5.74, − 0.24 × 7 × 1.38629 = − 2.32897; albumin gap 1: 1.85 − 1.83 × 0.64185 = 0.67541.
        // 24.81475 + 1.33 + 5.74 − 2.32897 + 0.67541 = 30.23119. With the INR in the albumin term it would be 30.33012, with the sex term doubled 31.56.
        var meld3 = ScoresOfAWoman(Complete with { Sodium = MmolPerL(130), Albumin = GPerDl(2.5) }).Meld3;
        Assert.Equal(30.23119, meld3.Unrounded!.Value, 0.0001);
        Assert.Equal(30, meld3.Value);
    }

    [Fact]
    public void A_woman_has_1_33_more_by_meld_3_and_the_same_by_the_others()
    {
        Assert.Equal(1.33, ScoresOfAWoman(Complete).Meld3.Unrounded!.Value - ScoresOf(Complete).Meld3.Unrounded!.Value, 9);
        Assert.Equal(ScoresOf(Complete).Meld.Unrounded, ScoresOfAWoman(Complete).Meld.Unrounded);
    }

    [Fact]
    public void Values_below_1_count_as_1_so_that_the_lowest_score_is_6()
    {
        var low = ScoresOf(_healthy with { Bilirubin = MgPerDl(0.3), Inr = 0.9, Creatinine = MgPerDl(0.4) });
        Assert.Equal((6, 6.43), (low.Meld.Value, low.Meld.Unrounded));
        Assert.Equal((6, 6.0), (low.Meld3.Value, low.Meld3.Unrounded));
        Assert.Equal((0.3, 1.0), low.Meld.Inputs.Where(i => i.Name == "bilirubin").Select(i => (i.Value!.Value, i.Used!.Value)).Single());
    }

    [Fact]
    public void No_score_is_above_40()
    {
        var high = ScoresOf(Complete with { Bilirubin = MgPerDl(50), Inr = 10, Creatinine = MgPerDl(4), Sodium = MmolPerL(125) });
        Assert.True(high.Meld.Unrounded > 60);
        Assert.Equal((40, 40, 40), (high.Meld.Value, high.MeldNa.Value, high.Meld3.Value));
    }

    [Theory]
    [InlineData(2.99, 2.99, 2.99)]
    [InlineData(3.0, 3.0, 3.0)]
    [InlineData(3.01, 3.01, 3.0)]
    [InlineData(4.0, 4.0, 3.0)]
    [InlineData(4.01, 4.0, 3.0)]
    public void Creatinine_is_capped_at_4_by_meld_and_at_3_by_meld_3(double mgPerDl, double forMeld, double forMeld3)
    {
        var capped = ScoresOf(_healthy with { Creatinine = MgPerDl(mgPerDl) });
        Assert.Equal((9.57 * Math.Log(forMeld)) + 6.43, capped.Meld.Unrounded!.Value, 9);
        Assert.Equal((11.14 * Math.Log(forMeld3)) + 6, capped.Meld3.Unrounded!.Value, 9);
    }

    [Fact]
    public void On_dialysis_creatinine_counts_as_the_cap_whatever_was_measured()
    {
        var dialysis = ScoresOf(_healthy with { Creatinine = MgPerDl(1.2), Dialysis = true });
        Assert.Equal((9.57 * Math.Log(4)) + 6.43, dialysis.Meld.Unrounded!.Value, 9);
        Assert.Equal((11.14 * Math.Log(3)) + 6, dialysis.Meld3.Unrounded!.Value, 9);
        Assert.Equal(dialysis.Meld.Value, ScoresOf(_healthy with { Creatinine = null, Dialysis = true }).Meld.Value);
    }

    [Fact]
    public void When_nobody_spoke_of_dialysis_it_is_taken_as_none_and_said()
    {
        var unstated = ScoresOf(_healthy with { Dialysis = null }).Meld;
        Assert.Equal(6, unstated.Value);
        Assert.Contains(unstated.Notes, n => n.Contains("dialysis", StringComparison.Ordinal));
        Assert.DoesNotContain(ScoresOf(_healthy).Meld.Notes, n => n.Contains("dialysis", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.6, 125, 11)] // MELD 9.57 × 0.47000 + 6.43 = 10.93: 11, and sodium counts only above 11.
    [InlineData(1.8, 125, 23)] // MELD 12.06: 12; 12 + 1.32 × 12 − 0.033 × 12 × 12 = 23.09
    [InlineData(1.8, 120, 23)]
    [InlineData(1.8, 126, 22)] // 12 + 14.52 − 4.356 = 22.16
    [InlineData(1.8, 136, 13)] // 12 + 1.32 − 0.396 = 12.92
    [InlineData(1.8, 137, 12)]
    [InlineData(1.8, 150, 12)]
    public void Meld_na_adds_sodium_between_125_and_137_above_11_points(double creatinine, double sodium, double expected) =>
        Assert.Equal(expected, ScoresOf(_healthy with { Creatinine = MgPerDl(creatinine), Sodium = MmolPerL(sodium) }).MeldNa.Value);

    [Fact]
    public void Meld_na_starts_from_the_whole_meld() =>
        // 24 + 1.32 × 7 − 0.033 × 24 × 7 = 27.696
        Assert.Equal(27.696, ScoresOf(Complete with { Sodium = MmolPerL(130) }).MeldNa.Unrounded!.Value, 9);

    [Theory]
    [InlineData(124, 125)]
    [InlineData(138, 137)]
    public void Meld_3_bounds_sodium_to_125_and_137(double measured, double used) => Assert.Equal(
        ScoresOf(Complete with { Sodium = MmolPerL(used) }).Meld3.Unrounded, ScoresOf(Complete with { Sodium = MmolPerL(measured) }).Meld3.Unrounded);

    [Theory]
    [InlineData(1.4, 1.5)]
    [InlineData(4.2, 3.5)]
    public void Meld_3_bounds_albumin_to_1_5_and_3_5(double measured, double used) => Assert.Equal(
        ScoresOf(Complete with { Albumin = GPerDl(used) }).Meld3.Unrounded, ScoresOf(Complete with { Albumin = GPerDl(measured) }).Meld3.Unrounded);

    [Fact]
    public void Without_one_input_there_is_no_score_and_the_input_is_named()
    {
        Assert.Equal((null, "bilirubin"), OnlyLacking(ScoresOf(Complete with { Bilirubin = null }).Meld));
        Assert.Equal((null, "inr"), OnlyLacking(ScoresOf(Complete with { Inr = null }).Meld));
        Assert.Equal((null, "creatinine"), OnlyLacking(ScoresOf(Complete with { Creatinine = null }).Meld));
        Assert.Equal((null, "sodium"), OnlyLacking(ScoresOf(Complete with { Sodium = null }).MeldNa));
        Assert.Equal((null, "albumin"), OnlyLacking(ScoresOf(Complete with { Albumin = null }).Meld3));
        Assert.Null(ScoresOf(Complete with { Albumin = null }).Meld3.Unrounded);
        Assert.Equal(["bilirubin", "inr", "creatinine"], ScoresOf().Meld.Missing);

        static (double? Value, string Missing) OnlyLacking(Pathway.Domain.Scores.MeldScore score) => (score.Value, Assert.Single(score.Missing));
    }

    [Fact]
    public void The_prothrombin_percentage_does_not_stand_in_for_the_inr() =>
        Assert.Null(ScoresOf(Complete with { Inr = null, ProthrombinPercent = 48 }).Meld.Value);
}
