using System.Net;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

public sealed class JourneyTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task A_patient_goes_from_enrollment_to_surveillance_event_by_event()
    {
        var id = await desk.Open();
        Assert.Equal("assessment", await desk.PhaseOf(id));

        foreach (var (phase, happened) in new (string, string)[]
        {
            ("assessment", Said.Event("diagnosis_recorded", "2025-09-01", """ "presentation": "synchronous", "lesionCount": 5, "largestLesionMm": 48 """)),
            ("chemotherapy", Said.Event("chemotherapy_recorded", "2025-09-08", """ "regimen": "FOLFOX", "cycles": 1, "startedOn": "2025-09-08", "intent": "conversion" """)),
            ("chemotherapy", Said.Event("chemotherapy_recorded", "2025-11-12", """ "regimen": "FOLFOX", "cycles": 5, "startedOn": "2025-09-08", "lastDoseOn": "2025-11-10", "intent": "conversion", "response": "partial" """)),
            ("chemotherapy", Said.Scan("2025-11-20")),
            ("planned", Said.Strategy("2025-11-24")),
            ("interstage", Said.Stage1("2025-12-08")),
            ("interstage", Said.Scan("2025-12-15", 640)),
            ("interstage", Said.Event("readiness_decided", "2025-12-17", """ "decision": "proceed", "rationale": "Grown enough." """)),
            ("postoperative", Said.Stage2("2025-12-18")),
            ("postoperative", Said.Discharged("2026-01-05")),
            ("surveillance", Said.Seen("2026-03-10")),
            ("completed", Said.Closed("2026-03-15")),
        })
        {
            var answer = await desk.Record(id, happened);
            Assert.Equal(phase, answer.GetProperty("state").GetProperty("phase").GetString());
            Assert.Equal(phase, await desk.PhaseOf(id));
        }

        var state = await desk.Read(id);
        Assert.Equal("P-001", state.GetProperty("patient").GetProperty("patientRef").GetString());
        Assert.Equal(5, state.GetProperty("chemotherapy").GetProperty("totalCycles").GetInt32());
        Assert.Equal(28, state.GetProperty("chemotherapy").GetProperty("daysSinceLastDose").GetInt32());
        Assert.Equal("alpps", state.GetProperty("strategy").GetProperty("strategy").GetString());
        Assert.Equal("2025-12-08", state.GetProperty("stage1").GetProperty("occurredOn").GetString());
        Assert.Equal(10, state.GetProperty("stage2").GetProperty("interstageDays").GetInt32());
        Assert.Equal("2026-03-15", state.GetProperty("outcome").GetProperty("closedOn").GetString());
        Assert.Equal(13, state.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task An_opening_answers_where_the_pathway_is_and_its_version()
    {
        var answer = await desk.Post("/api/pathways", Said.Opened(more: ", \"type\": \"pathway_opened\""));

        var state = await Desk.Created(answer);
        var id = state.GetProperty("id").GetGuid();
        Assert.Equal($"/api/pathways/{id}", answer.Headers.Location?.ToString());
        Assert.Equal("\"1\"", answer.Headers.ETag?.ToString());
        Assert.Equal(await desk.Client.GetStringAsync(answer.Headers.Location), state.GetRawText());
    }

    [Fact]
    public async Task A_single_event_is_answered_with_its_id_its_version_and_where_the_patient_stands()
    {
        var id = await desk.Open();

        var answer = await desk.TryRecord(id, Said.Scan("2026-01-10"));

        var recorded = await Desk.Created(answer);
        Assert.Equal("\"2\"", answer.Headers.ETag?.ToString());
        Assert.Null(answer.Headers.Location);
        Assert.Equal(2, recorded.GetProperty("version").GetInt32());
        Assert.Equal("[]", recorded.GetProperty("warnings").GetRawText());
        Assert.Equal(await desk.ReadText(id), recorded.GetProperty("state").GetRawText());
        var told = Assert.Single(recorded.GetProperty("events").EnumerateArray());
        var stored = (await desk.Events(id))[^1];
        foreach (var same in new[] { "id", "version", "type", "recordedAt" })
        {
            Assert.Equal(told.GetProperty(same).GetRawText(), stored.GetProperty(same).GetRawText());
        }

        Assert.Equal("volumetry_recorded", told.GetProperty("type").GetString());
        Assert.Equal(pathway.Time.Now, told.GetProperty("recordedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_list_is_recorded_in_its_order()
    {
        var id = await desk.Open();

        var answer = await desk.Record(id, Said.All(Said.Stage2("2025-12-20"), Said.Stage1("2025-12-10"), Said.Strategy("2025-12-01")));

        Assert.Equal(["stage2_performed", "stage1_performed", "strategy_decided"], answer.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString()));
        Assert.Equal([2, 3, 4], answer.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("version").GetInt32()));
        Assert.Equal(10, answer.GetProperty("state").GetProperty("stage2").GetProperty("interstageDays").GetInt32());
        Assert.Equal(["stage2_performed", "stage1_performed", "strategy_decided"], (await desk.Events(id)).Skip(1).Select(e => e.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_validation_says_what_recording_would_and_stores_nothing()
    {
        var id = await desk.OpenWith(Said.Strategy("2025-12-01"));
        var before = await pathway.Stored();
        var body = Said.All(Said.Stage1("2025-12-10"), Said.Strategy("2025-12-01"), Said.Scan("2025-12-17"));

        var validated = await desk.Validate(id, body, ("Idempotency-Key", "tried-first"), ("If-Match", "\"2\""));

        Assert.Equal(HttpStatusCode.OK, validated.StatusCode);
        var would = Desk.Parse(await validated.Content.ReadAsStringAsync());
        Assert.True(would.GetProperty("valid").GetBoolean());
        Assert.Equal(before, await pathway.Stored());
        Assert.Equal("planned", await desk.PhaseOf(id));

        var did = await desk.Record(id, body, ("Idempotency-Key", "tried-first"), ("If-Match", "\"2\""));

        Assert.Equal(would.GetProperty("warnings").GetRawText(), did.GetProperty("warnings").GetRawText());
        Assert.Equal("interstage", would.GetProperty("state").GetProperty("phase").GetString());
        Assert.Equal(5, would.GetProperty("state").GetProperty("version").GetInt32());
        foreach (var same in new[] { "phase", "patient", "tumor", "outcome", "version", "asOf" })
        {
            Assert.Equal(did.GetProperty("state").GetProperty(same).GetRawText(), would.GetProperty("state").GetProperty(same).GetRawText());
        }
    }

    [Fact]
    public async Task Every_event_is_kept_with_who_recorded_it_when_and_with_what()
    {
        using var anna = new Desk(pathway.As(Role.Coordinator, "Anna", center: "ghent"));
        anna.Client.DefaultRequestHeaders.UserAgent.ParseAdd("ward-tablet/2.1");
        var id = await anna.Open();

        await anna.Record(id, Said.Scan("2026-01-10"), ("X-Correlation-Id", "round-17"));

        var stored = (await desk.Events(id))[1];
        Assert.Equal(2, stored.GetProperty("version").GetInt32());
        Assert.Equal("volumetry_recorded", stored.GetProperty("type").GetString());
        Assert.Equal(410, stored.GetProperty("data").GetProperty("flrVolumeMl").GetDouble());
        Assert.Equal("round-17", stored.GetProperty("metadata").GetProperty("correlationId").GetString());
        var headers = stored.GetProperty("metadata").GetProperty("headers");
        Assert.Equal("Anna", headers.GetProperty("actor").GetProperty("name").GetString());
        Assert.Equal("coordinator", headers.GetProperty("actor").GetProperty("role").GetString());
        Assert.Equal("ghent", headers.GetProperty("actor").GetProperty("center").GetString());
        Assert.Equal("ward-tablet/2.1", headers.GetProperty("client").GetString());
        Assert.Equal("staged-hepatectomy", headers.GetProperty("protocol").GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_order_of_entry_changes_nothing()
    {
        string[] journey =
        [
            Said.Event("diagnosis_recorded", "2025-09-02", "\"lesionCount\": 5"),
            Said.Event("diagnosis_recorded", "2025-10-02", "\"lesionCount\": 7"),
            Said.Event("anthropometry_recorded", "2025-10-03", "\"heightCm\": 168, \"weightKg\": 61"),
            Said.Event("chemotherapy_recorded", "2025-11-12", """ "regimen": "FOLFOX", "cycles": 5, "startedOn": "2025-09-08", "lastDoseOn": "2025-11-10", "intent": "conversion" """),
            Said.Scan("2025-11-20"), Said.Strategy("2025-11-24", "portalVeinEmbolization"), Said.Strategy("2025-11-26"),
            Said.Stage1("2025-12-08"), Said.Scan("2025-12-15", 640), Said.Complication("2025-12-16"),
            Said.Event("augmentation_added", "2025-12-17", """ "technique": "rescueAlpps", "reason": "No growth." """),
            Said.All(Said.DroppedOut("2025-12-20"), Said.Resumed("2025-12-28")), // In between, what is dated later would be refused.
            Said.Stage2("2026-01-08"), Said.Discharged("2026-01-20"), Said.Seen("2026-03-10"), Said.DroppedOut("2026-03-12", "patientChoice"),
        ];
        var inOrder = await desk.Told(await desk.OpenWith(journey));
        Assert.Contains("droppedOut", inOrder, StringComparison.Ordinal);

        var chance = new Random(20260315);
        for (var i = 0; i < 8; i++)
        {
            var shuffled = journey.ToArray();
            chance.Shuffle(shuffled);

            Assert.Equal(inOrder, await desk.Told(await desk.OpenWith(shuffled)));
        }
    }
}
