using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Domain;
using Pathway.Testing;

namespace Pathway.Api.Tests.OpenApi;

/// <summary>What the document shows to be copied, held against the document by an independent validator, and against the server.</summary>
public sealed class ExampleTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task Every_example_is_valid_where_it_stands()
    {
        var document = await Document.Of(pathway);
        var bodies = document.Operations.Where(o => o.Body is not null)
            .SelectMany(o => ExamplesOf(o.Body!), (o, example) => (Name: $"{o.Id} {example.Name}", Schema: o.Body!["schema"]!, example.Value)).ToList();
        var schemas = document.Schemas.SelectMany(s => s.Value!["examples"]?.AsArray() ?? [], (s, example) => (Name: s.Key, Schema: s.Value!, Value: example)).ToList();
        var headers = document.Operations.SelectMany(o => o.Parameters).Where(p => p["example"] is not null)
            .Select(p => (Name: (string)p["name"]!, Schema: p["schema"]!, Value: p["example"])).ToList();
        Assert.InRange(bodies.Count, 2 * (EventDefinition.All.Length + 1) + 2, int.MaxValue);
        Assert.InRange(schemas.Count, EventDefinition.All.Length + 2, int.MaxValue);
        Assert.NotEmpty(headers);

        var cases = bodies.Concat(schemas).Concat(headers).ToList();
        var told = await Validator.Judge(document.Root, cases.Select(c => (c.Schema, c.Value)), closed: false);
        Assert.Equal("", string.Join('\n', cases.Zip(told, (c, errors) => errors.Length == 0 ? "" : $"{c.Name}: {string.Join("; ", errors)}").Where(wrong => wrong.Length > 0)));
    }

    [Theory]
    [InlineData("""{ "occurredOn": "2026-03-03" }""")]
    [InlineData("""{ "type": "released", "occurredOn": "2026-03-03" }""")]
    [InlineData("""{ "type": "discharged" }""")]
    [InlineData("""{ "type": "discharged", "occurredOn": "2026-03-03", "ward": "B" }""")]
    [InlineData("""{ "type": "discharged", "occurredOn": "2026-03-03", "cause": "tumor" }""")]
    [InlineData("""{ "type": "volumetry_recorded", "occurredOn": "2026-03-03", "modality": "ct", "flrVolumeMl": "410" }""")]
    [InlineData("""{ "type": "event_corrected", "occurredOn": "2026-03-03", "eventId": "0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c48", "reason": "r", "replacement": { "type": "discharged" } }""")]
    [InlineData("[]")]
    [InlineData("""[{ "type": "discharged", "occurredOn": "2026-03-03" }, { "type": "discharged" }]""")]
    public async Task A_body_that_is_no_event_is_refused_by_the_document_and_by_the_server(string body)
    {
        var document = await Document.Of(pathway);
        var schema = document.Named("RecordEvents").Body!["schema"]!;
        Assert.NotEmpty((await Validator.Judge(document.Root, [(schema, JsonNode.Parse(body))], closed: false))[0]);
        Assert.Equal(HttpStatusCode.BadRequest, (await desk.TryRecord(Guid.CreateVersion7(), body)).StatusCode);
    }

    [Fact]
    public async Task A_pathway_is_opened_by_the_example_as_it_stands()
    {
        var example = (await Document.Of(pathway)).Named("OpenPathway").Body!["example"]!;
        Assert.NotEqual(Guid.Empty, await desk.Open(example.ToJsonString()));
    }

    [Fact]
    public async Task A_protocol_is_published_by_the_example_as_it_stands()
    {
        var example = (await Document.Of(pathway)).Named("PublishProtocol").Body!["example"]!;
        using var admin = pathway.As(Role.Admin);
        using var body = new StringContent(example.ToJsonString(), Encoding.UTF8, "application/json");
        var answer = await admin.PostAsync("/api/protocols", body);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static IEnumerable<(string Name, JsonNode? Value)> ExamplesOf(JsonNode content) =>
        content["examples"]?.AsObject().Select(e => (e.Key, e.Value!["value"])) ?? (content["example"] is { } only ? [("example", only)] : []);
}
