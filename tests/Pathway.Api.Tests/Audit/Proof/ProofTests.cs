using System.Net;
using System.Text;
using System.Text.Json;
using Pathway.Api.Audit.Proof;
using Pathway.Api.CommandLine;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.EventStore.Proof;
using Pathway.Testing;

namespace Pathway.Api.Tests.Audit.Proof;

public sealed class ProofTests(AuditedOnce once, ThrowAwayPostgres postgres) : IClassFixture<AuditedOnce>
{
    private readonly Audited audited = once.Audited;

    [Fact]
    public async Task The_current_checkpoint_is_a_signed_note_or_JSON_that_says_how_far_it_reaches()
    {
        var text = await audited.Auditor.GetAsync("/api/audit/checkpoint");
        Assert.Equal("text/plain", text.Content.Headers.ContentType!.MediaType);
        Assert.Equal(audited.Late.Note, await text.Content.ReadAsStringAsync());

        var answer = await audited.ReadJson("/api/audit/checkpoint");
        Assert.Equal((6, 6), (answer.GetProperty("coveredUpTo").GetInt64(), answer.GetProperty("endOfLog").GetInt64()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("error").ValueKind);
        Assert.Equal(6, answer.GetProperty("checkpoint").GetProperty("size").GetInt64());

        var key = await audited.ReadJson("/api/audit/checkpoint/key");
        Assert.True(audited.Late.IsSignedBy(LogPublicKey.FromPem(key.GetProperty("pem").GetString()!)));
        Assert.Equal($"pathway/{audited.Key.Id}", key.GetProperty("origin").GetString());
        Assert.StartsWith($"pathway/{audited.Key.Id}+{audited.Key.Id}+", key.GetProperty("verifierKey").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_is_signed_by_itself_soon_after_the_log_has_grown()
    {
        await using var own = await Audited.Start(postgres);
        await own.Desk.Record(own.First, Said.Note("2025-09-11", "Nobody asks for a checkpoint."));
        for (var tries = 0; ; tries++)
        {
            var newest = (await own.ReadJson("/api/audit/checkpoints?limit=1")).GetProperty("checkpoints")[0].GetProperty("size").GetInt64();
            if (newest == 7)
            {
                break;
            }

            Assert.True(tries < 200, $"The newest is of {newest} events.");
            await Task.Delay(50);
        }
    }

    [Fact]
    public async Task Checkpoints_are_listed_newest_first_a_page_at_a_time()
    {
        var all = (await audited.ReadJson("/api/audit/checkpoints")).GetProperty("checkpoints").EnumerateArray().Select(c => c.GetProperty("size").GetInt64()).ToList();
        Assert.Equal(6, all[0]);
        Assert.Contains(3, all);
        Assert.Equal(all.OrderDescending(), all);

        var paged = new List<long>();
        for (var query = "?limit=1"; ;)
        {
            var page = await audited.ReadJson($"/api/audit/checkpoints{query}");
            paged.AddRange(page.GetProperty("checkpoints").EnumerateArray().Select(c => c.GetProperty("size").GetInt64()));
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
            {
                break;
            }

            query = $"?limit=1&before={page.GetProperty("next")}";
        }

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task An_event_is_proven_by_its_envelope_and_the_path_to_the_signed_root()
    {
        var second = (await audited.Desk.Events(audited.First))[1].GetProperty("id").GetGuid();

        var proof = await audited.ReadJson($"/api/audit/proof/{second}");

        var checkpoint = Checkpoint.Read(proof.GetProperty("checkpoint").GetString()!)!;
        Assert.True(checkpoint.IsSignedBy(audited.Key));
        Assert.Equal(1, proof.GetProperty("leafIndex").GetInt64());
        Assert.True(MerkleTree.Includes(proof.GetProperty("leafHash").GetBytesFromBase64(), 1, checkpoint.Size, Hashes(proof), checkpoint.Root));
        await (await audited.Auditor.GetAsync($"/api/audit/proof/{Guid.CreateVersion7()}")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-event");
    }

    [Fact]
    public async Task The_log_of_an_earlier_checkpoint_is_proven_to_be_the_beginning_of_a_later_one()
    {
        var proof = await audited.ReadJson("/api/audit/consistency?from=3&to=6");

        Assert.True(MerkleTree.IsConsistent(3, audited.Early.Root, 6, audited.Late.Root, Hashes(proof)));
        Assert.Equal(
            (Convert.ToBase64String(audited.Early.Root), Convert.ToBase64String(audited.Late.Root)),
            (proof.GetProperty("fromRoot").GetString()!, proof.GetProperty("toRoot").GetString()!));
        foreach (var query in new[] { "?from=7", "?to=7", "?from=4&to=3", "?from=-1", "?from=x", "?to=1e1" })
        {
            await (await audited.Auditor.GetAsync($"/api/audit/consistency{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        }
    }

    [Theory]
    [InlineData(Role.Coordinator, false)]
    [InlineData(Role.Auditor, true)]
    [InlineData(Role.Reporter, false)]
    [InlineData(Role.Admin, true)]
    public async Task Everybody_may_keep_checkpoints_auditors_and_admins_verify(Role role, bool verifies)
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var caller = pathway.As(role);
        foreach (var address in new[] { "checkpoint", "checkpoint/key", "checkpoints", "consistency" })
        {
            Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync($"/api/audit/{address}")).StatusCode);
        }

        Assert.Equal(verifies ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await caller.GetAsync("/api/audit/verify")).StatusCode);
        Assert.Equal(verifies ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, (await caller.GetAsync($"/api/audit/proof/{Guid.CreateVersion7()}")).StatusCode);
    }

    [Fact]
    public async Task An_export_holds_for_us_and_for_a_second_verifier_that_shares_no_code_with_us()
    {
        using var files = new TemporaryFolder();
        await File.WriteAllTextAsync(files.At("key"), audited.Key.Pem);
        await File.WriteAllTextAsync(files.At("early"), audited.Early.Note);
        await File.WriteAllTextAsync(files.At("consistency"), (await audited.ReadJson("/api/audit/consistency?from=3&to=6")).GetRawText());
        foreach (var (id, events) in new[] { (audited.First, 4), (audited.Second, 2) })
        {
            var export = await Export(audited, id);
            var check = ExportCheck.Of(Encoding.UTF8.GetBytes(export), audited.Key);
            Assert.Null(check.Fault);
            Assert.Equal((id, events, audited.Key.Id), (check.PathwayId, check.Events, check.KeyId));

            await File.WriteAllTextAsync(files.At("export"), export);
            Assert.Equal("", await SecondVerifier.Check(files.At("export"), files.At("key"), files.At("early"), files.At("consistency")));
        }
    }

    [Fact]
    public async Task A_journey_of_every_type_of_event_exports_and_holds()
    {
        await using var own = await Audited.Start(postgres);
        await Samples.LoadedSamples.Load(own.Pathway, DemoData.ShippedFolder);
        using var files = new TemporaryFolder();
        await File.WriteAllTextAsync(files.At("key"), own.Key.Pem);
        var list = await own.ReadJson("/api/pathways?limit=200");
        foreach (var id in list.GetProperty("pathways").EnumerateArray().Select(p => p.GetProperty("id").GetGuid()))
        {
            var export = await Export(own, id);
            Assert.Null(ExportCheck.Of(Encoding.UTF8.GetBytes(export), pinned: null).Fault);
            await File.WriteAllTextAsync(files.At("export"), export);
            Assert.Equal("", await SecondVerifier.Check(files.At("export"), files.At("key")));
        }
    }

    public static TheoryData<string, string, string> Spoilings => new()
    {
        // What was spoiled: a text of the file, and what stands there instead.
        { "a volume", "\"flrVolumeMl\":410", "\"flrVolumeMl\":411" },
        { "an actor", "\"name\":\"Anna Peeters\"", "\"name\":\"Berta Peeters\"" },
        { "a time", "T12:00:00.000000Z", "T12:00:00.000001Z" },
        { "a version", "\"version\":3,", "\"version\":5," },
        { "a place in the log", "\"sequence\":2,", "\"sequence\":3," },
        { "a place in the tree", "\"leafIndex\":1,", "\"leafIndex\":0," },
        { "the pathway", "\"pathwayId\":\"0", "\"pathwayId\":\"f" },
        { "the size that was signed", "\\n6\\n", "\\n7\\n" },
        { "a field put in", "\"flrVolumeMl\":410", "\"flrVolumeMl\":410,\"note\":\"x\"" },
        { "a field twice", "\"flrVolumeMl\":410", "\"flrVolumeMl\":411,\"flrVolumeMl\":410" },
        { "the format", "pathway-export/1", "pathway-export/2" },
    };

    [Theory]
    [MemberData(nameof(Spoilings))]
    public async Task An_export_with_anything_spoiled_is_refused_by_both(string what, string from, string to)
    {
        await using var own = await Audited.Start(postgres);
        await ShouldBeRefused(what, export =>
        {
            var at = export.IndexOf(from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{what} is not in the file: {export}");
            return string.Concat(export.AsSpan(0, at), to, export.AsSpan(at + from.Length));
        });
    }

    [Fact]
    public async Task An_export_that_lacks_an_event_or_has_two_in_each_other_s_place_is_refused_by_both()
    {
        await ShouldBeRefused("the first left out", export => Rearranged(export, e => [.. e[1..]]));
        await ShouldBeRefused("a middle one left out", export => Rearranged(export, e => [e[0], .. e[2..]]));
        await ShouldBeRefused("two in each other's place", export => Rearranged(export, e => [e[0], e[2], e[1], e[3]]));
        await ShouldBeRefused("all left out", export => Rearranged(export, _ => []));
        var other = await Export(audited, audited.Second);
        await ShouldBeRefused("another pathway's", export => Rearranged(export, _ => JsonSerializer.Deserialize<JsonElement[]>(Desk.Parse(other).GetProperty("events"))!));
    }

    [Fact]
    public async Task An_export_signed_by_another_key_is_refused_whatever_key_it_brings()
    {
        await using var another = await Audited.Start(postgres);
        var export = await Export(another, another.First);

        Assert.Contains("was not signed by the key", ExportCheck.Of(Encoding.UTF8.GetBytes(export), audited.Key).Fault!.What, StringComparison.Ordinal);
        Assert.Null(ExportCheck.Of(Encoding.UTF8.GetBytes(export), pinned: null).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "format": "pathway-export/1", "pathwayId": "x" }""")]
    [InlineData("""{ "format": 1 }""")]
    [InlineData("no JSON at all")]
    public void What_is_no_export_is_said_to_be_none(string file) =>
        Assert.StartsWith("The file is no export", ExportCheck.Of(Encoding.UTF8.GetBytes(file), pinned: null).Fault!.What, StringComparison.Ordinal);

    private async Task ShouldBeRefused(string what, Func<string, string> spoil)
    {
        var spoiled = spoil(await Export(audited, audited.First));
        Assert.True(ExportCheck.Of(Encoding.UTF8.GetBytes(spoiled), audited.Key).Fault is not null, $"We accept {what}.");

        using var files = new TemporaryFolder();
        await File.WriteAllTextAsync(files.At("key"), audited.Key.Pem);
        await File.WriteAllTextAsync(files.At("export"), spoiled);
        Assert.True((await SecondVerifier.Check(files.At("export"), files.At("key"))).Length > 0, $"The second verifier accepts {what}.");
    }

    private static Task<string> Export(Audited audited, Guid id) => audited.Desk.Client.GetStringAsync($"/api/pathways/{id}/export");

    private static string Rearranged(string export, Func<JsonElement[], JsonElement[]> arrange)
    {
        var whole = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(export)!;
        whole["events"] = JsonSerializer.SerializeToElement(arrange([.. whole["events"].EnumerateArray()]));
        return JsonSerializer.Serialize(whole);
    }

    private static byte[][] Hashes(JsonElement proof) => [.. proof.GetProperty("path").EnumerateArray().Select(h => h.GetBytesFromBase64())];
}
