namespace Pathway.Domain;

/// <summary>Finds what somebody may have meant by a name that is not known.</summary>
internal static class NearNames
{
    private const int Longest = 64;

    /// <summary>Finds known names that differ in capitals and separators only, or else in few letters.</summary>
    /// <param name="given">The name that is not known.</param>
    /// <param name="known">The names that are.</param>
    /// <returns>The nearest, at most three and all equally near; empty when none is near.</returns>
    public static ValueList<string> Of(string given, IEnumerable<string> known)
    {
        if (given.Length is 0 or > Longest)
        {
            return [];
        }

        var letters = Letters(given);
        return known.Select(name => (Name: name, Distance: Distance(letters, Letters(name))))
            .Where(near => near.Distance <= Math.Min(near.Name.Length, given.Length) / 3)
            .GroupBy(near => near.Distance, near => near.Name)
            .MinBy(equallyNear => equallyNear.Key)?
            .Take(3).ToValueList() ?? [];
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Letters to put in, take out, change or swap with their neighbor (Damerau and Levenshtein, without overlaps).</summary>
    private static int Distance(string a, string b)
    {
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                steps[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[a.Length, b.Length];
    }
}
