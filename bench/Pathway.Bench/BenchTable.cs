using System.Text;

namespace Pathway.Bench;

/// <summary>Writes rows as a Markdown table that can be read as it stands.</summary>
internal static class BenchTable
{
    private static readonly string[] Heads = ["", "clients", "a second", "p50", "p99", "against the floor", "asked", ""];

    // What is not words stands to the right.
    private static readonly bool[] ToTheRight = [false, true, true, true, true, true, false, false];

    /// <summary>Writes the table.</summary>
    public static string Write(IEnumerable<BenchRow> rows)
    {
        List<string[]> lines = [Heads, .. rows.Select(Cells)];
        var widths = Heads.Select((_, i) => Math.Max(3, lines.Max(line => line[i].Length))).ToArray();
        lines.Insert(1, [.. widths.Select((width, i) => ToTheRight[i] ? $"{new string('-', width - 1)}:" : new string('-', width))]);
        var table = new StringBuilder();
        foreach (var line in lines)
        {
            table.Append("| ").AppendJoin(" | ", line.Select((cell, i) => ToTheRight[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).Append(" |\n");
        }

        return table.ToString();
    }

    private static string[] Cells(BenchRow row) =>
    [
        row.What, row.Clients.ToString(), row.PerSecond, row.P50, row.P99, row.Measured, row.Target,
        row.IsMet switch { true => "met", false => "missed", null => "" },
    ];
}
