using System.Globalization;
using System.Text;
using System.Text.Json;
using Pathway.Api.Http;
using Pathway.Domain.Audit;

namespace Pathway.Api.Audit;

/// <summary>Writes a replay as a table (RFC 4180): a header, then one row an entry.</summary>
internal static class ReplayCsv
{
    /// <summary>What a spreadsheet would compute instead of show, also behind white space and in the wide forms of East Asian keyboards.</summary>
    private const string Formulas = "=+-@\t\r\n＝＋－＠";

    private static readonly (string Name, Func<ReplayEntry, object?> Value)[] _columns =
    [
        ("version", e => e.Version),
        ("sequence", e => e.Sequence),
        ("eventId", e => e.EventId),
        ("type", e => e.Type),
        ("occurredOn", e => e.OccurredOn),
        ("recordedAt", e => e.RecordedAt),
        ("recordedOn", e => e.RecordedOn),
        ("delayDays", e => e.DelayDays),
        ("isLate", e => e.IsLate),
        ("actorId", e => e.RecordedBy?.Id),
        ("actorName", e => e.RecordedBy?.Name),
        ("role", e => e.RecordedBy?.Role),
        ("center", e => e.RecordedBy?.Center),
        ("client", e => e.RecordedBy?.Client),
        ("reason", e => e.Reason),
        ("note", e => e.Note),
        ("data", e => e.Data.GetRawText()),
        ("status", e => e.Status),
        ("corrects", e => Ids(e.Corrects.Select(c => c.EventId))),
        ("correctedBy", e => Ids(e.CorrectedBy.Select(c => c.Entry.EventId))),
        ("phaseBefore", e => e.Before?.Phase),
        ("phaseAfter", e => e.After.Phase),
        ("candidacyBefore", e => e.Before?.Candidacy),
        ("candidacyAfter", e => e.After.Candidacy),
        ("readinessBefore", e => e.Before?.Readiness),
        ("readinessAfter", e => e.After.Readiness),
        ("protocol", e => $"{e.After.Protocol.Id}@{e.After.Protocol.Version}"),
        ("changedByTime", e => Paths(e.ByTime)),
        ("changed", e => Paths(e.Changes)),
        ("decision", e => e.Decision?.Decision),
        ("assessmentShown", e => e.Decision?.Shown?.Overall),
        ("assessmentNow", e => e.Decision?.Now?.Overall),
        ("isSameNow", e => e.Decision?.IsSame),
        ("changedSinceBy", e => e.Decision is { } decision ? Ids(decision.ChangedBy.Select(c => c.Entry.EventId)) : null),
    ];

    internal static string Write(ReplayAnswer replay)
    {
        var text = new StringBuilder().AppendJoin(',', _columns.Select(c => c.Name)).Append("\r\n");
        foreach (var entry in replay.Entries)
        {
            text.AppendJoin(',', _columns.Select(c => Cell(c.Value(entry)))).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>One cell; empty for null. A text that a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    internal static string Cell(object? value)
    {
        var cell = value switch
        {
            null => "",
            string text => IsFormula(text) || IsFormula(text.TrimStart()) ? $"'{text}" : text,
            bool yes => yes ? "true" : "false",
            Enum or DateTimeOffset => JsonSerializer.SerializeToElement(value, JsonForm.Options).ToString(),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new System.Diagnostics.UnreachableException($"A cell of type {value.GetType().Name} has no form."),
        };
        return cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }

    private static bool IsFormula(string text) => text is [var first, ..] && Formulas.Contains(first, StringComparison.Ordinal);

    private static string Ids(IEnumerable<Guid> ids) => string.Join(' ', ids);

    private static string Paths(IEnumerable<Difference> differences) => string.Join(' ', differences.Select(d => d.Path));
}
