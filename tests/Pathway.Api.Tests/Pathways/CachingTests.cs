using System.Net;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

/// <summary>What may be kept of an answer, for how long, and how to ask whether it still holds.</summary>
public sealed class CachingTests(ThrowAwayPostgres postgres) : IAsyncLifetime
{
    private static readonly string[] _reads = ["", "/volumetric", "/functional", "/readiness", "/strategies", "/events", "/audit", "/decisions"];

    private TestPathway pathway = null!;
    private Desk desk = null!;

    public async ValueTask InitializeAsync()
    {
        pathway = await TestPathway.Start(postgres);
        desk = new(pathway.As(Role.Coordinator));
    }

    public async ValueTask DisposeAsync()
    {
        desk.Dispose();
        await pathway.DisposeAsync();
    }

    [Fact]
    public async Task The_present_is_asked_for_each_time_and_comes_again_only_when_it_says_something_else()
    {
        var id = await desk.OpenWith(Said.Stage1("2026-03-10"));
        foreach (var read in _reads)
        {
            var first = await desk.TryRead(id, read);
            Assert.Equal("no-cache, private", first.Headers.CacheControl?.ToString());
            Assert.Equal(HttpStatusCode.NotModified, (await Again(id, read, first)).StatusCode);
        }

        // Another day: the same version says another thing where days count, and its tag is another.
        var today = await desk.TryRead(id);
        TimeGoesOn(days: 1);
        var tomorrow = await Again(id, "", today);
        Assert.Equal(HttpStatusCode.OK, tomorrow.StatusCode);
        Assert.NotEqual(today.Headers.ETag, tomorrow.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, (await Again(id, "/events", await desk.TryRead(id, "/events"))).StatusCode);
    }

    [Fact]
    public async Task What_is_past_is_asked_for_each_time_too_as_the_access_log_is_to_know_of_it()
    {
        var id = await desk.OpenWith(Said.Stage1("2026-03-10"));
        foreach (var read in _reads)
        {
            var answer = await desk.TryRead(id, $"{read}?asOfVersion=1");
            Assert.Equal("no-cache, private", answer.Headers.CacheControl?.ToString());
            Assert.Contains("Authorization", answer.Headers.Vary);
            var again = await Again(id, $"{read}?asOfVersion=1", answer);
            Assert.Equal((HttpStatusCode.NotModified, answer.Headers.ETag, 0), (again.StatusCode, again.Headers.ETag, (await again.Content.ReadAsByteArrayAsync()).Length));
        }
    }

    [Fact]
    public async Task What_was_asked_for_by_an_instant_names_the_address_where_it_stays()
    {
        var id = await desk.OpenWith(Said.Stage1("2026-03-10"));
        foreach (var read in _reads)
        {
            var answer = await desk.TryRead(id, $"{read}?asOfRecorded={pathway.Time.Now:yyyy-MM-dd'T'HH:mm:ss}Z");
            var stays = answer.Content.Headers.ContentLocation!.ToString();
            Assert.Contains("asOfVersion=2", stays, StringComparison.Ordinal);

            TimeGoesOn(days: 3);
            await desk.Record(id, Said.Note("2026-03-14", $"After {read}"));
            Assert.Equal(await answer.Content.ReadAsStringAsync(), await desk.Client.GetStringAsync(stays));
            id = await desk.OpenWith(Said.Stage1("2026-03-10"));
        }

        var judged = await desk.TryRead(id, $"/readiness?gate=stage1&protocol=alpps-teaching-thresholds@1&asOfRecorded={pathway.Time.Now:yyyy-MM-dd'T'HH:mm:ss}Z");
        Assert.Equal(await judged.Content.ReadAsStringAsync(), await desk.Client.GetStringAsync(judged.Content.Headers.ContentLocation));
    }

    [Fact]
    public async Task The_tag_of_what_was_read_can_be_sent_with_what_follows_from_it()
    {
        var id = await desk.Open();
        var tag = (await desk.TryRead(id)).Headers.ETag!.ToString();
        await desk.Record(id, Said.Scan("2026-01-10"), ("If-Match", tag));
        await (await desk.TryRecord(id, Said.Scan("2026-01-11"), ("If-Match", tag))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale-version");
    }

    /// <summary>Days pass, and who is at work signs in again.</summary>
    private void TimeGoesOn(int days)
    {
        pathway.Time.Now = pathway.Time.Now.AddDays(days);
        desk.Dispose();
        desk = new(pathway.As(Role.Coordinator));
    }

    private async Task<HttpResponseMessage> Again(Guid id, string read, HttpResponseMessage first)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/pathways/{id}{read}");
        request.Headers.IfNoneMatch.Add(new("\"another\""));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        return await desk.Client.SendAsync(request);
    }
}
