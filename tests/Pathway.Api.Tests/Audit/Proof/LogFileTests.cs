using System.Net;
using System.Text;
using System.Text.Json;
using Pathway.Api.Audit.Proof;
using Pathway.Api.SignIn;
using Pathway.EventStore.Proof;

namespace Pathway.Api.Tests.Audit.Proof;

/// <summary>The whole log as a file that proves itself, and what somebody may do to it on the way.</summary>
public sealed class LogFileTests(AuditedOnce once) : IClassFixture<AuditedOnce>
{
    [Fact]
    public async Task Every_line_of_an_event_is_what_its_leaf_is_the_hash_of()
    {
        var lines = await Lines();
        Assert.StartsWith("{\"format\":\"pathway-log/1\",\"publicKey\":\"-----BEGIN PUBLIC KEY-----", lines[0], StringComparison.Ordinal);
        Assert.Equal(await once.Audited.ReadLeaves(), lines.Where(IsEvent).Select(l => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(l))));
        Assert.Equal(6, Checkpoint.Read(JsonElement.Parse(lines[^1]).GetProperty("checkpoint").GetString()!)!.Size);
        Assert.Contains(lines, l => l.Contains("\"checkpoint\"", StringComparison.Ordinal) && JsonElement.Parse(l).GetProperty("checkpoint").GetString() == once.Audited.Early.Note);
    }

    [Fact]
    public async Task It_comes_over_REST_as_well_for_auditors_of_all_centers_and_that_is_written_down()
    {
        var written = await ExportedLog.Of(once.Audited.Pathway);
        using var auditor = once.Audited.Pathway.As(Role.Auditor, "Maude");
        var answer = await auditor.GetAsync("/api/audit/export");
        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("pathway-log.ndjson", answer.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(Encoding.UTF8.GetString(written), await answer.Content.ReadAsStringAsync());

        using var bound = once.Audited.Pathway.As(Role.Auditor, "Bo", "ghent");
        await (await bound.GetAsync("/api/audit/export")).ShouldBeProblem(HttpStatusCode.Forbidden, "not-for-one-center");
        foreach (var (name, status) in new[] { ("Maude", 200), ("Bo", 403) })
        {
            var log = JsonElement.Parse(await auditor.GetStringAsync($"/api/audit/access?actor={name}")).GetProperty("calls").EnumerateArray();
            Assert.Equal(status, Assert.Single(log, a => a.GetProperty("call").GetString() == "GET /api/audit/export").GetProperty("status").GetInt32());
        }
    }

    [Fact]
    public async Task A_file_as_it_was_written_holds_with_its_own_key_and_with_the_one_that_is_known()
    {
        var lines = await Lines();
        foreach (var pinned in new[] { null, once.Audited.Key })
        {
            var check = await Check(lines, pinned);
            Assert.Equal((null, 6L, once.Audited.Key.Id), (check.Fault, check.Events, check.KeyId));
        }

        Assert.StartsWith("Line ", (await Check(lines, LogKey.FromPem(LogKey.NewPem()).Public)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_changed_in_an_event_is_found_between_the_checkpoints_around_it()
    {
        var lines = await Lines();
        foreach (var place in Enumerable.Range(0, lines.Count).Where(n => IsEvent(lines[n])))
        {
            await FoundAt(place, [.. lines[..place], lines[place].Replace("\"occurredOn\":\"2025", "\"occurredOn\":\"2024", StringComparison.Ordinal), .. lines[(place + 1)..]], "altered");
            await FoundAt(place, [.. lines[..place], .. lines[(place + 1)..]], "lines are missing");
        }

        async Task FoundAt(int place, List<string> changed, string what)
        {
            var since = lines.FindLastIndex(place, l => !IsEvent(l));
            var fault = (await Check(changed, once.Audited.Key)).Fault!;
            Assert.StartsWith($"Line {since + 2}: ", fault, StringComparison.Ordinal);
            Assert.Contains(what, fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_no_line_of_the_log_is_named_by_its_line()
    {
        var lines = await Lines();
        var twice = lines.FindIndex(IsEvent);
        Assert.StartsWith($"Line {twice + 2}: The event stands after one", (await Check([.. lines[..(twice + 1)], .. lines[twice..]])).Fault, StringComparison.Ordinal);
        Assert.StartsWith("Line 2: It is not in canonical form.", (await Check([lines[0], lines[1].Replace("{", "{ ", StringComparison.Ordinal)])).Fault, StringComparison.Ordinal);
        Assert.StartsWith("Line 2: It is no line of an exported log: ", (await Check([lines[0], lines[1][..20]])).Fault, StringComparison.Ordinal);
        Assert.StartsWith("Line 2: It is no line of an exported log: ", (await Check([lines[0], "{}"])).Fault, StringComparison.Ordinal);
        Assert.Contains("cut off", (await Check(lines[..^1])).Fault, StringComparison.Ordinal);
        Assert.Contains("cut off", (await Check(lines[..1])).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_another_hand_is_found()
    {
        var lines = await Lines();
        var other = LogKey.FromPem(LogKey.NewPem());
        var forged = Checkpoint.Sign(once.Audited.Late.Origin, once.Audited.Late.Size, once.Audited.Late.Root, other);
        var line = Encoding.UTF8.GetString(Domain.CanonicalJson.Write(JsonSerializer.SerializeToElement(new { checkpoint = forged.Note })));

        Assert.StartsWith($"Line {lines.Count}: The checkpoint was not signed by the key ", (await Check([.. lines[..^1], line])).Fault, StringComparison.Ordinal);
    }

    private static bool IsEvent(string line) => line.Contains("\"streamId\":", StringComparison.Ordinal);

    private static async Task<LogFileCheck> Check(IEnumerable<string> lines, LogPublicKey? pinned = null)
    {
        using var file = new StringReader(string.Concat(lines.Select(l => $"{l}\n")));
        return await LogFileCheck.Of(file, pinned, CancellationToken.None);
    }

    private async Task<List<string>> Lines()
    {
        var text = Encoding.UTF8.GetString(await ExportedLog.Of(once.Audited.Pathway));
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        return [.. text[..^1].Split('\n')];
    }
}
