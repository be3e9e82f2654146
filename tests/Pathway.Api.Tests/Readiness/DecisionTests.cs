using System.Text.Json;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.Readiness;

public sealed class DecisionTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task A_decision_is_stored_with_the_assessment_that_was_shown()
    {
        var id = await desk.OpenWithAll(Patient.Course());
        var shown = await desk.Readiness(id, $"on={Patient.Ready}");

        var answer = await desk.Record(id, Patient.Decided(Patient.Ready));

        var stored = (await desk.Events(id))[^1].GetProperty("data").GetProperty("assessment");
        Assert.Equal(
            (shown.GetProperty("protocol").Text("id"), shown.GetProperty("protocol").GetProperty("version").GetInt32(), shown.GetProperty("protocol").Text("hash"), "stage2", "ready"),
            (stored.Text("protocolId"), stored.GetProperty("protocolVersion").GetInt32(), stored.Text("protocolHash"), stored.Text("gate"), stored.Text("overall")));
        Assert.Equal(
            shown.GetProperty("domains").EnumerateArray().Select(d => (d.Text("domain"), d.Text("verdict"))),
            stored.GetProperty("domains").EnumerateArray().Select(d => (d.Text("domain"), d.Text("verdict"))));
        Assert.Equal(shown.Findings().Select(Kept), stored.Findings().Select(Kept));
        Assert.Equal(36, Number(stored.Finding("volume.stage2.normal"), "observed"));

        var decision = TheDecision(answer.GetProperty("state"));
        Assert.Equal(("proceed", Patient.Ready, "All four are met."), (decision.Text("decision"), decision.Text("decidedOn"), decision.Text("rationale")));
        Assert.Equal(answer.GetProperty("events")[0].GetProperty("id").GetGuid(), decision.GetProperty("eventId").GetGuid());
        Assert.Equal((false, false), (decision.GetProperty("isOverride").GetBoolean(), decision.GetProperty("decidedOnCorrectedData").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, decision.GetProperty("now").ValueKind);
        Assert.Equal(shown.Findings().Select(Kept), decision.GetProperty("shown").Findings().Select(Kept));
        Assert.Equal(decision.GetRawText(), TheDecision(await desk.Read(id)).GetRawText());
    }

    [Theory]
    [InlineData("""{ "overall": "ready" }""")]
    [InlineData("null")]
    public async Task Nobody_but_the_server_says_what_was_shown(string assessment)
    {
        var id = await desk.OpenWithAll(Patient.Course());
        var sent = Patient.Decided(Patient.Ready).Replace("\"decision\"", $"\"assessment\": {assessment}, \"decision\"", StringComparison.Ordinal);

        await pathway.ShouldBeRefused(() => desk.TryRecord(id, sent), System.Net.HttpStatusCode.BadRequest, "unknown-field", "/assessment");

        var entry = await desk.RecordOne(id, Patient.Decided(Patient.Ready));
        await pathway.ShouldBeRefused(() => desk.TryRecord(id, Said.Corrected(entry, sent)), System.Net.HttpStatusCode.BadRequest, "unknown-field", "/replacement/assessment");
    }

    [Theory]
    [InlineData("proceed", 360, "ready", false)]
    [InlineData("proceed", 250, "notReady", true)]
    [InlineData("proceed", null, "insufficientData", true)]
    [InlineData("defer", 250, "notReady", false)]
    [InlineData("abandon", 360, "ready", false)]
    public async Task To_proceed_where_nothing_cleared_the_patient_is_shown_as_an_override(string decided, int? flrVolumeMl, string overall, bool isOverride)
    {
        string[] test = flrVolumeMl is null ? [] : [Patient.Scintigraphy("2025-12-17")];
        var id = await desk.OpenWithAll([.. Patient.Course()[..^2], Patient.Scan("2025-12-17", flrVolumeMl ?? 360), .. test]);

        var state = (await desk.Record(id, Patient.Decided(Patient.Ready, decided, "The family wishes it."))).GetProperty("state");

        var decision = TheDecision(state);
        Assert.Equal((overall, isOverride), (decision.GetProperty("shown").Text("overall"), decision.GetProperty("isOverride").GetBoolean()));
        Assert.Equal("The family wishes it.", decision.Text("rationale"));
    }

    [Fact]
    public async Task A_decision_whose_volumes_are_corrected_later_shows_the_assessment_then_and_now()
    {
        var id = await desk.OpenWithAll(Patient.Course());
        await desk.Record(id, Patient.Decided(Patient.Ready));
        var decidedAt = (await desk.Events(id)).Count;
        var before = await desk.ReadText(id, $"?asOfVersion={decidedAt}");
        var scan = (await desk.Entries(id))["volumetry_recorded"].Last();

        var corrected = await desk.Record(id, Said.Corrected(scan, Patient.Scan("2025-12-17", 260))); // 260 mL, typed as 360

        var decision = TheDecision(corrected.GetProperty("state"));
        Assert.True(decision.GetProperty("decidedOnCorrectedData").GetBoolean());
        Assert.False(decision.GetProperty("isOverride").GetBoolean()); // By what they saw, they were right to proceed.
        Assert.Equal(("ready", 36), (decision.GetProperty("shown").Text("overall"), Number(decision.GetProperty("shown").Finding("volume.stage2.normal"), "observed")));
        Assert.Equal(("notReady", 26), (decision.GetProperty("now").Text("overall"), Number(decision.GetProperty("now").Finding("volume.stage2.normal"), "observed")));

        Assert.Equal(before, await desk.ReadText(id, $"?asOfVersion={decidedAt}")); // On the day of the decision nothing had been corrected.
        Assert.False(TheDecision(Desk.Parse(before)).GetProperty("decidedOnCorrectedData").GetBoolean());
    }

    [Fact]
    public async Task What_is_entered_late_flags_the_decision_and_what_happened_after_it_does_not()
    {
        var id = await desk.OpenWithAll([.. Patient.Course(), Patient.Decided(Patient.Ready)]);

        var after = await desk.Record(id, Said.All(Said.Complication("2025-12-19"), Patient.Scan("2025-12-20", 210), Said.Stage2("2025-12-22")));
        Assert.False(TheDecision(after.GetProperty("state")).GetProperty("decidedOnCorrectedData").GetBoolean());

        var late = await desk.Record(id, Said.Complication("2025-12-16", "IVa"));
        var decision = TheDecision(late.GetProperty("state"));
        Assert.True(decision.GetProperty("decidedOnCorrectedData").GetBoolean());
        Assert.Equal("notMet", decision.GetProperty("now").VerdictOf("patient"));
    }

    [Fact]
    public async Task Another_wording_keeps_what_was_shown_and_another_date_asks_again()
    {
        var id = await desk.OpenWithAll(Patient.Course());
        var entry = await desk.RecordOne(id, Patient.Decided(Patient.Ready));
        var scan = (await desk.Entries(id))["volumetry_recorded"].Last();
        var shown = TheDecision(await desk.Read(id)).GetProperty("shown").GetRawText();
        await desk.Record(id, Said.Corrected(scan, Patient.Scan("2025-12-17", 260)));

        var reworded = TheDecision((await desk.Record(id, Said.Corrected(entry, Patient.Decided(Patient.Ready, rationale: "36 %, and it works.")))).GetProperty("state"));

        Assert.Equal(("36 %, and it works.", shown), (reworded.Text("rationale"), reworded.GetProperty("shown").GetRawText()));
        Assert.True(reworded.GetProperty("decidedOnCorrectedData").GetBoolean());

        var moved = TheDecision((await desk.Record(id, Said.Corrected(entry, Patient.Decided("2025-12-19")))).GetProperty("state"));

        Assert.Equal(("2025-12-19", "notReady"), (moved.Text("decidedOn"), moved.GetProperty("shown").Text("overall")));
        Assert.Equal((true, false), (moved.GetProperty("isOverride").GetBoolean(), moved.GetProperty("decidedOnCorrectedData").GetBoolean()));
    }

    [Fact]
    public async Task A_decision_entered_with_its_scan_was_shown_that_scan()
    {
        var id = await desk.OpenWithAll(Patient.Course()[..^2]);
        var validated = await (await desk.Validate(id, Said.All([.. Patient.Course()[^2..], Patient.Decided(Patient.Ready)]))).Content.ReadAsStringAsync();
        Assert.Equal("ready", TheDecision(Desk.Parse(validated).GetProperty("state")).GetProperty("shown").Text("overall"));

        var recorded = await desk.Record(id, Said.All([.. Patient.Course()[^2..], Patient.Decided(Patient.Ready)]));

        Assert.Equal("ready", TheDecision(recorded.GetProperty("state")).GetProperty("shown").Text("overall"));
    }

    [Fact]
    public async Task Decisions_stand_in_clinical_order_and_a_later_one_is_not_told_of_an_earlier_date()
    {
        var id = await desk.OpenWithAll(Patient.Course());
        await desk.Record(id, Patient.Decided(Patient.Ready));
        await desk.Record(id, Patient.Decided("2025-12-16", "defer", "The scan is tomorrow."));

        Assert.Equal(["defer", "proceed"], (await desk.Read(id)).GetProperty("decisions").EnumerateArray().Select(d => d.Text("decision")));
        Assert.Equal(["defer"], (await desk.Read(id, "?asOfOccurred=2025-12-17")).GetProperty("decisions").EnumerateArray().Select(d => d.Text("decision")));
        Assert.Empty((await desk.Read(id, "?asOfOccurred=2025-12-15")).GetProperty("decisions").EnumerateArray());
    }

    [Fact]
    public async Task A_decision_stays_judged_by_the_protocol_that_it_was_taken_under()
    {
        // 36 % of an injured liver: enough by one protocol and not by the other.
        var id = await desk.OpenWithAll([Patient.Assigned("2025-11-01", "review-introduction-thresholds"), .. Patient.Course("sinusoidalObstruction")]);
        var decided = TheDecision((await desk.Record(id, Patient.Decided(Patient.Ready))).GetProperty("state"));
        Assert.Equal(("review-introduction-thresholds", "ready"), (decided.GetProperty("shown").Text("protocolId"), decided.GetProperty("shown").Text("overall")));

        await desk.Record(id, Patient.Assigned("2025-12-19", "staged-hepatectomy"));

        Assert.Equal("notReady", await desk.Overall(id, "on=2025-12-19"));
        Assert.Equal(decided.GetRawText(), TheDecision(await desk.Read(id)).GetRawText());
        Assert.Equal(decided.GetRawText(), TheDecision(await desk.Read(id, "?protocol=staged-teaching-thresholds@1")).GetRawText());
    }

    private static JsonElement TheDecision(JsonElement state) => Assert.Single(state.GetProperty("decisions").EnumerateArray());

    private static double? Number(JsonElement finding, string name) =>
        finding.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>What is kept of a finding; figures to 15 significant digits.</summary>
    private static string Kept(JsonElement finding) =>
        $"{finding.Text("ruleId")} {finding.Text("verdict")} {Number(finding, "observed"):G15} {Number(finding, "threshold"):G15} {string.Join(' ', finding.EventIds())}";
}
