using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.Audit.Access;

public sealed class AccessLogTests(RunningPathway running, ThrowAwayPostgres postgres) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task Every_call_of_a_pathway_is_written_down_for_every_role_of_every_center()
    {
        var id = await desk.Open();
        var calls = pathway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.Contains("pathways/{id", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods, (e, method) => (Method: method, Route: e.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal).TrimEnd('/')))
            .ToList();
        Assert.InRange(calls.Count, 11, int.MaxValue);

        foreach (var (method, route) in calls)
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                foreach (var center in new[] { null, "ghent", "lyon" })
                {
                    var name = Guid.NewGuid().ToString();
                    using var caller = pathway.As(role, name, center);
                    using var request = new HttpRequestMessage(new(method), new Uri(route.Replace("{id}", id.ToString(), StringComparison.Ordinal), UriKind.Relative));
                    var answer = await caller.SendAsync(request);

                    var entry = Assert.Single(await Log($"?actor={name}"));
                    Assert.Equal($"{method} {route}", entry.GetProperty("call").GetString());
                    Assert.Equal(id, entry.GetProperty("pathway").GetGuid());
                    Assert.Equal((int)answer.StatusCode, entry.GetProperty("status").GetInt32());
                    Assert.Equal(
                        $$"""{"id":"{{name}}","name":"{{name}}","role":"{{JsonNamingPolicy.CamelCase.ConvertName(role.ToString())}}","center":{{(center is null ? "null" : $"\"{center}\"")}}}""",
                        entry.GetProperty("actor").GetRawText());
                    Assert.Equal(Assert.Single(answer.Headers.GetValues("X-Correlation-Id")), entry.GetProperty("correlationId").GetString());
                }
            }
        }
    }

    [Fact]
    public async Task What_was_asked_stands_there_and_nothing_of_the_answer()
    {
        var id = await desk.Open(Said.Opened(patientRef: "P-UNSEEN"));
        using var auditor = new Desk(pathway.As(Role.Auditor, "Maude"));
        await auditor.Read(id, "?asOfVersion=1&asOfOccurred=2026-01-01");

        var entry = Assert.Single(await Log($"?pathway={id}&actor=Maude"));
        Assert.Equal("""{"asOfOccurred":"2026-01-01","asOfVersion":"1"}""", Sorted(entry.GetProperty("parameters")));
        Assert.Equal(pathway.Time.Now, entry.GetProperty("at").GetDateTimeOffset());
        Assert.DoesNotContain("P-UNSEEN", entry.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/pathways?q=P-0&limit=3", "GET /api/pathways", """{"limit":"3","q":"P-0"}""")]
    [InlineData("/api/worklist?on=2026-03-20", "GET /api/worklist", """{"on":"2026-03-20"}""")]
    [InlineData("/api/reports/cohort?technique=alpps", "GET /api/reports/cohort", """{"technique":"alpps"}""")]
    [InlineData("/api/reports/what-if/01970f4e-5f3c-7c1a-9d55-3c3f1f0a7b21", "GET /api/reports/what-if/{job}", "{}")]
    [InlineData("/api/pathways?center=%00", "GET /api/pathways", """{"center":"�"}""")]
    [InlineData("/api/pathways?name=Eva%20Exempel", "GET /api/pathways", "{}")]
    public async Task Lists_show_patients_too_and_are_written_down_with_the_filters_that_they_know(string address, string call, string parameters)
    {
        var name = Guid.NewGuid().ToString();
        using var coordinator = pathway.As(Role.Coordinator, name);
        await coordinator.GetAsync(address);

        var entry = Assert.Single(await Log($"?actor={name}"));
        Assert.Equal(call, entry.GetProperty("call").GetString());
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("pathway").ValueKind);
        Assert.Equal(parameters, Sorted(entry.GetProperty("parameters")));
    }

    [Fact]
    public async Task Whoever_reads_the_log_stands_in_it_with_the_pathway_that_they_asked_about()
    {
        var id = Guid.CreateVersion7();
        Assert.Empty(await Log($"?pathway={id}"));
        Assert.Equal(["GET /api/audit/access"], (await Log($"?pathway={id}")).Select(e => e.GetProperty("call").GetString()));
    }

    [Fact]
    public async Task What_was_recorded_stands_in_the_events_and_what_was_refused_or_only_validated_stands_here()
    {
        var name = Guid.NewGuid().ToString();
        using var coordinator = new Desk(pathway.As(Role.Coordinator, name));
        var id = await coordinator.Open();
        await coordinator.Record(id, Said.Scan("2026-01-10"));
        Assert.Empty(await Log($"?actor={name}"));

        await coordinator.Validate(id, Said.Scan("2026-01-11"));
        await coordinator.TryRecord(id, Said.Scan("2026-01-11", flrVolumeMl: 4000));
        Assert.Equal([200, 422], (await Log($"?actor={name}")).Select(e => e.GetProperty("status").GetInt32()).Order());
    }

    [Fact]
    public async Task It_is_filtered_and_read_page_by_page_newest_first()
    {
        var (name, start) = (Guid.NewGuid().ToString(), pathway.Time.Now);
        var id = await desk.Open();
        using var coordinator = new Desk(pathway.As(Role.Coordinator, name));
        for (var n = 1; n <= 5; n++)
        {
            pathway.Time.Now = start.AddSeconds(n);
            await coordinator.TryRead(id, $"?asOfVersion={n}");
        }

        pathway.Time.Now = start.AddSeconds(6);
        Assert.Equal(["5", "4", "3", "2", "1"], Versions(await Log($"?actor={name}")));
        Assert.Equal(["4", "3"], Versions(await Log($"?actor={name}&from={At(3)}&to={At(5)}")));
        Assert.Equal(["5"], Versions(await Log($"?actor={name}&from={At(4, microseconds: 1)}")));
        Assert.Empty(await Log($"?actor={name}&role=auditor"));
        Assert.Equal(5, (await Log($"?actor={name}&role=coordinator&pathway={id}")).Count);

        var (pages, cursor) = (new List<string?>(), "");
        do
        {
            using var auditor = pathway.As(Role.Auditor);
            var page = Desk.Parse(await auditor.GetStringAsync($"/api/audit/access?actor={name}&limit=2{cursor}"));
            pages.Add(string.Concat(Versions([.. page.GetProperty("calls").EnumerateArray()])));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);
        Assert.Equal(["54", "32", "1"], pages);

        string At(int seconds, int microseconds = 0) => start.AddSeconds(seconds).AddMicroseconds(microseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
        static IEnumerable<string?> Versions(IReadOnlyList<JsonElement> entries) => entries.Select(e => e.GetProperty("parameters").GetProperty("asOfVersion").GetString());
    }

    [Theory]
    [InlineData("pathway=17")]
    [InlineData("actor=%00")]
    [InlineData("role=surgeon")]
    [InlineData("from=yesterday")]
    [InlineData("to=2026-03-01")]
    [InlineData("cursor=x")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    public async Task A_filter_that_does_not_fit_is_400_and_named(string query)
    {
        using var auditor = pathway.As(Role.Auditor);
        var problem = await (await auditor.GetAsync($"/api/audit/access?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Equal(query.Split('=')[0], problem.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_shown()
    {
        await using var another = await TestPathway.Start(postgres);
        using var coordinator = new Desk(another.As(Role.Coordinator));
        var id = await coordinator.Open(Said.Opened(patientRef: "P-UNSEEN"));
        await using var owner = NpgsqlDataSource.Create(another.Database.OwnerConnectionString);
        await using (var take = owner.CreateCommand("revoke insert on pathway_access from pathway_app"))
        {
            await take.ExecuteNonQueryAsync();
        }

        foreach (var answer in new[] { await coordinator.TryRead(id), await coordinator.TryReadEvents(id), await coordinator.Client.GetAsync("/api/pathways"), await coordinator.Client.GetAsync("/api/worklist") })
        {
            var problem = await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "access-not-kept");
            Assert.DoesNotContain("P-UNSEEN", problem.GetRawText(), StringComparison.Ordinal);
            Assert.Equal("5", Assert.Single(answer.Headers.GetValues("Retry-After")));
        }

        await coordinator.Record(id, Said.Scan("2026-01-10")); // It goes into the record, which says who made it.
        Assert.Equal(HttpStatusCode.OK, (await coordinator.Client.GetAsync("/api/protocols")).StatusCode);

        await using (var give = owner.CreateCommand("grant insert on pathway_access to pathway_app"))
        {
            await give.ExecuteNonQueryAsync();
        }

        await coordinator.Read(id); // One batch that failed stops no other.
    }

    [Fact]
    public async Task Of_many_readers_at_once_each_is_written_down_before_the_answer()
    {
        var id = await desk.Open();
        var names = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid().ToString()).ToList();
        await Task.WhenAll(names.Select(async name =>
        {
            using var reader = new Desk(pathway.As(Role.Coordinator, name));
            await reader.Read(id);
            Assert.Single(await Log($"?actor={name}"));
        }));
    }

    private static string Sorted(JsonElement parameters) => JsonSerializer.Serialize(
        new SortedDictionary<string, string>(parameters.Deserialize<Dictionary<string, string>>()!, StringComparer.Ordinal), Api.Http.JsonForm.Options);

    private async Task<IReadOnlyList<JsonElement>> Log(string query)
    {
        using var auditor = pathway.As(Role.Auditor, "Auditor of the test");
        return [.. Desk.Parse(await auditor.GetStringAsync($"/api/audit/access{query}")).GetProperty("calls").EnumerateArray()];
    }
}
