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
        var before = await reader.Read(TestContext.Current.CancellationToken);
        Assert.Equal([ids[0], ids[2], ids[3]], before.Cases.ToArray().Select(c => c.PathwayId));

        await book.Append(ids[4], CohortBook.Journey);
        await book.Append(ids[1], CohortBook.Journey);
        await book.Append(ids[0], [.. CohortBook.Journey.Skip(4)]);
        await node.CaughtUp();
        var after = await reader.Read(TestContext.Current.CancellationToken);
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
        await using var node = await book.Start();
        await node.CaughtUp();
        await reader.Read(TestContext.Current.CancellationToken);

        // As if it had been tried again and had followed: its row changes, and no event of its own has come.
        var table = (await book.Tables()).Single(t => t.StartsWith("cohort_", StringComparison.Ordinal));
        await book.Execute($"update cohort.{table} set death_cause = 'tumor', died_on = '2026-05-01' where pathway_id = '{ids[0]}'");
        await book.Append(ids[1], CohortBook.Journey[5]);
        await node.CaughtUp();
        var after = await reader.Read(TestContext.Current.CancellationToken);
        Assert.Equal(new DateOnly(2026, 5, 1), after.Cases.ToArray().Single(c => c.PathwayId == ids[0]).DiedOn);
        await MustBeAsReadFirst(after, book);
    }

    private static async Task MustBeAsReadFirst(Domain.Reporting.Cohort caughtUp, CohortBook book)
    {
        using var first = new CohortReader(book.App);
        var expected = await first.Read(TestContext.Current.CancellationToken);
        Assert.Equal(expected.LogPosition, caughtUp.LogPosition);
        Assert.Equal(expected.Cases.ToArray(), caughtUp.Cases.ToArray());
        Assert.Equal(expected.Decisions.ToArray(), caughtUp.Decisions.ToArray());
        Assert.NotEmpty(expected.Deviations.ToArray());
        Assert.Equal(expected.Deviations.ToArray(), caughtUp.Deviations.ToArray());
    }
}
