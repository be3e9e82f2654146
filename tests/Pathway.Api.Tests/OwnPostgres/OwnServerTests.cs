using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pathway.Api.OwnPostgres;
using Pathway.Testing;

namespace Pathway.Api.Tests.OwnPostgres;

public sealed class OwnServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_first_start_makes_a_durable_database_whose_application_role_owns_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Start(folder);

        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes", "data_checksums" })
        {
            Assert.Equal("on", await Ask<string>(server.OwnerConnectionString, $"show {setting}"));
        }

        Assert.Equal("pathway_app", await Ask<string>(server.AppConnectionString, "select current_user::text"));
        Assert.False(await Ask<bool>(server.AppConnectionString, "select rolsuper or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user"));
        Assert.Equal("127.0.0.1", await Ask<string>(server.OwnerConnectionString, "show listen_addresses"));
    }

    [Fact]
    public async Task The_keys_and_the_database_can_be_read_by_nobody_else()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Start(folder);

        const UnixFileMode group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
        const UnixFileMode others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        foreach (var path in new[] { "keys", "keys/postgres-owner", "keys/postgres-app", "keys/postgres-reporting", "postgres", "postgres.log" })
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.At(path)) & (group | others));
        }

        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.password"));
    }

    [Fact]
    public async Task A_password_that_is_not_that_of_the_role_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Start(folder);

        var stranger = new NpgsqlConnectionStringBuilder(server.OwnerConnectionString) { Password = "guess" }.ConnectionString;
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Ask<int>(stranger, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Who_asks_in_SQL_what_reports_are_made_of_can_become_nobody_else()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Start(folder);
        await PathwayHost.Migrate(server.OwnerConnectionString, CancellationToken.None);
        var password = (await File.ReadAllTextAsync(folder.At("keys/postgres-reporting"))).Trim();
        var reader = new NpgsqlConnectionStringBuilder(server.OwnerConnectionString) { Username = "pathway_reporting", Password = password }.ConnectionString;

        Assert.Equal("pathway_reporting", await Ask<string>(reader, "select session_user::text"));
        foreach (var attempt in new[] { "select set_config('role', 'pathway', false)", "select set_config('role', 'pathway_app', false)", "select count(*)::text from mt_events" })
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => Ask<string>(reader, attempt))).SqlState);
        }
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await Start(folder))
        {
            await Remember(first.OwnerConnectionString);
        }

        await using var second = await Start(folder);
        await ShouldRemember(second.OwnerConnectionString);
    }

    [Fact]
    public async Task A_server_killed_under_a_running_Pathway_comes_back_with_its_data_and_meanwhile_requests_are_told_to_come_again()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Start(folder);
        await Remember(server.OwnerConnectionString);
        await PathwayHost.Migrate(server.OwnerConnectionString, CancellationToken.None);
        await using var pathway = await TestPathway.Start(new TestDatabase(server.OwnerConnectionString, server.AppConnectionString));
        using var anybody = pathway.Anonymous;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => anybody.GetAsync("/health/ready"))); // Several connections in the pool, all about to break.

        var killed = server.ProcessId;
        Native.Send(killed, Native.Kill);

        var answers = new List<HttpStatusCode>();
        var started = Stopwatch.GetTimestamp();
        do
        {
            var answer = await anybody.GetAsync("/health/ready");
            answers.Add(answer.StatusCode);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable)
            {
                await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "database-unavailable");
                Assert.NotNull(answer.Headers.RetryAfter?.Delta);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
        while ((server.ProcessId == killed || answers[^1] is not HttpStatusCode.OK) && Stopwatch.GetElapsedTime(started) < Patience);

        Assert.NotEqual(killed, server.ProcessId);
        Assert.Equal(HttpStatusCode.OK, answers[^1]);
        Assert.Contains(HttpStatusCode.ServiceUnavailable, answers);
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{status}"));
        await ShouldRemember(server.OwnerConnectionString);
    }

    [Fact]
    public async Task A_database_that_was_half_made_is_made_anew()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("postgres.new", "base"));
        await File.WriteAllTextAsync(folder.At("postgres.new", "PG_VERSION"), "15\n");
        await File.WriteAllTextAsync(folder.At("postgres.password"), "left");

        await using var server = await Start(folder);

        Assert.Equal(1, await Ask<int>(server.AppConnectionString, "select 1"));
        Assert.False(Directory.Exists(folder.At("postgres.new")));
    }

    [Fact]
    public async Task A_process_file_with_the_number_of_somebody_else_harms_nobody()
    {
        using var folder = new TemporaryFolder();
        await (await Start(folder)).DisposeAsync();
        using var innocent = Process.Start("sleep", "300");
        await File.WriteAllTextAsync(folder.At("postgres", "postmaster.pid"), $"{innocent.Id}\n{folder.At("postgres")}\n1\n5432\n\n127.0.0.1\n\nready   \n");

        await using var server = await Start(folder);

        Assert.False(innocent.HasExited);
        innocent.Kill();
        Assert.Equal(1, await Ask<int>(server.AppConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_folder_of_another_version_is_left_alone_and_both_versions_are_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("postgres"));
        await File.WriteAllTextAsync(folder.At("postgres", "PG_VERSION"), "12\n");

        var refused = await ShouldNotStart(folder);

        Assert.Contains("was written by PostgreSQL 12", refused, StringComparison.Ordinal);
        Assert.Contains($"the server found is PostgreSQL {ServerBinaries.Find(folder: null, wanted: null).MajorVersion}", refused, StringComparison.Ordinal);
        Assert.Equal("12\n", await File.ReadAllTextAsync(folder.At("postgres", "PG_VERSION")));
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("postgres"));
        await File.WriteAllTextAsync(folder.At("postgres", "thesis.txt"), "mine");

        Assert.Contains("holds files that are no PostgreSQL database", await ShouldNotStart(folder), StringComparison.Ordinal);
        Assert.True(File.Exists(folder.At("postgres", "thesis.txt")));
    }

    [Fact]
    public async Task A_second_Pathway_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        using var folder = new TemporaryFolder();
        await using var first = await Start(folder);

        Assert.Contains("Another Pathway is running on", await ShouldNotStart(folder), StringComparison.Ordinal);
        Assert.Equal(1, await Ask<int>(first.AppConnectionString, "select 1"));
    }

    [Fact]
    public async Task Missing_server_programs_are_named_with_the_command_that_installs_them()
    {
        using var folder = new TemporaryFolder();
        using var empty = new TemporaryFolder();

        Assert.Contains("apt-get install postgresql", await ShouldNotStart(folder, empty.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_to_server_programs_that_were_uninstalled_count_as_missing()
    {
        using var folder = new TemporaryFolder();
        using var links = new TemporaryFolder();
        File.CreateSymbolicLink(links.At("initdb"), "/nowhere/initdb");
        File.CreateSymbolicLink(links.At("postgres"), "/nowhere/postgres");

        Assert.Contains("apt-get install postgresql", await ShouldNotStart(folder, links.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_are_not_those_of_the_database_are_said_to_be_so()
    {
        using var folder = new TemporaryFolder();
        await (await Start(folder)).DisposeAsync();
        Directory.Delete(folder.At("keys"), recursive: true);

        Assert.Contains("are not those of the database", await ShouldNotStart(folder), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("postgres", "postmaster.pid"))); // The server that found out has stopped.
    }

    [Fact]
    public async Task A_folder_that_the_servers_user_cannot_enter_is_named()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs the server as another user.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var data = DataFolder.Open(folder.At("closed", "data"));
        var refused = await Assert.ThrowsAsync<CannotStartException>(
            () => OwnServer.Start(data, binariesFolder: null, NullLogger.Instance, CancellationToken.None));

        Assert.Contains($"cannot enter {folder.At("closed")}:", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--data /var/lib/pathway", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_called_off_leaves_nothing_running()
    {
        using var folder = new TemporaryFolder();
        await (await Start(folder)).DisposeAsync();
        using var calledOff = new CancellationTokenSource();
        var start = OwnServer.Start(DataFolder.Open(folder.Path), binariesFolder: null, NullLogger.Instance, calledOff.Token);
        while (!File.Exists(folder.At("postgres", "postmaster.pid")) && !start.IsCompleted)
        {
            await Task.Yield();
        }

        await calledOff.CancelAsync();
        try
        {
            await (await start).DisposeAsync(); // It may have been too late.
        }
        catch (OperationCanceledException)
        {
            Assert.False(File.Exists(folder.At("postgres", "postmaster.pid")));
        }

        await using var again = await Start(folder);
        Assert.Equal(1, await Ask<int>(again.AppConnectionString, "select 1"));
    }

    private static Task<OwnServer> Start(TemporaryFolder folder, string? binariesFolder = null) =>
        OwnServer.Start(DataFolder.Open(folder.Path), binariesFolder, NullLogger.Instance, CancellationToken.None);

    private static async Task<string> ShouldNotStart(TemporaryFolder folder, string? binariesFolder = null)
    {
        var refused = await Assert.ThrowsAsync<CannotStartException>(() => Start(folder, binariesFolder));
        Assert.DoesNotContain('\n', refused.Message);
        return refused.Message;
    }

    private static Task<object?> Remember(string owner) => Ask<object?>(owner, "create table remembered as select 42 as answer");

    private static async Task ShouldRemember(string owner) => Assert.Equal(42, await Ask<int>(owner, "select answer from remembered"));

    private static async Task<T> Ask<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
