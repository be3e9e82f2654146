using Pathway.Domain.Statistics;
using static Pathway.Domain.Tests.Statistics.Reference;

namespace Pathway.Domain.Tests.Statistics;

public sealed class GroupComparisonTests
{
    public static TheoryData<string> LogRankCases => [.. Read.LogRank.Select(c => c.Name)];

    public static TheoryData<string> GrayCases => [.. Read.Gray.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(LogRankCases))]
    public void The_log_rank_test_is_that_of_R(string name)
    {
        var expected = Read.LogRank.Single(c => c.Name == name);
        var test = LogRank.Of(expected.Grouped(), expected.Groups);

        Assert.Equal(expected.Observed, test.Groups.Select(g => g.Observed));
        Assert.Equal(expected.Group.GroupBy(g => g).OrderBy(g => g.Key).Select(g => g.Count()), test.Groups.Select(g => g.Subjects));
        Assert.All(expected.Expected, (e, g) => AssertSame(e, test.Groups[g].Expected));
        AssertResult(expected.ChiSquare, expected.DegreesOfFreedom, expected.P, test.Result);
    }

    [Theory]
    [MemberData(nameof(GrayCases))]
    public void Grays_test_is_that_of_cmprsk(string name)
    {
        var expected = Read.Gray.Single(c => c.Name == name);
        Assert.All(Enumerable.Range(0, expected.Causes), i =>
            AssertResult(expected.ChiSquare[i], expected.DegreesOfFreedom[i], expected.P[i], GrayTest.Of(expected.Grouped(), expected.Groups, cause: i + 1, expected.Causes)));
    }

    [Fact]
    public void Leukemia_and_ovarian_cancer_have_the_printed_chi_squares()
    {
        // 16.79 in Kleinbaum and Klein, Survival Analysis, chapter 2; 3.4 and 1.1 in the manual of R's survival package.
        Assert.Equal([16.79, 3.40, 1.06], new[] { "Freireich", "Miller", "Edmunson" }.Select(name => Read.LogRank.Single(c => c.Name == name))
            .Select(c => Math.Round(LogRank.Of(c.Grouped(), 2).Result.ChiSquare, 2)));
    }

    [Fact]
    public void Two_deaths_of_four_by_hand()
    {
        // Day 1: one of four, expected 2/4 each, variance 1/4. Day 2: one of three (one of group 0), expected 1/3, variance 2/9. O − E = 2 − 5/6; χ² = (7/6)²/(17/36).
        var test = LogRank.Of([Grouped(1, 1, 0), Grouped(2, 1, 0), Grouped(3, 0, 1), Grouped(3, 0, 1)], groups: 2);

        Assert.Equal(5 / 6.0, test.Groups[0].Expected, 1e-15);
        Assert.Equal(49 / 17.0, test.Result.ChiSquare, 1e-14);
        Assert.Equal(1, test.Result.DegreesOfFreedom);
    }

    [Fact]
    public void Equal_groups_do_not_differ()
    {
        GroupedSubject[] subjects = [.. Enumerable.Range(0, 60).Select(i => Grouped(i / 3 % 11, i / 3 % 4, i % 3))];
        GroupedSubject[] anyEvent = [.. subjects.Select(s => s with { Subject = new(s.Subject.ExitDays, Math.Min(1, s.Subject.Outcome)) })];

        Assert.Equal(0, LogRank.Of(anyEvent, 3).Result.ChiSquare, 1e-12);
        Assert.Equal(0, GrayTest.Of(subjects, 3, cause: 1, causes: 3).ChiSquare, 1e-12);
        Assert.Equal(2, GrayTest.Of(subjects, 3, cause: 1, causes: 3).DegreesOfFreedom);
    }

    [Fact]
    public void The_order_of_subjects_and_the_names_of_groups_change_nothing()
    {
        var expected = Read.Gray.Single(c => c.Name == "Made, three groups, two strata");
        GroupedSubject[] turned = [.. expected.Grouped().Reverse().Select(s => s with { Group = (s.Group + 1) % 3, Stratum = -s.Stratum })];

        AssertSame(expected.ChiSquare[0], GrayTest.Of(turned, 3, cause: 1, causes: 2).ChiSquare);
    }

    [Fact]
    public void A_group_that_is_empty_or_left_before_the_first_event_takes_no_part()
    {
        var two = Read.LogRank.Single(c => c.Name == "Miller");
        GroupedSubject[] subjects = [.. two.Grouped(), Grouped(1, 0, 3), Grouped(2, 0, 3)];

        AssertResult(two.ChiSquare, 1, two.P, LogRank.Of(subjects, groups: 4).Result);
        Assert.Equal(1, GrayTest.Of(subjects, groups: 4, cause: 1, causes: 1).DegreesOfFreedom);
    }

    [Fact]
    public void Groups_that_were_never_at_risk_together_are_not_compared()
    {
        GroupedSubject[] apart = [new(new(1, 1), 0, 1), new(new(2, 1), 0, 1), new(new(3, 1), 1, 2), new(new(4, 1), 1, 2)];

        Assert.Equal(new(0, 0, null), LogRank.Of(apart, 2).Result);
        Assert.Equal(new(0, 0, null), GrayTest.Of(apart, 2, cause: 1, causes: 1));
        Assert.Equal(new(0, 0, null), LogRank.Of([], 2).Result);
    }

    [Fact]
    public void Where_grays_variance_does_not_exist_there_is_no_test()
    {
        // Group 0 fails at once: pooled incidence 8/16. The others add 2/8 on day 2 and on day 3, which makes 1, with two of each group still to come. R stops with an error.
        GroupedSubject[] subjects = [.. Enumerable.Repeat(Grouped(1, 1, 0), 8), .. Enumerable.Range(2, 4).SelectMany(day => new[] { Grouped(day, 1, 1), Grouped(day, 1, 2) })];

        Assert.Equal(new(0, 0, null), GrayTest.Of(subjects, groups: 3, cause: 1, causes: 1));
    }

    [Fact]
    public void Many_events_on_one_day_beside_a_group_nearly_at_its_end_leave_a_test()
    {
        // Fast and slow growth, in whole days: of the first group two of 100 are left when the second begins to leave by thirties. The variance of cmprsk is negative there.
        (double Days, int Outcome, int Group, int Many)[] days = [(1, 1, 0, 40), (2, 1, 0, 50), (3, 1, 0, 8), (12, 1, 0, 2), (4, 2, 1, 30), (9, 1, 1, 30), (10, 1, 1, 30), (11, 1, 1, 30), (13, 0, 1, 30)];
        GroupedSubject[] subjects = [.. days.SelectMany(d => Enumerable.Repeat(Grouped(d.Days, d.Outcome, d.Group), d.Many))];

        // The formula of docs/statistics.md summed in fractions.
        Assert.Equal([9.117150131912338, 4.748261430134584], new[] { 1, 2 }.Select(cause => GrayTest.Of(subjects, groups: 2, cause, causes: 2).ChiSquare), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LogRank.Of([Grouped(1, 1, 0)], groups: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogRank.Of([Grouped(1, 1, 2)], groups: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogRank.Of([Grouped(1, 2, 0)], groups: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => GrayTest.Of([Grouped(1, 1, 0)], groups: 2, cause: 3, causes: 2));
        Assert.Throws<ArgumentException>(() => GrayTest.Of([new(new(1, 2, 1), 0)], groups: 2, cause: 1, causes: 1));
    }

    private static GroupedSubject Grouped(double exitDays, int outcome, int group) => new(new(exitDays, outcome), group);

    private static void AssertResult(double chiSquare, int degreesOfFreedom, double p, ComparisonResult actual)
    {
        AssertSame(chiSquare, actual.ChiSquare);
        Assert.Equal(degreesOfFreedom, actual.DegreesOfFreedom);
        AssertSame(p, actual.PValue);
    }
}
