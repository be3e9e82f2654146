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
    public async Task What_does_not_fit_is_refused(string query, string code, HttpStatusCode status)
    {
        using var reporter = reporting.Pathway.As(Role.Reporter);
        await (await reporter.PostAsync($"/api/reports/what-if{query}", null)).ShouldBeProblem(status, code);
    }

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
