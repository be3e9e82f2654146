using System.Net;
using System.Net.Sockets;
using Npgsql;
using Pathway.Api.OwnPostgres;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.CommandLine;

public sealed class UpTests(ThrowAwayPostgres postgres)
{
    [Fact]
    public async Task It_starts_serves_whoever_has_a_token_of_its_folder_and_on_SIGTERM_ends_with_0_and_leaves_no_server()
    {
        using var folder = new TemporaryFolder();
        var (pathway, address) = await PathwayProcess.Up(folder.Path);
        await using var _ = pathway;
        using var client = new HttpClient { BaseAddress = address };

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/nowhere")).StatusCode);
        client.DefaultRequestHeaders.Authorization = new("Bearer", await Token(folder, "coordinator"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/nowhere")).StatusCode);

        var (exitCode, output, errors) = await pathway.End(PathwayProcess.Terminate);

        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.Contains($"Its data is in {folder.Path}", output, StringComparison.Ordinal);
        Assert.Contains($"token coordinator --name you --data {folder.Path}", output, StringComparison.Ordinal);
        Assert.Empty(ServersOn(folder));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_0_and_does_not_reach_the_server_itself()
    {
        using var folder = new TemporaryFolder();
        var (pathway, _) = await PathwayProcess.Up(folder.Path);
        await using var __ = pathway;

        // A terminal signals a group of processes; one that leads a session of its own is in no other group.
        var server = Assert.Single(ServersOn(folder));
        Assert.Equal(server, SessionOf(server));
        Assert.NotEqual(server, SessionOf(pathway.ProcessId));

        Assert.Equal(0, (await pathway.End(Native.Interrupt)).ExitCode);
        Assert.Empty(ServersOn(folder));
    }

    [Fact]
    public async Task After_kill_9_of_Pathway_everything_is_back_at_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var (killed, _) = await PathwayProcess.Up(folder.Path);
        await using (killed)
        {
            await Remember(folder);
            await killed.End(Native.Kill);
            Assert.Single(ServersOn(folder)); // It was left behind, with its process file.
        }

        await using var again = (await PathwayProcess.Up(folder.Path)).Pathway;
        await ShouldRemember(folder);
    }

    [Fact]
    public async Task After_kill_9_of_Pathway_and_its_server_everything_is_back_at_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var (killed, _) = await PathwayProcess.Up(folder.Path);
        await using (killed)
        {
            await Remember(folder);
            Native.Send(killed.ProcessId, Native.Kill);
            Native.Send(Assert.Single(ServersOn(folder)), Native.Kill);
            await killed.Ended();
            Assert.True(File.Exists(folder.At("postgres", "postmaster.pid")));
        }

        await using var again = (await PathwayProcess.Up(folder.Path)).Pathway;
        await ShouldRemember(folder);
    }

    [Fact]
    public async Task A_stop_while_it_starts_leaves_nothing_and_the_next_start_is_whole()
    {
        using var folder = new TemporaryFolder();
        await using (var early = PathwayProcess.Run(["up", "--port", "0", "--data", folder.Path]))
        {
            while (!Directory.Exists(folder.At("postgres.new")) && !Directory.Exists(folder.At("postgres")))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1));
            }

            Assert.Equal(0, (await early.End(PathwayProcess.Terminate)).ExitCode);
            Assert.Empty(ServersOn(folder));
        }

        await using var again = (await PathwayProcess.Up(folder.Path)).Pathway;
        Assert.Single(ServersOn(folder));
    }

    [Fact]
    public async Task A_second_one_on_the_same_folder_says_so_in_one_line()
    {
        using var folder = new TemporaryFolder();
        await using var first = (await PathwayProcess.Up(folder.Path)).Pathway;

        Assert.Equal(
            $"pathway: Another Pathway is running on {folder.Path}. Stop it, or name another folder with --data.",
            await ShouldNotUp(folder));
    }

    [Fact]
    public async Task A_taken_port_is_named_and_the_server_stopped_again()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, port: 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var said = await ShouldNotStart(["up", "--port", $"{port}", "--data", folder.Path]);

        Assert.Contains($":{port}", said, StringComparison.Ordinal);
        Assert.Contains("--port", said, StringComparison.Ordinal);
        Assert.Empty(ServersOn(folder));
    }

    [Fact]
    public async Task Others_may_reach_it_only_when_it_was_given_a_key()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("Pathway__SigningKey", await ShouldNotUp(folder, ("Pathway__Listen", "0.0.0.0")), StringComparison.Ordinal);
        var weak = await ShouldNotUp(folder, ("Pathway__Listen", "0.0.0.0"), ("Pathway__SigningKey", "short"));
        Assert.Contains("at least 32", weak, StringComparison.Ordinal);
        Assert.Contains("no IP address", await ShouldNotUp(folder, ("Pathway__Listen", "everywhere")), StringComparison.Ordinal);
        Assert.Empty(ServersOn(folder));
    }

    [Fact]
    public async Task A_time_zone_that_the_machine_does_not_know_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("\"Europe/Atlantis\"", await ShouldNotUp(folder, ("Pathway__TimeZone", "Europe/Atlantis")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_connection_string_it_uses_that_server_and_starts_none()
    {
        using var folder = new TemporaryFolder();
        var database = await postgres.NewDatabase();
        var (pathway, address) = await PathwayProcess.Up(
            folder.Path,
            ("ConnectionStrings__Pathway", database.AppConnectionString),
            ("ConnectionStrings__PathwayOwner", database.OwnerConnectionString));
        await using var _ = pathway;
        using var client = new HttpClient { BaseAddress = address };

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.False(Directory.Exists(folder.At("postgres")));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_without_its_password()
    {
        using var folder = new TemporaryFolder();
        var said = await ShouldNotUp(folder, ("ConnectionStrings__Pathway", "Host=127.0.0.1;Port=1;Database=pathway;Username=me;Password=secret"));

        Assert.Contains("127.0.0.1:1", said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "is not one that Npgsql takes")]
    [InlineData("Host=127.0.0.1;Port=many;Password=secret", "is not one that Npgsql takes")]
    [InlineData("Database=pathway;Username=me;Password=secret", "cannot be used")]
    [InlineData("Host=no-such-host.invalid;Database=pathway;Username=me;Password=secret", "no-such-host.invalid")]
    public async Task A_connection_string_that_leads_nowhere_is_refused_in_one_line_without_its_password(string connectionString, string why)
    {
        using var folder = new TemporaryFolder();
        var said = await ShouldNotUp(folder, ("ConnectionStrings__Pathway", connectionString));

        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_s_login_that_the_server_refuses_is_named_without_its_password()
    {
        using var folder = new TemporaryFolder();
        var database = await postgres.NewDatabase();
        var wrong = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString) { Username = "nobody_here", Password = "secret" }.ConnectionString;
        var said = await ShouldNotUp(
            folder, ("ConnectionStrings__Pathway", wrong), ("ConnectionStrings__PathwayOwner", database.OwnerConnectionString));

        Assert.Contains("nobody_here", said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_not_this_machine_s_is_refused_in_one_line()
    {
        using var folder = new TemporaryFolder();
        var database = await postgres.NewDatabase();
        var said = await ShouldNotUp(
            folder,
            ("ConnectionStrings__Pathway", database.AppConnectionString), ("ConnectionStrings__PathwayOwner", database.OwnerConnectionString),
            ("Pathway__Listen", "192.0.2.1"), ("Pathway__SigningKey", new string('k', 32)));

        Assert.Contains("Pathway__Listen", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_to_try_next_can_be_typed_even_when_the_folder_has_a_space_in_its_name()
    {
        using var folder = new TemporaryFolder();
        var database = await postgres.NewDatabase();
        var (pathway, _) = await PathwayProcess.Up(
            folder.At("liver's data"),
            ("ConnectionStrings__Pathway", database.AppConnectionString), ("ConnectionStrings__PathwayOwner", database.OwnerConnectionString));
        await using var __ = pathway;

        var (_, output, _) = await pathway.End(PathwayProcess.Terminate);

        Assert.Contains($@"--data '{folder.Path}/liver'\''s data')", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_a_folder_without_a_Pathway_is_not_made_up()
    {
        using var folder = new TemporaryFolder();

        var said = await ShouldNotStart(["token", "coordinator", "--name", "you", "--data", folder.At("nowhere")]);
        Assert.Contains("is not the data folder of a Pathway", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("nowhere")));
    }

    [Theory]
    [InlineData("--name is 1 to 200 characters", "--name", " ")]
    [InlineData("--name is 1 to 200 characters", "--name", "")]
    [InlineData("--name is 1 to 200 characters", "--name", "An\nna")]
    [InlineData("--center is a short name", "--name", "you", "--center", "")]
    [InlineData("--center is a short name", "--name", "you", "--center", "Ghent")]
    [InlineData("--id is 1 to 200 visible", "--name", "you", "--id", "")]
    [InlineData("--id is 1 to 200 visible", "--name", "you", "--id", "a b")]
    [InlineData("--name", "--hours", "1")]
    public async Task A_token_that_would_say_nothing_or_name_no_center_is_refused_in_one_line(string said, params string[] options) =>
        Assert.Contains(said, await ShouldNotStart(["token", "coordinator", .. options]), StringComparison.Ordinal);

    [Theory]
    [InlineData("dr-anna-meyer-2", "--name", "Dr. Anna  Meyer-2!")]
    [InlineData("Anna Müller", "--name", "Anna Müller")]
    [InlineData("王芳", "--name", "王芳")]
    [InlineData("E-0417", "--name", "Anna", "--id", "E-0417")]
    public async Task An_id_is_made_of_the_name_unless_one_is_given(string id, params string[] options)
    {
        using var folder = new TemporaryFolder();
        const string key = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";
        await using var command = PathwayProcess.Run(["token", "coordinator", "--data", DataFolder.Open(folder.Path).Path, .. options], ("Pathway__SigningKey", key));
        var (exitCode, output, errors) = await command.Ended();
        Assert.True(exitCode == 0, errors);

        var actor = new Tokens(SigningKey.From(key), TimeProvider.System).Read(output).Actor!;
        Assert.Equal((id, options[1]), (actor.Id, actor.Name));
    }

    private static async Task<string> Token(TemporaryFolder folder, string role)
    {
        await using var command = PathwayProcess.Run(["token", role, "--name", "you", "--data", folder.Path]);
        var (exitCode, output, _) = await command.Ended();
        Assert.Equal(0, exitCode);
        return output;
    }

    private static Task<string> ShouldNotUp(TemporaryFolder folder, params (string Name, string Value)[] environment) =>
        ShouldNotStart(["up", "--port", "0", "--data", folder.Path], environment);

    private static async Task<string> ShouldNotStart(string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var pathway = PathwayProcess.Run(arguments, environment);
        var (exitCode, _, errors) = await pathway.Ended();
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain('\n', errors);
        Assert.StartsWith("pathway: ", errors, StringComparison.Ordinal);
        return errors;
    }

    private static List<int> ServersOn(TemporaryFolder folder) =>
        [.. LeftOver.ProcessesOn(folder.At("postgres")).Where(processId => ServerProcess.ReadProcessFile(folder.At("postgres"))?.ProcessId == processId)];

    private static int SessionOf(int processId) =>
        int.Parse(File.ReadAllText($"/proc/{processId}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);

    private static async Task Remember(TemporaryFolder folder)
    {
        await using var database = Open(folder);
        await using var command = database.CreateCommand("create table remembered as select 42 as answer");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ShouldRemember(TemporaryFolder folder)
    {
        await using var database = Open(folder);
        await using var command = database.CreateCommand("select answer from remembered");
        Assert.Equal(42, await command.ExecuteScalarAsync());
    }

    private static NpgsqlDataSource Open(TemporaryFolder folder)
    {
        var port = int.Parse(File.ReadAllLines(folder.At("postgres", "postmaster.pid"))[3]);
        return NpgsqlDataSource.Create(Cluster.ConnectionString(DataFolder.Open(folder.Path), port, Cluster.Owner, pooling: false));
    }
}
