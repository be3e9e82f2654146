using Pathway.Domain;
using Pathway.Domain.Journey;
using Pathway.Projections.Overview;

namespace Pathway.Projections.Tests.Overview;

public sealed class PathwayOverviewTests
{
    private static readonly DateOnly _stage1On = new(2026, 3, 2);
    private static readonly DateOnly _stage2On = new(2026, 3, 12);

    [Fact]
    public void A_row_tells_who_where_and_since_when()
    {
        var row = RowOn(_stage2On.AddDays(90));
        Assert.Equal(
            ("P-1", "lakeside", Phase.Postoperative, Strategy.Alpps, _stage1On, _stage2On, 4L),
            (row.PatientRef, row.Center, row.Phase, row.Strategy, row.Stage1On, row.Stage2On, row.UpToVersion));
    }

    [Fact]
    public void A_stored_row_read_later_tells_the_phase_of_the_day_on_which_it_is_read()
    {
        var stored = RowOn(_stage2On);
        Assert.Equal(Phase.Postoperative, stored.On(_stage2On.AddDays(90)).Phase);
        Assert.Equal(Phase.Surveillance, stored.On(_stage2On.AddDays(91)).Phase);
        Assert.Equal(RowOn(_stage2On.AddDays(91)), stored.On(_stage2On.AddDays(91)));
    }

    [Fact]
    public void A_late_entry_does_not_make_an_older_date_the_latest()
    {
        RecordedEvent[] late = [.. Journey, Entry(5, new NoteRecorded(_stage1On) { Note = "Came late." })];
        Assert.Equal((_stage2On, 5L), (PathwayOverview.Of(Guid.Empty, late, _stage2On).LastEventOn, PathwayOverview.Of(Guid.Empty, late, _stage2On).UpToVersion));
    }

    private static RecordedEvent[] Journey =>
    [
        Entry(1, new PathwayOpened(new(2026, 1, 5), "P-1", "lakeside", Sex.Female, 1960, 170, 70, TumorType.ColorectalMetastases)),
        Entry(2, new StrategyDecided(new(2026, 2, 1), Strategy.Alpps, "Too small.")),
        Entry(3, new Stage1Performed(_stage1On, Stage1Technique.Alpps, OperativeApproach.Open)),
        Entry(4, new Stage2Performed(_stage2On, LiverResection.RightHepatectomy, OperativeApproach.Open, ResectionMargin.R0)),
    ];

    private static PathwayOverview RowOn(DateOnly on) => PathwayOverview.Of(Guid.Empty, Journey, on);

    private static RecordedEvent Entry(long version, PathwayEvent happened) => new(new($"00000000-0000-7000-8000-{version:x12}"), version, default, happened);
}
