using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Api.Tests.Samples;
using Pathway.Testing;

namespace Pathway.Api.Tests.OpenApi;

/// <summary>What the server really answers, held against what the document says that it answers: no field too many, none missing, none of another form.</summary>
public sealed class AnswerTests(LoadedSamples samples) : IClassFixture<LoadedSamples>
{
    private readonly TestPathway pathway = samples.Pathway;

    [Fact]
    public async Task Every_read_of_every_sample_is_as_described()
    {
        var document = await Document.Of(pathway);
        using var auditor = pathway.As(Role.Auditor);
        auditor.DefaultRequestHeaders.Accept.Add(new("application/json"));
        var ids = (await samples.List()).Select(p => p.GetProperty("id").GetString()!).ToList();
        Assert.NotEmpty(ids);

        var reads = document.Operations.Where(o => o.Method == "GET" && o.Path.StartsWith("/api/", StringComparison.Ordinal)
            && o.Json["responses"]!["200"]!["content"]?["application/json"] is not null && o.LetsIn(Role.Auditor)
            && o.Id != "ReadDecision" && !o.Path.Contains("{job}", StringComparison.Ordinal));
        var cases = new List<(string Name, JsonNode Schema, JsonNode? Value)>();
        foreach (var read in reads)
        {
            foreach (var id in read.Path.Contains("pathways/{id}", StringComparison.Ordinal) ? ids : ids[..1])
            {
                var of = read.Path.EndsWith("{eventId}", StringComparison.Ordinal) ? await AnyEventOf(id) : id;
                cases.Add(($"{read.Id} {of}", read.AnswerSchema(200), await auditor.GetFromJsonAsync<JsonNode>(read.Address(of))));
            }
        }

        Assert.InRange(cases.Count, 5 * ids.Count, int.MaxValue);
        await ShouldBeAsDescribed(document, cases);
    }

    [Fact]
    public async Task Every_decision_of_every_sample_is_as_described()
    {
        var document = await Document.Of(pathway);
        using var auditor = pathway.As(Role.Auditor);
        var cases = new List<(string Name, JsonNode Schema, JsonNode? Value)>();
        foreach (var id in (await samples.List()).Select(p => p.GetProperty("id").GetString()!))
        {
            foreach (var decision in (await auditor.GetFromJsonAsync<JsonArray>($"/api/pathways/{id}/decisions"))!)
            {
                var address = $"/api/pathways/{id}/decisions/{decision!["entry"]!["eventId"]}";
                cases.Add((address, document.Named("ReadDecision").AnswerSchema(200), await auditor.GetFromJsonAsync<JsonNode>(address)));
            }
        }

        Assert.InRange(cases.Count, 5, int.MaxValue);
        await ShouldBeAsDescribed(document, cases);
    }

    [Fact]
    public async Task The_answers_to_entries_and_their_refusals_are_as_described()
    {
        var document = await Document.Of(pathway);
        using var desk = new Desk(pathway.As(Role.Coordinator));
        var opened = await Parsed(await desk.Post("/api/pathways", Said.Opened(patientRef: "P-OPENAPI")));
        var id = Guid.Parse((string)opened!["id"]!);
        var recorded = await desk.TryRecord(id, Said.All(Said.Strategy("2026-01-10"), Said.Scan("2026-01-12"), Said.Scan("2026-01-12")));
        var validated = await desk.Validate(id, Said.Stage1("2026-01-20"));
        var refused = await desk.TryRecord(id, Said.Scan("2026-01-12", flrVolumeMl: 4000));

        await ShouldBeAsDescribed(document,
        [
            ("opened", document.Named("OpenPathway").AnswerSchema(201), opened),
            ("recorded", document.Named("RecordEvents").AnswerSchema(201), await Parsed(recorded)),
            ("validated", document.Named("ValidateEvents").AnswerSchema(200), await Parsed(validated)),
            ("refused", document.Schemas["Problem"]!, await Parsed(refused)),
        ]);
    }

    private async Task<string> AnyEventOf(string id)
    {
        using var desk = new Desk(pathway.As(Role.Auditor));
        return (await desk.Events(Guid.Parse(id)))[0].GetProperty("id").GetString()!;
    }

    private static async Task ShouldBeAsDescribed(Document document, List<(string Name, JsonNode Schema, JsonNode? Value)> cases)
    {
        var told = await Validator.Judge(document.Root, cases.Select(c => (c.Schema, c.Value)), closed: true);
        var wrong = cases.Zip(told, (c, errors) => (c.Name, errors)).Where(c => c.errors.Length > 0).ToList();
        Assert.True(wrong.Count == 0, wrong.Aggregate(new StringBuilder(), (all, w) => all.AppendLine($"{w.Name}: {string.Join("; ", w.errors)}")).ToString());
    }

    private static async Task<JsonNode?> Parsed(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync());
}
