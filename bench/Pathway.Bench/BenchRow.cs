namespace Pathway.Bench;

/// <summary>One line of the table, as it is printed.</summary>
/// <param name="What">What was done.</param>
/// <param name="Clients">How many did it at once.</param>
/// <param name="PerSecond">How many were done a second, median of the rounds; empty where that says nothing.</param>
/// <param name="P50">Time that half of the calls took at most, median of the rounds.</param>
/// <param name="P99">Time that all but one in a hundred took at most, median of the rounds; empty where there are too few.</param>
/// <param name="Measured">What is held against the target: median (least–most) of the rounds.</param>
/// <param name="Target">What was to be reached; empty for nothing.</param>
/// <param name="IsMet">Whether it was; null where there was nothing to reach.</param>
internal sealed record BenchRow(string What, int Clients, string PerSecond, string P50, string P99, string Measured, string Target, bool? IsMet)
{
    /// <summary>Sums up what a case did.</summary>
    /// <param name="measured">The case.</param>
    /// <param name="slices">Of it and of its floor.</param>
    public static BenchRow Of(BenchCase measured, IReadOnlyDictionary<BenchCase, Slice[]> slices)
    {
        var own = slices[measured];
        var p99 = Spread.Of(own.Select(s => s.P99Ms));
        var row = new BenchRow(
            measured.What, measured.Clients, Spread.Of(own.Select(s => s.PerSecond)).Median.ToString("N0"),
            Milliseconds(Spread.Of(own.Select(s => s.P50Ms)).Median), Milliseconds(p99.Median), "", "", IsMet: null);
        if (measured.HeldAgainst is not { } yardstick)
        {
            return row;
        }

        var ratio = Spread.Of(own.Zip(slices[yardstick.Floor], yardstick.Ratio));
        return row with
        {
            Measured = ratio.Write("0.00") + (yardstick is TimesOf ? " ×" : ""),
            Target = yardstick.Target ?? "",
            IsMet = yardstick.IsMet(ratio.Median, p99.Median),
        };
    }

    private static string Milliseconds(double figure) => $"{figure.ToString(figure < 1 ? "0.00" : "0.0")} ms";
}
