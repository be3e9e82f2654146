using System.Net;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.Readiness;

public sealed class ReadinessTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private const string Domains = "volume kinetics function patient";

    private readonly TestPathway pathway = running.Pathway;
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task A_patient_whom_all_four_domains_let_pass_is_ready()
    {
        var id = await desk.OpenWithAll(Patient.Course());

        var assessment = await desk.Readiness(id, $"gate=stage2&on={Patient.Ready}");

        Assert.Equal(("stage2", Patient.Ready, "ready", "By the protocol the patient is ready for stage 2."),
            (assessment.Text("gate"), assessment.Text("asOf"), assessment.Text("overall"), assessment.Text("statement")));
        Assert.Equal(Domains, string.Join(' ', assessment.GetProperty("domains").EnumerateArray().Select(d => d.Text("domain"))));
        Assert.All(assessment.GetProperty("domains").EnumerateArray(), d => Assert.Equal(("met", true), (d.Text("verdict"), d.GetProperty("required").GetBoolean())));
        Assert.Equal(("staged-hepatectomy", 1), (assessment.GetProperty("protocol").Text("id"), assessment.GetProperty("protocol").GetProperty("version").GetInt32()));
        Assert.Equal(0, assessment.GetProperty("lookFor").GetArrayLength());
    }

    [Fact]
    public async Task A_finding_says_what_was_seen_what_was_asked_where_that_comes_from_and_which_entries_it_rests_on()
    {
        var id = await desk.OpenWithAll(Patient.Course());
        var entries = await desk.Entries(id);

        var finding = (await desk.Readiness(id, $"on={Patient.Ready}")).Finding("volume.stage2.normal");

        Assert.Equal("met", finding.Text("verdict"));
        Assert.Equal("The remnant is 36.00 % of the standard liver volume; more than 30 % is asked for.", finding.Text("statement"));
        Assert.Equal((36, 30, "%"), (finding.GetProperty("observed").GetDouble(), finding.GetProperty("threshold").GetDouble(), finding.Text("unit")));
        Assert.False(finding.GetProperty("isOnTheLine").GetBoolean());
        Assert.Contains("ALPPS as a double-edged sword", finding.GetProperty("evidence").Text("source"), StringComparison.Ordinal);
        Assert.Equal(("moderate", "should be used to guide the timing of stage 2"), (finding.GetProperty("evidence").Text("level"), finding.GetProperty("evidence").Text("strength")));
        Assert.Equal([entries["volumetry_recorded"].Last(), entries["parenchyma_assessed"].Single()], finding.EventIds());
    }

    [Fact]
    public async Task Each_gate_asks_its_own_question_on_its_own_days()
    {
        var id = await desk.OpenWithAll(Patient.Course());

        var candidacy = await desk.Readiness(id, $"gate=stage1&on={Patient.DayBeforeStage1}");
        Assert.Equal(("stage1", "ready", "By the protocol the patient is a candidate for stage 1."), (candidacy.Text("gate"), candidacy.Text("overall"), candidacy.Text("statement")));
        Assert.Equal(("met", "unknown", "met", "met"), (candidacy.VerdictOf("volume"), candidacy.VerdictOf("kinetics"), candidacy.VerdictOf("function"), candidacy.VerdictOf("patient")));
        Assert.False(candidacy.Domain("kinetics").GetProperty("required").GetBoolean()); // Nothing has been made to grow yet.

        var early = await desk.Readiness(id, $"gate=stage2&on={Patient.DayBeforeStage1}");
        Assert.Equal(("notApplicable", "Stage 1 has not been done.", 0), (early.Text("overall"), early.Text("statement"), early.GetProperty("domains").GetArrayLength()));
        Assert.Equal("ready", await desk.Overall(id, "gate=stage1&on=2025-12-10")); // The day itself is told as before the operation.
        Assert.Equal(("notApplicable", "Stage 1 has been done."), await Answer(id, $"gate=stage1&on={Patient.Ready}"));
    }

    [Theory]
    [InlineData("2025-12-16", "notReady", "notMet")] // before the scan; that of before stage 1 shows 20 %
    [InlineData("2025-12-17", "ready", "met")]
    [InlineData("2026-01-14", "ready", "met")] // 28 days after it
    [InlineData("2026-01-15", "caution", "caution")]
    [InlineData("2026-01-28", "caution", "caution")] // 42 days
    [InlineData("2026-01-29", "insufficientData", "unknown")]
    public async Task Readiness_is_told_for_a_date_and_imaging_grows_stale(string on, string overall, string volume)
    {
        var id = await desk.OpenWithAll(Patient.Course());

        var assessment = await desk.Readiness(id, $"on={on}");

        Assert.Equal((overall, volume, on), (assessment.Text("overall"), assessment.VerdictOf("volume"), assessment.Text("asOf")));
        Assert.Equal(assessment.GetRawText(), (await desk.Readiness(id, $"asOfOccurred={on}")).GetRawText());
    }

    [Fact]
    public async Task What_was_known_then_is_told_apart_from_what_is_known_now()
    {
        var course = Patient.Course();
        var id = await desk.OpenWithAll(course[..^2]);
        var before = pathway.Time.Now;
        pathway.Time.Now += TimeSpan.FromMinutes(1);
        await desk.Record(id, Said.All(course[^2..])); // the scan and the scintigraphy, both entered late

        Assert.Equal("ready", await desk.Overall(id, $"on={Patient.Ready}"));
        foreach (var then in new[] { $"asOfRecorded={before:yyyy-MM-dd'T'HH:mm:ss}Z", $"asOfVersion={course.Length - 1}" })
        {
            var assessment = await desk.Readiness(id, $"on={Patient.Ready}&{then}");
            Assert.Equal("notReady", assessment.Text("overall"));
            Assert.Equal(20, assessment.Finding("volume.stage2.normal").GetProperty("observed").GetDouble()); // The scan of before stage 1 was the latest.
        }
    }

    [Fact]
    public async Task The_same_patient_is_ready_under_one_protocol_and_not_under_another()
    {
        // 36 % of an injured liver: the imaging review recommends more than 40 %, its introduction more than 35 %.
        var id = await desk.OpenWithAll(Patient.Course("sinusoidalObstruction"));

        var recommended = await desk.Readiness(id, $"on={Patient.Ready}");
        var introduced = await desk.Readiness(id, $"on={Patient.Ready}&protocol=review-introduction-thresholds@1");

        Assert.Equal(("notReady", "By the protocol the patient is not ready for stage 2, because of volume."), (recommended.Text("overall"), recommended.Text("statement")));
        Assert.Equal("The remnant is 36.00 % of the standard liver volume; more than 40 % is asked for.", recommended.Finding("volume.stage2.injured").Text("statement"));
        Assert.Equal("ready", introduced.Text("overall"));
        Assert.Equal("review-introduction-thresholds", introduced.GetProperty("protocol").Text("id"));
        Assert.Equal("staged-hepatectomy", (await desk.Read(id)).GetProperty("protocol").Text("id")); // Asking moves nobody.
    }

    [Theory]
    [InlineData(5, "unknown", "insufficientData")]
    [InlineData(15, "unknown", "insufficientData")]
    [InlineData(15.1, "notMet", "notReady")]
    public async Task After_stage_1_a_test_of_the_whole_liver_can_stop_and_never_clears(double retention, string function, string overall)
    {
        var id = await desk.OpenWithAll([.. Patient.Course()[..^1], Patient.Icg("2025-12-17", retention)]);
        var without = await desk.Readiness(id, $"on={Patient.Ready}");
        Assert.Equal((function, overall), (without.VerdictOf("function"), without.Text("overall")));

        await desk.Record(id, Patient.Scintigraphy("2025-12-17"));

        var with = await desk.Readiness(id, $"on={Patient.Ready}");
        Assert.Equal(retention <= 15 ? ("met", "ready") : ("notMet", "notReady"), (with.VerdictOf("function"), with.Text("overall")));
    }

    [Fact]
    public async Task What_is_unknown_is_never_met()
    {
        var id = await desk.OpenWithAll(Patient.Stage1);
        foreach (var protocol in await Protocols())
        {
            var assessment = await desk.Readiness(id, $"on={Patient.Ready}&protocol={protocol}");
            Assert.Equal("insufficientData", assessment.Text("overall"));
            Assert.All(assessment.GetProperty("domains").EnumerateArray(), d => Assert.Equal("unknown", d.Text("verdict")));
            Assert.DoesNotContain(assessment.Findings(), f => f.Text("verdict") == "met" && f.Text("ruleId") != "patient.unresolvedComplication"); // Complications are written down when there are any.
        }
    }

    [Fact]
    public async Task A_value_on_the_line_is_said_to_be_on_it()
    {
        var id = await desk.OpenWithAll([.. Patient.Course()[..^2], Patient.Scan("2025-12-17", 300), Patient.Scintigraphy("2025-12-17")]);

        var finding = (await desk.Readiness(id, $"on={Patient.Ready}")).Finding("volume.stage2.normal");

        Assert.Equal(("notMet", true), (finding.Text("verdict"), finding.GetProperty("isOnTheLine").GetBoolean()));
        Assert.Equal("The remnant is 30 % of the standard liver volume, which is exactly on the line; more than 30 % is asked for.", finding.Text("statement"));
    }

    [Fact]
    public async Task The_state_shows_the_same_two_assessments()
    {
        var id = await desk.OpenWithAll(Patient.Course());
        foreach (var on in new[] { Patient.DayBeforeStage1, Patient.Ready, "2026-03-15" })
        {
            var state = await desk.Read(id, $"?asOfOccurred={on}");
            Assert.Equal(state.GetProperty("candidacy").GetRawText(), (await desk.Readiness(id, $"gate=stage1&on={on}")).GetRawText());
            Assert.Equal(state.GetProperty("readiness").GetRawText(), (await desk.Readiness(id, $"on={on}")).GetRawText());
        }
    }

    [Theory]
    [InlineData("gate=stage3", "gate")]
    [InlineData("gate=Stage2", "gate")]
    [InlineData("gate=", "gate")]
    [InlineData("gate=1", "gate")]
    [InlineData("on=2026-03-16", "on")] // Nobody knows the future.
    [InlineData("on=today", "on")]
    [InlineData("on=2025-12-18&asOfOccurred=2025-12-18", "on")]
    [InlineData("protocol=review-introduction-thresholds", "protocol")]
    [InlineData("protocol=review-introduction-thresholds@2", "protocol")]
    public async Task A_question_that_cannot_be_answered_is_400_and_named(string query, string parameter)
    {
        var id = await desk.Open();
        var problem = await (await desk.TryRead(id, $"/readiness?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task An_auditor_reads_the_same_and_nobody_assesses_a_patient_of_another_center()
    {
        var id = await desk.OpenWithAll(Patient.Course());
        using var auditor = new Desk(pathway.As(Role.Auditor));
        using var lyon = new Desk(pathway.As(Role.Coordinator, "Bruno", center: "lyon"));

        Assert.Equal(await desk.ReadText(id, $"/readiness?on={Patient.Ready}"), await auditor.ReadText(id, $"/readiness?on={Patient.Ready}"));
        await (await lyon.TryRead(id, "/readiness")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-pathway");
        await (await lyon.TryRead(id, "/strategies")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-pathway");
    }

    private async Task<IEnumerable<string>> Protocols() =>
        Desk.Parse(await desk.Client.GetStringAsync("/api/protocols")).EnumerateArray().Select(p => $"{p.Text("id")}@{p.GetProperty("version")}");

    private async Task<(string, string)> Answer(Guid id, string query)
    {
        var assessment = await desk.Readiness(id, query);
        return (assessment.Text("overall"), assessment.Text("statement"));
    }
}
