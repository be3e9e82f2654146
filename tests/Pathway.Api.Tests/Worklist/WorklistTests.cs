using System.Net;
using System.Text.Json;
using Npgsql;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.Worklist;

/// <summary>The clock stands at 2026-03-15.</summary>
public sealed class WorklistTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task What_is_most_overdue_comes_first_with_patient_phase_rule_and_a_sentence()
    {
        var interstage = await OpenIn("urgent", "P-interstage", Said.Strategy("2026-02-20"), Said.Scan("2026-02-10"), Said.Stage1("2026-03-02"), Laboratory("2026-03-07"));
        var resected = await OpenIn("urgent", "P-resected", Said.Strategy("2025-11-20"), Said.Stage1("2025-12-01"), Said.Stage2("2025-12-10"));
        var planned = await OpenIn("urgent", "P-planned", Said.Strategy("2026-02-20"), Said.Scan("2026-01-20"));

        var list = await Read("center=urgent");

        Assert.Equal(
            [
                (planned, "preoperativeImaging", 12), // day 42 after the scan was 2026-03-03
                (interstage, "firstInterstageVolumetry", 6),
                (interstage, "interstageFunction", 6),
                (resected, "ninetyDayStatus", 5), // day 90 was 2026-03-10; the laboratory of day 5 is no longer asked for in surveillance
                (resected, "surveillanceImaging", 0), // due since 2026-03-11
                (interstage, "growthReview", 0),
            ],
            list.GetProperty("rows").EnumerateArray().Select(r => (r.GetProperty("pathwayId").GetGuid(), r.GetProperty("what").GetString()!, r.GetProperty("overdueDays").GetInt32())));
        Assert.Equal((4, 1, 1), Counts(list));
        Assert.Equal(
            $$"""{"pathwayId":"{{interstage}}","patientRef":"P-interstage","center":"urgent","phase":"interstage","interstageDays":13,"lastEventOn":"2026-03-07","what":"firstInterstageVolumetry","state":"overdue","dueOn":"2026-03-09","latestOn":"2026-03-09","overdueDays":6,"ruleId":"schedule.firstVolumetry.alpps","statement":"The first volumetry after the inducing procedure was due on 2026-03-09, 7 days after stage 1 (2026-03-02), and is 6 days overdue.","upToVersion":5}""",
            list.GetProperty("rows")[1].GetRawText());
    }

    [Fact]
    public async Task Time_alone_changes_the_list_in_both_directions()
    {
        await OpenIn("timed", "P-1", Said.Strategy("2026-02-20"), Said.Stage1("2026-03-12"));
        Assert.Equal("2026-03-15", (await Read("center=timed")).GetProperty("on").GetString());
        Assert.Equal("upcoming", await LaboratoryOn("2026-03-16"));
        Assert.Equal("due", await LaboratoryOn("2026-03-17"));
        Assert.Equal("due", await LaboratoryOn("2026-03-19"));
        Assert.Equal("overdue", await LaboratoryOn("2026-03-20"));
        Assert.Equal(["preoperativeImaging"], Whats(await Read("center=timed&on=2026-03-11")));
        Assert.Empty(Whats(await Read("center=timed&on=2025-08-31"))); // The day before the enrollment.

        async Task<string> LaboratoryOn(string date) => (await Read($"center=timed&on={date}")).GetProperty("rows").EnumerateArray()
            .Single(r => r.GetProperty("what").GetString() == "laboratory").GetProperty("state").GetString()!;
    }

    [Fact]
    public async Task A_patient_whose_record_a_newer_version_wrote_is_named_and_hides_nobody()
    {
        var known = await OpenIn("newer", "P-known", Said.Strategy("2026-02-20"), Said.Scan("2026-01-20"));
        var unknown = await OpenIn("newer", "P-unknown", Said.Strategy("2026-02-20"), Said.Scan("2026-01-20"));
        await using (var owner = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString))
        {
            await using var rename = owner.CreateCommand($"update mt_events set type = 'organ_printed' where stream_id = '{unknown}' and version = 2");
            await rename.ExecuteNonQueryAsync();
        }

        var list = await Read("center=newer");

        Assert.Equal([known], list.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("pathwayId").GetGuid()).Distinct());
        Assert.Equal([unknown], list.GetProperty("unreadable").EnumerateArray().Select(id => id.GetGuid()));
        await using var another = await TestPathway.Start(pathway.Database); // One that does not remember the record as it was.
        using var there = new Desk(another.As(Role.Coordinator));
        await (await there.TryRead(unknown)).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "unreadable-event");
        await (await there.TryRecord(unknown, Said.Note("2026-03-01", "Seen."))).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "unreadable-event");
    }

    [Theory]
    [InlineData("left")]
    [InlineData("died")]
    [InlineData("closed")]
    public async Task Whoever_has_left_is_off_the_list_and_still_on_that_of_the_days_before(string how)
    {
        var ending = how switch { "left" => Said.DroppedOut("2026-03-10"), "died" => Said.Died("2026-03-10"), _ => Said.Closed("2026-03-10", "transferred") };
        await OpenIn(how, "P-1", Said.Strategy("2026-02-20"), Said.Stage1("2026-03-02"), ending);
        Assert.Empty(Whats(await Read($"center={how}")));
        Assert.Empty(Whats(await Read($"center={how}&on=2026-03-10")));
        Assert.Contains("laboratory", Whats(await Read($"center={how}&on=2026-03-09")));
        Assert.Empty(Whats(await Read($"center={how}&on=2026-04-09")));
    }

    [Fact]
    public async Task What_was_done_and_what_was_corrected_shows_at_once()
    {
        var id = await OpenIn("current", "P-1", Said.Strategy("2026-02-20"), Said.Stage1("2026-03-02"));
        Assert.Contains("laboratory", Whats(await Read("center=current")));
        var entry = await desk.RecordOne(id, Laboratory("2026-03-07"));
        Assert.DoesNotContain("laboratory", Whats(await Read("center=current")));
        await desk.Record(id, Said.Corrected(entry, Laboratory("2026-03-06")));
        Assert.Contains("laboratory", Whats(await Read("center=current"))); // Day 4 is too early.
    }

    [Fact]
    public async Task A_coordinator_of_a_center_sees_that_center_alone_and_an_auditor_sees_all()
    {
        await OpenIn("here", "P-here", Said.Strategy("2026-02-20"));
        await OpenIn("there", "P-there", Said.Strategy("2026-02-20"));
        using var bound = pathway.As(Role.Coordinator, center: "here");
        using var auditor = pathway.As(Role.Auditor);

        Assert.All(Centers(await Read("limit=5000", bound)), c => Assert.Equal("here", c));
        Assert.NotEmpty(Centers(await Read("center=here", bound)));
        var nothing = await Read("center=there", bound);
        Assert.Empty(Centers(nothing));
        Assert.Equal((0, 0, 0), Counts(nothing));
        Assert.Empty(new[] { "here", "there" }.Except(Centers(await Read("limit=5000", auditor))));
    }

    [Theory]
    [InlineData(Role.Reporter)]
    [InlineData(Role.Admin)]
    public async Task Who_sees_no_single_patient_sees_no_worklist(Role role)
    {
        using var caller = pathway.As(role);
        await (await caller.GetAsync("/api/worklist")).ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    [Fact]
    public async Task Without_a_token_there_is_no_worklist()
    {
        using var anonymous = pathway.Anonymous;
        await (await anonymous.GetAsync("/api/worklist")).ShouldBeProblem(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Theory]
    [InlineData("on=yesterday", "on")]
    [InlineData("on=2026-02-30", "on")]
    [InlineData("on=", "on")]
    [InlineData("on=2026-03-15T00:00:00Z", "on")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=5001", "limit")]
    [InlineData("limit=%2B5", "limit")]
    [InlineData("center=a%00b", "center")]
    public async Task What_does_not_fit_is_400_and_named(string query, string parameter)
    {
        var problem = await (await desk.Client.GetAsync($"/api/worklist?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
    }

    [Theory]
    [InlineData("date=2026-03-15", "unknown-parameter")]
    [InlineData("on=2026-03-15&on=2026-03-16", "repeated-parameter")]
    public async Task A_parameter_that_is_none_is_400(string query, string code) =>
        await (await desk.Client.GetAsync($"/api/worklist?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public async Task The_first_and_the_last_of_all_dates_can_be_asked_for(string date) =>
        Assert.Equal(date, (await Read($"on={date}")).GetProperty("on").GetString());

    [Fact]
    public async Task A_limit_leaves_the_most_urgent_and_the_counts_are_of_all()
    {
        await OpenIn("limited", "P-1", Said.Strategy("2026-02-20"), Said.Stage1("2026-03-02"));
        var (all, cut) = (await Read("center=limited"), await Read("center=limited&limit=2"));
        Assert.Equal(Whats(all).Take(2), Whats(cut));
        Assert.Equal(Counts(all), Counts(cut));
    }

    private static string Laboratory(string on) => Said.Event("laboratory_recorded", on, """ "bilirubin": { "value": 12, "unit": "umol/L" }, "inr": 1.0 """);

    private static (int Overdue, int Due, int Upcoming) Counts(JsonElement list) =>
        (list.GetProperty("overdue").GetInt32(), list.GetProperty("due").GetInt32(), list.GetProperty("upcoming").GetInt32());

    private static IReadOnlyList<string?> Whats(JsonElement list) => [.. list.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("what").GetString())];

    private static IReadOnlyList<string?> Centers(JsonElement list) => [.. list.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("center").GetString())];

    private async Task<Guid> OpenIn(string center, string patientRef, params string[] events)
    {
        var id = await desk.Open(Said.Opened(patientRef: patientRef, center: center));
        await desk.Record(id, Said.All(events));
        return id;
    }

    private async Task<JsonElement> Read(string query, HttpClient? caller = null) => Desk.Parse(await (caller ?? desk.Client).GetStringAsync($"/api/worklist?{query}"));
}
