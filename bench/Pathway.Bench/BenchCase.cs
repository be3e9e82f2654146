namespace Pathway.Bench;

/// <summary>One thing to measure.</summary>
/// <param name="Row">The word that it is asked for by on the command line.</param>
/// <param name="What">What is done, in words.</param>
/// <param name="Clients">How many do it at once.</param>
/// <param name="Once">Does it once as client number n, from 0; tells how many that were: a page of the log is many events.</param>
internal sealed record BenchCase(string Row, string What, int Clients, Func<int, Task<int>> Once)
{
    /// <summary>What it is held against; null for a floor, and for what has none.</summary>
    public Yardstick? HeldAgainst { get; init; }
}

/// <summary>What a case is held against.</summary>
/// <param name="Floor">The least that the database does, measured in the same rounds.</param>
internal abstract record Yardstick(BenchCase Floor)
{
    /// <summary>What was to be reached, in words; null when nothing was.</summary>
    public abstract string? Target { get; }

    /// <summary>The ratio of one round.</summary>
    /// <param name="own">What the case did in it.</param>
    /// <param name="floor">What the floor did in it.</param>
    public abstract double Ratio(Slice own, Slice floor);

    /// <summary>Whether it was reached; null when nothing was to be.</summary>
    /// <param name="ratio">Median ratio.</param>
    /// <param name="p99Ms">Median 99th percentile, milliseconds.</param>
    public abstract bool? IsMet(double ratio, double p99Ms);
}

/// <summary>How much of the floor's rate is left.</summary>
/// <param name="Floor">The floor.</param>
/// <param name="AtLeast">The share to reach, itself included; null for none.</param>
/// <param name="P99BelowMs">What the 99th percentile is to stay below, milliseconds; null for nothing.</param>
internal sealed record ShareOf(BenchCase Floor, double? AtLeast = null, double? P99BelowMs = null) : Yardstick(Floor)
{
    public override string? Target => AtLeast is null ? null : $"≥ {AtLeast:0.00}{(P99BelowMs is { } ms ? $", p99 < {ms} ms" : "")}";

    public override double Ratio(Slice own, Slice floor) => own.PerSecond / floor.PerSecond;

    public override bool? IsMet(double ratio, double p99Ms) => AtLeast is null ? null : ratio >= AtLeast && !(p99Ms >= P99BelowMs);
}

/// <summary>How many times as long as the floor it takes.</summary>
/// <param name="Floor">The floor.</param>
/// <param name="AtMost">The multiple to stay at or below; null for none.</param>
internal sealed record TimesOf(BenchCase Floor, double? AtMost = null) : Yardstick(Floor)
{
    public override string? Target => AtMost is null ? null : $"≤ {AtMost:0.0} ×";

    public override double Ratio(Slice own, Slice floor) => floor.PerSecond / own.PerSecond;

    public override bool? IsMet(double ratio, double p99Ms) => AtMost is null ? null : ratio <= AtMost;
}
