using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Pathway.Api.OwnPostgres;
using Pathway.Testing;

namespace Pathway.Api.Tests.CommandLine;

public sealed class SimulateTests(ThrowAwayPostgres postgres)
{
    private static readonly string[] _dates = ["--from", "2020-01-01", "--to", "2025-12-31"];

    [Fact]
    public async Task It_works_beside_a_Pathway_that_runs_on_the_folder_and_without_one()
    {
        using var folder = new TemporaryFolder();
        var (up, address) = await PathwayProcess.Up(folder.Path);
        await using (up)
        {
            var (code, output, errors) = await Run(["--pathways", "30", "--seed", "5", .. _dates, "--data", folder.Path]);

            Assert.True(code == 0, errors);
            Assert.Contains("Simulated pathways: 30 of 30 are there, 0 were before; ", output, StringComparison.Ordinal);
            Assert.Contains("pathway simulate --seed 5 --center-count 8 --from 2020-01-01 --to 2025-12-31 --pathways N", output, StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = address };
            await using var token = PathwayProcess.Run(["token", "auditor", "--name", "ann", "--data", folder.Path]);
            client.DefaultRequestHeaders.Authorization = new("Bearer", (await token.Ended()).Output.Trim());
            var listed = (await client.GetFromJsonAsync<JsonElement>("/api/pathways?q=SIM-5-&limit=200")).GetProperty("pathways");
            Assert.Equal(30, listed.GetArrayLength());
        }

        var again = await Run(["--pathways", "31", "--seed", "5", .. _dates, "--data", folder.Path]);
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Contains("Simulated pathways: 31 of 31 are there, 30 were before; ", again.Output, StringComparison.Ordinal);
        Assert.Empty(LeftOver.ProcessesOn(folder.At("postgres")));
    }

    [Fact]
    public async Task A_server_that_is_named_is_used_and_Ctrl_C_ends_it_with_0_after_whole_journeys()
    {
        var database = await postgres.NewDatabase();
        await using var running = PathwayProcess.Run(["simulate", "--pathways", "100000", .. _dates], ("ConnectionStrings__Pathway", database.OwnerConnectionString));
        await using var connections = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var some = connections.CreateCommand("select exists (select from mt_events)");
        while (await some.ExecuteScalarAsync() is false)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        var (code, output, errors) = await running.End(Native.Interrupt);

        Assert.True(code == 0, errors);
        Assert.Matches(@"Simulated pathways: [1-9][\d,]* of 100,000 are there, 0 were before; ", output);
    }

    [Fact]
    public async Task A_dry_run_prints_the_journeys_as_JSON_and_needs_no_database()
    {
        var (code, output, _) = await Run(["--pathways", "3", "--dry-run", .. _dates], ("ConnectionStrings__Pathway", "Host=nowhere.invalid"));

        Assert.Equal(0, code);
        var journeys = JsonElement.Parse(output).EnumerateArray().ToList();
        Assert.Equal(3, journeys.Count);
        Assert.All(journeys, j =>
        {
            Assert.Equal("synthetic", j.GetProperty("kind").GetString());
            Assert.Equal("pathway_opened", j.GetProperty("sittings")[0].GetProperty("entries")[0].GetProperty("event").GetProperty("type").GetString());
        });
    }

    [Theory]
    [InlineData("--pathways 0", "--pathways is a number from 1 to 1,000,000.")]
    [InlineData("--seed 1", "Option '--pathways' is required.")]
    [InlineData("--pathways 1 --from 1.3.2026", "--from is a date, such as 2026-03-01.")]
    [InlineData("--pathways 1 --to 2999-01-01", "pathway: --to is 2999-01-01, which is not over yet: today is ")]
    [InlineData("--pathways 1 --from 2021-01-02 --to 2021-01-01", "pathway: --from is 2021-01-02, which is after --to, 2021-01-01.")]
    [InlineData("--pathways 1 --from 1970-01-02", "pathway: --from is 1970-01-02: before 1990 nobody was treated so.")]
    [InlineData("--pathways 1001 --dry-run", "pathway: --dry-run prints at most 1000 journeys.")]
    public async Task A_mistake_is_answered_with_one_line(string typed, string reason)
    {
        var (code, _, errors) = await Run(typed.Split(' '));

        Assert.Equal(1, code);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var process = PathwayProcess.Run(["simulate", .. arguments], environment);
        return await process.Ended();
    }
}
