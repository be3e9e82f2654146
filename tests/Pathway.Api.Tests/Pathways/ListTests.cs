using System.Net;
using System.Text.Json;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

public sealed class ListTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task The_list_shows_who_the_patient_is_and_where_the_patient_stands()
    {
        var id = await desk.Open(Said.Opened(patientRef: "P-shown", center: "shown"));
        await desk.Record(id, Said.All(Said.Strategy("2025-12-01"), Said.Stage1("2025-12-10"), Said.Stage2("2025-12-20")));

        Assert.Equal(
            $$"""{"pathways":[{"id":"{{id}}","patientRef":"P-shown","center":"shown","tumor":"colorectalMetastases","phase":"postoperative","surveillanceFrom":"2026-03-21","strategy":"alpps","stage1On":"2025-12-10","stage2On":"2025-12-20","lastEventOn":"2025-12-20","upToVersion":4}],"next":null}""",
            await desk.Client.GetStringAsync("/api/pathways?center=shown"));
    }

    [Fact]
    public async Task Each_filter_leaves_those_that_it_asks_for()
    {
        const string Center = "filtered";
        var assessed = await OpenIn(Center);
        var planned = await OpenIn(Center, Said.Strategy("2026-01-10", "portalVeinEmbolization"));
        var interstage = await OpenIn(Center, Said.Strategy("2026-01-10"), Said.Stage1("2026-01-20"));
        var left = await OpenIn(Center, Said.Strategy("2026-01-10"), Said.DroppedOut("2026-01-20"));
        var elsewhere = await OpenIn("elsewhere", Said.Strategy("2026-01-10"), Said.Stage1("2026-01-20"));

        Assert.Equal(new[] { left, interstage, planned, assessed }.Order(), (await All($"center={Center}")).Order());
        Assert.Equal([assessed], await All($"center={Center}&phase=assessment"));
        Assert.Equal([planned], await All($"center={Center}&phase=planned"));
        Assert.Equal([interstage], await All($"center={Center}&phase=interstage"));
        Assert.Equal([left], await All($"center={Center}&phase=droppedOut"));
        Assert.Equal(new[] { interstage, left }.Order(), (await All($"center={Center}&strategy=alpps")).Order());
        Assert.Equal([interstage], await All($"center={Center}&strategy=alpps&phase=interstage"));
        Assert.Contains(elsewhere, await All("strategy=alpps&phase=interstage"));
        Assert.Empty(await All("center=nowhere"));
        Assert.Empty(await All($"center={Center}&phase=died"));
    }

    [Fact]
    public async Task A_correction_shows_in_the_list_at_once()
    {
        var id = await desk.Open(Said.Opened(patientRef: "P-before", center: "corrected"));
        var strategy = await desk.RecordOne(id, Said.Strategy("2026-01-10", "portalVeinEmbolization"));
        await desk.Record(id, Said.Corrected(strategy, Said.Strategy("2026-01-10")));
        await desk.Record(id, Said.Corrected((await desk.Events(id))[0].GetProperty("id").GetGuid(), Said.Opened(patientRef: "P-after", center: "corrected", more: ", \"type\": \"pathway_opened\"")));

        Assert.Equal([id], await All("center=corrected&strategy=alpps&q=P-after"));
        Assert.Empty(await All("center=corrected&strategy=portalVeinEmbolization"));
        Assert.Empty(await All("center=corrected&q=P-before"));
    }

    [Fact]
    public async Task A_part_of_the_pseudonym_is_found_in_any_case_and_signs_stand_for_themselves()
    {
        var dash = await desk.Open(Said.Opened(patientRef: "Zq-1", center: "searched"));
        var low = await desk.Open(Said.Opened(patientRef: "Zq_1", center: "searched"));

        Assert.Equal(new[] { dash, low }.Order(), (await All("center=searched&q=zQ")).Order());
        Assert.Equal([low], await All("center=searched&q=q_1"));
        Assert.Equal([dash], await All("center=searched&q=-1"));
        foreach (var sign in new[] { "%25", "%5C", "%25_", "Zq%251", "%5C%25", "'", "%27%3B--", "%F0%9F%98%80" })
        {
            Assert.Empty(await All($"center=searched&q={sign}"));
        }
    }

    [Theory]
    [InlineData("phase=Interstage", "phase")]
    [InlineData("phase=", "phase")]
    [InlineData("phase=3", "phase")]
    [InlineData("strategy=ALPPS", "strategy")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=%2B5", "limit")]
    [InlineData("limit=%205", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=!!!!!!!!!!!!!!!!!!!!!!", "cursor")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAA=", "cursor")]
    [InlineData("q=%00", "q")]
    [InlineData("center=a%00b", "center")]
    public async Task A_filter_that_does_not_fit_is_400_and_named(string query, string parameter)
    {
        var problem = await (await desk.Client.GetAsync($"/api/pathways?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("fase=interstage", "unknown-parameter")]
    [InlineData("Phase=interstage", "unknown-parameter")]
    [InlineData("phase=interstage&phase=planned", "repeated-parameter")]
    public async Task A_filter_that_is_none_is_400(string query, string code) =>
        await (await desk.Client.GetAsync($"/api/pathways?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_find_nothing_and_break_nothing()
    {
        var answer = await desk.Client.GetAsync(new Uri("/api/pathways?q=%FF%ED%A0%80", UriKind.Relative));
        Assert.True((int)answer.StatusCode is 200 or 400, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Paging_through_250_pathways_shows_each_once_while_others_are_added()
    {
        var there = await Task.WhenAll(Enumerable.Range(0, 250).Select(_ => OpenIn("paged")));
        var seen = new List<Guid>();
        var added = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await Page($"center=paged&limit=30{(cursor is null ? "" : $"&cursor={cursor}")}");
            var rows = Ids(page);
            Assert.True(rows.Count == 30 || page.GetProperty("next").ValueKind == JsonValueKind.Null);
            seen.AddRange(rows);
            cursor = page.GetProperty("next").GetString();
            added.AddRange(await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => OpenIn("paged"))));
        }
        while (cursor is not null);

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(there.Except(seen));
        Assert.Empty(seen.Except(there).Except(added));
    }

    [Fact]
    public async Task The_last_page_says_so_even_when_it_is_full()
    {
        for (var i = 0; i < 4; i++)
        {
            await OpenIn("full");
        }

        Assert.Equal(JsonValueKind.Null, (await Page("center=full&limit=4")).GetProperty("next").ValueKind);
        var first = await Page("center=full&limit=2");
        var second = await Page($"center=full&limit=2&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(4, Ids(first).Concat(Ids(second)).Distinct().Count());
    }

    [Fact]
    public async Task The_newest_enrollment_comes_first()
    {
        await using var ownTime = await TestPathway.Start(pathway.Database);
        using var clerk = new Desk(ownTime.As(Role.Coordinator));
        var opened = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ownTime.Time.Now += TimeSpan.FromSeconds(1);
            opened.Add(await clerk.Open(Said.Opened(center: "newest")));
        }

        opened.Reverse();
        Assert.Equal(opened, await All("center=newest"));
    }

    private async Task<Guid> OpenIn(string center, params string[] events)
    {
        var id = await desk.Open(Said.Opened(center: center));
        return events.Length == 0 || (await desk.Record(id, Said.All(events))).GetProperty("version").GetInt32() > 1 ? id : Guid.Empty;
    }

    private async Task<JsonElement> Page(string query) => Desk.Parse(await desk.Client.GetStringAsync($"/api/pathways?{query}"));

    private async Task<IReadOnlyList<Guid>> All(string query) => Ids(await Page($"{query}&limit=200"));

    private static IReadOnlyList<Guid> Ids(JsonElement page) => [.. page.GetProperty("pathways").EnumerateArray().Select(p => p.GetProperty("id").GetGuid())];
}
