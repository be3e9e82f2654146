using System.Globalization;
using System.Net;
using System.Text.Json;
using Pathway.Api.SignIn;

namespace Pathway.Api.Tests.Reports;

/// <summary>What-if reports are jobs: begun, looked after, fetched, cancelled, and seen by whoever began them alone.</summary>
public sealed class WhatIfTests(ReportingPathway reporting) : IClassFixture<ReportingPathway>
{
    [Fact]
    public async Task Every_patient_is_looked_at_under_the_other_protocol()
    {
        await reporting.Ask("dropout"); // so that the cohort knows everybody
        using var reporter = reporting.Pathway.As(Role.Reporter);
        var begun = await reporter.PostAsync("/api/reports/what-if?protocol=review-stage2-thresholds@1", null);
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);

        var job = await Done(reporter, begun.Headers.Location!);
        Assert.Equal(("done", 8, 8), (job.GetProperty("state").GetString(), job.GetProperty("looked").GetInt32(), job.GetProperty("patients").GetInt32()));
        var report = job.GetProperty("report");
        Assert.Equal("review-stage2-thresholds", report.GetProperty("under").GetProperty("id").GetString());
        Assert.Equal(3, report.GetProperty("atStage2").EnumerateArray().Sum(c => c.GetProperty("patients").GetInt32())); // the three with stage 2
        Assert.Equal(1, report.GetProperty("atStage2").EnumerateArray().Where(c => c.GetProperty("diedWithin90Days").GetBoolean()).Sum(c => c.GetProperty("patients").GetInt32()));

        // Under the protocol that everybody was under nobody differs.
        var same = await Done(reporter, (await reporter.PostAsync("/api/reports/what-if?protocol=staged-hepatectomy@1", null)).Headers.Location!);
        Assert.Empty(same.GetProperty("report").GetProperty("differing").EnumerateArray());
    }

    [Fact]
    public async Task A_job_that_is_done_is_a_table_too()
    {
        await reporting.Ask("dropout");
        using var reporter = reporting.Pathway.As(Role.Reporter);
        var address = (await reporter.PostAsync("/api/reports/what-if?protocol=review-stage2-thresholds@1", null)).Headers.Location!;
        var report = (await Done(reporter, address)).GetProperty("report");

        var csv = await reporter.GetAsync($"{address}?format=csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        var lines = await Lines(csv);
        Assert.StartsWith("counted,atStage2,atStage2UnderOther,diedWithin90DaysOfStage2,cleared,outcome,patients,protocol,basis,", lines[0], StringComparison.Ordinal);
        Assert.Equal(1 + report.GetProperty("atStage2").GetArrayLength() + (5 * 7), lines.Length); // of each change all, and each of six outcomes
        Assert.Equal(3, lines.Where(l => l.StartsWith("atStage2,", StringComparison.Ordinal)).Sum(l => int.Parse(l.Split(',')[6], CultureInfo.InvariantCulture)));
        Assert.Equal(8, lines.Where(l => l.StartsWith("cleared,", StringComparison.Ordinal) && l.Split(',')[5].Length == 0).Sum(l => int.Parse(l.Split(',')[6], CultureInfo.InvariantCulture)));
        Assert.All(lines.Skip(1), l => Assert.Contains(",review-stage2-thresholds@1,perProtocol,stage 1,", l, StringComparison.Ordinal));

        var patients = await Lines(await reporter.GetAsync($"{address}?format=csv&table=patients"));
        Assert.StartsWith("pathwayId,center,stage1On,", patients[0], StringComparison.Ordinal);
        Assert.Equal(1 + Math.Max(1, report.GetProperty("differing").GetArrayLength()), patients.Length); // a table without rows has one that says nothing of patients

        using var asked = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept", "text/csv" } } };
        Assert.Equal(lines, await Lines(await reporter.SendAsync(asked)));
        Assert.Equal("table", (await (await reporter.GetAsync($"{address}?format=csv&table=everything")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter")).GetProperty("parameter").GetString());
        Assert.Equal("format", (await (await reporter.GetAsync($"{address}?format=ndjson")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter")).GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task Small_counts_are_held_back_and_nobody_is_listed()
    {
        await reporting.Ask("dropout");
        using var reporter = reporting.Pathway.As(Role.Reporter);
        var address = (await reporter.PostAsync("/api/reports/what-if?protocol=review-stage2-thresholds@1&minCell=5", null)).Headers.Location!;
        var report = (await Done(reporter, address)).GetProperty("report");
        Assert.Equal((5, JsonValueKind.Null), (report.GetProperty("about").GetProperty("question").GetProperty("minCell").GetInt32(), report.GetProperty("differing").ValueKind));
        Assert.All(report.GetProperty("atStage2").EnumerateArray(), c => Assert.Equal(JsonValueKind.Null, c.GetProperty("patients").ValueKind)); // three in all
        Assert.All((await Lines(await reporter.GetAsync($"{address}?format=csv"))).Skip(1), line => Assert.True(line.Split(',')[6] is "" or "0" or [>= '5'], line));
        Assert.Equal("table", (await (await reporter.GetAsync($"{address}?format=csv&table=patients")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter")).GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task Whoever_begins_many_pushes_out_his_own_and_nobody_else_s()
    {
        const string Asked = "/api/reports/what-if?protocol=review-stage2-thresholds@1";
        using var colleague = reporting.Pathway.As(Role.Reporter, "A Colleague");
        using var eager = reporting.Pathway.As(Role.Reporter, "Somebody Eager");
        var others = (await colleague.PostAsync(Asked, null)).Headers.Location!;
        await Done(colleague, others);
        var own = new List<Uri>();
        for (var n = 0; n < 21; n++)
        {
            own.Add((await eager.PostAsync(Asked, null)).Headers.Location!);
            await Done(eager, own[^1]);
        }

        Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync(others)).StatusCode);
        Assert.Equal(5, (await Task.WhenAll(own.Select(job => eager.GetAsync(job)))).Count(a => a.StatusCode is HttpStatusCode.OK));
    }

    [Fact]
    public async Task Of_a_job_that_came_to_nothing_there_is_no_table()
    {
        using var reporter = reporting.Pathway.As(Role.Reporter);
        while (true)
        {
            var address = (await reporter.PostAsync("/api/reports/what-if?protocol=staged-hepatectomy@1", null)).Headers.Location!;
            await reporter.DeleteAsync(address);
            if ((await Done(reporter, address)).GetProperty("state").GetString() is "cancelled") // and was not done before
            {
                await (await reporter.GetAsync($"{address}?format=csv")).ShouldBeProblem(HttpStatusCode.Conflict, "job-not-done");
                return;
            }
        }
    }

    [Fact]
    public async Task A_job_is_its_owners_and_can_be_cancelled()
    {
        using var reporter = reporting.Pathway.As(Role.Reporter);
        using var other = reporting.Pathway.As(Role.Reporter, name: "Somebody Else");
        var address = (await reporter.PostAsync("/api/reports/what-if?protocol=staged-hepatectomy@1", null)).Headers.Location!;
        await (await other.GetAsync(address)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-job");
        await (await other.DeleteAsync(address)).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-job");
        Assert.Equal(HttpStatusCode.NoContent, (await reporter.DeleteAsync(address)).StatusCode);
        Assert.Contains((await Done(reporter, address)).GetProperty("state").GetString(), new[] { "cancelled", "done" });
    }

    [Theory]
    [InlineData("", "bad-parameter", HttpStatusCode.BadRequest)]
    [InlineData("?protocol=staged-hepatectomy", "bad-parameter", HttpStatusCode.BadRequest)]
    [InlineData("?protocol=staged-hepatectomy@99", "no-such-protocol", HttpStatusCode.NotFound)]
    [InlineData("?protocol=staged-hepatectomy@1&on=soon", "bad-parameter", HttpStatusCode.BadRequest)]
    [InlineData("?protocol=staged-hepatectomy@1&minCell=2", "bad-parameter", HttpStatusCode.BadRequest)]
    public async Task What_does_not_fit_is_refused(string query, string code, HttpStatusCode status)
    {
        using var reporter = reporting.Pathway.As(Role.Reporter);
        await (await reporter.PostAsync($"/api/reports/what-if{query}", null)).ShouldBeProblem(status, code);
    }

    private static async Task<string[]> Lines(HttpResponseMessage csv) =>
        (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static async Task<JsonElement> Done(HttpClient caller, Uri address)
    {
        while (true)
        {
            var job = JsonElement.Parse(await caller.GetStringAsync(address));
            if (job.GetProperty("state").GetString() is not ("waiting" or "running"))
            {
                return job;
            }

            await Task.Delay(20);
        }
    }
}
