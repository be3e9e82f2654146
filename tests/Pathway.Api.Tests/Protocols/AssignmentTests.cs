using System.Net;
using Pathway.Api.Tests.Pathways;
using Pathway.Api.Tests.Readiness;
using Pathway.Testing;

namespace Pathway.Api.Tests.Protocols;

public sealed class AssignmentTests(RunningPathway running) : IClassFixture<RunningPathway>, IDisposable
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;
    private readonly Board board = new(running.Pathway);

    public void Dispose() => board.Dispose();

    [Fact]
    public async Task From_the_date_of_its_assignment_a_pathway_is_judged_by_what_was_published_here()
    {
        await board.Publish(Board.Asking(37, "stricter"));
        var id = await desk.OpenWithAll(Patient.Course()); // 36 % of a healthy liver

        var answer = await desk.Record(id, Patient.Assigned("2025-12-19", "stricter"));

        Assert.Equal("stricter", answer.GetProperty("state").GetProperty("protocol").Text("id"));
        Assert.Equal("ready", await desk.Overall(id, "on=2025-12-18"));
        var from = await desk.Readiness(id, "on=2025-12-19");
        Assert.Equal(("notReady", "stricter"), (from.Text("overall"), from.GetProperty("protocol").Text("id")));
        var finding = from.Finding("volume.stage2.normal");
        Assert.Equal("The remnant is 36.00 % of the standard liver volume; more than 37 % is asked for.", finding.Text("statement"));
        Assert.Equal("Our board, 2025", finding.GetProperty("evidence").Text("source"));
        Assert.Equal("staged-hepatectomy", (await desk.Read(id, "?asOfOccurred=2025-12-18")).GetProperty("protocol").Text("id"));

        // Each entry keeps the protocol that was in force after it.
        var inForce = (await desk.Events(id)).Select(e => e.GetProperty("metadata").GetProperty("headers").GetProperty("protocol").Text("id")).ToList();
        Assert.Equal(("staged-hepatectomy", "stricter"), (inForce[^2], inForce[^1]));
    }

    [Fact]
    public async Task A_withdrawn_assignment_never_moved_the_pathway()
    {
        await board.Publish(Board.Asking(38, "withdrawn"));
        var id = await desk.OpenWithAll(Patient.Course());
        var assignment = await desk.RecordOne(id, Patient.Assigned("2025-12-19", "withdrawn"));
        Assert.Equal("notReady", await desk.Overall(id, "on=2025-12-19"));

        await desk.Record(id, Said.Corrected(assignment));

        Assert.Equal("ready", await desk.Overall(id, "on=2025-12-19"));
    }

    [Fact]
    public async Task A_pathway_starts_under_the_latest_version_and_stays_under_it()
    {
        await board.Publish(Board.Asking(31, "ours"));
        await board.Publish(Board.Asking(32, "ours", version: 2));
        var id = await desk.Open(Said.Opened(more: ", \"protocolId\": \"ours\""));
        await board.Publish(Board.Asking(33, "ours", version: 3));

        await desk.Record(id, Said.Note("2025-09-02", "Talked to the family."));

        Assert.Equal(("ours", 2), await ProtocolOf(id));
        Assert.Equal(("ours", 1), await ProtocolOf(await desk.Open(Said.Opened(more: ", \"protocolId\": \"ours\", \"protocolVersion\": 1"))));
        Assert.Equal(("ours", 3), await ProtocolOf(await desk.Open(Said.Opened(more: ", \"protocolId\": \"ours\""))));
        Assert.Equal(("staged-hepatectomy", 1), await ProtocolOf(await desk.Open()));
    }

    [Fact]
    public async Task A_published_protocol_can_be_asked_for_without_being_assigned()
    {
        await board.Publish(Board.Asking(36, "asked"));
        var id = await desk.OpenWithAll(Patient.Course());
        Assert.Equal("notReady", await desk.Overall(id, $"on={Patient.Ready}&protocol=asked@1")); // 36 % is on the line, and more is asked for.
        Assert.Equal(("staged-hepatectomy", 1), await ProtocolOf(id));
    }

    [Theory]
    [InlineData("nobody", 1, "/protocolId")]
    [InlineData("staged-hepatectomy", 2, "/protocolVersion")]
    public async Task A_protocol_that_was_never_published_is_refused(string protocolId, int version, string field)
    {
        var id = await desk.OpenWithAll(Patient.Course());
        const HttpStatusCode Impossible = HttpStatusCode.UnprocessableEntity;
        var named = $", \"protocolId\": \"{protocolId}\", \"protocolVersion\": {version}";

        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Patient.Assigned("2025-12-19", protocolId, version)), Impossible, "unknown-protocol", field);
        await pathway.ShouldBeRefused(
            () => desk.TryRecord(id, Said.All(Patient.Assigned("2025-12-19", protocolId, version), Patient.Decided("2025-12-19"))), Impossible, "unknown-protocol", $"/0{field}");
        await pathway.ShouldBeRefused(() => desk.Post("/api/pathways", Said.Opened(more: named)), Impossible, "unknown-protocol", field);
    }

    private async Task<(string, int)> ProtocolOf(Guid id)
    {
        var protocol = (await desk.Read(id)).GetProperty("protocol");
        return (protocol.Text("id"), protocol.GetProperty("version").GetInt32());
    }
}
