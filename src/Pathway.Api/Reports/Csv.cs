using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pathway.Domain.Reporting;

namespace Pathway.Api.Reports;

/// <summary>
/// Writes tables as RFC 4180 asks: CRLF, a header, quotation where it is needed. Dates are ISO, decimals have a point and all their digits; nothing is an empty
/// field. A text that a spreadsheet would take for a formula gets an apostrophe before it.
/// </summary>
internal static class Csv
{
    /// <summary>Writes a whole table.</summary>
    internal static string Of(ReportTable table)
    {
        var text = new StringBuilder();
        Append(text, table.Columns);
        foreach (var row in table.Rows)
        {
            Append(text, row);
        }

        return text.ToString();
    }

    /// <summary>Writes one line.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="fields">The fields: texts, choices, numbers, dates, lists of these, or null.</param>
    internal static void Append(StringBuilder text, IEnumerable<object?> fields)
    {
        var first = true;
        foreach (var field in fields)
        {
            text.Append(first ? "" : ",").Append(Written(field));
            first = false;
        }

        text.Append("\r\n");
    }

    private static string Written(object? field) => field switch
    {
        null => "",
        string text => Quoted(Harmless(text)),
        bool yes => yes ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        Enum choice => Word(choice),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => Quoted(string.Join(';', list.Cast<object?>().Select(Written))),
        _ => throw new ArgumentException($"A {field.GetType().Name} is no field.", nameof(field)),
    };

    // As JSON writes it, which knows the choices that have names of their own.
    private static string Word(Enum choice) => JsonSerializer.SerializeToElement(choice, choice.GetType(), Http.JsonForm.Options).GetString()!;

    private static string Harmless(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
