using System.Text.Json;
using Pathway.Api.Tests.Pathways;

namespace Pathway.Api.Tests.Readiness;

/// <summary>Reads assessments out of answers.</summary>
internal static class Assessments
{
    /// <summary>Opens a pathway and records events in one call.</summary>
    internal static async Task<Guid> OpenWithAll(this Desk desk, params IEnumerable<string> events)
    {
        var id = await desk.Open();
        await desk.Record(id, Said.All(events));
        return id;
    }

    internal static Task<JsonElement> Readiness(this Desk desk, Guid id, string query) => desk.Read(id, $"/readiness?{query}");

    /// <summary>The answer in one word.</summary>
    internal static async Task<string> Overall(this Desk desk, Guid id, string query) => (await desk.Readiness(id, query)).Text("overall");

    internal static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    internal static JsonElement Domain(this JsonElement assessment, string domain) =>
        Assert.Single(assessment.GetProperty("domains").EnumerateArray(), d => d.Text("domain") == domain);

    internal static string VerdictOf(this JsonElement assessment, string domain) => assessment.Domain(domain).Text("verdict");

    internal static IEnumerable<JsonElement> Findings(this JsonElement assessment) =>
        assessment.GetProperty("domains").EnumerateArray().SelectMany(d => d.GetProperty("findings").EnumerateArray());

    internal static JsonElement Finding(this JsonElement assessment, string ruleId) => Assert.Single(assessment.Findings(), f => f.Text("ruleId") == ruleId);

    internal static IEnumerable<Guid> EventIds(this JsonElement finding) => finding.GetProperty("eventIds").EnumerateArray().Select(e => e.GetGuid());

    /// <summary>Ids of the entries, by type, in the order of entry.</summary>
    internal static async Task<ILookup<string, Guid>> Entries(this Desk desk, Guid id) => (await desk.Events(id)).ToLookup(e => e.Text("type"), e => e.GetProperty("id").GetGuid());
}
