using Npgsql;
using Pathway.Projections.Cohort;
using Pathway.Testing;

namespace Pathway.Projections.Tests.Cohort;

public sealed class CohortRebuildTests(ThrowAwayPostgres postgres)
{
    [Fact]
    public async Task Tables_that_are_right_are_switched_without_a_difference_and_the_old_ones_are_gone()
    {
        await using var book = await Kept(pathways: 3);
        var before = await book.Tables();
        var report = await book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None);

        Assert.Equal((36, 0, true), (report.Position, report.Differences.Pathways, report.Switched));
        Assert.Empty(before.Intersect(await book.Tables(), StringComparer.Ordinal));
        Assert.Equal(7, (await book.Tables()).Count);
        await book.MustBeFresh();
        Assert.Equal(["3"], await book.Query("set role pathway_reporting; select count(*) from reporting.cohort; reset role"));
    }

    [Fact]
    public async Task What_was_wrong_is_told_column_by_column_and_put_right()
    {
        await using var book = await Kept(pathways: 3);
        var ids = (await book.Query("select pathway_id from reporting.cohort order by 1")).Select(Guid.Parse).ToList();
        await book.Execute($"""
            update cohort.cohort_1 set center = 'elsewhere', died_on = null where pathway_id = '{ids[0]}';
            delete from cohort.cohort_1 where pathway_id = '{ids[1]}';
            update cohort.measurement_1 set flr_volume_ml = 1 where pathway_id = '{ids[2]}' and day_after_stage1 = 7
            """);

        var dry = await book.Rebuild.Run(dryRun: true, _ => { }, CancellationToken.None);
        Assert.False(dry.Switched);
        Assert.Equal(["2"], await book.Query("select count(*) from reporting.cohort"));
        Assert.Equal(7, (await book.Tables()).Count);

        var report = await book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None);
        foreach (var told in new[] { dry, report })
        {
            Assert.Equal(3, told.Differences.Pathways);
            Assert.Equal(
                [$"{ids[0]}: cohort.center, cohort.died_on", $"{ids[1]}: cohort (a row more)", $"{ids[2]}: measurement (rows)"],
                told.Differences.First.OrderBy(d => ids.IndexOf(d.PathwayId)).Select(d => $"{d.PathwayId}: {string.Join(", ", d.Columns)}"));
        }

        await book.MustBeFresh();
    }

    [Fact]
    public async Task What_somebody_still_reads_of_an_earlier_rebuild_stands_in_nobodys_way()
    {
        await using var book = await Kept(pathways: 3);
        await using var reader = await book.App.OpenConnectionAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await using (var look = new NpgsqlCommand("select count(*) from cohort.cohort_1", reader))
        {
            Assert.Equal(3L, await look.ExecuteScalarAsync());
        }

        Assert.True((await book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None)).Switched);
        Assert.True((await book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None)).Switched);
        Assert.Equal(14, (await book.Tables()).Count);

        await reading.CommitAsync();
        await book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None);
        Assert.Equal(7, (await book.Tables()).Count);
        await book.MustBeFresh();
    }

    [Theory]
    [InlineData(RebuildStep.Deriving)]
    [InlineData(RebuildStep.Indexing)]
    [InlineData(RebuildStep.Comparing)]
    [InlineData(RebuildStep.Switching)]
    [InlineData(RebuildStep.Committing)]
    public async Task Killed_at_any_step_it_leaves_everything_as_it_was(RebuildStep step)
    {
        await using var book = await Kept(pathways: 3);
        await book.Execute("update cohort.cohort_1 set center = 'elsewhere'");
        var died = await Assert.ThrowsAnyAsync<Exception>(() => book.Rebuild.Run(dryRun: false, progress => Die(book, progress.Step == step), CancellationToken.None));
        Assert.True(died is NpgsqlException or OperationCanceledException, $"{died}");

        Assert.Equal(["elsewhere | 3"], await book.Query("select center, count(*) from reporting.cohort group by 1"));
        await using var node = await book.Start();
        await book.Record(1);
        await node.CaughtUp();
        Assert.Equal(["elsewhere | 3", "lakeside | 1"], await book.Query("select center, count(*) from reporting.cohort group by 1 order by 1"));

        var report = await book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None);
        Assert.Equal(3, report.Differences.Pathways);
        Assert.Equal(7, (await book.Tables()).Count);
        await book.MustBeFresh();
    }

    [Fact]
    public async Task Others_may_write_and_keep_the_tables_meanwhile()
    {
        await using var book = await Kept(pathways: 20);
        await using var one = await book.Start(new() { Following = new() { MostEventsTogether = 5 } });
        await using var two = await book.Start(new() { Following = new() { MostEventsTogether = 5 } });
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await book.Record(1);
            }
        });
        for (var i = 0; i < 5; i++)
        {
            var report = await book.Rebuild.Run(dryRun: i == 2, _ => { }, CancellationToken.None);
            Assert.True(report.Differences.Pathways == 0, string.Join("; ", report.Differences.First.Select(d => $"{d.PathwayId}: {string.Join(", ", d.Columns)}")));
        }

        await stop.CancelAsync();
        await writing;
        await one.CaughtUp();
        await two.CaughtUp();
        await book.MustBeFresh();
    }

    [Fact]
    public async Task While_it_compares_nobody_moves_the_old_tables_on()
    {
        await using var book = await Kept(pathways: 1);
        await using var node = await book.Start();
        await node.CaughtUp();
        long? position = null;
        var report = await book.Rebuild.Run(dryRun: false, progress =>
        {
            if (progress.Step is RebuildStep.Comparing)
            {
                book.Record(1).GetAwaiter().GetResult();
                Thread.Sleep(TimeSpan.FromMilliseconds(300)); // The node looks every 20 ms.
                position = node.Projection.Status(CancellationToken.None).GetAwaiter().GetResult().Position;
            }
        }, CancellationToken.None);

        Assert.Equal((12L, 0), (position, report.Differences.Pathways));
        await node.CaughtUp();
        await book.MustBeFresh();
    }

    [Fact]
    public async Task It_waits_for_a_reader_of_the_views_and_lets_others_read_meanwhile()
    {
        await using var book = await Kept(pathways: 1);
        await using var reader = NpgsqlDataSource.Create(book.Database.OwnerConnectionString);
        await using var connection = await reader.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("select count(*) from reporting.cohort", connection))
        {
            await read.ExecuteScalarAsync();
        }

        var rebuilt = book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.False(rebuilt.IsCompleted);
        Assert.Equal(["1"], await book.Query("select count(*) from reporting.cohort"));
        await transaction.CommitAsync();
        Assert.True((await rebuilt).Switched);
    }

    [Fact]
    public async Task Tables_of_an_older_version_are_read_until_the_server_has_derived_them_anew()
    {
        await using var book = await Kept(pathways: 3);
        await book.Execute($"""
            update cohort.generation set version = 0, shape = 'other';
            update mt_event_progression set name = '{Generation.CheckpointOf(0)}' where name = '{Generation.CheckpointOf(CohortTables.Version)}';
            alter table cohort.cohort_1 drop column corrections cascade;
            create view reporting.cohort as select pathway_id, center as formerly from cohort.cohort_1;
            alter view reporting.cohort owner to pathway_app
            """);
        await book.Record(1);
        Assert.Equal(["lakeside | 3"], await book.Query("select formerly, count(*) from reporting.cohort group by 1"));
        await using var node = await book.Start();
        await node.Until(s => s is { TablesVersion: CohortTables.Version, LagEvents: 0, State: ProjectionState.Following });
        await book.MustBeFresh();
        Assert.Equal(["4"], await book.Query("set role pathway_reporting; select count(*) from reporting.cohort where corrections = 0"));
        Assert.Contains(node.Log.Lines, line => line.Contains("are of version 0: they are derived anew as version", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_tables_of_its_own_version_with_other_columns_the_log_says_that_they_are_derived_for_the_columns()
    {
        await using var book = await Kept(pathways: 1);
        await book.Execute("update cohort.generation set shape = 'other'");
        await using var node = await book.Start();
        await node.Until(_ => node.Log.Lines.Any(line => line.Contains("were derived anew from", StringComparison.Ordinal)));
        Assert.Contains(node.Log.Lines, line => line.Contains("and have not the columns of this program", StringComparison.Ordinal));
        Assert.DoesNotContain(node.Log.Lines, line => line.Contains("derived anew as version", StringComparison.Ordinal));
        await book.MustBeFresh();
    }

    [Fact]
    public async Task A_pathway_that_cannot_follow_is_told_as_before()
    {
        await using var book = await Kept(pathways: 2);
        var id = (await book.Record(1, events: 3))[0];
        await book.AppendUnknown(id);
        await using (var node = await book.Start())
        {
            await node.CaughtUp();
        }

        var report = await book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None);
        Assert.Equal(0, report.Differences.Pathways);
        await book.MustBeFresh(stopped: id);
    }

    [Fact]
    public async Task Of_two_at_a_time_the_second_is_refused()
    {
        await using var book = await Kept(pathways: 1);
        RebuildRefusedException? refused = null;
        await book.Rebuild.Run(dryRun: false, progress =>
        {
            if (progress.Step is RebuildStep.Indexing)
            {
                refused = Assert.Throws<RebuildRefusedException>(() => book.Rebuild.Run(dryRun: false, _ => { }, CancellationToken.None).GetAwaiter().GetResult());
            }
        }, CancellationToken.None);
        Assert.Equal("Another rebuild is under way.", refused?.Message);
    }

    [Fact]
    public async Task The_background_check_finds_rows_that_are_not_what_the_events_say()
    {
        await using var book = await Kept(pathways: 3);
        var check = new CohortCheck(book.App, new(book.App), TimeProvider.System);
        Assert.Equal((3, 0), await Found());

        var ids = (await book.Query("select pathway_id from reporting.cohort order by 1")).Select(Guid.Parse).ToList();
        await book.Execute($"update cohort.complication_1 set grade = 'I' where pathway_id = '{ids[0]}'; delete from cohort.cohort_1 where pathway_id = '{ids[2]}'");
        Assert.Equal((3, 2), await Found());

        await using var node = await book.Start();
        var found = (await node.CaughtUp()).Check;
        Assert.Equal((6, 2), (found.Checked, found.Differing));
        Assert.Equal([ids[0], ids[2]], found.Pathways.OrderBy(ids.IndexOf));

        // So many events that every pathway is hit.
        async Task<(int, int)> Found() => await check.Run(400, CancellationToken.None) is { } result ? (result.Checked, result.Differing.Count) : default;
    }

    private async Task<CohortBook> Kept(int pathways)
    {
        var book = await CohortBook.Open(postgres);
        await book.Record(pathways);
        await using var node = await book.Start(new() { CheckEvery = TimeSpan.FromHours(1) });
        await node.CaughtUp();
        return book;
    }

    /// <summary>What a kill of the process looks like to the database: all its sessions end.</summary>
    private static void Die(CohortBook book, bool now)
    {
        if (now)
        {
            book.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()").GetAwaiter().GetResult();
        }
    }
}
