using Pathway.Domain;
using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Projections.Worklist;

namespace Pathway.Projections.Tests.Worklist;

public sealed class WorklistRowTests
{
    private static readonly DateOnly _stage1On = new(2026, 3, 2);
    private static readonly Guid _id = new("00000000-0000-7000-8000-0000000000aa");

    private static readonly RecordedEvent[] _journey =
    [
        Entry(1, new PathwayOpened(_stage1On.AddDays(-50), "P-1", "lakeside", Sex.Female, 1960, 170, 70, TumorType.ColorectalMetastases)),
        Entry(2, new ParenchymaAssessed(_stage1On.AddDays(-30), ParenchymaQuality.Normal, AssessmentBasis.Biopsy)),
        Entry(3, new StrategyDecided(_stage1On.AddDays(-20), Strategy.Alpps, "Too small.")),
        Entry(4, new VolumetryRecorded(_stage1On.AddDays(-15), ScanModality.Ct, 200, StandardLiverVolumeMl: 1000)),
        Entry(5, new Stage1Performed(_stage1On, Stage1Technique.Alpps, OperativeApproach.Open)),
        Entry(6, new LaboratoryRecorded(_stage1On.AddDays(5), new(12, "umol/L"), Inr: 1.0)),
    ];

    [Fact]
    public void A_row_tells_whose_it_is_where_the_patient_stands_and_what_is_owed()
    {
        var row = Assert.Single(RowsOn(9), r => r.What is DueTask.FirstInterstageVolumetry);
        Assert.Equal(
            new WorklistRow(
                _id, "P-1", "lakeside", Phase.Interstage, InterstageDays: 9, LastEventOn: _stage1On.AddDays(5),
                DueTask.FirstInterstageVolumetry, DueState.Overdue, _stage1On.AddDays(7), _stage1On.AddDays(7), OverdueDays: 2, "schedule.firstVolumetry.alpps",
                "The first volumetry after the inducing procedure was due on 2026-03-09, 7 days after stage 1 (2026-03-02), and is 2 days overdue.", UpToVersion: 6),
            row);
    }

    [Fact]
    public void Time_alone_makes_things_due()
    {
        Assert.Equal([DueState.Upcoming, DueState.Due, DueState.Overdue], new[] { 6, 7, 8 }.Select(day => RowsOn(day).Single(r => r.What is DueTask.FirstInterstageVolumetry).State));
        Assert.DoesNotContain(RowsOn(9), r => r.What is DueTask.Laboratory);
    }

    [Fact]
    public void On_an_earlier_date_what_came_later_is_left_out()
    {
        Assert.Equal([DueTask.PreoperativeImaging], RowsOn(-1).Select(r => r.What));
        Assert.All(RowsOn(-1), r => Assert.Equal((Phase.Planned, null, _stage1On.AddDays(-15)), (r.Phase, r.InterstageDays, r.LastEventOn)));
        Assert.Contains(RowsOn(4), r => r.What is DueTask.Laboratory);
        Assert.Empty(RowsOn(-51));
    }

    [Fact]
    public void An_ending_clears_the_list_and_before_its_date_it_changes_nothing()
    {
        RecordedEvent[] left = [.. _journey, Entry(7, new DroppedOut(_stage1On.AddDays(9), DropOutReason.TumorProgression))];
        Assert.Empty(WorklistRow.AllOf(_id, left, ShippedProtocols.Shelf, _stage1On.AddDays(9)));
        Assert.Equal(RowsOn(8).Select(r => r with { UpToVersion = 7 }), WorklistRow.AllOf(_id, left, ShippedProtocols.Shelf, _stage1On.AddDays(8)));
    }

    [Fact]
    public void The_schedule_is_that_of_the_protocol_in_force()
    {
        var shipped = ShippedProtocols.Shelf.Find(ProtocolShelf.DefaultId, 1)!;
        var ours = shipped with { Id = "ours", Schedule = shipped.Schedule.Select(r => r.Id == "schedule.firstVolumetry.alpps" ? r with { DueDay = 10 } : r).ToValueList() };
        RecordedEvent[] moved = [.. _journey, Entry(7, new ProtocolAssigned(_stage1On.AddDays(6), "ours", 1, "Our own."))];
        var shelf = new ProtocolShelf([.. ShippedProtocols.Shelf.All, ours]);
        Assert.Equal(_stage1On.AddDays(7), FirstVolumetry(5).DueOn);
        Assert.Equal(_stage1On.AddDays(10), FirstVolumetry(6).DueOn);

        WorklistRow FirstVolumetry(int day) => WorklistRow.AllOf(_id, moved, shelf, _stage1On.AddDays(day)).Single(r => r.What is DueTask.FirstInterstageVolumetry);
    }

    [Fact]
    public void The_most_overdue_comes_first_then_the_soonest_then_who_was_enrolled_earlier()
    {
        var row = RowsOn(9)[0] with { OverdueDays = 0, DueOn = _stage1On };
        var earlier = new Guid("00000000-0000-7000-8000-000000000001");
        WorklistRow[] urgent =
        [
            row with { OverdueDays = 9, DueOn = _stage1On.AddDays(5) },
            row with { OverdueDays = 2 },
            row with { PathwayId = earlier, RuleId = "b" },
            row with { RuleId = "a" },
            row with { RuleId = "b" },
            row with { PathwayId = earlier, DueOn = _stage1On.AddDays(1) },
        ];
        Assert.Equal(urgent, WorklistRow.ByUrgency(urgent.Reverse()));
    }

    private static List<WorklistRow> RowsOn(int day) => [.. WorklistRow.AllOf(_id, _journey, ShippedProtocols.Shelf, _stage1On.AddDays(day))];

    private static RecordedEvent Entry(long version, PathwayEvent happened) => new(new($"00000000-0000-7000-8000-{version:x12}"), version, default, happened);
}
