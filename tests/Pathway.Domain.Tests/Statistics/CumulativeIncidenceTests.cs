using Pathway.Domain.Statistics;
using static Pathway.Domain.Tests.Statistics.Reference;

namespace Pathway.Domain.Tests.Statistics;

public sealed class CumulativeIncidenceTests
{
    public static TheoryData<string> Jackknife => [.. Read.Jackknife.Select(c => c.Name)];

    public static TheoryData<string> Aalen => [.. Read.Aalen.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Jackknife))]
    public void Curves_with_the_infinitesimal_jackknife_are_those_of_survival(string name)
    {
        var expected = Read.Jackknife.Single(c => c.Name == name);

        Assert.All(expected.Estimate(IncidenceVariance.InfinitesimalJackknife), (curve, i) =>
        {
            Assert.Equal(expected.AtRisk!, curve.Points.Select(p => p.AtRisk));
            AssertCurve(expected.At, expected.Curves[i], curve);
            AssertSame(expected.Curves[i].Lower!, curve.Points.Select(p => p.Interval?.Lower));
            AssertSame(expected.Curves[i].Upper!, curve.Points.Select(p => p.Interval?.Upper));
        });
    }

    [Theory]
    [MemberData(nameof(Aalen))]
    public void Curves_with_the_variance_of_Aalen_are_those_of_cmprsk(string name)
    {
        var expected = Read.Aalen.Single(c => c.Name == name);
        Assert.All(expected.Estimate(IncidenceVariance.Aalen), (curve, i) => AssertCurve(expected.At, expected.Curves[i], curve));
    }

    [Fact]
    public void Four_subjects_by_hand()
    {
        // F: 1/4 at day 1, then 1/4 + 1/2·1/1 at day 4. Aalen's variance with S before = 1, 3/4, 1/2 and after = 3/4, 1/2, 0:
        // terms 1/16 (own), (9/16)/9 (other) and 1/4 (own); with F grown by 1/2, 1/16·(1 − (1/2)/(3/4))² + 1/16·((1/2)/(1/2))² + 1/4 = 46/144.
        var curve = CumulativeIncidence.Of([new(1, 1), new(2, 2), new(3, 0), new(4, 1)], causes: 2)[0];

        Assert.Equal([0.25, 0.25, 0.25, 0.75], curve.Points.Select(p => p.Incidence));
        Assert.Equal(0.25, curve.Points[0].StandardError, 1e-15);
        Assert.Equal(Math.Sqrt(46 / 144.0), curve.Points[3].StandardError, 1e-15);
    }

    [Theory]
    [MemberData(nameof(Jackknife))]
    public void Aalens_variance_is_its_formula_summed_anew_at_every_time_with_delayed_entry_too(string name)
    {
        var subjects = Read.Jackknife.Single(c => c.Name == name).Subjects();
        foreach (var curve in CumulativeIncidence.Of(subjects, causes: 3))
        {
            // S before and after each time, and F after it.
            var survival = 1.0;
            var steps = curve.Points.Select(p => (Point: p, Before: survival, After: survival *= 1 - ((p.Events + p.OtherEvents) / (double)p.AtRisk))).ToArray();
            Assert.All(steps, (now, i) => AssertSame(now.Point.StandardError, Math.Sqrt(steps[..(i + 1)].Sum(then =>
            {
                var since = then.After > 1e-12 ? (now.Point.Incidence - then.Point.Incidence) / then.After : 0;
                double V(double x) => x == 0 ? 0 : then.Before * then.Before * x / Math.Pow(then.Point.AtRisk, 2) * (x == 1 ? 1 : (then.Point.AtRisk - x) / (then.Point.AtRisk - 1));
                return (V(then.Point.Events) * (1 - since) * (1 - since)) + (V(then.Point.OtherEvents) * since * since);
            }))));
        }
    }

    [Fact]
    public void Without_censoring_it_is_the_plain_proportion_and_the_jackknife_its_binomial_variance()
    {
        Subject[] subjects = [.. Enumerable.Range(0, 40).Select(i => new Subject(i * 7 % 13, 1 + (i % 3)))];

        foreach (var point in CumulativeIncidence.Of(subjects, causes: 3, IncidenceVariance.InfinitesimalJackknife).SelectMany(c => c.Points.Select(p => (c.Cause, Point: p))))
        {
            var proportion = subjects.Count(s => s.ExitDays <= point.Point.TimeDays && s.Outcome == point.Cause) / 40.0;
            Assert.Equal(proportion, point.Point.Incidence, 1e-14);
            Assert.Equal(Math.Sqrt(proportion * (1 - proportion) / 40), point.Point.StandardError, 1e-14);
        }
    }

    [Theory]
    [MemberData(nameof(Jackknife))]
    public void All_causes_and_survival_free_of_them_sum_to_one(string name)
    {
        var subjects = Read.Jackknife.Single(c => c.Name == name).Subjects();
        var free = KaplanMeier.Of([.. subjects.Select(s => new Subject(s.EntryDays, s.ExitDays, Math.Min(1, s.Outcome)))]);
        var curves = CumulativeIncidence.Of(subjects, causes: 3);

        Assert.All(free.Points, (point, i) => Assert.Equal(1, point.Survival + curves.Sum(c => c.Points[i].Incidence), 1e-12));
    }

    [Fact]
    public void Nobody_or_no_event_gives_no_error()
    {
        Assert.Equal(2, CumulativeIncidence.Of([], causes: 2).Count(c => c.Points.Count == 0));
        Assert.Equal([(0.0, 0.0, (ProbabilityInterval?)null)], CumulativeIncidence.Of([new(3, 0)], causes: 1)[0].Points.Select(p => (p.Incidence, p.StandardError, p.Interval)));
    }

    [Fact]
    public void What_is_no_cause_or_no_variance_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CumulativeIncidence.Of([new(3, 3)], causes: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => CumulativeIncidence.Of([], causes: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CumulativeIncidence.Of([new(3, 1)], causes: 1, (IncidenceVariance)9));
    }

    private static void AssertCurve(double[] at, IncidenceCurve expected, CumulativeIncidence actual)
    {
        Assert.Equal(at, actual.Points.Select(p => p.TimeDays));
        AssertSame(expected.Incidence.Cast<double?>(), actual.Points.Select(p => (double?)p.Incidence));
        AssertSame(expected.Error.Cast<double?>(), actual.Points.Select(p => (double?)p.StandardError));
    }
}
