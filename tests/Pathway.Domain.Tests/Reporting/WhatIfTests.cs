using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Reporting;
using static Pathway.Domain.Tests.Given;
using static Pathway.Domain.Tests.Reporting.Cohorts;

namespace Pathway.Domain.Tests.Reporting;

/// <summary>Patients under another protocol. All grow from 20 % to 32 % of 1500 mL in a healthy liver: the rules in force and those of the reviews look at what else is known.</summary>
public class WhatIfTests
{
    private static readonly Protocol _same = ShippedProtocols.Shelf.Find("staged-hepatectomy", 1)!;

    [Fact]
    public void What_the_row_keeps_is_not_derived_again_unless_the_cut_off_lies_before_an_entry()
    {
        PathwayEvent[] journey = [Opened, Scan(-10, 300, 1500), Stage1(), Scan(7, 480, 1500), Stage2(10), Seen(40)];
        var kept = new ReadinessCourse(Day(3), Day(3), Overall.Ready); // nothing that could be derived of these
        var late = new WhatIf(Of(journey), On(60), _same, ShippedProtocols.Shelf);
        Assert.Equal((Day(3), Overall.Ready), (late.Look(0, Stream(journey), kept).FirstClearedOn, late.Look(0, Stream(journey), kept).AtStage2));

        var early = new WhatIf(Of(journey), On(39), _same, ShippedProtocols.Shelf);
        Assert.Equal(early.Look(0, Stream(journey)), early.Look(0, Stream(journey), kept));
        Assert.NotEqual(Day(3), early.Look(0, Stream(journey), kept).FirstClearedOn);
    }

    [Fact]
    public void Patients_are_counted_by_how_their_clearance_changes_and_what_became_of_them()
    {
        var report = Report(minCell: null);
        Assert.Equal((1, 12, 0, 6), (report.ClearedEarlier, report.ClearedLater, report.ClearedByOtherAlone, report.ClearedByOwnAlone));
        Assert.Equal(
            [(ClearanceChange.Unchanged, 20, 20), (ClearanceChange.Earlier, 1, 1), (ClearanceChange.Later, 12, 9), (ClearanceChange.ByOtherAlone, 0, 0), (ClearanceChange.ByOwnAlone, 6, 0)],
            report.Outcomes.Select(o => (o.Cleared, o.Patients!.Value, o.Outcomes.Single(e => e.Outcome is WayEnd.Stage2).Patients!.Value)));
        Assert.Equal([(Overall.Ready, Overall.Ready, false, 21), (Overall.Ready, Overall.Caution, false, 7), (Overall.Ready, Overall.Caution, true, 2)], report.AtStage2.Select(c => (c.Own, c.Other, c.DiedWithin90Days, c.Patients!.Value)));
        Assert.Equal((39, 19), (report.About.Patients, report.Differing!.Count));

        var counts = report.ToTable();
        Assert.Equal(report.AtStage2.Count + (5 * 7), counts.Rows.Count);
        Assert.Equal(["cleared", null, null, null, ClearanceChange.Later, WayEnd.Stage2, 9, "staged-hepatectomy@1"], counts.Rows.Single(r => r[4] is ClearanceChange.Later && r[5] is WayEnd.Stage2).Take(8));
        Assert.Equal(19, report.ToPatientTable().Rows.Count);
        Assert.Equal(counts.Columns.TakeLast(11), report.ToPatientTable().Columns.TakeLast(11));
    }

    [Fact]
    public void Small_counts_are_held_back_and_no_single_patient_is_told()
    {
        var report = Report(minCell: 5);

        // Of 39 are 20, 1, 12, 0 and 6: the 1 is held back, and so is the 6, the smallest of the others, as the sum would give the 1 away.
        Assert.Equal((39, null, 12, 0, null), (report.About.Patients, report.ClearedEarlier, report.ClearedLater, report.ClearedByOtherAlone, report.ClearedByOwnAlone));

        // Of 30 with stage 2 are 21, 7 and 2: the 2 and the 7.
        Assert.Equal([21, null, null], report.AtStage2.Select(c => c.Patients));
        Assert.All(report.Outcomes.SelectMany(o => o.Outcomes), o => Assert.False(o.Patients is > 0 and < 5));
        Assert.Null(report.Differing);
        Assert.Contains("not listed", report.About.Remarks.Single(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(report.ToPatientTable);
        Assert.All(report.ToTable().Rows, row => Assert.False(row[6] is > 0 and < 5));
    }

    /// <summary>Twenty with stage 2 for whom nothing changes, one cleared earlier, twelve later of whom nine had stage 2 and two died of it, six by their own alone who are on the way.</summary>
    private static WhatIfReport Report(int? minCell)
    {
        List<WhatIfRow> rows =
        [
            .. Enumerable.Repeat(Row(7, 7, WayEnd.Stage2, Overall.Ready), 20), Row(9, 7, WayEnd.Stage2, Overall.Ready),
            .. Enumerable.Repeat(Row(7, 9, WayEnd.Stage2, Overall.Caution), 7), .. Enumerable.Repeat(Row(7, 9, WayEnd.Stage2, Overall.Caution, died: true), 2),
            .. Enumerable.Repeat(Row(7, 9, WayEnd.Open, null), 3), .. Enumerable.Repeat(Row(7, null, WayEnd.Open, null), 6),
        ];
        return new WhatIf(Of(rows.Select(_ => (PathwayEvent[])[Stage1()])), On(60) with { MinCell = minCell }, _same, ShippedProtocols.Shelf).Report(rows);

        static WhatIfRow Row(int? own, int? other, WayEnd outcome, Overall? otherAtStage2, bool died = false) => new(
            Guid.Empty, "ghent-1", Day(0), otherAtStage2 is null ? null : Day(10), otherAtStage2 is null ? null : Overall.Ready, otherAtStage2,
            own is { } o ? Day(o) : null, other is { } u ? Day(u) : null, outcome, otherAtStage2 is null ? null : died);
    }
}
