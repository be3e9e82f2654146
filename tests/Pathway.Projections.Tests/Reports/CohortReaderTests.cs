using Pathway.Domain.Journey;
using Pathway.Domain.Reporting;
using Pathway.Projections.Reports;
using Pathway.Projections.Tests.Cohort;
using Pathway.Testing;

namespace Pathway.Projections.Tests.Reports;

/// <summary>What reports are made of is kept between them, and must be what a first reading finds.</summary>
public sealed class CohortReaderTests(ThrowAwayPostgres postgres)
{
    [Fact]
    public async Task What_is_caught_up_with_is_what_a_first_reading_finds()
    {
        await using var book = await CohortBook.Open(postgres);
        await using var node = await book.Start();
        using var reader = new CohortReader(book.App);
        Guid[] ids = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).Order()];
        await book.Append(ids[0], [.. CohortBook.Journey.Take(4)]);
        await book.Append(ids[2], CohortBook.Journey);
        await book.Append(ids[3], [.. CohortBook.Journey.Take(2)]);
        await node.CaughtUp();
        var before = await reader.Read(isWhole: true, TestContext.Current.CancellationToken);
        Assert.Equal([ids[0], ids[2], ids[3]], before.Cases.ToArray().Select(c => c.PathwayId));

        await book.Append(ids[4], CohortBook.Journey);
        await book.Append(ids[1], CohortBook.Journey);
        await book.Append(ids[0], [.. CohortBook.Journey.Skip(4)]);
        await node.CaughtUp();
        var after = await reader.Read(isWhole: true, TestContext.Current.CancellationToken);
        Assert.Equal(ids, after.Cases.ToArray().Select(c => c.PathwayId));
        await MustBeAsReadFirst(after, book);
        Assert.Equal(3, before.Cases.Length); // whoever reads it still is not disturbed
    }

    [Fact]
    public async Task Who_could_not_follow_and_now_can_is_read_again()
    {
        await using var book = await CohortBook.Open(postgres);
        using var reader = new CohortReader(book.App);
        var ids = await book.Record(2, events: 4);
        await book.AppendUnknown(ids[0]); // Before anybody follows, who could meet it as it is for a moment: known.
        await book.Append(ids[1], CohortBook.Journey[4]);
        await using (var node = await book.Start())
        {
            await node.CaughtUp();
        }

        Assert.Equal([ids[0]], (await reader.Read(isWhole: true, TestContext.Current.CancellationToken)).Stopped);

        // As if it had been tried again and had followed: its row changes, and no event has come.
        var table = (await book.Tables()).Single(t => t.StartsWith("cohort_", StringComparison.Ordinal));
        await book.Execute($"update cohort.{table} set death_cause = 'tumor', died_on = '2026-05-01' where pathway_id = '{ids[0]}'");
        await book.Execute($"delete from cohort.{table.Replace("cohort", "stopped_pathway", StringComparison.Ordinal)}");
        var after = await reader.Read(isWhole: true, TestContext.Current.CancellationToken);
        Assert.Equal(new DateOnly(2026, 5, 1), after.Cases.ToArray().Single(c => c.PathwayId == ids[0]).DiedOn);
        await MustBeAsReadFirst(after, book);
    }

    [Fact]
    public async Task Tables_derived_anew_at_the_same_place_are_read_anew()
    {
        await using var book = await CohortBook.Open(postgres);
        await using var node = await book.Start();
        using var reader = new CohortReader(book.App);
        var ids = await book.Record(2, events: 4);
        await node.CaughtUp();
        var table = (await book.Tables()).Single(t => t.StartsWith("cohort_", StringComparison.Ordinal));
        await book.Execute($"update cohort.{table} set died_on = '2026-05-01' where pathway_id = '{ids[0]}'");
        var wrong = await reader.Read(isWhole: true, TestContext.Current.CancellationToken);
        Assert.Contains(wrong.Cases.ToArray(), c => c.DiedOn is not null);

        await book.Rebuild.Run(dryRun: false, _ => { }, TestContext.Current.CancellationToken);
        var right = await reader.Read(isWhole: true, TestContext.Current.CancellationToken);
        Assert.Equal(wrong.LogPosition, right.LogPosition);
        Assert.NotEqual(wrong.Generation, right.Generation);
        Assert.DoesNotContain(right.Cases.ToArray(), c => c.DiedOn is not null);
    }

    [Fact]
    public async Task Decisions_and_deviations_are_read_once_they_are_wanted_and_never_taken_for_none()
    {
        await using var book = await CohortBook.Open(postgres);
        await using var node = await book.Start();
        using var reader = new CohortReader(book.App);
        var id = Guid.CreateVersion7();
        await book.Append(id, CohortBook.Journey);
        await node.CaughtUp();
        var pathways = await reader.Read(TestContext.Current.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => pathways.Decisions.Length);
        Assert.Throws<InvalidOperationException>(() => pathways.Deviations.Length);

        var whole = await reader.Read(isWhole: true, TestContext.Current.CancellationToken);
        await MustBeAsReadFirst(whole, book);
        Assert.Same(whole, await reader.Read(TestContext.Current.CancellationToken));
        Assert.Equal(pathways.Cases.ToArray(), whole.Cases.ToArray());
    }

    [Fact]
    public async Task What_is_read_is_what_the_rows_say()
    {
        await using var book = await CohortBook.Open(postgres);
        await using var node = await book.Start();
        using var reader = new CohortReader(book.App);
        var (left, dead, decided) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await book.Append(left, [.. CohortBook.Journey.Take(8)]);
        await book.Append(dead, CohortBook.Journey);
        await book.Append(decided, [.. CohortBook.Journey.Take(5), new ReadinessDecided(new(2026, 3, 10), BoardDecision.Defer, "Not yet.")]);
        await node.CaughtUp();
        var cohort = await reader.Read(isWhole: true, TestContext.Current.CancellationToken);

        var rows = await reader.Rows(new(new(2026, 12, 31)), _ => { }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(rows.Select(row => new CohortCase(row)), cohort.Cases.ToArray());
        Assert.Single(cohort.Cases.ToArray().Single(c => c.PathwayId == dead).Absences!);
        Assert.Equal([new CohortDecision(rows.FindIndex(r => r.PathwayId == decided), new(2026, 3, 10), BoardDecision.Defer, null, null)], cohort.Decisions.ToArray());
        Assert.Equal(rows.Sum(r => r.Deviations), cohort.Deviations.Length);
    }

    private static async Task MustBeAsReadFirst(Domain.Reporting.Cohort caughtUp, CohortBook book)
    {
        using var first = new CohortReader(book.App);
        var expected = await first.Read(isWhole: true, TestContext.Current.CancellationToken);
        Assert.Equal(expected.LogPosition, caughtUp.LogPosition);
        Assert.Equal(expected.Stopped, caughtUp.Stopped);
        Assert.Equal(expected.Cases.ToArray(), caughtUp.Cases.ToArray());
        Assert.Equal(expected.Decisions.ToArray(), caughtUp.Decisions.ToArray());
        Assert.NotEmpty(expected.Deviations.ToArray());
        Assert.Equal(expected.Deviations.ToArray(), caughtUp.Deviations.ToArray());
    }
}
