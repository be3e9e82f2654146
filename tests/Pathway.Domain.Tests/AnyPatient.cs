using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests;

/// <summary>Random journeys: an opening, and then anything that can be true, each on a day of its own so that dates alone decide the order.</summary>
public static class AnyPatient
{
    private static readonly Gen<double> _volumeMl = Gen.Choose(2000, 9000).Select(tenths => tenths / 10d);

    private static readonly Gen<Func<int, PathwayEvent>> _anyEvent = Gen.OneOf<Func<int, PathwayEvent>>(
        from ml in _volumeMl select (Func<int, PathwayEvent>)(day => Scan(day, ml)),
        from ml in _volumeMl from standard in Gen.Choose(1000, 2000) select (Func<int, PathwayEvent>)(day => Scan(day, ml, standard)),
        from kg in Gen.Choose(45, 120) select (Func<int, PathwayEvent>)(day => Weighed(day, 172, kg)),
        from quality in Gen.Elements(Enum.GetValues<ParenchymaQuality>()) select (Func<int, PathwayEvent>)(day => Parenchyma(day, quality)),
        from technique in Gen.Elements(Enum.GetValues<AugmentationTechnique>()) select (Func<int, PathwayEvent>)(day => Augmentation(day, technique)),
        from grade in Gen.Elements(Enum.GetValues<ClavienDindoGrade>())
        from kind in Gen.Elements(Enum.GetValues<ComplicationKind>())
        select (Func<int, PathwayEvent>)(day => new ComplicationRecorded(Day(day), kind, grade)),
        from umol in Gen.Choose(5, 200)
        from inr in Gen.Choose(9, 30)
        select (Func<int, PathwayEvent>)(day => new LaboratoryRecorded(Day(day), new Quantity(umol, "umol/L"), Inr: inr / 10d)),
        from value in Gen.Choose(10, 60) select (Func<int, PathwayEvent>)(day => new FunctionTestRecorded(Day(day), FunctionTest.HepatobiliaryScintigraphy, value / 10d, "%/min/m2", TestScope.Remnant)),
        from value in Gen.Choose(4, 40) select (Func<int, PathwayEvent>)(day => new FunctionTestRecorded(Day(day), FunctionTest.IcgR15, value, "%", TestScope.Global)),
        from strategy in Gen.Elements(Enum.GetValues<Strategy>()) select (Func<int, PathwayEvent>)(day => new StrategyDecided(Day(day), strategy, "The board chose.")),
        from cycles in Gen.Choose(1, 12) select (Func<int, PathwayEvent>)(day => new ChemotherapyRecorded(Day(day), "FOLFOX", cycles, Day(day - 60), ChemotherapyIntent.Neoadjuvant, LastDoseOn: Day(day))),
        Gen.Constant((Func<int, PathwayEvent>)(day => new Discharged(Day(day)))),
        from outcome in Gen.Elements(Enum.GetValues<SurveillanceOutcome>()) select (Func<int, PathwayEvent>)(day => new SurveillanceRecorded(Day(day), SurveillanceModality.Mri, outcome)),
        from reason in Gen.Elements(Enum.GetValues<DropOutReason>()) select (Func<int, PathwayEvent>)(day => new DroppedOut(Day(day), reason)),
        Gen.Constant((Func<int, PathwayEvent>)(day => new PathwayResumed(Day(day), "Came back."))));

    /// <summary>Journeys with stage 1 on day 0, and with stage 2 in half of them.</summary>
    public static Gen<PathwayEvent[]> Journeys { get; } =
        from events in Gen.Choose(0, 15).SelectMany(n => _anyEvent.ArrayOf(n))
        from days in Gen.Shuffle(Enumerable.Range(-40, 160).Where(d => d is not (0 or -30)).ToArray())
        from stage2 in Gen.Elements(true, false)
        select (PathwayEvent[])[Opened, Stage1(), .. events.Select((make, i) => make(days[i])), .. stage2 ? [Stage2(125)] : Array.Empty<PathwayEvent>()];

    /// <summary>A journey in the order of entry, each event with an id of its own that it keeps when the order changes.</summary>
    public static IReadOnlyList<RecordedEvent> Recorded(PathwayEvent[] journey) => Stream(journey);
}
