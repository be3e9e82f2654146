using Npgsql;
using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

public sealed class AppendOnlyTests(SharedServer server)
{
    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("update mt_events set is_archived = true")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events")]
    [InlineData("delete from mt_streams")]
    [InlineData("truncate mt_streams cascade")]
    [InlineData("update mt_streams set id = gen_random_uuid()")]
    [InlineData("update mt_streams set created = now()")]
    [InlineData("drop table mt_events")]
    [InlineData("alter table mt_events disable trigger all")]
    [InlineData("create rule r as on insert to mt_events do instead nothing")]
    [InlineData("update pathway_idempotency set body = ''")]
    [InlineData("delete from pathway_idempotency")]
    [InlineData("delete from pathway_schema_file")]
    [InlineData("update pathway_access set status = 200")]
    [InlineData("delete from pathway_access")]
    [InlineData("truncate pathway_access")]
    public async Task The_server_refuses_the_application_whatever_changes_the_record(string sql)
    {
        await using var database = await server.NewDatabase();
        await (await database.Store()).Append(Append(Guid.CreateVersion7(), 0));

        await using var command = database.AppDataSource().CreateCommand(sql);
        var refused = await Assert.ThrowsAsync<PostgresException>(command.ExecuteNonQueryAsync);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_application_s_role_passes_the_check_and_its_superuser_owner_does_not()
    {
        await using var database = await server.NewDatabase();
        await using var owner = NpgsqlDataSource.Create(database.Owner);

        await AppendOnlyCheck.Verify(database.AppDataSource(), CancellationToken.None);
        var error = await Assert.ThrowsAsync<NotAppendOnlyException>(() => AppendOnlyCheck.Verify(owner, CancellationToken.None));

        Assert.Contains("is a superuser", error.Message, StringComparison.Ordinal);
        Assert.Contains("pathway_app", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("grant update (data) on mt_events to pathway_app", "has UPDATE on mt_events")]
    [InlineData("grant delete on mt_events to public", "has DELETE on mt_events")]
    [InlineData("grant truncate on mt_events to pathway_app", "has TRUNCATE on mt_events")]
    [InlineData("grant delete, truncate on mt_streams to pathway_app", "has DELETE on mt_streams, TRUNCATE on mt_streams")]
    [InlineData("grant update on mt_streams to pathway_app", "has UPDATE of mt_streams.id")]
    [InlineData("alter table mt_streams owner to pathway_app", "owns mt_streams")]
    [InlineData("grant update (status) on pathway_access to pathway_app", "has UPDATE on pathway_access")]
    [InlineData("grant delete, truncate on pathway_access to public", "has DELETE on pathway_access, TRUNCATE on pathway_access")]
    [InlineData("alter table pathway_access owner to pathway_app", "owns pathway_access")]
    [InlineData("grant create on schema public to public", "has CREATE on the schema of mt_events")]
    [InlineData("do $$ begin execute format('grant create on database %I to pathway_app', current_database()); end $$", "has CREATE on the database")]
    public async Task A_privilege_too_many_is_named(string sql, string named)
    {
        await using var database = await server.NewDatabase();
        await database.Execute(sql);

        var error = await Assert.ThrowsAsync<NotAppendOnlyException>(() => AppendOnlyCheck.Verify(database.AppDataSource(), CancellationToken.None));

        Assert.Contains($"The database role pathway_app {named},", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create role {0} superuser", "can become {0}, which is a superuser")]
    [InlineData("create role {0} createrole", "can become {0}, which may take on other roles (CREATEROLE)")]
    [InlineData("create role {0}; grant delete on mt_events to {0}", "can become {0}, which has DELETE on mt_events")]
    [InlineData("create role {0} in role pg_write_server_files", "can become pg_write_server_files, which may write the server's own files")]
    public async Task A_role_that_the_application_could_become_is_checked_too(string sql, string named)
    {
        await using var database = await server.NewDatabase();
        var (login, more) = ($"login_{Guid.NewGuid():n}", $"more_{Guid.NewGuid():n}");
        await database.Execute($"{string.Format(null, sql, more)}; create role {login} login noinherit password 'p' in role pathway_app, {more}");
        try
        {
            // Nothing makes this login act as the application's role alone: it keeps what it may become.
            var settings = new NpgsqlConnectionStringBuilder(database.Owner) { Username = login, Password = "p", Pooling = false };
            await using var connections = NpgsqlDataSource.Create(settings);

            var error = await Assert.ThrowsAsync<NotAppendOnlyException>(() => AppendOnlyCheck.Verify(connections, CancellationToken.None));

            Assert.Contains($"The database role {login} {string.Format(null, named, more)},", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await database.Execute($"drop owned by {more}; drop role {login}, {more}");
        }
    }

    [Fact]
    public async Task A_login_that_is_only_a_member_of_the_role_can_append()
    {
        await using var database = await server.NewDatabase();
        var login = $"login_{Guid.NewGuid():n}";
        await database.Execute($"create role {login} login password 'p' in role pathway_app");
        try
        {
            var connectionString = new NpgsqlConnectionStringBuilder(database.Owner) { Username = login, Password = "p", Pooling = false }.ConnectionString;

            await AppendOnlyCheck.Verify(database.AppDataSource(connectionString), CancellationToken.None);
            Assert.IsType<Appended>(await (await database.Store(connectionString)).Append(Append(Guid.CreateVersion7(), 0)));
        }
        finally
        {
            await database.Execute($"drop role {login}");
        }
    }

    [Fact]
    public void A_login_of_the_role_s_own_name_takes_on_no_other_and_options_given_are_kept()
    {
        using var own = StoreConnection.DataSource("Host=h;Username=pathway_app;Options=-c lock_timeout=5s");
        using var other = StoreConnection.DataSource("Host=h;Username=owner;Options=-c lock_timeout=5s;Max Auto Prepare=7");

        Assert.Equal("-c lock_timeout=5s", new NpgsqlConnectionStringBuilder(own.ConnectionString).Options);
        Assert.Equal("-c lock_timeout=5s -c role=pathway_app", new NpgsqlConnectionStringBuilder(other.ConnectionString).Options);
        Assert.Equal(7, new NpgsqlConnectionStringBuilder(other.ConnectionString).MaxAutoPrepare);
    }
}
