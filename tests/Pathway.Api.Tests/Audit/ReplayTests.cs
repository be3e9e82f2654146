using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathway.Api.Http;
using Pathway.Api.Tests.Pathways;
using Pathway.Api.Tests.Readiness;
using Pathway.Domain.Audit;
using Pathway.Domain.Tests.Audit;

namespace Pathway.Api.Tests.Audit;

/// <summary>The replay of a journey that was entered as the days went by, over HTTP.</summary>
public sealed class ReplayTests(DayByDay course) : IClassFixture<DayByDay>
{
    private readonly Desk desk = course.Desk;
    private readonly Guid id = course.Id;

    [Fact]
    public async Task Its_differences_rebuild_every_state_that_was_answered()
    {
        JsonNode? rebuilt = new JsonObject();
        foreach (var (entry, answered) in (await Entries()).Zip(course.Answers))
        {
            rebuilt = Patch.Apply(Patch.Apply(rebuilt, Steps(entry, "byTime")), Steps(entry, "changes"));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(answered.State), rebuilt), $"Version {entry.GetProperty("version")}");
        }
    }

    [Fact]
    public async Task It_tells_who_when_and_where_the_patient_stood()
    {
        var entries = await Entries();
        Assert.Equal(Enumerable.Range(1, 11), entries.Select(e => e.GetProperty("version").GetInt32()));
        Assert.Equal((await desk.Events(id)).Select(e => e.Text("id")), entries.Select(e => e.Text("eventId")));
        Assert.Equal((await desk.Events(id)).Select(e => e.GetProperty("data").GetRawText().Length > 2), entries.Select(e => e.GetProperty("data").GetRawText().Length > 2));
        Assert.All(entries, e => Assert.Equal("coordinator", e.GetProperty("recordedBy").Text("role")));

        var scan = entries[4];
        Assert.Equal((true, 19, "2025-12-09"), (scan.GetProperty("isLate").GetBoolean(), scan.GetProperty("delayDays").GetInt32(), scan.Text("recordedOn")));
        var stage2 = entries[6];
        Assert.Equal(("interstage", "postoperative"), (stage2.GetProperty("before").Text("phase"), stage2.GetProperty("after").Text("phase")));
        Assert.Equal("notApplicable", stage2.GetProperty("after").Text("candidacy"));
    }

    [Theory]
    [InlineData("?asOfVersion=4", 4)]
    [InlineData("?asOfRecorded=2025-12-08T00:00:00Z", 4)]
    [InlineData("?asOfRecorded=2025-12-07T23:59:59.999999Z", 3)]
    [InlineData("?asOfVersion=9&asOfRecorded=2025-12-08T12:00:00Z", 4)]
    public async Task It_ends_where_the_moment_does(string query, int version)
    {
        var entries = await Entries(query);
        Assert.Equal(version, entries.Count);
        Assert.Equal((await Entries())[version - 1].GetProperty("changes").GetRawText(), entries[^1].GetProperty("changes").GetRawText());
    }

    [Fact]
    public async Task Told_for_one_date_and_by_another_protocol_both_are_named()
    {
        var replay = await desk.Read(id, "/audit?asOfOccurred=2025-12-16&protocol=alpps-teaching-thresholds@1");
        Assert.Equal(("2025-12-16", "alpps-teaching-thresholds"), (replay.Text("asOf"), replay.GetProperty("protocol").Text("id")));
        Assert.All(replay.GetProperty("entries").EnumerateArray(), e =>
        {
            Assert.Equal(0, e.GetProperty("byTime").GetArrayLength());
            Assert.Equal(("2025-12-16", "alpps-teaching-thresholds"), (e.GetProperty("after").Text("asOf"), e.GetProperty("after").GetProperty("protocol").Text("id")));
        });
    }

    [Theory]
    [InlineData("?asOfVersion=12", HttpStatusCode.NotFound, "no-such-version")]
    [InlineData("?asOfRecorded=2025-09-01T09:59:59Z", HttpStatusCode.NotFound, "not-yet-recorded")]
    [InlineData("?asOfRecorded=2026-05-01T12:00:01Z", HttpStatusCode.BadRequest, "bad-parameter")]
    [InlineData("?asOfOccurred=2026-05-02", HttpStatusCode.BadRequest, "bad-parameter")]
    [InlineData("?protocol=none@1", HttpStatusCode.BadRequest, "bad-parameter")]
    public async Task A_moment_that_is_none_is_refused_everywhere_alike(string query, HttpStatusCode status, string code)
    {
        foreach (var read in new[] { "/audit", "/decisions", $"/decisions/{Guid.NewGuid()}" })
        {
            await (await desk.TryRead(id, $"{read}{query}")).ShouldBeProblem(status, code);
        }
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/*;q=0.5, text/csv;q=0.1", "application/json")]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("text/*", "text/csv")]
    [InlineData("text/csv;q=0, text/*", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    public async Task It_comes_in_the_form_that_the_caller_can_read(string? accept, string contentType)
    {
        var answer = await Get("/audit", ("Accept", accept));
        Assert.Equal((HttpStatusCode.OK, contentType, "utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentType.CharSet));
        Assert.Contains("Accept", answer.Headers.Vary);
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("ndjson", "application/x-ndjson")]
    [InlineData("csv", "text/csv")]
    [InlineData("html", "text/html")]
    public async Task A_form_that_is_named_is_stronger_than_the_header(string format, string contentType) =>
        Assert.Equal(contentType, (await Get($"/audit?format={format}", ("Accept", "image/png"))).Content.Headers.ContentType!.MediaType);

    [Theory]
    [InlineData("", "image/png")]
    [InlineData("", "application/xml, text/plain;q=0.9")]
    [InlineData("", "application/json;q=0")]
    [InlineData("", "nonsense")]
    [InlineData("?format=xml", "application/json")]
    [InlineData("?format=", "application/json")]
    [InlineData("?format=CSV", "application/json")]
    public async Task Another_form_is_406(string query, string accept) =>
        await (await Get($"/audit{query}", ("Accept", accept))).ShouldBeProblem(HttpStatusCode.NotAcceptable, "not-acceptable");

    [Fact]
    public async Task As_lines_it_has_the_same_entries()
    {
        var lines = (await desk.ReadText(id, "/audit?format=ndjson")).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal((await Entries()).Select(e => e.GetRawText()), lines.SkipLast(1));
    }

    [Fact]
    public async Task As_of_now_the_record_says_what_it_says_at_present()
    {
        foreach (var part in new[] { "", "/volumetric", "/functional", "/readiness", "/strategies", "/audit", "/decisions", "/events" })
        {
            Assert.Equal(await desk.ReadText(id, part), await desk.ReadText(id, $"{part}?asOfRecorded=2026-05-01T12:00:00Z"));
        }
    }

    private async Task<IReadOnlyList<JsonElement>> Entries(string query = "") => [.. (await desk.Read(id, $"/audit{query}")).GetProperty("entries").EnumerateArray()];

    private static Difference[] Steps(JsonElement entry, string name) => entry.GetProperty(name).Deserialize<Difference[]>(JsonForm.Options)!;

    private async Task<HttpResponseMessage> Get(string read, (string Name, string? Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/pathways/{id}{read}");
        request.Headers.TryAddWithoutValidation(header.Name, header.Value is { } value ? [value] : []);
        return await desk.Client.SendAsync(request);
    }
}
