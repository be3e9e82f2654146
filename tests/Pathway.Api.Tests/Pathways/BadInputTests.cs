using System.Net;
using System.Text;
using Pathway.Testing;

namespace Pathway.Api.Tests.Pathways;

public sealed class BadInputTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private const string Scan = """ "type": "volumetry_recorded", "occurredOn": "2026-02-01", "modality": "ct" """;

    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Theory]
    [InlineData("", "invalid-json", "")]
    [InlineData("   ", "invalid-json", "")]
    [InlineData("{", "invalid-json", "")]
    [InlineData("not json", "invalid-json", "")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 410,}", "invalid-json", "")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 410} {}", "invalid-json", "")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": NaN}", "invalid-json", "")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": -Infinity}", "invalid-json", "")]
    [InlineData("null", "wrong-type", "")]
    [InlineData("410", "wrong-type", "")]
    [InlineData("[null]", "wrong-type", "/0")]
    [InlineData("[]", "invalid-list", "")]
    [InlineData("{}", "missing-field", "/type")]
    [InlineData("""{ "type": null }""", "missing-field", "/type")]
    [InlineData("""{ "type": 7 }""", "wrong-type", "/type")]
    [InlineData("""{ "type": "liver_weighed", "occurredOn": "2026-02-01" }""", "unknown-event-type", "/type")]
    [InlineData("""{ "type": "Volumetry_Recorded", "occurredOn": "2026-02-01" }""", "unknown-event-type", "/type")]
    [InlineData("{" + Scan + "}", "missing-field", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": null}", "missing-field", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": \"410\"}", "wrong-type", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": \"NaN\"}", "wrong-type", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": true}", "wrong-type", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 410.00000000000000000000000000000000000001}", "too-many-digits", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 410, \"flrVolumeMl\": 420}", "duplicate-field", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 410, \"flrVolume\": 410}", "unknown-field", "/flrVolume")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 410, \"recordedAt\": \"2020-01-01T00:00:00Z\"}", "unknown-field", "/recordedAt")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 410, \"actor\": \"somebody else\"}", "unknown-field", "/actor")]
    [InlineData("""{ "type": "volumetry_recorded", "occurredOn": "2026-02-01", "modality": "CT", "flrVolumeMl": 410 }""", "unknown-value", "/modality")]
    [InlineData("""{ "type": "volumetry_recorded", "occurredOn": "2026-02-01", "modality": 0, "flrVolumeMl": 410 }""", "wrong-type", "/modality")]
    [InlineData("""{ "type": "discharged", "occurredOn": "2026-02-30" }""", "not-a-date", "/occurredOn")]
    [InlineData("""{ "type": "discharged", "occurredOn": "01/02/2026" }""", "not-a-date", "/occurredOn")]
    [InlineData("""{ "type": "discharged", "occurredOn": "2026-02-01T10:00:00Z" }""", "not-a-date", "/occurredOn")]
    [InlineData("""{ "type": "discharged", "occurredOn": 20260201 }""", "wrong-type", "/occurredOn")]
    [InlineData("""{ "type": "note_recorded", "occurredOn": "2026-02-01" }""", "missing-field", "/note")]
    [InlineData("""{ "type": "note_recorded", "occurredOn": "2026-02-01", "note": "a\u0000b" }""", "invalid-text", "/note")]
    [InlineData("""{ "type": "note_recorded", "occurredOn": "2026-02-01", "note": "half \ud83d of a face" }""", "invalid-text", "/note")]
    [InlineData("""{ "type": "note_recorded", "occurredOn": "2026-02-01", "note": "\ude00\ud83d" }""", "invalid-text", "/note")]
    [InlineData("""{ "type": "laboratory_recorded", "occurredOn": "2026-02-01", "bilirubin": 34 }""", "wrong-type", "/bilirubin")]
    [InlineData("""{ "type": "laboratory_recorded", "occurredOn": "2026-02-01", "bilirubin": { "value": 34 } }""", "missing-field", "/bilirubin/unit")]
    [InlineData("""{ "type": "laboratory_recorded", "occurredOn": "2026-02-01", "bilirubin": { "value": 34, "unit": "" } }""", "unknown-unit", "/bilirubin/unit")]
    [InlineData("""{ "type": "laboratory_recorded", "occurredOn": "2026-02-01", "bilirubin": { "value": 34, "unit": "mmol/l" } }""", "unknown-unit", "/bilirubin/unit")]
    [InlineData("""{ "type": "complication_resolved", "occurredOn": "2026-02-01", "complicationEventId": "7" }""", "not-an-id", "/complicationEventId")]
    public async Task What_cannot_be_read_is_400_and_the_field_is_named(string body, string code, string field)
    {
        var id = await desk.Open();
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, body), HttpStatusCode.BadRequest, code, field);
        await pathway.ShouldBeRefused(() => desk.Validate(id, body), HttpStatusCode.BadRequest, code, field);
    }

    [Theory]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 1e400}", "out-of-range", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": -410}", "out-of-range", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 1234567890123456789012345678901234567890}", "out-of-range", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 0.41}", "out-of-range", "/flrVolumeMl")]
    [InlineData("""{ "type": "anthropometry_recorded", "occurredOn": "2026-02-01", "heightCm": 1.68, "weightKg": 64 }""", "out-of-range", "/heightCm")]
    [InlineData("""{ "type": "anthropometry_recorded", "occurredOn": "2026-02-01", "heightCm": 168, "weightKg": 30, "ascitesKg": 30 }""", "ascites-exceeds-weight", "/ascitesKg")]
    [InlineData("""{ "type": "function_test_recorded", "occurredOn": "2026-02-01", "test": "icgR15", "value": 0.12, "unit": "%", "scope": "global" }""", "out-of-range", "/value")]
    [InlineData("""{ "type": "function_test_recorded", "occurredOn": "2026-02-01", "test": "icgR15", "value": 12, "unit": "%", "scope": "remnant" }""", "whole-liver-test", "/scope")]
    [InlineData("""{ "type": "laboratory_recorded", "occurredOn": "2026-02-01", "bilirubin": { "value": 3400, "unit": "mg/dL" } }""", "out-of-range", "/bilirubin/value")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 1600, \"totalLiverVolumeMl\": 1540}", "remnant-exceeds-liver", "/flrVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 500, \"totalLiverVolumeMl\": 1540, \"tumorVolumeMl\": 1541}", "tumor-exceeds-liver", "/tumorVolumeMl")]
    [InlineData("{" + Scan + ", \"flrVolumeMl\": 500, \"totalLiverVolumeMl\": 1540, \"tumorVolumeMl\": 1041}", "remnant-exceeds-functional-liver", "/flrVolumeMl")]
    [InlineData("""{ "type": "discharged", "occurredOn": "2026-03-16" }""", "date-in-future", "/occurredOn")]
    [InlineData("""{ "type": "discharged", "occurredOn": "9999-12-31" }""", "date-in-future", "/occurredOn")]
    [InlineData("""{ "type": "discharged", "occurredOn": "1960-12-31" }""", "date-before-birth", "/occurredOn")]
    [InlineData("""{ "type": "discharged", "occurredOn": "0001-01-01" }""", "date-before-birth", "/occurredOn")]
    [InlineData("""{ "type": "diagnosis_recorded", "occurredOn": "2026-02-01", "primaryResectedOn": "2026-03-16" }""", "date-in-future", "/primaryResectedOn")]
    [InlineData("""{ "type": "chemotherapy_recorded", "occurredOn": "2026-02-01", "regimen": "FOLFOX", "cycles": 4, "startedOn": "2026-01-10", "lastDoseOn": "2026-01-09", "intent": "neoadjuvant" }""", "end-before-start", "/lastDoseOn")]
    [InlineData("""{ "type": "readiness_decided", "occurredOn": "2026-02-01", "decision": "defer", "rationale": "Too small.", "reviewOn": "2026-01-31" }""", "end-before-start", "/reviewOn")]
    [InlineData("""{ "type": "complication_resolved", "occurredOn": "2026-02-01", "complicationEventId": "00000000-0000-0000-0000-000000000000" }""", "unknown-event", "/complicationEventId")]
    [InlineData("""{ "type": "event_corrected", "occurredOn": "2026-02-01", "eventId": "01900000-0000-7000-8000-000000000000", "reason": "Mistyped." }""", "unknown-event", "/eventId")]
    [InlineData("""{ "type": "protocol_assigned", "occurredOn": "2026-02-01", "protocolId": "no-such", "protocolVersion": 1, "reason": "Trial." }""", "unknown-protocol", "/protocolId")]
    [InlineData("""{ "type": "protocol_assigned", "occurredOn": "2026-02-01", "protocolId": "staged-hepatectomy", "protocolVersion": 999999, "reason": "Trial." }""", "unknown-protocol", "/protocolVersion")]
    public async Task What_cannot_be_true_is_422_and_the_field_is_named(string body, string code, string field)
    {
        var id = await desk.Open();
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, body), HttpStatusCode.UnprocessableEntity, code, field);
        await pathway.ShouldBeRefused(() => desk.Validate(id, body), HttpStatusCode.UnprocessableEntity, code, field);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "invalid-json", "")]
    [InlineData("[]", HttpStatusCode.BadRequest, "wrong-type", "")]
    [InlineData("""{ "occurredOn": "2026-02-01" }""", HttpStatusCode.BadRequest, "missing-field", "/patientRef", "/center", "/sex", "/birthYear", "/tumor")]
    [InlineData("""{ "patientRef": "Mrs. Miller", "center": "Ghent", "occurredOn": "2026-02-01", "sex": "f", "birthYear": "1961", "tumor": null }""", HttpStatusCode.BadRequest, "invalid-text", "/patientRef", "/center", "/sex", "/birthYear", "/tumor")]
    [InlineData("""{ "patientRef": "P-1", "center": "ghent", "occurredOn": "2026-02-01", "sex": "male", "birthYear": 1961, "tumor": "benign", "heightCm": 1.68 }""", HttpStatusCode.UnprocessableEntity, "out-of-range", "/heightCm")]
    [InlineData("""{ "patientRef": "P-1", "center": "ghent", "occurredOn": "2026-03-16", "sex": "male", "birthYear": 1961, "tumor": "benign" }""", HttpStatusCode.UnprocessableEntity, "date-in-future", "/occurredOn")]
    [InlineData("""{ "patientRef": "P-1", "center": "ghent", "occurredOn": "2026-02-01", "sex": "male", "birthYear": 2027, "tumor": "benign" }""", HttpStatusCode.UnprocessableEntity, "birth-after-event", "/birthYear")]
    [InlineData("""{ "patientRef": "P-1", "center": "ghent", "occurredOn": "2026-02-01", "sex": "male", "birthYear": 1961, "tumor": "benign", "weightKg": 5, "ascitesKg": 6 }""", HttpStatusCode.UnprocessableEntity, "ascites-exceeds-weight", "/ascitesKg")]
    [InlineData("""{ "patientRef": "P-1", "center": "ghent", "occurredOn": "2026-02-01", "sex": "male", "birthYear": 1961, "tumor": "benign", "protocolId": "no-such" }""", HttpStatusCode.UnprocessableEntity, "unknown-protocol", "/protocolId")]
    [InlineData("""{ "patientRef": "P-1", "center": "ghent", "occurredOn": "2026-02-01", "sex": "male", "birthYear": 1961, "tumor": "benign", "protocolVersion": 999 }""", HttpStatusCode.UnprocessableEntity, "unknown-protocol", "/protocolVersion")]
    public Task An_opening_that_cannot_be_is_refused_with_every_reason_and_opens_nothing(string body, HttpStatusCode status, string code, params string[] fields) =>
        pathway.ShouldBeRefused(() => desk.Post("/api/pathways", body), status, code, fields);

    [Fact]
    public Task Another_event_does_not_open_a_pathway() => pathway.ShouldBeRefused(
        () => desk.Post("/api/pathways", Said.Opened(more: ", \"type\": \"discharged\"")), HttpStatusCode.BadRequest, "not-an-opening", "/type");

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_400()
    {
        var id = await desk.Open();
        foreach (var wrong in new byte[][] { [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0xc0, 0x80] })
        {
            byte[] body = [.. "{ \"type\": \"note_recorded\", \"occurredOn\": \"2026-02-01\", \"note\": \""u8, .. wrong, .. "\" }"u8];
            await pathway.ShouldBeRefused(() => desk.Post($"/api/pathways/{id}/events", body), HttpStatusCode.BadRequest, "invalid-json", "");
        }

        await pathway.ShouldBeRefused(
            () => desk.Post($"/api/pathways/{id}/events", Encoding.Unicode.GetBytes(Said.Discharged("2026-02-01"))), HttpStatusCode.BadRequest, "invalid-json", "");
    }

    [Fact]
    public async Task Deep_nesting_is_400_and_does_no_harm()
    {
        var id = await desk.Open();
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, new string('[', 500_000)), HttpStatusCode.BadRequest, "invalid-json", "");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, new string('[', 65) + new string(']', 65)), HttpStatusCode.BadRequest, "invalid-json", "");
    }

    [Fact]
    public async Task Every_mistake_is_named_at_once()
    {
        var id = await desk.Open();
        await pathway.ShouldBeRefused(
            () => desk.TryRecord(id, """{ "type": "volumetry_recorded", "occurredOn": "soon", "modality": "xray", "flrVolumeMl": "big", "liverVolume": 1 }"""),
            HttpStatusCode.BadRequest, "unknown-field", "/liverVolume", "/occurredOn", "/modality", "/flrVolumeMl");
    }

    [Fact]
    public async Task One_bad_event_in_the_middle_keeps_the_whole_list_out()
    {
        var id = await desk.Open();
        await pathway.ShouldBeRefused(
            () => desk.TryRecord(id, Said.All(Said.Scan("2026-01-10"), Said.Event("volumetry_recorded", "2026-01-12", "\"modality\": \"ct\""), Said.Stage1("2026-01-14"))),
            HttpStatusCode.BadRequest, "missing-field", "/1/flrVolumeMl");
        await pathway.ShouldBeRefused(
            () => desk.TryRecord(id, Said.All(Said.Scan("2026-01-10"), Said.Scan("2026-03-16"), Said.Stage1("2026-01-14"))),
            HttpStatusCode.UnprocessableEntity, "date-in-future", "/1/occurredOn");
        await pathway.ShouldBeRefused(
            () => desk.TryRecord(id, Said.All(Said.Stage1("2026-01-14"), Said.Scan("2026-01-20"), Said.Stage2("2026-01-13"))),
            HttpStatusCode.UnprocessableEntity, "stage2-before-stage1", "/2/occurredOn");
    }

    [Theory]
    [InlineData("9999-12-31", "date-in-future")]
    [InlineData("0001-01-01", "date-before-birth")]
    public async Task A_decision_on_a_date_that_cannot_be_is_refused_before_anything_is_assessed(string date, string code)
    {
        const string Proceed = """ "decision": "proceed", "rationale": "Grown enough." """;
        var id = await desk.OpenWith(Said.Stage1("2026-01-10"), Said.Scan("2026-01-20"), Said.Strategy("2026-01-02"));
        var entry = await desk.RecordOne(id, Said.Event("readiness_decided", "2026-01-20", Proceed));
        var decided = Said.Event("readiness_decided", date, Proceed);

        await pathway.ShouldBeRefused(() => desk.TryRecord(id, decided), HttpStatusCode.UnprocessableEntity, code, "/occurredOn");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Corrected(entry, decided)), HttpStatusCode.UnprocessableEntity, code, "/replacement/occurredOn");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.All(Said.Scan("2026-01-21"), decided)), HttpStatusCode.UnprocessableEntity, code, "/1/occurredOn");
    }

    [Fact]
    public async Task A_decision_after_a_protocol_that_is_not_there_is_refused_for_the_protocol()
    {
        var id = await desk.Open();
        await pathway.ShouldBeRefused(
            () => desk.TryRecord(id, Said.All(
                Said.Event("protocol_assigned", "2026-01-20", """ "protocolId": "no-such", "protocolVersion": 1, "reason": "Trial." """),
                Said.Event("readiness_decided", "2026-01-20", """ "decision": "proceed", "rationale": "Grown enough." """))),
            HttpStatusCode.UnprocessableEntity, "unknown-protocol", "/0/protocolId");
    }

    [Fact]
    public async Task A_list_holds_1_to_100_events()
    {
        var id = await desk.Open();
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, "[]"), HttpStatusCode.BadRequest, "invalid-list", "");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.All(Enumerable.Range(1, 101).Select(n => Said.Note("2026-02-01", $"{n}")))), HttpStatusCode.BadRequest, "invalid-list", "");

        var answer = await desk.Record(id, Said.All(Enumerable.Range(1, 100).Select(n => Said.Note("2026-02-01", $"{n}"))));

        Assert.Equal(Enumerable.Range(2, 100), answer.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("version").GetInt32()));
        Assert.Equal(Enumerable.Range(1, 100).Select(n => $"{n}"), (await desk.Events(id)).Skip(1).Select(e => e.GetProperty("data").GetProperty("note").GetString()));
    }

    [Theory]
    [InlineData("2025-12-10", "2025-12-09")]
    [InlineData("2025-12-10", "2025-09-01")]
    public async Task A_stage_2_before_stage_1_is_refused_whichever_is_entered_first(string stage1, string stage2)
    {
        var stage1First = await desk.OpenWith(Said.Stage1(stage1));
        await pathway.ShouldBeRefused(() => desk.TryRecord(stage1First, Said.Stage2(stage2)), HttpStatusCode.UnprocessableEntity, "stage2-before-stage1", "/occurredOn");

        var stage2First = await desk.OpenWith(Said.Stage2(stage2));
        await pathway.ShouldBeRefused(() => desk.TryRecord(stage2First, Said.Stage1(stage1)), HttpStatusCode.UnprocessableEntity, "stage2-before-stage1", "/occurredOn");
    }

    [Fact]
    public async Task There_is_one_opening_one_stage_1_one_stage_2_and_one_death()
    {
        var id = await desk.OpenWith(Said.Stage1("2025-12-10"), Said.Stage2("2025-12-20"), Said.Died("2026-01-02"));

        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Opened(more: ", \"type\": \"pathway_opened\"")), HttpStatusCode.Conflict, "already-opened", "/type");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Stage1("2025-12-11")), HttpStatusCode.Conflict, "stage1-already-recorded", "");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Stage2("2025-12-21")), HttpStatusCode.Conflict, "stage2-already-recorded", "");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Died("2026-01-03")), HttpStatusCode.Conflict, "death-already-recorded", "");
    }

    [Fact]
    public async Task A_second_inducing_step_lies_between_the_stages()
    {
        const string Rescue = """ "technique": "rescueAlpps", "reason": "No growth." """;
        var id = await desk.OpenWith(Said.Stage1("2025-12-10"), Said.Event("augmentation_added", "2025-12-20", Rescue));

        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Event("augmentation_added", "2025-12-09", Rescue)), HttpStatusCode.UnprocessableEntity, "augmentation-outside-interstage", "/occurredOn");
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Stage2("2025-12-19")), HttpStatusCode.UnprocessableEntity, "augmentation-outside-interstage", "/occurredOn");
    }

    [Fact]
    public async Task A_text_of_other_alphabets_and_faces_is_kept_as_it_was_said()
    {
        const string Said = "Große Läsion – 肝臓 😀 \u0001 \u001f µ \u2028 \ufeff \\ / < > & ' 🧑‍⚕️";
        var id = await desk.Open();

        await desk.Record(id, $$"""{ "type": "note_recorded", "occurredOn": "2026-02-01", "note": {{System.Text.Json.JsonSerializer.Serialize(Said)}} }""");

        Assert.Equal(Said, (await desk.Events(id))[1].GetProperty("data").GetProperty("note").GetString());
    }
}
