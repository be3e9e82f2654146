namespace Pathway.Domain.Reporting;

/// <summary>Holds back counts so small that they could tell of a single patient, and others with them, so that nothing in the answer gives them away.</summary>
/// <remarks>
/// A count above 0 and below the limit is held back, also one that is shown nowhere and would follow: what a part leaves of its whole. Then, until nothing changes:
/// in each equation (a sum and its parts) in which exactly one count is held back, or several that come to less than the limit, one more is: one that is not shown
/// anyway, or else the smallest above 0, of equal ones the first. In the end all equations are solved together, and of what follows from them another is held back.
/// So no combination of sums, groups and parts gives a small count, nor does one equation tell that all it holds back are few.
/// </remarks>
public static class SmallCells
{
    /// <summary>Finds what to show of a table.</summary>
    /// <param name="rows">The counts of each group, in the same columns.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="sums">Columns that make up an equation within a row: the sum first, then its parts.</param>
    /// <param name="minCell">The limit; null to show all.</param>
    /// <param name="parts">Columns of which one is a part of the other, and what is left is in no column; null for none.</param>
    /// <param name="isUnseen">Whether a count is nowhere shown and only follows from others, by its row and column, the row of all groups being the last; null when all are shown.</param>
    /// <returns>The rows and after them the row of all groups; null for what is held back.</returns>
    public static IReadOnlyList<int?[]> Shown(
        IReadOnlyList<int[]> rows, int columns, IReadOnlyList<int[]> sums, int? minCell,
        IReadOnlyList<(int Part, int Whole)>? parts = null, Func<int, int, bool>? isUnseen = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(sums);
        int[][] table = [.. rows, [.. Enumerable.Range(0, columns).Select(c => rows.Sum(r => r[c]))]];
        if (minCell is not { } limit)
        {
            return [.. table.Select(row => Array.ConvertAll(row, count => (int?)count))];
        }

        // What a part leaves of its whole is a column as well.
        parts ??= [];
        var counts = table.SelectMany(row => row.Concat(parts.Select(p => row[p.Whole] - row[p.Part]))).ToArray();
        var width = columns + parts.Count;
        List<int[]> inRow = [.. sums.Select(s => (int[])[.. s.Skip(1), s[0]]), .. parts.Select((p, i) => (int[])[p.Part, columns + i, p.Whole])];
        var held = new HeldCells(
            counts, [.. counts.Select((_, i) => i % width >= columns || isUnseen?.Invoke(i / width, i % width) == true)], limit,
            [
                .. Enumerable.Range(0, table.Length).SelectMany(r => inRow.Select(equation => Array.ConvertAll(equation, c => (r * width) + c))),
                .. Enumerable.Range(0, rows.Count > 1 ? width : 0).Select(c => Enumerable.Range(0, table.Length).Select(r => (r * width) + c).ToArray()),
            ]);
        return [.. table.Select((row, r) => row.Select((count, c) => held[(r * width) + c] ? (int?)null : count).ToArray())];
    }

    /// <summary>A count that stands in no equation.</summary>
    /// <param name="count">The count.</param>
    /// <param name="minCell">The limit; null to show all.</param>
    public static int? Shown(int? count, int? minCell) => count > 0 && count < minCell ? null : count;
}
