namespace Pathway.Domain.Statistics;

/// <summary>Durations as they come in.</summary>
internal static class Durations
{
    /// <summary>A sorted copy.</summary>
    /// <param name="durationsDays">The durations, days.</param>
    /// <param name="name">What the caller calls them.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is not a finite number.</exception>
    public static double[] Sorted(ReadOnlySpan<double> durationsDays, string name)
    {
        foreach (var days in durationsDays)
        {
            if (!double.IsFinite(days))
            {
                throw new ArgumentOutOfRangeException(name, days, "A duration is a finite number of days.");
            }
        }

        var sorted = durationsDays.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
