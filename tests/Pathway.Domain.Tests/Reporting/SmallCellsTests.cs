using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Reporting.Cohorts;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>What is held back cannot be had from what is shown: checked by trying every table of counts that would have given the same answer.</summary>
public class SmallCellsTests
{
    [Fact]
    public void A_small_count_is_held_back_and_another_with_it()
    {
        // Of 20: 2, 8 and 10. The 2 alone would follow from 20 - 8 - 10.
        var shown = SmallCells.Shown([[20, 2, 8, 10]], 4, [[0, 1, 2, 3]], 5);
        Assert.Equal([20, null, null, 10], shown[0]);
    }

    [Fact]
    public void Across_groups_too_the_sum_gives_nothing_away()
    {
        var shown = SmallCells.Shown([[20, 2, 18], [30, 12, 18], [40, 20, 20]], 3, [[0, 1, 2]], 5);
        Assert.All(shown, row => Assert.NotEqual(1, row.Count(c => c is null)));
        Assert.All(Enumerable.Range(0, 3), c => Assert.NotEqual(1, shown.Count(row => row[c] is null)));
        Assert.Null(shown[0][1]);
    }

    [Fact]
    public void Several_that_come_to_little_are_not_enough()
    {
        // 1 + 1: whoever knows that both are above 0 would know both.
        var shown = SmallCells.Shown([[22, 1, 1, 20]], 4, [[0, 1, 2, 3]], 5);
        Assert.Equal(3, shown[0].Count(c => c is null));
    }

    [Fact]
    public void Without_a_limit_and_at_it_everything_is_shown()
    {
        Assert.DoesNotContain(SmallCells.Shown([[3, 1, 2]], 3, [[0, 1, 2]], null)[0], c => c is null);
        Assert.DoesNotContain(SmallCells.Shown([[10, 5, 5]], 3, [[0, 1, 2]], 5)[0], c => c is null);
    }

    [Fact]
    public void A_report_holds_back_its_curves_and_shares_with_the_counts()
    {
        var cohort = Of([.. Enumerable.Range(1, 30).Select(day => new PathwayEvent[] { Opened with { Center = "large" }, Stage1(), Stage2(day) }),
            [Opened with { Center = "small" }, Stage1(), Stage2(3)], [Opened with { Center = "small" }, Stage1(), Left(4)]]);
        var question = On(60) with { By = Grouping.Center, MinCell = 5 };

        var dropout = DropoutReport.Of(cohort, question);
        Assert.Equal(["large", "small"], dropout.Groups.Select(g => g.Group));
        Assert.All(dropout.Groups, g => Assert.Null(g.Patients)); // the large one with the small, or the sum would tell
        Assert.All(dropout.Groups, g => Assert.Null(g.Stage2.Share));

        var incidence = IncidenceReport.Of(cohort, question);
        Assert.All(incidence.Groups, g => Assert.Empty(g.Outcomes));
        Assert.Null(incidence.Tests);

        var points = IncidenceReport.Of(cohort, question with { Centers = ["large"] }).Groups[0].Outcomes[0].Points;
        Assert.Equal([5, 10, 15, 20, 25], points.Select(p => (int)p.TimeDays)); // five at a time, at least five at risk
        Assert.Equal(5.0 / 30, points[0].Incidence, 12);
    }
}
