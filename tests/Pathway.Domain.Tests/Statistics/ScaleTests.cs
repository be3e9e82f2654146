using Pathway.Domain.Statistics;

namespace Pathway.Domain.Tests.Statistics;

/// <summary>A registry of 100,000 in 50 groups. Each takes some tens of milliseconds; what grew with the square of the subjects would keep whoever runs the tests waiting for minutes.</summary>
public sealed class ScaleTests
{
    private const int Many = 100_000;
    private const int Groups = 50;

    private static readonly GroupedSubject[] _inDays = [.. Enumerable.Range(0, Many).Select(i => new GroupedSubject(new(Spread(i, 3650), Spread(i + 7, 4)), i % Groups, i % 3))];
    private static readonly GroupedSubject[] _apart = [.. Enumerable.Range(0, Many).Select(i => new GroupedSubject(new(Spread(i, 1 << 30), Spread(i + 7, 4)), i % Groups))];
    private static readonly Subject[] _late = [.. Enumerable.Range(0, Many).Select(i => new Subject(Spread(i + 3, 1 << 20), (1 << 20) + Spread(i, 1 << 30), Spread(i + 7, 4)))];

    [Fact]
    public void Survival_of_100_000() => Assert.NotNull(KaplanMeier.Of(Array.ConvertAll(_late, AnyEvent)).Quantile(0.5));

    [Theory]
    [InlineData(IncidenceVariance.Aalen)]
    [InlineData(IncidenceVariance.InfinitesimalJackknife)]
    public void Incidence_of_three_events_among_100_000(IncidenceVariance variance) => Assert.NotNull(CumulativeIncidence.Of(_late, 3, variance));

    [Fact]
    public void Survival_of_100_000_in_50_groups_compared() =>
        Assert.Equal(Groups - 1, LogRank.Of(Array.ConvertAll(_inDays, s => s with { Subject = AnyEvent(s.Subject) }), Groups).Result.DegreesOfFreedom);

    [Fact]
    public void Incidence_in_100_000_in_50_groups_compared() => Assert.Equal(Groups - 1, GrayTest.Of(_inDays, Groups, cause: 1, causes: 3).DegreesOfFreedom);

    [Fact]
    public void Incidence_in_100_000_in_two_groups_compared_with_no_two_times_equal() =>
        Assert.Equal(1, GrayTest.Of(Array.ConvertAll(_apart, s => s with { Group = s.Group % 2 }), 2, cause: 1, causes: 3).DegreesOfFreedom);

    [Fact]
    public void Durations_of_100_000()
    {
        double[] days = [.. _apart.Select(s => s.Subject.ExitDays)];
        Assert.NotNull(DurationQuartiles.Of(days));
        Assert.NotNull(HodgesLehmann.Of(days.AsSpan(..(Many / 2)), days.AsSpan(Many / 2)));
        Assert.NotNull(ClopperPearsonInterval.Of(Many / 3, Many));
    }

    private static Subject AnyEvent(Subject subject) => new(subject.EntryDays, subject.ExitDays, Math.Min(1, subject.Outcome));

    private static int Spread(int i, int below) => (int)((ulong)i * 2654435761 % 4294967291 * 40503 % 4294967291 % (ulong)below);
}
