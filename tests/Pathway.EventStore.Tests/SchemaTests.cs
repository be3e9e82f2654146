using Npgsql;
using static Pathway.EventStore.AppendOutcome;
using static Pathway.EventStore.Tests.Make;

namespace Pathway.EventStore.Tests;

public sealed class SchemaTests(SharedServer server)
{
    [Fact]
    public async Task Columns_types_defaults_and_nulls_are_Marten_s()
    {
        await using var database = await server.NewDatabase();

        Assert.Equal(
            [
                "mt_event_progression | name | character varying | not null | ",
                "mt_event_progression | last_seq_id | bigint |  | ",
                "mt_event_progression | last_updated | timestamp with time zone |  | transaction_timestamp()",
                "mt_events | seq_id | bigint | not null | ",
                "mt_events | id | uuid | not null | ",
                "mt_events | stream_id | uuid |  | ",
                "mt_events | version | bigint | not null | ",
                "mt_events | data | jsonb | not null | ",
                "mt_events | bdata | bytea |  | ",
                "mt_events | type | character varying(500) | not null | ",
                "mt_events | timestamp | timestamp with time zone | not null | ",
                "mt_events | tenant_id | character varying |  | '*DEFAULT*'::character varying",
                "mt_events | mt_dotnet_type | character varying |  | ",
                "mt_events | correlation_id | character varying |  | ",
                "mt_events | causation_id | character varying |  | ",
                "mt_events | headers | jsonb |  | ",
                "mt_events | user_name | character varying |  | ",
                "mt_events | is_archived | boolean |  | false",
                "mt_streams | id | uuid | not null | ",
                "mt_streams | type | character varying |  | ",
                "mt_streams | version | bigint |  | ",
                "mt_streams | timestamp | timestamp with time zone | not null | now()",
                "mt_streams | created | timestamp with time zone | not null | now()",
                "mt_streams | tenant_id | character varying |  | '*DEFAULT*'::character varying",
                "mt_streams | is_archived | boolean |  | false",
            ],
            await database.Rows("""
                select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' else '' end,
                  coalesce(pg_get_expr(d.adbin, d.adrelid), '')
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
                where c.relname in ('mt_streams', 'mt_events', 'mt_event_progression')
                order by c.relname, a.attnum
                """));
    }

    [Fact]
    public async Task Keys_indexes_and_the_sequence_have_Marten_s_names()
    {
        await using var database = await server.NewDatabase();

        Assert.Equal(
            [
                "fkey_mt_events_stream_id | FOREIGN KEY (stream_id) REFERENCES mt_streams(id) ON DELETE CASCADE",
                "pk_mt_event_progression | PRIMARY KEY (name)",
                "pkey_mt_events_seq_id | PRIMARY KEY (seq_id)",
                "pkey_mt_streams_id | PRIMARY KEY (id)",
            ],
            await database.Rows("""
                select conname, pg_get_constraintdef(oid) from pg_constraint
                where conrelid in ('mt_streams'::regclass, 'mt_events'::regclass, 'mt_event_progression'::regclass) order by 1
                """));
        Assert.Equal(
            ["CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON public.mt_events USING btree (stream_id, version)"],
            await database.Rows("select indexdef from pg_indexes where tablename = 'mt_events' and indexname <> 'pkey_mt_events_seq_id'"));
        Assert.Equal(
            ["bigint | public.mt_events_sequence"],
            await database.Rows("select data_type::text, pg_get_serial_sequence('mt_events', 'seq_id') from pg_sequences where sequencename = 'mt_events_sequence'"));
    }

    [Fact]
    public async Task A_second_time_finds_nothing_left_to_do()
    {
        await using var database = await server.NewEmptyDatabase();

        var first = await database.ApplySchema();
        Assert.Equal(first.Order(StringComparer.Ordinal), first);
        Assert.Contains("030-mt_events.sql", first);
        Assert.Contains("901-mt_doc_ward.sql", first);
        Assert.Empty(await database.ApplySchema());
        Assert.Equal(first.Count, await database.Scalar<long>("select count(*) from pathway_schema_file"));
    }

    [Fact]
    public async Task Of_eight_that_start_at_once_one_applies_the_schema_and_the_others_find_it_done()
    {
        await using var database = await server.NewEmptyDatabase();

        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.ApplySchema()));

        Assert.Single(applied, files => files.Count > 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.Migrate()));
        Assert.IsType<Appended>(await (await database.Store()).Append(Append(Guid.CreateVersion7(), 0)));
    }

    [Fact]
    public async Task A_file_that_changed_after_it_was_applied_is_named()
    {
        await using var database = await server.NewDatabase();
        await database.Execute(@"update pathway_schema_file set sha256 = '\x00' where name = '030-mt_events.sql'");

        var error = await Assert.ThrowsAsync<SchemaException>(database.ApplySchema);

        Assert.Contains("030-mt_events.sql is not what was applied", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await using var database = await server.NewDatabase();
        await database.Execute(@"insert into pathway_schema_file (name, sha256) values ('999-from_the_future.sql', '\x00')");

        var error = await Assert.ThrowsAsync<SchemaException>(database.ApplySchema);

        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
        Assert.Contains("999-from_the_future.sql", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_the_server_refuses_leaves_nothing_behind()
    {
        await using var database = await server.NewEmptyDatabase();
        await database.Execute("create table mt_doc_ward (of_somebody_else int)");

        var error = await Assert.ThrowsAsync<SchemaException>(database.ApplySchema);

        Assert.Contains("901-mt_doc_ward.sql", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(["mt_doc_ward"], await database.Rows("select tablename from pg_tables where schemaname = 'public'"));
    }

    [Fact]
    public async Task A_database_that_Marten_wrote_is_taken_over_with_its_events()
    {
        await using var database = await server.NewEmptyDatabase();
        var stream = Guid.CreateVersion7();
        await database.Execute($$"""
            create table mt_streams (
              id uuid not null constraint pkey_mt_streams_id primary key, type varchar null, version bigint null,
              timestamp timestamptz not null default now(), created timestamptz not null default now(),
              tenant_id varchar default '*DEFAULT*', is_archived boolean default false);
            create table mt_events (
              seq_id bigint constraint pkey_mt_events_seq_id primary key, id uuid not null,
              stream_id uuid constraint fkey_mt_events_stream_id references mt_streams (id) on delete cascade,
              version bigint not null, data jsonb not null, bdata bytea null, type varchar(500) not null, timestamp timestamptz not null,
              tenant_id varchar default '*DEFAULT*', mt_dotnet_type varchar null, correlation_id varchar null, causation_id varchar null,
              headers jsonb null, user_name varchar null, is_archived boolean default false);
            create unique index pk_mt_events_stream_and_version on mt_events (stream_id, version);
            create sequence mt_events_sequence owned by mt_events.seq_id;
            create table mt_event_progression (
              name varchar constraint pk_mt_event_progression primary key, last_seq_id bigint null, last_updated timestamptz default transaction_timestamp());
            insert into mt_streams (id, type, version) values ('{{stream}}', 'patient', 2);
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            select n * 2, gen_random_uuid(), '{{stream}}', n, '{}', 'volumetry_recorded', now() from generate_series(1, 2) n;
            select setval('mt_events_sequence', 4);
            """);

        await database.Migrate();
        var store = await database.Store();

        var next = MustBeStored(version: 3, await store.Append(Append(stream, 2)));
        Assert.True(next.Sequence > 4);
        Assert.Equal([2, 4, next.Sequence], (await store.ReadStream(stream, 1, CancellationToken.None)).Select(e => e.Sequence));
        await AppendOnlyCheck.Verify(database.AppDataSource(), CancellationToken.None);
    }

    [Fact]
    public async Task A_database_that_cannot_hold_every_letter_is_refused_before_anything_is_made()
    {
        await using var database = await server.NewEmptyDatabase("encoding 'LATIN1' locale 'C' template template0");

        var refused = await Assert.ThrowsAsync<SchemaException>(database.ApplySchema);

        Assert.Equal(
            $"The database {database.Name} is encoded as LATIN1, which cannot hold every letter: use one that was created with encoding 'UTF8' (and template template0).",
            refused.Message);
        Assert.Empty(await database.Rows("select tablename from pg_tables where schemaname = 'public'"));
    }

    [Fact]
    public async Task A_database_s_owner_need_not_be_a_superuser()
    {
        await using var database = await server.NewEmptyDatabase();
        var login = $"login_{Guid.NewGuid():n}";
        await database.Execute($"create role {login} login createrole password 'p'; alter database {database.Name} owner to {login}");
        var connectionString = new NpgsqlConnectionStringBuilder(database.Owner) { Username = login, Password = "p" }.ConnectionString;

        try
        {
            await EngineUnderTest.Engine.Migrate(connectionString, [typeof(SchemaTests).Assembly], CancellationToken.None);

            await AppendOnlyCheck.Verify(database.AppDataSource(connectionString), CancellationToken.None);
            Assert.IsType<Appended>(await (await database.Store(connectionString)).Append(Append(Guid.CreateVersion7(), 0)));
        }
        finally
        {
            await database.Execute($"reassign owned by {login} to current_user; drop owned by {login}; drop role {login}");
        }
    }
}
