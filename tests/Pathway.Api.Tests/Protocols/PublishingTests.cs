using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Api.Tests.Readiness;
using Pathway.Domain.Protocols;
using Pathway.Testing;

namespace Pathway.Api.Tests.Protocols;

public sealed class PublishingTests(RunningPathway running) : IClassFixture<RunningPathway>, IDisposable
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Board board = new(running.Pathway);

    public void Dispose() => board.Dispose();

    [Fact]
    public async Task What_the_program_brings_is_listed_and_each_hash_is_that_of_the_bytes_served()
    {
        var listed = await board.List();

        Assert.Superset(ShippedProtocols.Shelf.All.Select(p => (p.Id, p.Version)).ToHashSet(), listed.Select(p => (p.Text("id"), p.GetProperty("version").GetInt32())).ToHashSet());
        foreach (var summary in listed)
        {
            var (document, hash) = await board.Read(summary.Text("id"), summary.GetProperty("version").GetInt32());
            Assert.Equal((summary.Text("hash"), $"/api/protocols/{summary.Text("id")}/{summary.GetProperty("version")}"), (hash, summary.Text("href")));
            Assert.Equal((summary.Text("id"), summary.Text("title"), summary.Text("description")), (Desk.Parse(document).Text("id"), Desk.Parse(document).Text("title"), Desk.Parse(document).Text("description")));
        }
    }

    [Fact]
    public async Task The_schema_tells_a_center_how_to_write_its_own()
    {
        using var reader = pathway.As(Role.Reporter);
        var answer = await reader.GetAsync("/api/protocols/schema");
        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType?.MediaType);
        var schema = Desk.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.Text("$schema"));
        Assert.Equal(Board.Whole().Select(f => f.Key).Order(StringComparer.Ordinal), schema.GetProperty("properties").EnumerateObject().Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("staged-hepatectomy", "99", "no-such-protocol")]
    [InlineData("nobody", "1", "no-such-protocol")]
    [InlineData("Staged-Hepatectomy", "1", "no-such-protocol")]
    [InlineData("staged-hepatectomy", "one", "not-found")]
    [InlineData("staged-hepatectomy", "99999999999", "not-found")]
    public async Task A_version_that_was_never_published_is_404(string id, string version, string code)
    {
        using var reader = pathway.As(Role.Auditor);
        await (await reader.GetAsync($"/api/protocols/{id}/{version}")).ShouldBeProblem(HttpStatusCode.NotFound, code);
    }

    [Fact]
    public async Task A_document_that_says_what_it_changes_is_published_whole()
    {
        var answer = await board.TryPublish(Board.Asking(33, "whole"));

        Assert.Equal("/api/protocols/whole/1", answer.Headers.Location?.ToString());
        var summary = await Desk.Created(answer);
        var (document, hash) = await board.Read("whole", 1);
        Assert.Equal(hash, summary.Text("hash"));
        var expected = Board.Whole();
        expected["id"] = "whole";
        expected["title"] = "More than 33 %";
        expected["description"] = "What our board asks of every liver that is not cirrhotic.";
        expected["volume"]!["stage2"]!["limits"] = JsonNode.Parse(Board.Asking(33, "whole"))!["volume"]!["stage2"]!["limits"]!.DeepClone();
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(document)));
        Assert.Contains(await board.List(), p => p.Text("hash") == hash);
    }

    [Theory]
    [InlineData("staged-hepatectomy", 2)]
    [InlineData("staged-hepatectomy", 1000000)]
    [InlineData("embolization-thresholds", 2)]
    public async Task The_ids_of_what_the_program_brings_are_reserved_for_its_own_next_versions(string id, int version)
    {
        var refused = await board.TryPublish(Board.Asking(33, id, version));

        await refused.ShouldBeProblem(HttpStatusCode.Conflict, "reserved-protocol-id");
        Assert.Contains($"my-center-{id}", Desk.Parse(await refused.Content.ReadAsStringAsync()).GetProperty("errors").GetProperty("/id")[0].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(await board.List(), p => (p.Text("id"), p.GetProperty("version").GetInt32()) == (id, version));

        // What it brings itself can be sent again, and is no news.
        Assert.Equal(HttpStatusCode.OK, (await board.TryPublish((await board.Read("staged-hepatectomy", 1)).Document)).StatusCode);
    }

    [Fact]
    public async Task The_same_again_is_no_news_however_it_is_written_and_a_published_version_never_changes()
    {
        var first = await board.Publish(Board.Asking(33, "same"));
        var (document, hash) = await board.Read("same", 1);
        string[] same = [Board.Asking(33, "same"), document, JsonNode.Parse(document)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }), document.Replace("\"version\":1}", "\"version\":1.0}", StringComparison.Ordinal)];
        foreach (var again in same)
        {
            var answer = await board.TryPublish(again);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(first.GetRawText(), await answer.Content.ReadAsStringAsync());
        }

        var problem = await (await board.TryPublish(Board.Asking(34, "same"))).ShouldBeProblem(HttpStatusCode.Conflict, "protocol-version-published");
        Assert.Equal("/version", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Contains(hash, problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal((document, hash), await board.Read("same", 1));

        await board.Publish(Board.Asking(34, "same", version: 2));
        Assert.Equal([1, 2], (await board.List()).Where(p => p.Text("id") == "same").Select(p => p.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task What_the_program_brings_is_published_already()
    {
        var shipped = Board.Whole();
        Assert.Equal(HttpStatusCode.OK, (await board.TryPublish(shipped.ToJsonString())).StatusCode);
        shipped["title"] = "Ours";
        await (await board.TryPublish(shipped.ToJsonString())).ShouldBeProblem(HttpStatusCode.Conflict, "protocol-version-published");
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_document_is_named_at_once()
    {
        var before = (await board.List()).Count;
        var document = Board.Whole();
        document["id"] = "Our Protocol";
        document.Remove("title");
        document["thresholds"] = 1;
        document["volume"]!["pveIndicated"]!["limits"]![1]!["operator"] = "over";
        document["volume"]!["oneStageAdequate"]!["limits"]![0]!["percent"] = 130;
        document["volume"]!["stage2"]!["limits"]!.AsArray().RemoveAt(2);
        document["kinetics"]![0]!["limit"]!["unit"] = "%/d";
        document["parenchymaClasses"]![3]!["class"] = 3;
        document["courseRules"]![0]!.AsObject().Remove("asked");

        var problem = await (await board.TryPublish(document.ToJsonString())).ShouldBeProblem(HttpStatusCode.BadRequest, "unknown-field");

        Assert.Equal(
            [
                "/courseRules/0", "/id", "/kinetics/0/limit/unit", "/parenchymaClasses/3/class", "/thresholds", "/title",
                "/volume/oneStageAdequate/limits/0/percent", "/volume/pveIndicated/limits/1/operator", "/volume/stage2",
            ],
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal(before, (await board.List()).Count);
    }

    [Theory]
    [InlineData("""{ "basedOn": { "id": "staged-hepatectomy", "version": 99 }, "id": "ours" }""", "unknown-base-protocol", "/basedOn")]
    [InlineData("""{ "basedOn": { "id": "staged-hepatectomy", "version": 1 }, "id": "ours", "kinetics": [ { "measure": "initialPointsPerWeek" } ] }""", "missing-field", "/kinetics/0/limit")]
    [InlineData("""{ "basedOn": { "id": "staged-hepatectomy", "version": 1 }, "id": "ours", "volume": null }""", "missing-field", "/volume")]
    [InlineData("""{ "id": "ours", "id": "ours" }""", "invalid-json", "")]
    [InlineData("""{ "id": "ours", """, "invalid-json", "")]
    [InlineData("", "invalid-json", "")]
    [InlineData("[]", "wrong-type", "")]
    public async Task A_document_that_is_no_protocol_is_400_at_its_place(string document, string code, string field)
    {
        var problem = await (await board.TryPublish(document)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_number_that_cannot_be_is_422_at_its_place()
    {
        var problem = await (await board.TryPublish(Board.Asking(101, "ours"))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "out-of-range");
        Assert.Equal(["/volume/stage2/limits/0/percent", "/volume/stage2/limits/1/percent"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task Two_rules_of_one_name_and_limits_that_contradict_each_other_are_refused()
    {
        var repeated = Board.Whole();
        repeated["kinetics"]![1]!["limit"]!["id"] = repeated["kinetics"]![0]!["limit"]!["id"]!.GetValue<string>();
        await (await board.TryPublish(repeated.ToJsonString())).ShouldBeProblem(HttpStatusCode.BadRequest, "repeated-rule-id");

        var contradictory = Board.Whole();
        contradictory["volume"]!["stage2"]!["limits"]![0]!["middle"] = new JsonObject { ["operator"] = "moreThan", ["value"] = 50 };
        await (await board.TryPublish(contradictory.ToJsonString())).ShouldBeProblem(HttpStatusCode.BadRequest, "contradictory-rule");

        var silent = Board.Whole();
        silent["volume"]!["stage2"]!["limits"]!.AsArray().RemoveAt(0);
        await (await board.TryPublish(silent.ToJsonString())).ShouldBeProblem(HttpStatusCode.BadRequest, "not-named-once");
    }

    [Fact]
    public async Task What_is_not_JSON_in_UTF_8_and_what_is_too_long_is_not_read()
    {
        using var admin = pathway.As(Role.Admin);
        foreach (var type in new[] { "text/plain", "application/json; charset=iso-8859-1" })
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Board.Asking(33, "read"))) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
            await (await admin.PostAsync("/api/protocols", content)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "not-json");
        }

        await (await board.TryPublish($"{Board.Asking(33, "read")}{new string(' ', 1 << 20)}")).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        await (await board.TryRead("read", 1)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-protocol");
    }

    [Theory]
    [InlineData(Role.Coordinator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Reporter)]
    public async Task Everybody_reads_protocols_and_admins_alone_publish_them(Role role)
    {
        using var caller = new Desk(pathway.As(role));
        Assert.Equal(HttpStatusCode.OK, (await caller.Client.GetAsync("/api/protocols")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await caller.Client.GetAsync("/api/protocols/staged-hepatectomy/1")).StatusCode);

        await (await caller.Post("/api/protocols", Board.Asking(33, "mine"))).ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");

        await (await board.TryRead("mine", 1)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-protocol");
    }
}
