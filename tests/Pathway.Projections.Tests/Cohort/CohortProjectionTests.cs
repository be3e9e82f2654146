using Microsoft.Extensions.Logging.Abstractions;
using Pathway.Api;
using Pathway.Domain.Journey;
using Pathway.EventStore;
using Pathway.Projections.Cohort;
using Pathway.Testing;

namespace Pathway.Projections.Tests.Cohort;

public sealed class CohortProjectionTests(ThrowAwayPostgres postgres)
{
    [Fact]
    public async Task What_happened_can_be_read_in_plain_sql()
    {
        await using var book = await CohortBook.Open(postgres);
        await using var node = await book.Start();
        var id = (await book.Record(1))[0];
        await node.CaughtUp();

        Assert.Equal(
            [$"{id} | lakeside | alpps | [partial, tourniquet] | 2026-03-02 | 2026-03-18 | [2026-03-11] | [patientChoice] | 20 | 32 | 12 | 15 | null | tumor | 12"],
            await book.Query("""
                select pathway_id, center, strategy_at_stage1, variants, stage1_on, stage2_on, interrupted_on, interruption_reasons, baseline_sflr_percent,
                  last_sflr_percent, degree_of_hypertrophy_points, initial_growth_ml_per_day, dropped_out_on, death_cause, up_to_version
                from reporting.cohort
                """));
        Assert.Equal(["-15 | null | ct", "7 | 7 | ct", "14 | 14 | ct"], await book.Query("""
            select occurred_on - date '2026-03-02', day_after_stage1, modality from reporting.measurement order by occurred_on
            """));
        Assert.Equal(["bileLeak | IIIa | interstage"], await book.Query("select kind, grade, phase from reporting.complication"));
        Assert.Equal(["remnant | 3.4 | %/min/m2"], await book.Query("select scope, value, unit from reporting.function_test"));
        Assert.Empty(await book.Query("select * from reporting.stopped_pathway"));
        await book.MustBeFresh();
    }

    [Fact]
    public async Task Wherever_it_is_started_anew_the_rows_are_what_the_events_say()
    {
        await using var book = await CohortBook.Open(postgres);
        var id = Guid.CreateVersion7();
        foreach (var happened in CohortBook.Journey)
        {
            await book.Append(id, happened);
            await using var node = await book.Start();
            await node.CaughtUp();
            await book.MustBeFresh();
        }

        await using var last = await book.Start(new() { Following = new() { MostEventsTogether = 1 } });
        for (var checkpoint = 0; checkpoint < CohortBook.Journey.Length; checkpoint++)
        {
            await book.Execute($"update mt_event_progression set last_seq_id = {checkpoint} where name = '{Generation.CheckpointOf(CohortTables.Version)}'");
            await last.CaughtUp();
            await book.MustBeFresh();
        }
    }

    [Fact]
    public async Task A_pathway_entered_in_error_stays_as_a_row_with_a_flag()
    {
        await using var book = await CohortBook.Open(postgres);
        await using var node = await book.Start();
        var id = (await book.Record(1, events: 2))[0];
        await book.Append(id, new PathwayClosed(new(2026, 3, 1), ClosingReason.EnteredInError));
        await node.CaughtUp();
        Assert.Equal(["True | enteredInError"], await book.Query("select is_entered_in_error, closing_reason from reporting.cohort"));
    }

    [Fact]
    public async Task Two_nodes_whose_sessions_are_killed_again_and_again_end_with_the_rows_of_the_events()
    {
        await using var book = await CohortBook.Open(postgres);
        await using var one = await book.Start(new() { Following = new() { MostEventsTogether = 7 } });
        await using var two = await book.Start(new() { Following = new() { MostEventsTogether = 7 } });
        await one.CaughtUp();
        for (var kill = 0; kill < 10; kill++)
        {
            await book.Record(3);
            await book.Execute("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and query !~ 'pathway_append'
                """);
        }

        await one.CaughtUp();
        await two.CaughtUp();
        await book.MustBeFresh();
        Assert.Equal(["30"], await book.Query("select count(*) from reporting.cohort"));
    }

    [Fact]
    public async Task An_event_that_is_not_known_stops_the_rows_of_its_pathway_and_no_others()
    {
        await using var book = await CohortBook.Open(postgres);
        var ids = await book.Record(2, events: 4);
        await book.AppendUnknown(ids[0]);
        await using (var node = await book.Start())
        {
            await node.CaughtUp();
            await book.Append(ids[0], CohortBook.Journey[4]);
            await book.Append(ids[1], CohortBook.Journey[4]);
            var status = await node.CaughtUp();

            Assert.Equal(1, status.StoppedPathways);
            Assert.Equal([new(ids[0], Version: 5, LogPosition: 9, "organ_printed", "This version of the program does not know the type.")], status.FirstStopped);
            Assert.Equal((ProjectionState.Following, null), (status.State, status.Error));
            Assert.Equal(["4 | 1", "5 | 2"], await book.Query("select up_to_version, (select count(*) from reporting.measurement m where m.pathway_id = c.pathway_id) from reporting.cohort c order by 1"));
            Assert.Equal([$"{ids[0]} | 5"], await book.Query("select pathway_id, version from reporting.stopped_pathway"));
            await book.MustBeFresh(stopped: ids[0]);
        }

        // Another version of the program knows the type: here, the event becomes one that this version knows.
        await book.Execute("update mt_events set type = 'note_recorded' where type = 'organ_printed'");
        await using var next = await book.Start();
        await next.Until(s => s.StoppedPathways == 0);
        await book.MustBeFresh();
    }

    [Fact]
    public async Task A_pathway_that_cannot_even_begin_is_listed_and_has_no_rows()
    {
        await using var book = await CohortBook.Open(postgres);
        var id = Guid.CreateVersion7();
        await book.Append(id, CohortBook.Journey[1]);
        await using var node = await book.Start();
        var status = await node.Until(s => s.StoppedPathways == 1);
        Assert.Equal((id, 1L, "strategy_decided"), (status.FirstStopped[0].PathwayId, status.FirstStopped[0].Version, status.FirstStopped[0].EventType));
        Assert.Empty(await book.Query("select * from reporting.cohort"));
    }

    [Fact]
    public async Task It_says_how_far_it_is_behind_and_since_when()
    {
        await using var book = await CohortBook.Open(postgres);
        await using (var node = await book.Start())
        {
            await node.CaughtUp();
        }

        await book.Record(1);
        await using var connections = StoreConnection.DataSource(book.Database.AppConnectionString);
        await using var engine = await StoreNode.Start(StoreEngine.Chosen, connections);
        var minuteLater = new SettableTime { Now = new(2026, 6, 1, 12, 1, 0, TimeSpan.Zero) };
        var status = await new CohortProjection(connections, engine.Following, new(connections), minuteLater, NullLoggerFactory.Instance)
            .Status(CancellationToken.None);
        Assert.Equal((0, 12, 12, 60.0), (status.Position, status.EndOfLog, status.LagEvents, status.LagSeconds));
        Assert.Equal((CohortTables.Version, CohortTables.Version, ProjectionState.Starting), (status.Version, status.TablesVersion, status.State));
    }

    [Fact]
    public async Task Whoever_waits_is_told_as_soon_as_it_is_far_enough_or_how_far_it_is()
    {
        await using var book = await CohortBook.Open(postgres);
        await using var node = await book.Start();
        var position = new CohortPosition(book.App);
        var waits = position.WaitFor(12, TimeSpan.FromMinutes(1), CancellationToken.None);
        await book.Record(1);
        Assert.Equal(12, await waits);
        Assert.Equal(12, await position.WaitFor(13, TimeSpan.FromMilliseconds(1), CancellationToken.None));
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_left_alone()
    {
        await using var book = await CohortBook.Open(postgres);
        await using (var node = await book.Start())
        {
            await node.CaughtUp();
        }

        await book.Execute("update cohort.generation set version = version + 1");
        await book.Record(1);
        await using var older = await book.Start();
        var status = await older.Until(s => s.State is ProjectionState.Superseded);
        Assert.Equal((CohortTables.Version, CohortTables.Version + 1), (status.Version, status.TablesVersion));
        Assert.Empty(await book.Query("select * from reporting.cohort"));
        await Assert.ThrowsAsync<RebuildRefusedException>(() => book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None));
    }

    [Fact]
    public async Task The_reporting_role_sees_the_views_and_nothing_behind_them()
    {
        await using var book = await CohortBook.Open(postgres);
        await using var node = await book.Start();
        await book.Record(1);
        await node.CaughtUp();
        Assert.Equal(["1"], await book.Query("set role pathway_reporting; select count(*) from reporting.cohort"));
        foreach (var hidden in (string[])["mt_events", "mt_streams", "mt_doc_pathwayoverview", "cohort.cohort_1", "cohort.generation"])
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => book.Query($"set role pathway_reporting; select * from {hidden}"));
            Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => book.Query("set role pathway_reporting; delete from reporting.cohort"));
        Assert.Empty(await book.Query("reset role; select attname from pg_attribute where attrelid in (select oid from pg_class where relnamespace = 'reporting'::regnamespace) and attname = 'patient_ref'"));
        Assert.Empty(await book.Query("""
            select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'reporting'::regnamespace and a.attnum > 0 and col_description(c.oid, a.attnum) is null
            """));
        await AppendOnlyCheck.Verify(book.App, CancellationToken.None);
    }
}
