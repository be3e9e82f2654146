namespace Pathway.Bench;

/// <summary>A figure over the rounds.</summary>
/// <param name="Median">The middle one; of two middle ones their mean.</param>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
internal sealed record Spread(double Median, double Least, double Most)
{
    /// <summary>The spread of one or more figures.</summary>
    public static Spread Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return new((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }

    /// <summary>Writes it: median (least–most).</summary>
    /// <param name="format">How a number is written.</param>
    public string Write(string format) => $"{Median.ToString(format)} ({Least.ToString(format)}–{Most.ToString(format)})";
}
