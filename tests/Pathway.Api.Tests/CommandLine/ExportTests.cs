using System.Diagnostics;
using Pathway.Api.OwnPostgres;
using Pathway.Api.Tests.Pathways;
using Pathway.EventStore.Proof;

namespace Pathway.Api.Tests.CommandLine;

public sealed class ExportTests
{
    [Fact]
    public async Task The_whole_log_is_exported_while_Pathway_runs_when_it_does_not_and_from_a_server_that_is_named()
    {
        using var folder = new TemporaryFolder();
        var data = folder.At("data");
        var (pathway, address) = await PathwayProcess.Up(data);
        string running;
        await using (pathway)
        {
            var (_, token, _) = await Run("token", "coordinator", "--name", "anna", "--data", data);
            using var desk = new Desk(new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", token.Trim()) } });
            await desk.OpenWith(Said.Scan("2025-09-03"), Said.Strategy("2025-09-04"));
            var (exitCode, said, errors) = await Run("export", folder.At("log.ndjson"), "--data", data);
            Assert.True(exitCode == 0, errors);
            Assert.StartsWith("3 events are in ", said, StringComparison.Ordinal);
            running = await File.ReadAllTextAsync(folder.At("log.ndjson"));

            var server = DataFolder.OpenExisting(data);
            var (onServer, named, problem) = await PathwayProcess.Run(
                ["export", "-", "--data", data],
                ("ConnectionStrings__Pathway", OwnServer.FindRunning(server)!), ("ConnectionStrings__PathwayOwner", OwnerOf(server))).Ended();
            Assert.True(onServer == 0, problem);
            Assert.Equal(running, $"{named}\n");

            // The line that docs/running.md gives to a stranger.
            Assert.Equal("1", await Psql(folder.Path, "select count(*) from reporting.cohort"));
            Assert.Contains("permission denied", await Psql(folder.Path, "select count(*) from mt_events"), StringComparison.Ordinal);
            await pathway.End(PathwayProcess.Terminate);
        }

        var (stopped, output, log) = await Run("export", "--data", data);
        Assert.True(stopped == 0, log);
        Assert.Equal(running, $"{output}\n");
        Assert.Contains("PostgreSQL", log, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.At("log.ndjson")));

        var (good, told, _) = await Run("verify", folder.At("log.ndjson"));
        Assert.True(good == 0, told);
        Assert.StartsWith("All 3 events of the record are as they were recorded.", told, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.At("other.ndjson"), running.Replace("\"flrVolumeMl\":410", "\"flrVolumeMl\":411", StringComparison.Ordinal));
        var (bad, found, _) = await Run("verify", folder.At("other.ndjson"));
        Assert.Equal(1, bad);
        Assert.StartsWith("NOT AS IT WAS RECORDED\n  Line ", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_exported_is_said_in_one_line_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var data = folder.At("data");
        var (pathway, _) = await PathwayProcess.Up(data);
        await using var _ = pathway;
        await Says("The export cannot be written", "export", folder.At("nowhere", "log.ndjson"), "--data", data);
        await Says("is not the data folder of a Pathway", "export", folder.At("log.ndjson"), "--data", folder.At("elsewhere"));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task With_another_key_nothing_is_signed()
    {
        using var folder = new TemporaryFolder();
        var data = folder.At("data");
        var (pathway, address) = await PathwayProcess.Up(data);
        await using var _ = pathway;
        var (_, token, _) = await Run("token", "coordinator", "--name", "anna", "--data", data);
        using var desk = new Desk(new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", token.Trim()) } });
        await desk.Open();
        await desk.Client.GetStringAsync("/api/audit/checkpoint"); // so that one is signed
        await File.WriteAllTextAsync(folder.At("other.pem"), LogKey.NewPem());

        var (exitCode, _, errors) = await PathwayProcess.Run(["export", folder.At("log.ndjson"), "--data", data], ("Pathway__LogKey", folder.At("other.pem"))).Ended();

        Assert.Equal(1, exitCode);
        Assert.Contains("signed with another key", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("log.ndjson")));
        Assert.Equal(0, (await Run("verify", "--data", data)).ExitCode);
    }

    private static async Task Says(string reason, params string[] arguments)
    {
        var (exitCode, output, errors) = await Run(arguments);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("pathway: ", errors, StringComparison.Ordinal);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors);
    }

    private static string OwnerOf(DataFolder data) => Cluster.ConnectionString(data, ServerProcess.ReadProcessFile(data.Cluster)!.Value.Port!.Value, Cluster.Owner);

    /// <summary>Types the documented line where the data folder is ./data, and asks something.</summary>
    private static async Task<string> Psql(string folder, string question)
    {
        var line = Assert.Single(Documentation.Page("running.md"), l => l.StartsWith("PGPASSWORD=", StringComparison.Ordinal));
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", $"{line} -Atc '{question}' 2>&1"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return said.Trim();
    }

    private static Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments) => PathwayProcess.Run(arguments).Ended();
}
