using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pathway.Api.SignIn;
using Pathway.Projections.Cohort;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Tests.Reports;

/// <summary>Reports over REST, as those get them who may.</summary>
public sealed class ReportTests(ReportingPathway reporting) : IClassFixture<ReportingPathway>
{
    public static TheoryData<string> Names => ["dropout", "cumulative-incidence", "survival", "intervals", "growth", "readiness", "deviations", "cohort"];

    [Fact]
    public async Task Dropout_counts_what_was_entered()
    {
        var report = await Json("dropout", "by=center");
        Assert.Equal([8, 3, 2, 1, 2], Counts(report.GetProperty("overall")));
        Assert.Equal(["ghent", "lyon"], report.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("group").GetString()));
        Assert.Equal([6, 3, 1, 1, 1], Counts(report.GetProperty("groups")[0]));
        Assert.Equal(1, report.GetProperty("about").GetProperty("excluded").GetProperty("enteredInError").GetInt32());
        Assert.Equal("2026-03-15", report.GetProperty("about").GetProperty("question").GetProperty("on").GetString());

        // On day 10 the third operation and both drop-outs have not happened.
        var early = await Json("dropout", "on=2026-01-11");
        Assert.Equal([8, 2, 0, 1, 5], Counts(early.GetProperty("overall")));
        foreach (var query in new[] { "technique=alpps", "basis=intentionToTreat", "strategy=alpps,liverVenousDeprivation" })
        {
            var alone = await Json("dropout", query);
            Assert.Equal([6, 3, 1, 1, 1], Counts(alone.GetProperty("overall")));
        }
    }

    [Fact]
    public async Task Curves_come_from_the_same_patients()
    {
        // Six at risk: day 5 a death (1/6), days 8, 10 and 12 stage 2 (1/6 each), day 20 a drop-out (1/6).
        var incidence = await Json("cumulative-incidence", "center=ghent&variance=infinitesimalJackknife&intervals=plain&entry=timeZero");
        foreach (var (outcome, expected) in new[] { ("stage2", 3.0 / 6), ("died", 1.0 / 6), ("droppedOut", 1.0 / 6) })
        {
            var curve = incidence.GetProperty("groups")[0].GetProperty("outcomes").EnumerateArray().Single(o => o.GetProperty("outcome").GetString() == outcome);
            Assert.Equal(expected, curve.GetProperty("points").EnumerateArray().Last().GetProperty("incidence").GetDouble(), 12);
        }

        Assert.Equal("infinitesimal jackknife", incidence.GetProperty("about").GetProperty("method").GetProperty("variance").GetString());
        var survival = await Json("survival", "center=ghent&by=technique&entry=timeZero");
        Assert.Equal(2, survival.GetProperty("groups")[0].GetProperty("events").GetInt32());
        Assert.Equal(JsonValueKind.Null, survival.GetProperty("test").ValueKind);
        var wait = (await Json("intervals", "center=ghent")).GetProperty("measures").EnumerateArray().Single(m => m.GetProperty("measure").GetString() == "stage1ToStage2Days");
        Assert.Equal(10, wait.GetProperty("groups")[0].GetProperty("median").GetDouble());
    }

    [Fact]
    public async Task Curves_begin_at_registration_unless_asked_otherwise()
    {
        // All were entered on the day of the cut-off.
        var about = (await Json("cumulative-incidence")).GetProperty("about");
        Assert.Equal("registration", about.GetProperty("question").GetProperty("entry").GetString());
        Assert.Equal((0, 8), (about.GetProperty("patients").GetInt32(), about.GetProperty("excluded").GetProperty("registeredAfterEnd").GetInt32()));
        Assert.Contains("entry=timeZero", about.GetProperty("remarks")[0].GetString(), StringComparison.Ordinal);
        await (await reporting.Ask("dropout", "entry=registration")).ShouldBeProblem(HttpStatusCode.BadRequest, "unknown-parameter");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_report_is_json_and_csv_and_says_how_far_it_is_true(string report)
    {
        var json = await reporting.Ask(report, accept: "application/json");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (json.StatusCode, json.Content.Headers.ContentType!.MediaType));
        Assert.Equal($"{await reporting.End()}", json.Headers.GetValues("X-Log-Position").Single());

        var csv = await reporting.Ask(report, accept: "text/html, text/csv;q=0.9, */*;q=0.1");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("", lines[^1]);
        Assert.True(lines.Length > 2, lines[0]);
        Assert.DoesNotContain(lines, line => line.Contains('\n'));
        Assert.Equal(await csv.Content.ReadAsStringAsync(), await (await reporting.Ask(report, "format=csv")).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("TEXT/CSV", "text/csv")]
    [InlineData("text/*", "text/csv")]
    [InlineData("text/csv;q=0", "application/json")]
    [InlineData("application/json;q=0.1, text/csv", "text/csv")]
    [InlineData("text/csv;q=0.5, */*", "application/json")]
    [InlineData("application/xml", "application/json")]
    public async Task What_is_preferred_is_answered(string accept, string expected) =>
        Assert.Equal(expected, (await reporting.Ask("dropout", accept: accept)).Content.Headers.ContentType!.MediaType);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reports_are_for_reporters_auditors_and_coordinators(string report)
    {
        foreach (var (role, status) in new[] { (Role.Reporter, 200), (Role.Auditor, 200), (Role.Coordinator, 200), (Role.Admin, 403) })
        {
            Assert.Equal(status, (int)(await reporting.Ask(report, role: role)).StatusCode);
        }
    }

    [Fact]
    public async Task Who_is_of_one_center_sees_that_center_alone()
    {
        Assert.Equal(6, (await Json("dropout", "", Role.Coordinator, "ghent")).GetProperty("overall").GetProperty("patients").GetInt32());
        Assert.Equal(0, (await Json("dropout", "center=lyon", Role.Coordinator, "ghent")).GetProperty("overall").GetProperty("patients").GetInt32());
        Assert.All((await Json("cohort", "", Role.Coordinator, "ghent")).GetProperty("rows").EnumerateArray(), row => Assert.Equal("ghent", row.GetProperty("center").GetString()));
    }

    [Fact]
    public async Task The_cohort_has_one_row_a_pathway_and_no_pseudonym()
    {
        var cohort = await Json("cohort");
        var (rows, about) = (cohort.GetProperty("rows"), cohort.GetProperty("about"));
        Assert.Equal(8, rows.GetArrayLength()); // the one entered in error is not among them
        Assert.Equal((8, 1), (about.GetProperty("patients").GetInt32(), about.GetProperty("excluded").GetProperty("enteredInError").GetInt32()));
        Assert.Equal((await reporting.End(), "cohort", "stage 1"), (about.GetProperty("logPosition").GetInt64(), about.GetProperty("report").GetString(), about.GetProperty("timeZero").GetString()));
        Assert.Equal("alpps", (await Json("cohort", "technique=alpps")).GetProperty("about").GetProperty("question").GetProperty("techniques")[0].GetString());
        Assert.All(rows.EnumerateArray(), row => Assert.False(row.TryGetProperty("patientRef", out _)));

        var lines = (await (await reporting.Ask("cohort", "format=ndjson&technique=alpps")).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.All(lines, line => Assert.Equal("alpps", JsonElement.Parse(line).GetProperty("technique").GetString()));

        var csv = (await (await reporting.Ask("cohort", "format=csv")).Content.ReadAsStringAsync()).Split("\r\n");
        Assert.StartsWith("pathwayId,isSynthetic,isEnteredInError,center,", csv[0], StringComparison.Ordinal);
        Assert.Equal(csv[0].Split(',').Length, csv[1].Split(',').Length);
    }

    [Theory]
    [InlineData("dropout", "on=15.3.2026", "on")]
    [InlineData("survival", "on=2026-03-16", "on")] // tomorrow: nobody has been observed so far
    [InlineData("dropout", "strategy=alpps,magic", "strategy")]
    [InlineData("dropout", "by=patient", "by")]
    [InlineData("dropout", "basis=asWished", "basis")]
    [InlineData("dropout", "minCell=2", "minCell")]
    [InlineData("dropout", "minCell=five", "minCell")]
    [InlineData("dropout", "center=", "center")]
    [InlineData("dropout", "year=26", "year")]
    [InlineData("dropout", "format=xlsx", "format")]
    [InlineData("dropout", "format=ndjson", "format")]
    [InlineData("cumulative-incidence", "variance=none", "variance")]
    [InlineData("cumulative-incidence", "intervals=wide", "intervals")]
    [InlineData("survival", "outcome=happiness", "outcome")]
    [InlineData("cohort", "format=xml", "format")]
    public async Task What_does_not_fit_is_refused_by_name(string report, string query, string parameter)
    {
        var problem = await (await reporting.Ask(report, query)).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task The_same_question_at_the_same_place_has_the_same_bytes_and_need_not_be_sent_again()
    {
        var first = await reporting.Ask("dropout", "by=strategy");
        var again = await reporting.Ask("dropout", "by=strategy");
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
        Assert.Equal("private, no-cache", $"{first.Headers.CacheControl}".Replace("no-cache, private", "private, no-cache", StringComparison.Ordinal));

        // A proxy that packs answers makes the tag a weak one; a caller may know several.
        using var caller = reporting.Pathway.As(Role.Reporter);
        foreach (var known in new[] { $"{first.Headers.ETag}", $"W/{first.Headers.ETag}", $"\"another\", {first.Headers.ETag}", "*" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, first.RequestMessage!.RequestUri!.PathAndQuery);
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
            Assert.Equal(HttpStatusCode.NotModified, (await caller.SendAsync(request)).StatusCode);
        }

        Assert.NotEqual(first.Headers.ETag, (await reporting.Ask("dropout", "by=tumor")).Headers.ETag);
    }

    [Fact]
    public async Task Tables_derived_anew_at_the_same_place_in_the_log_have_another_tag()
    {
        var before = await reporting.Ask("dropout");
        var services = reporting.Pathway.Services;
        await new CohortRebuild(services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<PublishedProtocols>()).Run(dryRun: false, _ => { }, TestContext.Current.CancellationToken);
        var after = await reporting.Ask("dropout");
        Assert.Equal(before.Headers.GetValues("X-Log-Position"), after.Headers.GetValues("X-Log-Position"));
        Assert.Equal(await before.Content.ReadAsByteArrayAsync(), await after.Content.ReadAsByteArrayAsync());
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task Small_counts_are_held_back()
    {
        var report = await Json("dropout", "by=center&minCell=5");
        var shown = JsonSerializer.Serialize(report.GetProperty("groups"));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("groups")[1].GetProperty("patients").ValueKind);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("groups")[0].GetProperty("patients").ValueKind); // 8 - 6 would tell
        Assert.DoesNotContain("\"count\":1,", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\"count\":3,", shown, StringComparison.Ordinal);
    }

    private static int[] Counts(JsonElement group) =>
    [
        group.GetProperty("patients").GetInt32(),
        .. new[] { "stage2", "droppedOut", "died", "open" }.Select(outcome => group.GetProperty(outcome).GetProperty("count").GetInt32()),
    ];

    private async Task<JsonElement> Json(string report, string query = "", Role role = Role.Reporter, string? center = null)
    {
        var answer = await reporting.Ask(report, query, role, center);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, string.Create(CultureInfo.InvariantCulture, $"{answer.StatusCode}: {text}"));
        return JsonElement.Parse(text);
    }
}
