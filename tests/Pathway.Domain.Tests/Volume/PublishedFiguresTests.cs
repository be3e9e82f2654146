using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Volume.Derived;

namespace Pathway.Domain.Tests.Volume;

/// <summary>The patients in the figures of Huang M, Song C, Cai H, et al., review "ALPPS as a double-edged sword". They come without height and weight.</summary>
public sealed class PublishedFiguresTests
{
    [Fact]
    public void The_36_year_old_shrank_first_and_hardly_grew_after()
    {
        // 212.29 mL are printed as 16.19 % of the standard volume, which is therefore about 1311 mL; 194.34 mL are then 14.8 %.
        const double Slv = 212.29 / 0.1619;
        var state = Volumetric(
            OpenedWithoutBodySize, Healthy, Given.Scan(0, 194.34, Slv), Given.Stage1(), Given.Scan(7, 182.66, Slv), Given.Scan(21, 212.29, Slv));

        Assert.Equal(1311, Slv, 0.5);
        Assert.Equal(14.8, state.Measurements[0].SflrPercent!.Value, 0.05);
        Assert.Equal(-1.67, state.Measurements[1].KineticGrowthRate!.MlPerDay, 0.005); // (182.66 − 194.34) / 7
        Assert.Equal(-1.67, state.InitialKineticGrowthRate!.MlPerDay, 0.005);
        Assert.Equal(0.85, state.Current!.KineticGrowthRate!.MlPerDay, 0.005); // (212.29 − 194.34) / 21
        Assert.Equal(2.12, state.Current.SincePrevious!.MlPerDay, 0.005); // (212.29 − 182.66) / 14
        Assert.Equal(16.19, state.Current.SflrPercent!.Value, 1e-9);
        Assert.Null(state.Forecast!.LatestOn); // Three scans that fall and rise do not tell growth from none.
    }

    [Fact]
    public void The_48_year_old_grew_by_2_14_mL_a_day_whatever_is_printed()
    {
        // Printed: 286.50 mL = 22.66 %, 78 days later 453.32 mL = 35.84 %, and 7.61 mL a day, which would take 22 days, not 78.
        var state = Volumetric(
            OpenedWithoutBodySize, Given.Parenchyma(-25, ParenchymaQuality.Cirrhosis),
            Given.Scan(0, 286.50, 286.50 / 0.2266), Given.Stage1(), Given.Scan(78, 453.32, 453.32 / 0.3584));
        var now = state.Current!;

        Assert.Equal(166.82, now.VolumeGainMl!.Value, 1e-9);
        Assert.Equal(58.2, now.VolumeGainPercent!.Value, 0.05);
        Assert.Equal(13.18, now.DegreeOfHypertrophyPoints!.Value, 1e-9);
        Assert.Equal(2.14, now.KineticGrowthRate!.MlPerDay, 0.005);
        Assert.Equal(22, now.VolumeGainMl.Value / 7.61, 0.1);
        Assert.Equal("standardLiverVolumeDiffers", Assert.Single(now.Remarks).Code); // The two printed shares imply 1264.3 and 1264.8 mL.
        Assert.Equal(40, state.RequiredSflrPercent); // It was resected at 35.84 %, under the review's own limit.
        Assert.Null(state.Forecast!.ReachedOn);
    }

    [Fact]
    public void The_32_year_old_has_a_share_but_no_baseline_to_grow_from()
    {
        // Printed: 49.47 % on day 7 and 46.84 mL a day, 328 mL in all; from what is not said, so nothing is made up for it.
        var state = Volumetric(OpenedWithoutBodySize, Given.Parenchyma(-25, ParenchymaQuality.Fibrosis), Given.Stage1(), Given.Scan(7, 494.7, 1000));

        Assert.Equal(49.47, state.Current!.SflrPercent!.Value, 1e-9);
        Assert.Null(state.Current.KineticGrowthRate);
        Assert.Null(state.InitialKineticGrowthRate);
        Assert.Null(state.Forecast);
    }
}
