namespace Pathway.Domain.Reporting;

/// <summary>Holds back counts so small that they could tell of a single patient, and others with them, so that no sum gives them away.</summary>
/// <remarks>
/// A count above 0 and below the limit is held back. Then, until nothing changes: in each equation (a sum and its parts) in which exactly one count is held
/// back, or several that come to less than the limit, the smallest that is left above 0 is held back too, of equal ones the first. So what is shown of one
/// equation gives neither one count that is held back nor that all of them are few.
/// </remarks>
public static class SmallCells
{
    /// <summary>Finds what to show of a table.</summary>
    /// <param name="rows">The counts of each group, in the same columns.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="sums">Columns that make up an equation within a row: the sum first, then its parts.</param>
    /// <param name="minCell">The limit; null to show all.</param>
    /// <returns>The rows and after them the row of all groups; null for what is held back.</returns>
    public static IReadOnlyList<int?[]> Shown(IReadOnlyList<int[]> rows, int columns, IReadOnlyList<int[]> sums, int? minCell)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(sums);
        int[][] table = [.. rows, [.. Enumerable.Range(0, columns).Select(c => rows.Sum(r => r[c]))]];
        var held = table.Select(row => row.Select(count => count > 0 && count < minCell).ToArray()).ToArray();
        if (minCell is { } limit)
        {
            List<(int R, int C)[]> equations =
            [
                .. Enumerable.Range(0, table.Length).SelectMany(r => sums.Select(sum => sum.Select(c => (r, c)).ToArray())),
                .. Enumerable.Range(0, rows.Count > 1 ? columns : 0).Select(c => Enumerable.Range(0, table.Length).Select(r => (r, c)).ToArray()),
            ];
            while (equations.Exists(equation => HoldsMore(equation, table, held, limit)))
            {
                // What was held back in one equation may stand alone in another.
            }
        }

        return [.. table.Select((row, r) => row.Select((count, c) => held[r][c] ? (int?)null : count).ToArray())];
    }

    /// <summary>A count that stands in no equation.</summary>
    /// <param name="count">The count.</param>
    /// <param name="minCell">The limit; null to show all.</param>
    public static int? Shown(int? count, int? minCell) => count > 0 && count < minCell ? null : count;

    private static bool HoldsMore((int R, int C)[] equation, int[][] table, bool[][] held, int limit)
    {
        var back = equation.Where(cell => held[cell.R][cell.C]).ToList();
        var open = equation.Where(cell => !held[cell.R][cell.C] && table[cell.R][cell.C] > 0).ToList();
        if (back.Count == 0 || open.Count == 0 || (back.Count > 1 && back.Sum(cell => table[cell.R][cell.C]) >= limit))
        {
            return false;
        }

        var (r, c) = open.MinBy(cell => table[cell.R][cell.C]);
        return held[r][c] = true;
    }
}
