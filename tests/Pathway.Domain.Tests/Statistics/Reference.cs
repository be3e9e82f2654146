using System.Text.Json;
using System.Text.Json.Serialization;
using Pathway.Domain.Statistics;

namespace Pathway.Domain.Tests.Statistics;

/// <summary>What R says: reference.json, made by reference.R beside it.</summary>
public sealed record Reference(
    string MadeWith,
    SurvivalCase[] Survival,
    ComparisonCase[] LogRank,
    IncidenceCase[] Jackknife,
    IncidenceCase[] Aalen,
    GrayCase[] Gray,
    ProportionCase[] Proportions,
    QuartileCase[] Quartiles,
    ShiftCase[] Shifts,
    ChiSquareCase[] ChiSquare,
    NormalCase[] Normal)
{
    private static readonly JsonSerializerOptions _strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    public static Reference Read { get; } =
        JsonSerializer.Deserialize<Reference>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Statistics", "reference.json")), _strict)!;

    /// <summary>Nine places, absolute below 1 and relative above.</summary>
    public static void AssertSame(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } e && actual is { } a)
        {
            Assert.Equal(e, a, 1e-9 * Math.Max(1, Math.Abs(e)));
        }
    }

    public static void AssertSame(IEnumerable<double?> expected, IEnumerable<double?> actual)
    {
        double?[] all = [.. actual];
        Assert.Equal(expected.Count(), all.Length);
        Assert.All(expected, (e, i) => AssertSame(e, all[i]));
    }

    public static void AssertRelative(double expected, double actual, double tolerance) => Assert.Equal(0, actual - expected, tolerance * Math.Abs(expected));
}

public abstract record Case(string Name, double[] Entry, double[] Time, int[] Status)
{
    public Subject[] Subjects() => [.. Time.Select((t, i) => new Subject(Entry[i], t, Status[i]))];

    public override string ToString() => Name;

    protected static IntervalTransformation Named(string transformation) => Enum.Parse<IntervalTransformation>(transformation.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}

public sealed record SurvivalCase(
    string Name, double[] Entry, double[] Time, int[] Status, string Transformation, double Level,
    double[] At, int[] AtRisk, int[] Events, int[] Censored, double[] Survival, double?[] Error, double?[] Lower, double?[] Upper,
    double?[] Quantile, double?[] QuantileLower, double?[] QuantileUpper, double[] Horizon, double[] Mean) : Case(Name, Entry, Time, Status)
{
    public KaplanMeier Curve() => KaplanMeier.Of(Subjects(), Named(Transformation), Level);
}

public sealed record IncidenceCase(
    string Name, double[] Entry, double[] Time, int[] Status, int Causes, double[] At, IncidenceCurve[] Curves, string Transformation = "log-log", int[]? AtRisk = null)
    : Case(Name, Entry, Time, Status)
{
    public ValueList<CumulativeIncidence> Estimate(IncidenceVariance variance) => CumulativeIncidence.Of(Subjects(), Causes, variance, Named(Transformation));
}

public sealed record IncidenceCurve(double[] Incidence, double[] Error, double?[]? Lower = null, double?[]? Upper = null);

public abstract record GroupedCase(string Name, double[] Entry, double[] Time, int[] Status, int[] Group, int[] Stratum) : Case(Name, Entry, Time, Status)
{
    public int Groups => Group.Max() + 1;

    public GroupedSubject[] Grouped() => [.. Subjects().Select((s, i) => new GroupedSubject(s, Group[i], Stratum[i]))];
}

public sealed record ComparisonCase(
    string Name, double[] Entry, double[] Time, int[] Status, int[] Group, int[] Stratum, int[] Observed, double[] Expected, double ChiSquare, int DegreesOfFreedom, double P)
    : GroupedCase(Name, Entry, Time, Status, Group, Stratum);

public sealed record GrayCase(
    string Name, double[] Entry, double[] Time, int[] Status, int[] Group, int[] Stratum, int Causes, double[] ChiSquare, int[] DegreesOfFreedom, double[] P)
    : GroupedCase(Name, Entry, Time, Status, Group, Stratum);

public sealed record ProportionCase(int Count, int Total, double Level, double[] Wilson, double[] ClopperPearson);

public sealed record QuartileCase(double[] Days, double Level, double[] Quantile, double?[] Lower, double?[] Upper);

public sealed record ShiftCase(double[] First, double[] Second, double Level, double Shift, double? Lower, double? Upper);

public sealed record ChiSquareCase(double Value, int DegreesOfFreedom, double P);

public sealed record NormalCase(double Probability, double Quantile);
