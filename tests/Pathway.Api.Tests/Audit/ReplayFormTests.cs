using System.Text;
using Pathway.Api.Audit;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;

namespace Pathway.Api.Tests.Audit;

/// <summary>What somebody wrote stays what it is in a table and on a page, whatever a spreadsheet or a browser would make of it.</summary>
public sealed class ReplayFormTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private const string Evil = "=HYPERLINK(\\\"http://evil\\\",\\\"click\\\") <script>alert(1)</script> <img src=x onerror=alert(1)>, \\\"quoted\\\"\\nsecond line & more";

    private readonly Desk desk = running.Desk;

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("  =1", "'  =1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a-b", "a-b")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData(-3, "-3")]
    [InlineData(true, "true")]
    [InlineData(Role.Coordinator, "coordinator")]
    public void A_cell_is_quoted_and_never_a_formula(object? value, string cell) => Assert.Equal(cell, ReplayCsv.Cell(value));

    [Fact]
    public async Task A_table_has_a_header_and_one_row_an_entry()
    {
        var id = await desk.OpenWith(Said.Strategy("2026-01-10"), Said.Note("2026-01-11", Evil));
        var text = await desk.ReadText(id, "/audit?format=csv");
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        var rows = Rows(text);
        Assert.Equal(4, rows.Count);
        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        Assert.Equal(["1", "2", "3"], rows.Skip(1).Select(r => r[Column("version")]));
        Assert.Equal("pathway_opened", rows[1][Column("type")]);
        Assert.Equal("Remnant too small.", rows[2][Column("reason")]);
        Assert.Equal(("assessment", "planned"), (rows[2][Column("phaseBefore")], rows[2][Column("phaseAfter")]));
        Assert.Equal("'=HYPERLINK(\"http://evil\",\"click\") <script>alert(1)</script> <img src=x onerror=alert(1)>, \"quoted\"\nsecond line & more", rows[3][Column("note")]);
        Assert.Equal("63", rows[3][Column("delayDays")]); // From January 11 to March 15.

        int Column(string name) => Array.IndexOf(rows[0], name);
    }

    [Fact]
    public async Task A_page_shows_what_was_written_and_runs_nothing()
    {
        var id = await desk.OpenWith(Said.Note("2026-01-11", Evil));
        var answer = await desk.TryRead(id, "/audit?format=html");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Pathway supports decisions and takes none.", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    /// <summary>Reads a table as RFC 4180 writes it.</summary>
    private static List<string[]> Rows(string text)
    {
        var (rows, cells, cell, isQuoted) = (new List<string[]>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when isQuoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append(text[i++]);
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    cells.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !isQuoted && text[i + 1] == '\n':
                    i++;
                    rows.Add([.. cells, cell.ToString()]);
                    cells.Clear();
                    cell.Clear();
                    break;
                default:
                    cell.Append(text[i]);
                    break;
            }
        }

        return rows;
    }
}
