using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Api.Tests.Readiness;
using Pathway.Domain;
using Pathway.Projections.Protocols;
using Pathway.Testing;

namespace Pathway.Api.Tests.Protocols;

/// <summary>Several nodes on one database, and one after another.</summary>
public sealed class NodesTests(ThrowAwayPostgres postgres)
{
    [Fact]
    public async Task What_one_node_publishes_every_other_knows()
    {
        var database = await postgres.NewDatabase();
        await using var here = await TestPathway.Start(database);
        await using var there = await TestPathway.Start(database);
        using var board = new Board(here);
        using var boardThere = new Board(there);
        using var desk = new Desk(there.As(Role.Coordinator));
        var id = await desk.OpenWithAll(Patient.Course());

        await board.Publish(Board.Asking(37, "read"));
        Assert.Equal(await board.Read("read", 1), await boardThere.Read("read", 1));

        await board.Publish(Board.Asking(37, "asked"));
        Assert.Equal("notReady", await desk.Overall(id, $"on={Patient.Ready}&protocol=asked@1"));

        await board.Publish(Board.Asking(37, "assigned"));
        await desk.Record(id, Patient.Assigned("2025-12-19", "assigned"));
        using var deskHere = new Desk(here.As(Role.Coordinator));
        Assert.Equal(await desk.ReadText(id), await deskHere.ReadText(id));

        await board.Publish(Board.Asking(37, "opened"));
        var opened = await desk.Open(Said.Opened(more: ", \"protocolId\": \"opened\""));
        await board.Publish(Board.Asking(38, "opened", version: 2));
        var later = await desk.Open(Said.Opened(more: ", \"protocolId\": \"opened\""));
        Assert.Equal((1, 2), (await VersionOf(opened), await VersionOf(later)));

        await board.Publish(Board.Asking(37, "based-on"));
        await boardThere.Publish("""{ "basedOn": { "id": "based-on", "version": 1 }, "version": 2, "title": "Ours, once more" }""");
        Assert.Equal((await board.List()).Select(p => p.GetRawText()), (await boardThere.List()).Select(p => p.GetRawText()));

        async Task<int> VersionOf(Guid pathway) => (await deskHere.Read(pathway)).GetProperty("protocol").GetProperty("version").GetInt32();
    }

    [Fact]
    public async Task Of_two_nodes_that_publish_one_version_at_once_one_does_and_the_other_is_told()
    {
        var database = await postgres.NewDatabase();
        await using var here = await TestPathway.Start(database);
        await using var there = await TestPathway.Start(database);
        using var board = new Board(here);
        using var boardThere = new Board(there);
        for (var version = 1; version <= 5; version++)
        {
            var answers = await Task.WhenAll(board.TryPublish(Board.Asking(31, "raced", version)), boardThere.TryPublish(Board.Asking(32, "raced", version)));

            var lost = Assert.Single(answers, a => a.StatusCode != HttpStatusCode.Created);
            await lost.ShouldBeProblem(HttpStatusCode.Conflict, "protocol-version-published");
            var won = await Desk.Created(Assert.Single(answers, a => a != lost));
            Assert.Equal(won.Text("hash"), (await board.Read("raced", version)).Hash);
            Assert.Equal(won.Text("hash"), (await boardThere.Read("raced", version)).Hash);
        }

        var same = await Task.WhenAll(board.TryPublish(Board.Asking(33, "raced", 6)), boardThere.TryPublish(Board.Asking(33, "raced", 6)));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Created], same.Select(a => a.StatusCode).Order());
    }

    [Fact]
    public async Task A_restart_keeps_what_was_published_and_every_verdict_with_it()
    {
        var database = await postgres.NewDatabase();
        string state, document;
        Guid id;
        await using (var before = await TestPathway.Start(database))
        {
            using var board = new Board(before);
            using var desk = new Desk(before.As(Role.Coordinator));
            await board.Publish(Board.Asking(37, "kept"));
            id = await desk.OpenWithAll([.. Patient.Course(), Patient.Assigned("2025-12-17", "kept"), Patient.Decided(Patient.Ready, "defer", "One percent is missing.")]);
            (state, document) = (await desk.ReadText(id), (await board.Read("kept", 1)).Document);
        }

        await using var after = await TestPathway.Start(database);
        using var auditor = new Desk(after.As(Role.Auditor));
        Assert.Equal(state, await auditor.ReadText(id)); // The first thing that this node is asked.
        using var boardAfter = new Board(after);
        Assert.Equal(document, (await boardAfter.Read("kept", 1)).Document);
        Assert.Equal("notReady", Assert.Single(Desk.Parse(state).GetProperty("decisions").EnumerateArray()).GetProperty("shown").Text("overall"));
    }

    [Fact]
    public async Task Thirty_documents_as_they_may_come_are_served_as_they_were_meant_by_every_node()
    {
        var database = await postgres.NewDatabase();
        var expected = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        await using (var before = await TestPathway.Start(database))
        {
            using var board = new Board(before);
            var variations = new Variations(seed: 20251210);
            for (var i = 0; i < 30; i++)
            {
                var (sent, meant) = variations.Next($"variation-{i}");
                var summary = await board.Publish(sent);
                expected[summary.Text("hash")] = meant;
            }
        }

        Assert.Equal(30, expected.Count); // No two alike.
        await using var after = await TestPathway.Start(database);
        using var reader = new Board(after);
        foreach (var summary in (await reader.List()).Where(p => p.Text("id").StartsWith("variation-", StringComparison.Ordinal)))
        {
            var (document, hash) = await reader.Read(summary.Text("id"), summary.GetProperty("version").GetInt32());
            Assert.Equal(summary.Text("hash"), hash);
            Assert.True(expected.Remove(hash, out var meant));
            Assert.True(JsonNode.DeepEquals(meant, JsonNode.Parse(document)), document);
            Assert.Equal(HttpStatusCode.OK, (await reader.TryPublish(document)).StatusCode);
        }

        Assert.Empty(expected);
    }

    [Theory]
    [InlineData("published", 2, "The stored document of protocol published version 2 is not what was published.")] // It says version 1.
    [InlineData("staged-hepatectomy", 1, "A protocol was published here that this version of the program brings otherwise.")]
    public async Task A_stored_document_that_is_not_what_it_is_kept_as_is_never_judged_by(string id, int version, string why)
    {
        var database = await postgres.NewDatabase();
        await using var pathway = await TestPathway.Start(database);
        var document = Board.Whole();
        (document["id"], document["title"]) = (id, "Ours");
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var insert = owner.CreateCommand(
            "insert into pathway_protocol select $1, $2, $3, sha256(convert_to($3, 'UTF8')), now(), 'somebody'");
        foreach (object value in (object[])[id, version, Encoding.UTF8.GetString(CanonicalJson.Write(JsonSerializer.SerializeToElement(document)))])
        {
            insert.Parameters.Add(new() { Value = value });
        }

        await insert.ExecuteNonQueryAsync();

        var published = pathway.Services.GetRequiredService<PublishedProtocols>();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => published.Refresh(CancellationToken.None));
        Assert.StartsWith(why, refused.Message, StringComparison.Ordinal);
        using var reader = pathway.As(Role.Auditor);
        await (await reader.GetAsync("/api/protocols")).ShouldBeProblem(HttpStatusCode.InternalServerError, "internal-error");
    }

    [Fact]
    public async Task The_application_can_neither_change_nor_take_back_what_was_published()
    {
        var database = await postgres.NewDatabase();
        await using var pathway = await TestPathway.Start(database);
        using var board = new Board(pathway);
        await board.Publish(Board.Asking(37, "fixed"));
        await using var application = NpgsqlDataSource.Create(database.AppConnectionString);
        foreach (var sql in new[] { "update pathway_protocol set version = 2", "delete from pathway_protocol", "truncate pathway_protocol" })
        {
            await using var command = application.CreateCommand(sql);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }
}
