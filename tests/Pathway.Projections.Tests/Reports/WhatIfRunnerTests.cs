using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using Pathway.Projections.Protocols;
using Pathway.Projections.Reports;
using Pathway.Projections.Tests.Cohort;
using Pathway.Testing;

namespace Pathway.Projections.Tests.Reports;

/// <summary>What-if over what is stored: each patient once, on as many cores as there are, with as little derived as will do.</summary>
public sealed class WhatIfRunnerTests(ThrowAwayPostgres postgres)
{
    private static readonly Protocol _other = ShippedProtocols.Shelf.Find("review-stage2-thresholds", 1)!;

    // Everything is entered by then, and after stage 2 with a death to come.
    private static readonly DateOnly _end = new(2026, 6, 1), _beforeTheDeath = new(2026, 4, 1);

    [Fact]
    public async Task Every_patient_is_looked_at_as_if_derived_anew()
    {
        await using var book = await CohortBook.Open(postgres);
        await book.Record(900); // more than are read at once
        await using var node = await book.Start();
        await node.CaughtUp();
        using var cohorts = new CohortReader(book.App);
        var runner = new WhatIfRunner(book.App, new PublishedProtocols(book.App), cohorts);
        var journey = CohortBook.Journey;
        foreach (var on in new[] { _end, _beforeTheDeath })
        {
            var told = new List<int>();
            var report = await runner.Run(new ReportQuestion(on), _other, (looked, of) => told.Add(of == 900 ? looked : -1), TestContext.Current.CancellationToken);
            var expected = Alone(journey, on);
            Assert.Equal(expected.Differs ? 900 : 0, report.Differing!.Count);
            Assert.All(report.Differing, row => Assert.Equal(expected with { PathwayId = row.PathwayId }, row));
            Assert.Equal(new WhatIfCount(expected.AtStage2!.Value, expected.AtStage2UnderOther!.Value, expected.DiedWithin90DaysOfStage2!.Value, 900), Assert.Single(report.AtStage2));
            Assert.Equal([0, .. told.Skip(1).Order()], told);
            Assert.Equal(900, told[^1]);
        }
    }

    [Fact]
    public async Task What_the_rows_keep_is_taken_where_they_are_of_the_same_events_alone()
    {
        await using var book = await CohortBook.Open(postgres);
        var ids = await book.Record(2);
        await using var node = await book.Start();
        await node.CaughtUp();
        using var cohorts = new CohortReader(book.App);
        var runner = new WhatIfRunner(book.App, new PublishedProtocols(book.App), cohorts);

        // The rows say what no derivation says; one of them says that it knows one event more than the cohort.
        var table = (await book.Tables()).Single(t => t.StartsWith("cohort_", StringComparison.Ordinal));
        await cohorts.Read(TestContext.Current.CancellationToken);
        await book.Execute($"update cohort.{table} set first_cleared_on = '2026-03-03'");
        await book.Execute($"update cohort.{table} set up_to_version = up_to_version + 1 where pathway_id = '{ids[1]}'");
        var differing = (await runner.Run(new ReportQuestion(_end), _other, (_, _) => { }, TestContext.Current.CancellationToken)).Differing!;
        Assert.Equal(new(2026, 3, 3), differing.Single(r => r.PathwayId == ids[0]).FirstClearedOn);
        Assert.NotEqual(new(2026, 3, 3), differing.SingleOrDefault(r => r.PathwayId == ids[1])?.FirstClearedOn);

        // What is kept knows of the death: before it, it is not asked.
        differing = (await runner.Run(new ReportQuestion(_beforeTheDeath), _other, (_, _) => { }, TestContext.Current.CancellationToken)).Differing!;
        Assert.DoesNotContain(differing, r => r.FirstClearedOn == new DateOnly(2026, 3, 3));
    }

    [Fact]
    public async Task Who_has_an_event_that_cannot_be_read_is_looked_at_as_of_the_one_before()
    {
        await using var book = await CohortBook.Open(postgres);
        var ids = await book.Record(2);
        await book.AppendUnknown(ids[0]);
        await using var node = await book.Start();
        await node.CaughtUp();
        using var cohorts = new CohortReader(book.App);
        var runner = new WhatIfRunner(book.App, new PublishedProtocols(book.App), cohorts);
        var report = await runner.Run(new ReportQuestion(_end), _other, (_, _) => { }, TestContext.Current.CancellationToken);
        Assert.Equal((2, 1), (report.About.Patients, report.About.Stopped));
        Assert.Equal(2, report.AtStage2.Sum(c => c.Patients));
    }

    [Fact]
    public async Task Whoever_cancels_it_gets_no_report()
    {
        await using var book = await CohortBook.Open(postgres);
        await book.Record(900);
        await using var node = await book.Start();
        await node.CaughtUp();
        using var cohorts = new CohortReader(book.App);
        var runner = new WhatIfRunner(book.App, new PublishedProtocols(book.App), cohorts);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.Run(
            new ReportQuestion(_end), _other,
            (looked, _) =>
            {
                if (looked > 0)
                {
                    cancel.Cancel();
                }
            },
            cancel.Token));
    }

    private static WhatIfRow Alone(IReadOnlyList<Domain.PathwayEvent> journey, DateOnly on)
    {
        var stream = journey.Select((e, i) => new Domain.RecordedEvent(Guid.CreateVersion7(), i + 1, new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero), e)).ToList();
        var cohort = Domain.Reporting.Cohort.Of(1, [PathwayRows.Of(Guid.CreateVersion7(), stream, ShippedProtocols.Shelf)]);
        return new WhatIf(cohort, new ReportQuestion(on), _other, ShippedProtocols.Shelf).Look(0, stream);
    }
}
