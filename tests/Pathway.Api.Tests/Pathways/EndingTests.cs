using System.Net;
using System.Text.Json;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

public sealed class EndingTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task After_a_drop_out_only_what_happened_until_that_day_is_taken_until_the_patient_comes_back()
    {
        var id = await desk.OpenWith(Said.Stage1("2025-12-10"), Said.DroppedOut("2025-12-20"));
        Assert.Equal("droppedOut", await desk.PhaseOf(id));

        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Scan("2025-12-21")), HttpStatusCode.Conflict, "pathway-dropped-out", "");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.All(Said.Scan("2025-12-21"), Said.Resumed("2025-12-28"))), HttpStatusCode.Conflict, "pathway-dropped-out", "/0");
        await desk.Record(id, Said.All(Said.Scan("2025-12-19"), Said.Scan("2025-12-20"), Said.Note("2025-12-25", "Called: well.")));
        Assert.Equal("droppedOut", await desk.PhaseOf(id));

        var answer = await desk.Record(id, Said.All(Said.Resumed("2025-12-28"), Said.Scan("2025-12-29")));

        var state = answer.GetProperty("state");
        Assert.Equal("interstage", state.GetProperty("phase").GetString());
        Assert.Equal(JsonValueKind.Null, state.GetProperty("outcome").GetProperty("droppedOutOn").ValueKind);
        var interruption = Assert.Single(state.GetProperty("outcome").GetProperty("interruptions").EnumerateArray());
        Assert.Equal("2025-12-20", interruption.GetProperty("from").GetString());
        Assert.Equal("2025-12-28", interruption.GetProperty("until").GetString());
        Assert.Equal("tumorProgression", interruption.GetProperty("dropOutReason").GetString());
    }

    [Fact]
    public async Task Nobody_comes_back_who_has_not_left()
    {
        var id = await desk.Open();
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Resumed("2025-12-28")), HttpStatusCode.Conflict, "nothing-to-resume", "");

        await desk.Record(id, Said.DroppedOut("2026-01-10"));
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Resumed("2026-01-09")), HttpStatusCode.Conflict, "nothing-to-resume", "");
    }

    [Fact]
    public async Task A_closed_pathway_takes_what_happened_until_then_and_death_and_notes_and_corrections_and_no_more()
    {
        var id = await desk.Open();
        var stage1 = await desk.RecordOne(id, Said.Stage1("2025-12-10"));
        await desk.Record(id, Said.Closed("2026-01-10", "transferred"));
        Assert.Equal("completed", await desk.PhaseOf(id));

        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Scan("2026-01-11")), HttpStatusCode.Conflict, "pathway-closed", "");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.DroppedOut("2026-01-11")), HttpStatusCode.Conflict, "pathway-closed", "");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Corrected(stage1, Said.Stage1("2026-01-11"))), HttpStatusCode.Conflict, "pathway-closed", "/replacement");

        await desk.Record(id, Said.Scan("2026-01-10"));
        await desk.Record(id, Said.Corrected(stage1, Said.Stage1("2025-12-11")));
        await desk.Record(id, Said.Note("2026-02-01", "Letter arrived."));
        var died = await desk.Record(id, Said.Died("2026-02-10"));

        Assert.Equal("died", died.GetProperty("state").GetProperty("phase").GetString());
        Assert.Equal("2026-01-10", died.GetProperty("state").GetProperty("outcome").GetProperty("closedOn").GetString());
    }

    [Fact]
    public async Task Nothing_happens_to_a_patient_after_death()
    {
        var id = await desk.OpenWith(Said.Scan("2026-01-10"));
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Died("2026-01-09")), HttpStatusCode.UnprocessableEntity, "death-before-event", "/occurredOn");
        await desk.Record(id, Said.Died("2026-01-10"));

        foreach (var later in new[] { Said.Scan("2026-01-11"), Said.Seen("2026-01-11"), Said.DroppedOut("2026-01-11"), Said.Stage1("2026-01-11") })
        {
            await pathway.ShouldBeRefused(() => desk.TryRecord(id, later), HttpStatusCode.UnprocessableEntity, "date-after-death", "/occurredOn");
        }

        await pathway.ShouldBeRefused(
            () => desk.TryRecord(id, Said.Event("diagnosis_recorded", "2026-01-10", "\"primaryResectedOn\": \"2026-01-11\"")),
            HttpStatusCode.UnprocessableEntity, "date-after-death", "/primaryResectedOn");
        await desk.Record(id, Said.All(Said.Scan("2025-12-10"), Said.Note("2026-02-01", "Autopsy declined."), Said.Closed("2026-02-02")));
        Assert.Equal("died", await desk.PhaseOf(id));
    }

    [Fact]
    public async Task An_ending_before_later_entries_is_taken_and_warned_of()
    {
        var id = await desk.OpenWith(Said.Scan("2026-01-10"));

        var answer = await desk.Record(id, Said.DroppedOut("2026-01-09"));

        Assert.Equal("entries-after-ending", Assert.Single(answer.GetProperty("warnings").EnumerateArray()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_stage_2_without_a_stage_1_is_taken_and_warned_of_until_stage_1_is_entered_late()
    {
        var id = await desk.Open();
        var answer = await desk.Record(id, Said.Stage2("2026-01-10"));
        Assert.Equal("no-stage1", Assert.Single(answer.GetProperty("warnings").EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal("postoperative", answer.GetProperty("state").GetProperty("phase").GetString());

        var late = await desk.Record(id, Said.Stage1("2026-01-01"));

        Assert.Equal(9, late.GetProperty("state").GetProperty("stage2").GetProperty("interstageDays").GetInt32());
        Assert.Empty(late.GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public async Task Day_91_after_stage_2_is_surveillance_by_time_alone_in_the_state_and_in_the_list()
    {
        await using var later = await TestPathway.Start(pathway.Database);
        var id = await desk.Open(Said.Opened(center: "waiting"));
        await desk.Record(id, Said.All(Said.Stage1("2025-12-10"), Said.Stage2("2025-12-20")));
        var version = (await desk.Read(id)).GetProperty("version").GetInt32();

        foreach (var (now, phase, others) in new[] { ("2026-03-20T23:59:59Z", "postoperative", "surveillance"), ("2026-03-21T00:00:00Z", "surveillance", "postoperative") })
        {
            later.Time.Now = DateTimeOffset.Parse(now);
            using var reader = new Desk(later.As(Role.Auditor));
            Assert.Equal(phase, await reader.PhaseOf(id));
            Assert.Equal(phase, Assert.Single(await List(reader, "")).GetProperty("phase").GetString());
            Assert.Equal(phase, Assert.Single(await List(reader, $"&phase={phase}")).GetProperty("phase").GetString());
            Assert.Empty(await List(reader, $"&phase={others}"));
        }

        Assert.Equal(version, (await desk.Read(id)).GetProperty("version").GetInt32()); // Nothing was recorded.

        static async Task<IReadOnlyList<JsonElement>> List(Desk reader, string filter) =>
            [.. Desk.Parse(await reader.Client.GetStringAsync($"/api/pathways?center=waiting{filter}")).GetProperty("pathways").EnumerateArray()];
    }

    [Fact]
    public async Task A_drop_out_that_is_withdrawn_leaves_the_patient_where_he_was()
    {
        var id = await desk.OpenWith(Said.Stage1("2025-12-10"));
        var left = await desk.RecordOne(id, Said.DroppedOut("2025-12-20"));

        var answer = await desk.Record(id, Said.All(Said.Corrected(left), Said.Stage2("2025-12-28")));

        Assert.Equal("postoperative", answer.GetProperty("state").GetProperty("phase").GetString());
    }
}
