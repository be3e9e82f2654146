using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.SignIn;

/// <summary>Who may do what, call by call: what docs/roles.md says in words. A call that is not in the table fails the test.</summary>
public sealed partial class RoleTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private const string Own = "ghent";
    private const string Other = "lyon";
    private const string Hidden = "404 no-such-pathway";

    private static readonly ImmutableArray<Role> _everybody = [.. Enum.GetValues<Role>()];
    private static readonly ImmutableArray<Role> _readers = [Role.Coordinator, Role.Auditor];
    private static readonly ImmutableArray<Role> _reporters = [Role.Coordinator, Role.Auditor, Role.Reporter];

    /// <summary>Each call that asks for a token: whom it lets in, and what they are told who are bound to no center, to the pathway's, or to another.</summary>
    private static readonly ImmutableArray<Rule> _rules =
    [
        new("POST /api/pathways", [Role.Coordinator], "201", "201", "403 another-center", Body: Said.Opened(center: Own)),
        new("GET /api/pathways", _readers, "200", "200", "200", Names: true),
        new("GET /api/pathways/{id}", _readers, "200", "200", Hidden),
        new("GET /api/pathways/{id}/volumetric", _readers, "200", "200", Hidden),
        new("GET /api/pathways/{id}/functional", _readers, "200", "200", Hidden),
        new("GET /api/pathways/{id}/readiness", _readers, "200", "200", Hidden),
        new("GET /api/pathways/{id}/strategies", _readers, "200", "200", Hidden),
        new("GET /api/pathways/{id}/events", _readers, "200", "200", Hidden),
        new("GET /api/pathways/{id}/audit", _readers, "200", "200", Hidden),
        new("GET /api/pathways/{id}/decisions", _readers, "200", "200", Hidden),
        new("GET /api/pathways/{id}/decisions/{eventId}", _readers, "404 no-such-decision", "404 no-such-decision", Hidden),
        new("POST /api/pathways/{id}/events", [Role.Coordinator], "201", "201", Hidden, Body: Said.Note("2026-03-01", "Seen.")),
        new("POST /api/pathways/{id}/events/validate", [Role.Coordinator], "200", "200", Hidden, Body: Said.Note("2026-03-01", "Seen.")),
        new("GET /api/pathways/{id}/identity", [Role.Admin], "404 no-identity", "404 no-identity", Hidden),
        new("PUT /api/pathways/{id}/identity", [Role.Admin], "204", "204", Hidden, Body: """{ "recordNumber": "1" }"""),
        new("DELETE /api/pathways/{id}/identity", [Role.Admin], "404 no-identity", "404 no-identity", Hidden, Query: "?reason=other"),
        new("GET /api/worklist", _readers, "200", "200", "200", Names: true),
        new("GET /api/pathways/{id}/export", _readers, "200", "200", Hidden),
        new("GET /api/audit/checkpoint", _everybody, "200", "200", "200"),
        new("GET /api/audit/checkpoint/key", _everybody, "200", "200", "200"),
        new("GET /api/audit/checkpoints", _everybody, "200", "200", "200"),
        new("GET /api/audit/consistency", _everybody, "200", "200", "200"),
        new("GET /api/audit/proof/{eventId}", [Role.Auditor, Role.Admin], "404 no-such-event", "404 no-such-event", "404 no-such-event"),
        new("GET /api/audit/verify", [Role.Auditor, Role.Admin], "200", "403 not-for-one-center", "403 not-for-one-center"),
        new("GET /api/audit/export", [Role.Auditor], "200", "403 not-for-one-center", "403 not-for-one-center"),
        .. ((string[])["dropout", "cumulative-incidence", "survival", "intervals", "growth", "readiness", "deviations", "cohort"]).Select(report =>
            new Rule($"GET /api/reports/{report}", _reporters, "200", "200", "200")),
        new("POST /api/reports/what-if", _reporters, "400 bad-parameter", "400 bad-parameter", "400 bad-parameter"),
        new("GET /api/reports/what-if/{job}", _reporters, "404 no-such-job", "404 no-such-job", "404 no-such-job"),
        new("DELETE /api/reports/what-if/{job}", _reporters, "404 no-such-job", "404 no-such-job", "404 no-such-job"),
        new("GET /api/audit/access", [Role.Auditor], "200", "403 not-for-one-center", "403 not-for-one-center"),
        new("GET /api/projections", [Role.Admin], "200", "403 not-for-one-center", "403 not-for-one-center"),
        new("GET /api/protocols", _everybody, "200", "200", "200"),
        new("GET /api/protocols/schema", _everybody, "200", "200", "200"),
        new("GET /api/protocols/{id}/{version}", _everybody, "404 no-such-protocol", "404 no-such-protocol", "404 no-such-protocol"),
        new("POST /api/protocols", [Role.Admin], "400", "400", "400", Body: "{}"),
        new("GET /api/event-types", _everybody, "200", "200", "200"),
        new("GET /api/event-types/{type}", _everybody, "404 no-such-event-type", "404 no-such-event-type", "404 no-such-event-type"),
    ];

    /// <summary>What anybody may call: where it leads, how it is, and what documents it.</summary>
    private static readonly ImmutableArray<string> _open = ["GET /", "GET /health/live", "GET /health/ready", "GET /problems/{code}", "GET /openapi/v1.json", "/swagger"];

    private readonly TestPathway pathway = running.Pathway;

    public static TheoryData<string> Calls => [.. _rules.Select(rule => rule.Call)];

    [Fact]
    public void Every_call_there_is_stands_in_the_table_once()
    {
        var mapped = pathway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => $"{m} /{Constraint().Replace(e.RoutePattern.RawText!, "}").Trim('/')}"))
            .Where(call => !_open.Any(open => call == open || (open[0] == '/' && call.Contains(open, StringComparison.Ordinal))))
            .Order(StringComparer.Ordinal);
        Assert.Equal(_rules.Select(rule => rule.Call).Order(StringComparer.Ordinal), mapped);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Each_role_of_each_center_is_told_what_the_table_says(string call)
    {
        var rule = _rules.Single(r => r.Call == call);
        var id = await running.Desk.Open(Said.Opened(center: Own));
        await running.Desk.Record(id, Said.Strategy("2026-03-01")); // Something is owed, so that the worklist has the patient.
        Assert.StartsWith("401 not-signed-in", (await Send(pathway.Anonymous, rule, id)).Said, StringComparison.Ordinal);
        foreach (var role in _everybody)
        {
            foreach (var (center, expected) in new[] { (null, rule.Unbound), (Own, rule.Own), (Other, rule.Other) })
            {
                using var caller = pathway.As(role, center: center);
                var answer = await Send(caller, rule, id);
                var wanted = rule.Roles.Contains(role) ? expected : "403 role-not-allowed";
                Assert.True(answer.Said.StartsWith(wanted, StringComparison.Ordinal), $"{call} as {role} of {center ?? "no center"}: {answer.Said} instead of {wanted}. {answer.Body}");
                if (answer.Said[0] == '4' || center == Other)
                {
                    // Whoever is not let in learns nothing but the id that they sent.
                    Assert.DoesNotContain("P-001", answer.Body, StringComparison.Ordinal);
                }

                if (rule.Names)
                {
                    Assert.Equal(answer.Said == "200" && center != Other, answer.Body.Contains(id.ToString(), StringComparison.Ordinal));
                }
            }
        }
    }

    [Theory]
    [InlineData(Role.Coordinator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Admin)]
    public async Task A_pathway_of_another_center_is_told_apart_from_none_by_nothing_but_its_id(Role role)
    {
        var (there, nowhere) = (await running.Desk.Open(Said.Opened(center: Own)), Guid.CreateVersion7());
        using var caller = pathway.As(role, center: Other);
        foreach (var rule in _rules.Where(r => r.Other == Hidden && r.Roles.Contains(role)))
        {
            var (foreign, none) = (await Send(caller, rule, there), await Send(caller, rule, nowhere));
            Assert.Equal(WithoutNames(none.Body, nowhere), WithoutNames(foreign.Body, there));
        }

        static string WithoutNames(string problem, Guid id) => Correlation().Replace(problem.Replace(id.ToString(), "ID", StringComparison.Ordinal), "");
    }

    private static async Task<(string Said, string Body)> Send(HttpClient caller, Rule rule, Guid id)
    {
        var (method, route) = (rule.Call.Split(' ')[0], rule.Call.Split(' ')[1]);
        var address = route.Replace("{id}", id.ToString(), StringComparison.Ordinal).Replace("{eventId}", id.ToString(), StringComparison.Ordinal).Replace("{job}", id.ToString(), StringComparison.Ordinal)
            .Replace("{version}", "1", StringComparison.Ordinal).Replace("{type}", "x", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new(method), new Uri(address + rule.Query, UriKind.Relative));
        if (rule.Body is not null)
        {
            request.Content = new StringContent(rule.Body, Encoding.UTF8, "application/json");
        }

        var answer = await caller.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode < HttpStatusCode.BadRequest)
        {
            return ($"{(int)answer.StatusCode}", body);
        }

        using var problem = JsonDocument.Parse(body);
        return ($"{(int)answer.StatusCode} {problem.RootElement.GetProperty("type").GetString()!.Split('/')[^1]}", body);
    }

    /// <summary>A call and whom it lets in.</summary>
    /// <param name="Call">Method and route.</param>
    /// <param name="Roles">Which roles.</param>
    /// <param name="Unbound">Status, and code if it is a problem, for those bound to no center.</param>
    /// <param name="Own">The same for those of the pathway's center.</param>
    /// <param name="Other">The same for those of another.</param>
    /// <param name="Body">What is sent.</param>
    /// <param name="Query">What is asked.</param>
    /// <param name="Names">Whether the answer names pathways: to whom it shows this one is checked.</param>
    private sealed record Rule(string Call, ImmutableArray<Role> Roles, string Unbound, string Own, string Other, string? Body = null, string Query = "", bool Names = false);

    [GeneratedRegex(@":\w+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constraint();

    [GeneratedRegex("\"correlationId\":\"[^\"]+\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Correlation();
}
