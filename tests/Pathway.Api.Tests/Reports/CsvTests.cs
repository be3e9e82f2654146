using System.Text;
using Pathway.Api.Reports;
using Pathway.Domain.Journey;

namespace Pathway.Api.Tests.Reports;

public class CsvTests
{
    [Theory]
    [InlineData("ghent", "ghent")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"yes\"", "\"say \"\"yes\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-lyon", "'-lyon")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    public void A_text_is_quoted_where_it_must_be_and_never_a_formula(string text, string written) => Assert.Equal($"{written}\r\n", Line(text));

    [Fact]
    public void Numbers_dates_choices_and_nothing_are_written_for_machines() =>
        Assert.Equal(
            "-1.5,0.1,12,2026-03-01,IIIa,portalVeinEmbolization,true,,a;b,\r\n",
            Line(-1.5, 0.1, 12, new DateOnly(2026, 3, 1), ClavienDindoGrade.IIIa, Strategy.PortalVeinEmbolization, true, null, new[] { "a", "b" }, Array.Empty<string>()));

    private static string Line(params object?[] fields)
    {
        var text = new StringBuilder();
        Csv.Append(text, fields);
        return text.ToString();
    }
}
