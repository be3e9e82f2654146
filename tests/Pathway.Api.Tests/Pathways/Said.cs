namespace Pathway.Api.Tests.Pathways;

/// <summary>What a coordinator may say, as JSON. The clock of a test stands at 2026-03-15, so that all of it has happened.</summary>
internal static class Said
{
    internal static string Opened(string on = "2025-09-01", string patientRef = "P-001", string center = "ghent", string more = "") => $$"""
        { "occurredOn": "{{on}}", "patientRef": "{{patientRef}}", "center": "{{center}}", "sex": "female", "birthYear": 1961,
          "heightCm": 168, "weightKg": 64, "tumor": "colorectalMetastases"{{more}} }
        """;

    internal static string Event(string type, string on, string more = "") => $$"""{ "type": "{{type}}", "occurredOn": "{{on}}"{{(more.Length == 0 ? "" : $", {more}")}} }""";

    internal static string Note(string on, string text) => Event("note_recorded", on, $"\"note\": \"{text}\"");

    internal static string Scan(string on, double flrVolumeMl = 410) =>
        Event("volumetry_recorded", on, $""" "modality": "ct", "flrVolumeMl": {flrVolumeMl}, "totalLiverVolumeMl": 1540, "tumorVolumeMl": 90 """);

    internal static string Strategy(string on, string strategy = "alpps") => Event("strategy_decided", on, $"\"strategy\": \"{strategy}\", \"rationale\": \"Remnant too small.\"");

    internal static string Stage1(string on) => Event("stage1_performed", on, """ "technique": "alpps", "approach": "open", "partition": "complete" """);

    internal static string Stage2(string on) => Event("stage2_performed", on, """ "resection": "extendedRightHepatectomy", "approach": "open", "margin": "r0" """);

    internal static string Complication(string on, string grade = "IIIa") => Event("complication_recorded", on, $"\"kind\": \"bileLeak\", \"grade\": \"{grade}\"");

    internal static string Resolved(string on, Guid complication) => Event("complication_resolved", on, $"\"complicationEventId\": \"{complication}\"");

    internal static string DroppedOut(string on, string reason = "tumorProgression") => Event("dropped_out", on, $"\"reason\": \"{reason}\"");

    internal static string Resumed(string on) => Event("pathway_resumed", on, "\"reason\": \"Responded to second-line treatment.\"");

    internal static string Died(string on, string cause = "tumor") => Event("death_recorded", on, $"\"cause\": \"{cause}\"");

    internal static string Closed(string on, string reason = "surveillanceCompleted") => Event("pathway_closed", on, $"\"reason\": \"{reason}\"");

    internal static string Discharged(string on) => Event("discharged", on);

    internal static string Seen(string on) => Event("surveillance_recorded", on, """ "modality": "ct", "outcome": "noEvidenceOfDisease" """);

    /// <summary>Puts an entry right; without a replacement it is withdrawn.</summary>
    internal static string Corrected(Guid entry, string? replacement = null, string on = "2026-03-14") =>
        Event("event_corrected", on, $"\"eventId\": \"{entry}\", \"reason\": \"Mistyped.\"{(replacement is null ? "" : $", \"replacement\": {replacement}")}");

    internal static string All(params IEnumerable<string> events) => $"[{string.Join(",\n", events)}]";
}
