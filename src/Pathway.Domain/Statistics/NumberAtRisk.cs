namespace Pathway.Domain.Statistics;

/// <summary>How many are at risk at times of one's choice, as printed below a curve.</summary>
public static class NumberAtRisk
{
    /// <summary>Counts those under observation just before each time: entered before it (or at 0) and not left before it.</summary>
    /// <param name="subjects">The subjects, in any order.</param>
    /// <param name="timesDays">The times, days, in any order.</param>
    /// <returns>One count for each time, in the order given.</returns>
    public static ValueList<int> At(ReadOnlySpan<Subject> subjects, ReadOnlySpan<double> timesDays)
    {
        var entries = new double[subjects.Length];
        var exits = new double[subjects.Length];
        for (var i = 0; i < subjects.Length; i++)
        {
            (entries[i], exits[i]) = (subjects[i].EntryDays, subjects[i].ExitDays);
        }

        Array.Sort(entries);
        Array.Sort(exits);
        var counts = new int[timesDays.Length];
        for (var t = 0; t < timesDays.Length; t++)
        {
            // At 0 all who begin at 0 are at risk, which the smallest number above 0 stands for.
            counts[t] = Below(Math.Max(timesDays[t], double.Epsilon), entries) - Below(timesDays[t], exits);
        }

        return [.. counts];
    }

    private static int Below(double timeDays, double[] sorted)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < timeDays ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
