using System.Net;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Api.Tests.Readiness;
using Pathway.Testing;

namespace Pathway.Api.Tests.Audit;

public sealed class DossierTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task A_decision_is_told_with_what_it_rested_on_and_what_became_of_that()
    {
        var id = await desk.OpenWithAll(Patient.Course());
        var decision = await desk.RecordOne(id, Patient.Decided(Patient.Ready));
        var scan = (await desk.Entries(id))["volumetry_recorded"].Last();
        using var bruno = new Desk(pathway.As(Role.Coordinator, "Bruno"));
        var correction = await bruno.RecordOne(id, Said.Corrected(scan, Patient.Scan("2025-12-17", 260)));

        var review = Assert.Single((await desk.Read(id, "/decisions")).EnumerateArray());
        Assert.Equal((decision, "proceed", false), (review.GetProperty("entry").GetProperty("eventId").GetGuid(), review.Text("decision"), review.GetProperty("isSame").GetBoolean()));
        Assert.Equal(("ready", "notReady"), (review.GetProperty("shown").Text("overall"), review.GetProperty("now").Text("overall")));
        var change = Assert.Single(review.GetProperty("changedBy").EnumerateArray());
        Assert.Equal((correction, "correction", "Bruno"), (change.GetProperty("entry").GetProperty("eventId").GetGuid(), change.Text("cause"), change.GetProperty("entry").GetProperty("recordedBy").Text("name")));

        var dossier = await desk.Read(id, $"/decisions/{decision}");
        Assert.Equal(review.GetRawText(), dossier.GetProperty("review").GetRawText());
        Assert.True(dossier.GetProperty("isReproduced").GetBoolean());
        Assert.Equal(12, dossier.GetProperty("state").GetProperty("version").GetInt32() - 1);
        var source = Assert.Single(dossier.GetProperty("sources").EnumerateArray(), s => s.GetProperty("entry").GetProperty("eventId").GetGuid() == scan);
        Assert.Equal((360, 260, 1), (source.GetProperty("then").GetProperty("flrVolumeMl").GetInt32(), source.GetProperty("now").GetProperty("flrVolumeMl").GetInt32(), source.GetProperty("ageDays").GetInt32()));

        var replayed = (await desk.Read(id, "/audit")).GetProperty("entries").EnumerateArray().Single(e => e.GetProperty("eventId").GetGuid() == decision);
        Assert.Equal(review.GetRawText(), replayed.GetProperty("decision").GetRawText());

        // As it was told before the correction.
        var version = (await desk.Events(id)).Count - 1;
        Assert.True(Assert.Single((await desk.Read(id, $"/decisions?asOfVersion={version}")).EnumerateArray()).GetProperty("isSame").GetBoolean());
    }

    [Fact]
    public async Task What_is_no_decision_has_no_dossier()
    {
        var id = await desk.OpenWith(Said.Scan("2026-01-10"));
        var scan = (await desk.Entries(id))["volumetry_recorded"].Single();
        await (await desk.TryRead(id, $"/decisions/{scan}")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-decision");
        await (await desk.TryRead(id, $"/decisions/{Guid.NewGuid()}")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-decision");
        var problem = await (await desk.TryRead(id, "/decisions/17")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Equal("eventId", problem.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task A_decision_of_another_pathway_is_none_of_this_one()
    {
        var one = await desk.OpenWith(Patient.Decided("2026-01-10", "defer"));
        var other = await desk.OpenWith(Patient.Decided("2026-01-10", "defer"));
        var decision = (await desk.Entries(one))["readiness_decided"].Single();
        await (await desk.TryRead(other, $"/decisions/{decision}")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-decision");
    }
}
