using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Pathway.Api.Http;
using Pathway.Domain;
using Pathway.Domain.Audit;
using Pathway.Domain.Journey;

namespace Pathway.Api.Audit;

/// <summary>Writes a replay as a page to read and to print: no script, nothing from elsewhere, and everything that somebody wrote as text.</summary>
internal static class ReplayPage
{
    /// <summary>Characters of a value that are shown before the rest is left to the JSON.</summary>
    private const int LongestValue = 400;

    private const string Style = """
        body { font: 10.5pt/1.45 system-ui, sans-serif; color: #1a1a1a; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; margin-bottom: .2rem; }
        h2 { font-size: 1.1rem; margin: 0 0 .4rem; }
        h3 { font-size: .95rem; margin: .9rem 0 .2rem; }
        section { border-top: 2px solid #1a1a1a; padding: .8rem 0 1.2rem; }
        .notice { border-left: 4px solid #8a5a00; padding-left: .8rem; }
        .late, .status { font-weight: 600; color: #8a3b00; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; font-weight: 600; padding: .5rem 0 .2rem; }
        th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }
        .facts th { width: 11rem; font-weight: 600; }
        .differences { table-layout: fixed; font-size: .85em; }
        .differences th:nth-child(1) { width: 4.5rem; }
        pre, code, .value { font-family: ui-monospace, monospace; font-size: .9em; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
        @media print {
          @page { margin: 15mm; }
          body { font-size: 9pt; max-width: none; margin: 0; padding: 0; }
          h2, h3, caption { break-after: avoid; }
          tr { break-inside: avoid; }
          thead { display: table-header-group; }
        }
        """;

    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What a browser lets the page do: show itself in its own style, and no more.</summary>
    internal static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Writes the page.</summary>
    /// <param name="replay">The replay.</param>
    /// <param name="opened">The opening of the pathway, put right as far as it was.</param>
    internal static string Write(ReplayAnswer replay, PathwayOpened opened)
    {
        var page = new StringBuilder();
        page.Append($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Replay of {Text(opened.PatientRef)}</title>\n<style>{Style}</style>\n</head>\n<body>\n");
        page.Append($"<h1>Replay of {Text(opened.PatientRef)}</h1>\n");
        page.Append($"<p>Center {Text(opened.Center)} · pathway <code>{replay.PathwayId}</code> · {replay.Entries.Count} entries, version {replay.Version}. ");
        page.Append($"States are told for {(replay.AsOf is { } date ? $"{date:yyyy-MM-dd}" : "the date of each entry")}");
        page.Append(replay.Protocol is { } under ? $", under the protocol {Text(under.Id)} version {under.Version}.</p>\n" : ", under the protocol in force then.</p>\n");
        page.Append("<p class=\"notice\">Pathway supports decisions and takes none. What is said of readiness was made by rule from what was on record; who decided knew the patient.</p>\n");
        foreach (var entry in replay.Entries)
        {
            WriteEntry(page, entry);
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void WriteEntry(StringBuilder page, ReplayEntry entry)
    {
        page.Append($"<section id=\"v{entry.Version}\">\n<h2>{entry.Version} · {Text(entry.Type)} · {entry.OccurredOn:yyyy-MM-dd}</h2>\n<table class=\"facts\">\n");
        Fact(page, "Entered", $"{Instant(entry.RecordedAt)}{(entry.IsLate ? $" <span class=\"late\">late by {Days(entry.DelayDays)}</span>" : "")}");
        Fact(page, "By", entry.RecordedBy is { } by ? $"{Text(by.Name)} ({Text(by.Id)}), {Text(by.Role)}{(by.Center is { } center ? $", {Text(center)}" : "")}{(by.Client is { } client ? $", with {Text(client)}" : "")}" : "not kept");
        Fact(page, "Why", Text(entry.Reason));
        Fact(page, "Note", Text(entry.Note));
        Fact(page, "Status", entry.Status is EntryStatus.Holds ? null : $"<span class=\"status\">{Word(entry.Status)}</span>");
        Fact(page, "Corrects", string.Join(", which corrects ", entry.Corrects.Select(Link)));
        Fact(page, "Corrected by", string.Join("; ", entry.CorrectedBy.Select(c =>
            $"{Link(c.Entry)}{(c.IsWithdrawal ? ", which withdraws it" : "")}{(c.IsInForce ? "" : ", which does not hold")}: {Text(c.Reason)}")));
        Fact(page, "Phase", Turn(entry.Before?.Phase, entry.After.Phase));
        Fact(page, "Candidate for stage 1", Turn(entry.Before?.Candidacy, entry.After.Candidacy));
        Fact(page, "Ready for stage 2", Turn(entry.Before?.Readiness, entry.After.Readiness));
        Fact(page, "Protocol", $"{Text(entry.After.Protocol.Id)} version {entry.After.Protocol.Version}");
        Fact(page, "Event", $"<code>{entry.EventId}</code>, {entry.Sequence} of the log");
        page.Append("</table>\n");
        if (entry.Decision is { } decision)
        {
            WriteDecision(page, decision);
        }

        page.Append($"<h3>As recorded</h3>\n<pre>{Text(JsonSerializer.Serialize(entry.Data, _indented))}</pre>\n");
        Differences(page, "What time changed since the entry before", entry.ByTime);
        Differences(page, "What the entry changed", entry.Changes);
        page.Append("</section>\n");
    }

    private static void WriteDecision(StringBuilder page, DecisionReview decision)
    {
        page.Append("<h3>The decision</h3>\n<table class=\"facts\">\n");
        Fact(page, "Decided", $"{Word(decision.Decision)}{(decision.IsOverride == true ? ", although the assessment did not clear the patient" : "")}");
        Fact(page, "Shown then", decision.Shown is { } shown ? $"{Word(shown.Overall)}, by {Text(shown.ProtocolId)} version {shown.ProtocolVersion}, on version {decision.KnownVersion}" : "none was kept");
        Fact(page, "The same made again", decision.Now is { } now ? $"{Word(now.Overall)}: {(decision.IsSame == true ? "the same in every finding" : "not the same")}" : "cannot be made: the protocol is not at hand");
        Fact(page, "Changed by", string.Join("; ", decision.ChangedBy.Select(c => $"{Link(c.Entry)} ({Word(c.Cause)}): {Text(string.Join(", ", c.Findings.Select(f => f.RuleId)))}")));
        Fact(page, "By the rules now", decision.UnderOtherRules is { } other ? $"{Word(other.Now.Overall)}, by {Text(other.Now.ProtocolId)} version {other.Now.ProtocolVersion}" : null);
        page.Append("</table>\n");
    }

    private static void Differences(StringBuilder page, string caption, ValueList<Difference> differences)
    {
        if (differences.Count == 0)
        {
            return;
        }

        page.Append($"<table class=\"differences\">\n<caption>{caption}</caption>\n<thead><tr><th>Step</th><th>Where</th><th>Before</th><th>After</th></tr></thead>\n<tbody>\n");
        foreach (var difference in differences)
        {
            page.Append($"<tr><td>{Word(difference.Op)}</td><td class=\"value\">{Text(difference.Path)}</td><td class=\"value\">{Value(difference.Before)}</td><td class=\"value\">{Value(difference.After)}</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n");
    }

    private static void Fact(StringBuilder page, string name, string? html)
    {
        if (!string.IsNullOrEmpty(html))
        {
            page.Append($"<tr><th scope=\"row\">{name}</th><td>{html}</td></tr>\n");
        }
    }

    private static string Value(JsonElement? value)
    {
        var text = value?.GetRawText() ?? "";
        return text.Length <= LongestValue ? Text(text) : $"{Text(text[..LongestValue])}… ({text.Length} characters; whole in the JSON)";
    }

    private static string Turn<T>(T? before, T after)
        where T : struct, Enum => before is { } b && b.Equals(after) ? Word(after) : $"{(before is { } was ? Word(was) : "–")} → <strong>{Word(after)}</strong>";

    private static string Link(EntryReference entry) => $"<a href=\"#v{entry.Version}\">{entry.Version} · {Text(entry.Type)}</a>";

    private static string Days(int days) => days == 1 ? "1 day" : $"{days} days";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Text(string? text) => _encoder.Encode(text ?? "");

    private static readonly JsonSerializerOptions _indented = new(JsonForm.Options) { WriteIndented = true };
}
