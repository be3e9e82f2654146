using System.Net;
using System.Text.Json;
using Pathway.Api.SignIn;
using Pathway.Domain.Protocols;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

public sealed class CorrectionTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private const string Opening = ", \"type\": \"pathway_opened\"";

    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task Having_been_corrected_equals_having_been_entered_right()
    {
        var right = await desk.OpenWith(Said.Strategy("2025-12-01"), Said.Stage1("2025-12-10"), Said.Complication("2025-12-12"));

        var id = await desk.Open(Said.Opened(patientRef: "P-100"));
        var opened = (await desk.Events(id))[0].GetProperty("id").GetGuid();
        var strategy = await desk.RecordOne(id, Said.Strategy("2025-12-01", "portalVeinEmbolization"));
        var stage1 = await desk.RecordOne(id, Said.Stage1("2025-12-11"));
        var complication = await desk.RecordOne(id, Said.Complication("2025-12-13", "V"));
        await desk.Record(id, Said.All(
            Said.Corrected(opened, Said.Opened(more: Opening)), Said.Corrected(stage1, Said.Stage1("2025-12-10")),
            Said.Corrected(complication, Said.Complication("2025-12-12")), Said.Corrected(strategy, Said.Strategy("2025-12-01"))));

        Assert.Equal(await Sameness(right), await Sameness(id));
    }

    [Fact]
    public async Task A_replaced_date_and_value_show_and_the_entry_keeps_its_id()
    {
        var id = await desk.Open();
        var stage1 = await desk.RecordOne(id, Said.Stage1("2025-12-11"));

        var answer = await desk.Record(id, Said.Corrected(stage1, Said.Event("stage1_performed", "2025-12-10", """ "technique": "portalVeinEmbolization", "approach": "percutaneous" """)));

        var state = answer.GetProperty("state").GetProperty("stage1");
        Assert.Equal(stage1, state.GetProperty("eventId").GetGuid());
        Assert.Equal("2025-12-10", state.GetProperty("occurredOn").GetString());
        Assert.Equal("portalVeinEmbolization", state.GetProperty("technique").GetString());
        Assert.Equal(JsonValueKind.Null, state.GetProperty("partition").ValueKind);
        Assert.Equal("2025-12-11", (await desk.Events(id))[1].GetProperty("data").GetProperty("occurredOn").GetString()); // As it was said.
    }

    [Fact]
    public async Task A_replaced_volume_shows_and_everything_that_was_counted_from_it()
    {
        var id = await desk.OpenWith(Said.Stage1("2025-12-10"), Said.Scan("2025-12-17", 630));
        var baseline = await desk.RecordOne(id, Said.Scan("2025-12-09", 300));
        Assert.Equal(330, (await GainIn(id))!.Value, 9);

        await desk.Record(id, Said.Corrected(baseline, Said.Scan("2025-12-09", 420)));
        Assert.Equal(210, (await GainIn(id))!.Value, 9);
        Assert.Equal(330, (await GainIn(id, "?asOfVersion=4"))!.Value, 9); // What was known before.

        await desk.Record(id, Said.Corrected(baseline));
        Assert.Null(await GainIn(id));

        async Task<double?> GainIn(Guid pathway, string query = "")
        {
            var volumetric = Desk.Parse(await desk.Client.GetStringAsync($"/api/pathways/{pathway}/volumetric{query}"));
            Assert.Equal((await desk.Read(pathway, query)).GetProperty("volumetric").GetRawText(), volumetric.GetRawText());
            return volumetric.GetProperty("current").GetProperty("volumeGainMl") is { ValueKind: JsonValueKind.Number } gain ? gain.GetDouble() : null;
        }
    }

    [Fact]
    public async Task What_is_withdrawn_never_was_until_the_withdrawal_is_withdrawn()
    {
        var id = await desk.OpenWith(Said.Strategy("2025-12-01"));
        var stage1 = await desk.RecordOne(id, Said.Stage1("2025-12-10"));
        var withdrawal = await desk.RecordOne(id, Said.Corrected(stage1));
        Assert.Equal("planned", await desk.PhaseOf(id));
        Assert.Equal(JsonValueKind.Null, (await desk.Read(id)).GetProperty("stage1").ValueKind);

        await desk.Record(id, Said.Corrected(withdrawal));

        Assert.Equal("interstage", await desk.PhaseOf(id));
    }

    [Fact]
    public async Task Of_two_corrections_the_last_holds_and_taking_it_back_leaves_the_first()
    {
        var id = await desk.Open();
        var complication = await desk.RecordOne(id, Said.Complication("2025-12-10", "I"));
        await desk.Record(id, Said.Corrected(complication, Said.Complication("2025-12-10", "II")));
        var last = await desk.RecordOne(id, Said.Corrected(complication, Said.Complication("2025-12-10", "IVa")));
        Assert.Equal("IVa", await GradeIn(id));

        await desk.Record(id, Said.Corrected(last));

        Assert.Equal("II", await GradeIn(id));
    }

    [Fact]
    public async Task A_correction_is_held_against_the_rest_of_the_record()
    {
        var id = await desk.Open();
        var opened = (await desk.Events(id))[0].GetProperty("id").GetGuid();
        var stage1 = await desk.RecordOne(id, Said.Stage1("2025-12-10"));
        var stage2 = await desk.RecordOne(id, Said.Stage2("2025-12-20"));
        var correction = await desk.RecordOne(id, Said.Corrected(stage1, Said.Stage1("2025-12-09")));
        const HttpStatusCode Impossible = HttpStatusCode.UnprocessableEntity;

        await Refused(Said.Corrected(stage1, Said.Stage1("2025-12-21")), Impossible, "stage2-before-stage1", "/replacement/occurredOn");
        await Refused(Said.Corrected(stage2, Said.Stage2("2025-12-08")), Impossible, "stage2-before-stage1", "/replacement/occurredOn");
        await Refused(Said.Corrected(stage2, Said.Stage2("2026-03-16")), Impossible, "date-in-future", "/replacement/occurredOn");
        await Refused(Said.Corrected(stage2, Said.Stage1("2025-12-20")), Impossible, "replacement-of-another-type", "/replacement/type");
        await Refused(Said.Corrected(opened), Impossible, "opening-cannot-be-withdrawn", "/replacement");
        await Refused(Said.Corrected(correction, Said.Stage1("2025-12-08")), Impossible, "correction-cannot-be-replaced", "/replacement");
        await Refused(Said.Corrected(stage1, Said.Corrected(stage2)), HttpStatusCode.BadRequest, "nested-correction", "/replacement/type");
        await Refused(Said.Corrected(Guid.NewGuid()), Impossible, "unknown-event", "/eventId");
        await Refused(Said.Corrected(stage1, on: "2026-03-16"), Impossible, "date-in-future", "/occurredOn");
        await Refused(
            Said.Corrected(opened, """{ "type": "pathway_opened", "occurredOn": "2025-09-01", "patientRef": "P-1", "center": "ghent", "sex": "male", "birthYear": 2026, "tumor": "benign" }"""),
            Impossible, "birth-after-event", "/replacement/birthYear");

        Task Refused(string body, HttpStatusCode status, string code, string field) => pathway.ShouldBeRefused(() => desk.TryRecord(id, body), status, code, field);
    }

    [Fact]
    public async Task An_entry_of_another_pathway_cannot_be_corrected_here()
    {
        var elsewhere = await desk.Open();
        var entry = await desk.RecordOne(elsewhere, Said.Stage1("2025-12-10"));
        var id = await desk.Open();
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Corrected(entry)), HttpStatusCode.UnprocessableEntity, "unknown-event", "/eventId");
    }

    [Fact]
    public async Task The_same_fact_is_stored_twice_counted_once_and_warned_of()
    {
        var id = await desk.OpenWith(Said.Stage1("2025-12-10"), Said.Complication("2025-12-12"), Said.DroppedOut("2025-12-20"), Said.Resumed("2025-12-28"), Said.Died("2026-01-01"));
        var before = await Sameness(id);
        string[] again = [Said.Stage1("2025-12-10"), Said.Complication("2025-12-12"), Said.DroppedOut("2025-12-20"), Said.Resumed("2025-12-28"), Said.Died("2026-01-01")];

        for (var i = 0; i < again.Length; i++)
        {
            var answer = await desk.Record(id, again[i]);
            var warning = answer.GetProperty("warnings").EnumerateArray().Single(w => w.GetProperty("code").GetString() == "already-recorded");
            Assert.Equal((await desk.Events(id))[i + 1].GetProperty("id").GetGuid(), Assert.Single(warning.GetProperty("eventIds").EnumerateArray()).GetGuid());
        }

        Assert.Equal(before, await Sameness(id));
        Assert.Equal(11, (await desk.Events(id)).Count);
    }

    [Fact]
    public async Task A_complication_that_was_entered_twice_is_resolved_by_naming_either_entry()
    {
        foreach (var named in new[] { 1, 2 })
        {
            var id = await desk.OpenWith(Said.Complication("2025-12-12"), Said.Complication("2025-12-12"));
            var entry = (await desk.Events(id))[named].GetProperty("id").GetGuid();
            await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Resolved("2025-12-11", entry)), HttpStatusCode.UnprocessableEntity, "end-before-start", "/occurredOn");

            var state = (await desk.Record(id, Said.Resolved("2025-12-20", entry))).GetProperty("state");

            Assert.Equal("2025-12-20", Assert.Single(state.GetProperty("complications").EnumerateArray()).GetProperty("resolvedOn").GetString());
        }
    }

    [Fact]
    public async Task Correcting_one_of_two_same_entries_warns_of_the_other_until_it_is_corrected_too()
    {
        var id = await desk.OpenWith(Said.Scan("2025-12-12"), Said.Scan("2025-12-12"));
        var (one, two) = ((await desk.Events(id))[1].GetProperty("id").GetGuid(), (await desk.Events(id))[2].GetProperty("id").GetGuid());

        var first = await desk.Record(id, Said.Corrected(one, Said.Scan("2025-12-12", 420)));
        var warning = Assert.Single(first.GetProperty("warnings").EnumerateArray());
        Assert.Equal("same-entry-remains", warning.GetProperty("code").GetString());
        Assert.Equal(two, Assert.Single(warning.GetProperty("eventIds").EnumerateArray()).GetGuid());

        var second = await desk.Record(id, Said.Corrected(two));
        Assert.Empty(second.GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public async Task Correcting_an_entry_into_another_one_warns_that_they_count_once()
    {
        var id = await desk.OpenWith(Said.Scan("2025-12-12"), Said.Scan("2025-12-13"));
        var events = await desk.Events(id);

        var answer = await desk.Record(id, Said.Corrected(events[2].GetProperty("id").GetGuid(), Said.Scan("2025-12-12")));

        var warning = Assert.Single(answer.GetProperty("warnings").EnumerateArray());
        Assert.Equal("already-recorded", warning.GetProperty("code").GetString());
        Assert.Equal(events[1].GetProperty("id").GetGuid(), Assert.Single(warning.GetProperty("eventIds").EnumerateArray()).GetGuid());
    }

    [Fact]
    public async Task Whoever_works_for_one_center_cannot_hand_a_pathway_to_another_by_a_correction()
    {
        using var ghent = new Desk(pathway.As(Role.Coordinator, "Anna", center: "ghent"));
        var id = await desk.Open(Said.Opened(center: "lyon"));
        var opened = (await desk.Events(id))[0].GetProperty("id").GetGuid();
        var correction = await desk.RecordOne(id, Said.Corrected(opened, Said.Opened(more: Opening)));
        Assert.Equal("ghent", (await ghent.Read(id)).GetProperty("patient").GetProperty("center").GetString());

        await pathway.ShouldBeRefused(
            () => ghent.TryRecord(id, Said.Corrected(opened, Said.Opened(center: "lyon", more: Opening))), HttpStatusCode.Forbidden, "another-center", "/replacement/center");
        await pathway.ShouldBeRefused(
            () => ghent.TryRecord(id, Said.All(Said.Scan("2025-12-12"), Said.Corrected(correction))), HttpStatusCode.Forbidden, "another-center", "/1/eventId");
        await pathway.ShouldBeRefused(
            () => ghent.Validate(id, Said.Corrected(opened, Said.Opened(center: "lyon", more: Opening))), HttpStatusCode.Forbidden, "another-center", "/replacement/center");

        await ghent.Record(id, Said.Corrected(opened, Said.Opened(patientRef: "P-002", more: Opening)));
    }

    [Fact]
    public async Task A_corrected_opening_stays_under_the_protocol_that_it_named()
    {
        var another = ShippedProtocols.Shelf.All.First(p => p.Id != ProtocolShelf.DefaultId);
        var id = await desk.Open(Said.Opened(more: $", \"protocolId\": \"{another.Id}\""));
        var opened = (await desk.Events(id))[0].GetProperty("id").GetGuid();

        var kept = await desk.Record(id, Said.Corrected(opened, Said.Opened(patientRef: "P-002", more: Opening)));
        Assert.Equal(another.Id, ProtocolIn(kept));

        var named = await desk.Record(id, Said.Corrected(opened, Said.Opened(more: $"{Opening}, \"protocolId\": \"{ProtocolShelf.DefaultId}\"")));
        Assert.Equal(ProtocolShelf.DefaultId, ProtocolIn(named));

        static string? ProtocolIn(JsonElement answer) => answer.GetProperty("state").GetProperty("protocol").GetProperty("id").GetString();
    }

    private async Task<string?> GradeIn(Guid id) =>
        Assert.Single((await desk.Read(id)).GetProperty("complications").EnumerateArray()).GetProperty("grade").GetString();

    /// <summary>The state without what differs between two pathways that say the same: id, version, and the ids of entries.</summary>
    private async Task<string> Sameness(Guid id)
    {
        var told = await desk.ReadText(id);
        var events = await desk.Events(id);
        told = told.Replace($"\"version\":{events.Count},", "", StringComparison.Ordinal).Replace($"{id}", "", StringComparison.Ordinal);
        return events.Aggregate(told, (text, entry) => text.Replace(entry.GetProperty("id").GetString()!, $"{entry.GetProperty("type")}", StringComparison.Ordinal));
    }
}
