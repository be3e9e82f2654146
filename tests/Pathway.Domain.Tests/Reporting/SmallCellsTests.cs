using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Reporting.Cohorts;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>What is held back of small tables, by hand; <see cref="HeldBackTests"/> tries to get it back from whole reports.</summary>
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
        Assert.Equal([5, 10, 15, 20, 25, 30], points.Select(p => (int)p.TimeDays)); // five at a time
        Assert.All(points, p => Assert.Equal(5, p.Events)); // those of all days since the point before
        Assert.Equal([30, 25, 20, 15, 10, 5], points.Select(p => p.AtRisk));
        Assert.Equal(5.0 / 30, points[0].Incidence, 12);
    }

    [Theory]
    [InlineData(ObservationStart.TimeZero)]
    [InlineData(ObservationStart.Registration)]
    public void No_two_points_of_any_curves_of_a_group_tell_of_few(ObservationStart entry)
    {
        // 400 who leave in many ways at many times, some of them registered late.
        var cohort = Cohort.Of(1000, Enumerable.Range(1, 400).Select(i =>
        {
            PathwayEvent left = (i * 7 % 10) switch { < 5 => Stage2(1 + (i * i % 37)), < 8 => Left(1 + (i * 3 % 41)), 8 => Died(1 + (i % 29)), _ => Left(1 + (i % 31), DropOutReason.LostToFollowUp) };
            var rows = PathwayRows.Of(IdOf(100 + i), Stream([Opened, Stage1(), left]), ShippedProtocols.Shelf);
            return rows with { Pathway = rows.Pathway with { RegisteredOn = Day(i % 9 == 0 ? i % 7 : -30) } };
        }));
        var question = On(60) with { MinCell = 5, Entry = entry };
        var incidence = IncidenceReport.Of(cohort, question, byReason: false);
        var group = incidence.Groups.Single();
        var patients = Assert.NotNull(group.Patients);
        var survival = SurvivalReport.Of(cohort, question).Groups.Single();

        Assert.True(group.Outcomes[0].Points.Count > 2);
        Assert.All(group.Outcomes, curve => Assert.Equal(group.Outcomes[0].Points.Select(p => (p.TimeDays, p.AtRisk, p.Entered, p.Censored)), curve.Points.Select(p => (p.TimeDays, p.AtRisk, p.Entered, p.Censored))));
        foreach (var p in group.Outcomes.SelectMany(c => c.Points))
        {
            Assert.All(new[] { p.Entered, p.Events, p.OtherEvents, p.Censored, p.AtRisk - p.Events - p.OtherEvents - p.Censored }, Unsuspicious);
        }

        Assert.All(survival.Points.SelectMany(p => new[] { p.Entered, p.Events, p.Censored, p.AtRisk - p.Events - p.Censored }), Unsuspicious);
        Unsuspicious(patients - group.Outcomes[0].Points.Sum(p => p.Entered));
        Unsuspicious((survival.Events ?? survival.Points.Sum(p => p.Events)) - survival.Points.Sum(p => p.Events));

        static void Unsuspicious(int count) => Assert.True(count is 0 or >= 5, $"{count}");
    }

    [Fact]
    public void A_part_of_all_patients_is_held_back_where_the_rest_are_few()
    {
        var cohort = Of([.. Enumerable.Range(1, 20).Select(i => new PathwayEvent[] { Opened with { PatientRef = i < 3 ? "P-1" : "SIM-1-1" }, Stage1() })]);

        Assert.Equal(18, DropoutReport.Of(cohort, On(60)).About.Synthetic);
        Assert.Null(DropoutReport.Of(cohort, On(60) with { MinCell = 5 }).About.Synthetic);
    }

    [Fact]
    public void Every_report_of_made_up_patients_says_so_in_every_form()
    {
        var cohort = Of([.. Enumerable.Range(1, 20).Select(i => new PathwayEvent[] { Opened with { PatientRef = "SIM-1-1" }, Stage1() })]);
        var report = DropoutReport.Of(cohort, On(60));

        Assert.Contains("All patients are made up (synthetic): nothing here is about a person.", report.About.Remarks);
        Assert.All(report.ToTable().Rows, row => Assert.Contains("synthetic", (string)row[^1]!, StringComparison.Ordinal));
        Assert.Empty(DropoutReport.Of(cohort, On(60) with { Synthetic = SyntheticCases.Exclude }).About.Remarks);
    }
}
