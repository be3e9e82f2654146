using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.CommandLine;
using Pathway.Api.Tests.Pathways;
using Pathway.Projections.Cohort;
using Pathway.Testing;

namespace Pathway.Api.Tests.Health;

public sealed class ProjectionTests(ThrowAwayPostgres postgres)
{
    [Fact]
    public async Task Admins_see_how_far_projections_are()
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var desk = new Desk(pathway.As(Role.Coordinator));
        await desk.Open();
        var cohort = await CaughtUp(pathway, 1);

        Assert.Equal(
            ("cohort", "following", CohortTables.Version, CohortTables.Version, 1L, 1L, 0L, 0.0),
            (cohort.GetProperty("name").GetString(), cohort.GetProperty("state").GetString(), cohort.GetProperty("version").GetInt32(), cohort.GetProperty("tablesVersion").GetInt32(),
                cohort.GetProperty("position").GetInt64(), cohort.GetProperty("endOfLog").GetInt64(), cohort.GetProperty("lagEvents").GetInt64(), cohort.GetProperty("lagSeconds").GetDouble()));
        Assert.Equal(0, cohort.GetProperty("stoppedPathways").GetInt64());

        using var anybody = pathway.Anonymous;
        var health = JsonDocument.Parse(await anybody.GetStringAsync("/health/ready")).RootElement.GetProperty("projections")[0];
        Assert.Equal(("cohort", "following", 0L), (health.GetProperty("name").GetString(), health.GetProperty("state").GetString(), health.GetProperty("lagEvents").GetInt64()));
    }

    [Theory]
    [InlineData(Role.Coordinator, HttpStatusCode.Forbidden)]
    [InlineData(Role.Auditor, HttpStatusCode.Forbidden)]
    [InlineData(Role.Reporter, HttpStatusCode.Forbidden)]
    [InlineData(Role.Admin, HttpStatusCode.OK)]
    public async Task Pathways_that_stopped_are_named_to_admins_alone(Role role, HttpStatusCode expected)
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var caller = pathway.As(role);
        Assert.Equal(expected, (await caller.GetAsync("/api/projections")).StatusCode);
        using var anybody = pathway.Anonymous;
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetAsync("/api/projections")).StatusCode);
    }

    [Fact]
    public async Task An_answer_from_a_projection_says_up_to_where_it_is_true_and_waits_for_what_is_wanted()
    {
        await using var pathway = await TestPathway.Start(postgres, app => app.MapGet("/count", async (NpgsqlDataSource database) =>
        {
            await using var count = database.CreateCommand("select count(*) from reporting.cohort");
            return await count.ExecuteScalarAsync();
        }).AllowAnonymous().AnswersFromCohort());
        using var desk = new Desk(pathway.As(Role.Coordinator));
        using var reader = pathway.Anonymous;

        await desk.Open();
        using var answer = await reader.GetAsync("/count?atLeast=1");
        Assert.Equal(("1", "1"), (await answer.Content.ReadAsStringAsync(), answer.Headers.GetValues("X-Log-Position").Single()));

        using var early = await reader.GetAsync("/count?atLeast=2");
        var problem = await early.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "projection-behind");
        Assert.Equal((1L, "1"), (problem.GetProperty("position").GetInt64(), early.Headers.GetValues("X-Log-Position").Single()));
        Assert.NotNull(early.Headers.RetryAfter);

        foreach (var wrong in (string[])["-1", "x", "1.5", "99999999999999999999"])
        {
            await (await reader.GetAsync($"/count?atLeast={wrong}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        }

        await (await reader.GetAsync("/count?atleast=1")).ShouldBeProblem(HttpStatusCode.BadRequest, "unknown-parameter");
    }

    [Fact]
    public async Task The_command_rebuilds_beside_a_server_that_runs()
    {
        await using var pathway = await TestPathway.Start(postgres);
        using var desk = new Desk(pathway.As(Role.Coordinator));
        await desk.Open();
        await CaughtUp(pathway, 1);
        await using var owner = NpgsqlDataSource.Create(pathway.Database.OwnerConnectionString);
        await using (var spoil = owner.CreateCommand("update cohort.cohort_1 set center = 'elsewhere'"))
        {
            await spoil.ExecuteNonQueryAsync();
        }

        var (code, output, _) = await Rebuild("--dry-run");
        Assert.True(code == 2 && output.Contains("cohort.center", StringComparison.Ordinal) && output.Contains("Nothing was switched.", StringComparison.Ordinal), output);
        (code, output, _) = await Rebuild("cohort");
        Assert.True(code == 2 && output.Contains("The new tables are read now.", StringComparison.Ordinal), output);
        (code, output, var errors) = await Rebuild();
        Assert.True(code == 0 && output.Contains("No pathway has other rows than before.", StringComparison.Ordinal), output + errors);
        Assert.Contains("Comparing", errors, StringComparison.Ordinal);

        async Task<(int ExitCode, string Output, string Errors)> Rebuild(params string[] arguments)
        {
            await using var process = PathwayProcess.Run(
                ["rebuild", .. arguments], ("ConnectionStrings__Pathway", pathway.Database.AppConnectionString), ("ConnectionStrings__PathwayOwner", pathway.Database.OwnerConnectionString));
            return await process.Ended();
        }
    }

    private static async Task<JsonElement> CaughtUp(TestPathway pathway, long position)
    {
        using var admin = pathway.As(Role.Admin);
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var cohort = JsonDocument.Parse(await admin.GetStringAsync("/api/projections")).RootElement[0];
            if (cohort.GetProperty("position").GetInt64() >= position && cohort.GetProperty("state").GetString() == "following")
            {
                return cohort;
            }

            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"{cohort}");
            await Task.Delay(20);
        }
    }
}
