using Pathway.Api.Tests.Audit.Proof;
using Pathway.Api.Tests.Pathways;
using Pathway.EventStore.Proof;
using Pathway.Testing;

namespace Pathway.Api.Tests.CommandLine;

public sealed class VerifyTests(ThrowAwayPostgres postgres)
{
    [Fact]
    public async Task A_data_folder_is_verified_while_Pathway_runs_on_it_and_when_it_does_not()
    {
        using var folder = new TemporaryFolder();
        var (pathway, address) = await PathwayProcess.Up(folder.Path);
        await using (pathway)
        {
            var (_, token, _) = await Run("token", "coordinator", "--name", "anna", "--data", folder.Path);
            using var desk = new Desk(new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", token.Trim()) } });
            var id = await desk.OpenWith(Said.Scan("2025-09-03"));
            await File.WriteAllTextAsync(folder.At("export.json"), await desk.Client.GetStringAsync($"/api/pathways/{id}/export"));
            await File.WriteAllTextAsync(folder.At("kept.txt"), await desk.Client.GetStringAsync("/api/audit/checkpoint"));

            var (running, said, _) = await Run("verify", "--data", folder.Path);
            Assert.True(running == 0, said);
            Assert.StartsWith("All 2 events are as they were recorded.", said, StringComparison.Ordinal);
            await pathway.End(PathwayProcess.Terminate);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.At("keys", "log-key.pem")));
        var (stopped, told, _) = await Run("verify", "--data", folder.Path, "--checkpoint", folder.At("kept.txt"));
        Assert.True(stopped == 0, told);
        Assert.Contains("Outside     pathway/", told, StringComparison.Ordinal);

        await File.WriteAllTextAsync(folder.At("key.pem"), LogKey.FromPem(await File.ReadAllTextAsync(folder.At("keys", "log-key.pem"))).Public.Pem);
        var (good, file, _) = await Run("verify", folder.At("export.json"), "--key", folder.At("key.pem"));
        Assert.True(good == 0, file);
        Assert.StartsWith("All 2 events of pathway ", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_event_that_fails_is_named_and_the_exit_code_is_1()
    {
        await using var audited = await Audited.Start(postgres);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.At("key.pem"), audited.Key.Pem);
        await File.WriteAllTextAsync(folder.At("kept.txt"), audited.Early.Note);
        string[] verify = ["verify", "--key", folder.At("key.pem"), "--checkpoint", folder.At("kept.txt")];
        var server = ("ConnectionStrings__Pathway", audited.Pathway.Database.AppConnectionString);
        Assert.Equal(0, (await RunOn(server, verify)).ExitCode);

        await audited.Tamper("update mt_events set data = jsonb_set(data, '{flrVolumeMl}', '411') where seq_id = 2");
        var (exitCode, said, _) = await RunOn(server, verify);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("NOT AS IT WAS RECORDED\n  Sequence 2, event ", said, StringComparison.Ordinal);
        Assert.Contains($"version 2 of {audited.First}: The event was altered", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_hold_is_refused_and_one_of_an_unknown_key_says_so()
    {
        await using var audited = await Audited.Start(postgres);
        using var folder = new TemporaryFolder();
        var export = await audited.Desk.Client.GetStringAsync($"/api/pathways/{audited.First}/export");
        await File.WriteAllTextAsync(folder.At("good.json"), export);
        await File.WriteAllTextAsync(folder.At("bad.json"), export.Replace("\"flrVolumeMl\":410", "\"flrVolumeMl\":411", StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder.At("other.pem"), LogKey.FromPem(LogKey.NewPem()).Public.Pem);

        var (good, unpinned, _) = await Run("verify", folder.At("good.json"));
        Assert.Equal(0, good);
        Assert.Contains("The key came with the file", unpinned, StringComparison.Ordinal);

        var (bad, said, _) = await Run("verify", folder.At("bad.json"));
        Assert.Equal(1, bad);
        Assert.Contains("version 2 of", said, StringComparison.Ordinal);
        Assert.Equal(1, (await Run("verify", folder.At("good.json"), "--key", folder.At("other.pem"))).ExitCode);
    }

    [Fact]
    public async Task What_cannot_be_verified_is_said_in_one_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.At("nonsense"), "nonsense");
        foreach (var arguments in new string[][]
        {
            ["--data", folder.At("nowhere")], [folder.At("nowhere.json")], [folder.At("nonsense"), "--key", folder.At("nonsense")], ["--checkpoint", folder.At("nonsense")],
        })
        {
            var (exitCode, _, errors) = await Run(["verify", .. arguments]);
            Assert.Equal(1, exitCode);
            Assert.StartsWith("pathway: ", errors, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', errors);
        }
    }

    [Fact]
    public async Task A_key_and_a_name_of_one_s_own_sign_the_checkpoints()
    {
        using var folder = new TemporaryFolder();
        var key = LogKey.NewPem();
        await File.WriteAllTextAsync(folder.At("own.pem"), key);
        var (pathway, address) = await PathwayProcess.Up(folder.At("data"), ("Pathway__LogKey", folder.At("own.pem")), ("Pathway__LogOrigin", "hospital.example/pathway"));
        await using var _ = pathway;
        var (_, token, _) = await Run("token", "reporter", "--name", "rita", "--data", folder.At("data"));
        using var client = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", token.Trim()) } };

        var checkpoint = Checkpoint.Read(await client.GetStringAsync("/api/audit/checkpoint"))!;

        Assert.Equal("hospital.example/pathway", checkpoint.Origin);
        Assert.True(checkpoint.IsSignedBy(LogKey.FromPem(key).Public));
        Assert.False(File.Exists(folder.At("data", "keys", "log-key.pem")));
    }

    private static Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments) => PathwayProcess.Run(arguments).Ended();

    private static Task<(int ExitCode, string Output, string Errors)> RunOn((string, string) server, params string[] arguments) => PathwayProcess.Run(arguments, server).Ended();
}
