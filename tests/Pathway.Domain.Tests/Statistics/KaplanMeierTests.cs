using Pathway.Domain.Statistics;
using static Pathway.Domain.Tests.Statistics.Reference;

namespace Pathway.Domain.Tests.Statistics;

public sealed class KaplanMeierTests
{
    public static TheoryData<string> Cases => [.. Read.Survival.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_curve_is_that_of_R(string name)
    {
        var (expected, points) = (CaseOf(name), CaseOf(name).Curve().Points);

        Assert.Equal(expected.At, points.Select(p => p.TimeDays));
        Assert.Equal(expected.AtRisk, points.Select(p => p.AtRisk));
        Assert.Equal(expected.Events, points.Select(p => p.Events));
        Assert.Equal(expected.Censored, points.Select(p => p.Censored));
        AssertSame(expected.Survival.Cast<double?>(), points.Select(p => (double?)p.Survival));
        AssertSame(expected.Error, points.Select(p => p.StandardError));
        AssertSame(expected.Lower, points.Select(p => p.Interval?.Lower));
        AssertSame(expected.Upper, points.Select(p => p.Interval?.Upper));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Quartiles_and_their_limits_are_those_of_R(string name)
    {
        var (expected, curve) = (CaseOf(name), CaseOf(name).Curve());
        QuantileEstimate[] quartiles = [curve.Quantile(0.25), curve.Median, curve.Quantile(0.75)];

        AssertSame(expected.Quantile, quartiles.Select(q => q.Days));
        AssertSame(expected.QuantileLower, quartiles.Select(q => q.LowerDays));
        AssertSame(expected.QuantileUpper, quartiles.Select(q => q.UpperDays));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_restricted_mean_is_that_of_R(string name)
    {
        foreach (var (expected, horizon) in CaseOf(name).Horizon.Select(h => (CaseOf(name), h)))
        {
            var mean = RestrictedMean.Of(expected.Curve(), horizon);
            AssertSame(expected.Mean.Cast<double?>(), [mean?.MeanDays, mean?.StandardErrorDays]);
        }
    }

    [Fact]
    public void Mercaptopurine_has_the_printed_survival_and_standard_errors()
    {
        // Klein and Moeschberger, Survival Analysis, 2nd ed., table 4.1B; the standard errors to three places as printed there.
        var events = CaseOf("Freireich, mercaptopurine, plain").Curve().Points.Where(p => p.Events > 0).ToArray();

        Assert.Equal([6, 7, 10, 13, 16, 22, 23], events.Select(p => p.TimeDays));
        Assert.Equal([21, 17, 15, 12, 11, 7, 6], events.Select(p => p.AtRisk));
        Assert.Equal([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], events.Select(p => Math.Round(p.Survival, 3)));
        Assert.Equal([0.076, 0.087, 0.096, 0.107, 0.114, 0.128, 0.135], events.Select(p => Math.Round(p.StandardError!.Value, 3)));
    }

    [Fact]
    public void Who_enters_is_at_risk_from_just_after_and_events_come_before_censoring()
    {
        // At 5: two of three at risk, since the third enters only then; one event, one censored: 1 − 1/2. At 8 the third alone: 0.
        var points = KaplanMeier.Of([new(5, 1), new(5, 0), new(5, 8, 1)]).Points;

        Assert.Equal([2, 1], points.Select(p => p.AtRisk));
        Assert.Equal([2, 1], points.Select(p => p.Entered));
        Assert.Equal([0.5, 0], points.Select(p => p.Survival));
        Assert.Null(points[1].StandardError);
    }

    [Fact]
    public void Number_at_risk_is_told_for_any_time()
    {
        Subject[] subjects = [new(0, 0), new(5, 1), new(5, 0), new(5, 8, 1)];

        Assert.Equal([4 - 1, 3 - 1, 2, 1, 1, 0], NumberAtRisk.At(subjects, [0, 2, 5, 5.5, 8, 8.5]));
        Assert.All(CaseOf("Miller, delayed entry").Curve().Points, p => Assert.Equal([p.AtRisk], NumberAtRisk.At(CaseOf("Miller, delayed entry").Subjects(), [p.TimeDays])));
    }

    [Fact]
    public void What_follows_the_last_observation_is_not_guessed()
    {
        Assert.Null(RestrictedMean.Of(KaplanMeier.Of([new(3, 1), new(7, 0)]), 8));
        Assert.Equal(5, RestrictedMean.Of(KaplanMeier.Of([new(3, 1), new(7, 0)]), 7)!.MeanDays);

        // All have died by day 7, so the curve is known to be 0 afterwards.
        Assert.Equal(5, RestrictedMean.Of(KaplanMeier.Of([new(3, 1), new(7, 1)]), 1000)!.MeanDays);
    }

    [Fact]
    public void Nobody_gives_no_curve_and_no_error()
    {
        var curve = KaplanMeier.Of([]);

        Assert.Empty(curve.Points);
        Assert.Equal(new(0.5, null, null, null), curve.Median);
        Assert.Null(RestrictedMean.Of(curve, 30));
    }

    [Theory]
    [InlineData(double.NaN, 5, 1)]
    [InlineData(-1, 5, 1)]
    [InlineData(0, double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(6, 5, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 5, -1)]
    public void A_subject_that_cannot_be_is_refused(double entryDays, double exitDays, int outcome) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Subject(entryDays, exitDays, outcome));

    [Fact]
    public void What_is_no_outcome_level_quantile_or_horizon_is_refused()
    {
        var curve = KaplanMeier.Of([new(3, 1)]);

        Assert.Throws<ArgumentOutOfRangeException>(() => KaplanMeier.Of([new(3, 2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => KaplanMeier.Of([new(3, 1)], level: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KaplanMeier.Of([new(3, 1), new(4, 1)], (IntervalTransformation)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.Quantile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => RestrictedMean.Of(curve, 0));
    }

    private static SurvivalCase CaseOf(string name) => Read.Survival.Single(c => c.Name == name);
}
