using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Scores;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Tests.Scores;

/// <summary>The same values in other units, or entered in another order, make the same scores and the same function.</summary>
public sealed class UnitChoiceTests
{
    private static readonly Protocol _protocol = ShippedProtocols.Shelf.Find(ProtocolShelf.DefaultId, 1)!;

    /// <summary>Tenths, so that limits such as 2.0 mg/dL and 3.5 g/dL are often hit.</summary>
    private static Gen<double> Tenths(int from, int to) => Gen.Choose(from, to).Select(n => n / 10.0);

    private static Gen<double?> Perhaps(Gen<double> value) => Gen.Frequency((4, value.Select(v => (double?)v)), (1, Gen.Constant<double?>(null)));

    private static Gen<LaboratoryRecorded> AnySet =>
        from day in Gen.Choose(-10, 20)
        from bilirubin in Perhaps(Tenths(3, 90))
        from creatinine in Perhaps(Tenths(3, 50))
        from albumin in Perhaps(Tenths(14, 45))
        from sodium in Perhaps(Gen.Choose(120, 142).Select(n => (double)n))
        from inr in Perhaps(Tenths(8, 30))
        from prothrombin in Perhaps(Gen.Choose(40, 60).Select(n => (double)n))
        from limit in Perhaps(Tenths(10, 13))
        from ascites in Gen.Elements<AscitesDegree?>(null, AscitesDegree.None, AscitesDegree.Mild)
        from dialysis in Gen.Elements<bool?>(null, false, true)
        select new LaboratoryRecorded(
            Given.Day(day), Of(bilirubin, "mg/dL"), Of(creatinine, "mg/dL"), Of(albumin, "g/dL"), Sodium: Of(sodium, "meq/L"), Inr: inr, Ascites: ascites,
            Encephalopathy: EncephalopathyGrade.None, Dialysis: dialysis, ProthrombinPercent: prothrombin, BilirubinUpperLimit: Of(limit, "mg/dL"), InrUpperLimit: limit);

    private static Gen<PathwayEvent[]> AnyJourney =>
        from sets in AnySet.ListOf()
        from cea in Gen.Elements(80.0, 80.1, 200.0, 200.1)
        from retention in Gen.Choose(1, 40)
        from share in Gen.Choose(10, 60)
        select (PathwayEvent[])
        [
            Given.Opened, Given.Stage1(), Given.Stage2(9), .. sets.DistinctBy(s => s.OccurredOn),
            new BiomarkersRecorded(Given.Day(-30), Cea: new(cea, "ng/mL")),
            new FunctionTestRecorded(Given.Day(-5), FunctionTest.IcgR15, retention, "%", TestScope.Global),
            new FunctionTestRecorded(Given.Day(7), FunctionTest.GadoxetateMri, share, "%", TestScope.Remnant),
        ];

    [Fact]
    public void The_choice_of_units_changes_no_score_and_no_verdict_of_function() =>
        Prop.ForAll(AnyJourney.ToArbitrary(), journey =>
        {
            var (scores, function) = Derived(Given.Stream(journey));
            var (otherScores, otherFunction) = Derived(Given.Stream(journey.Select(InOtherUnits)));
            Assert.Equal(Essence(scores), Essence(otherScores));
            Assert.Equal(Essence(function), Essence(otherFunction));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_entry_changes_nothing() =>
        Prop.ForAll(AnyJourney.ToArbitrary(), journey =>
        {
            var stream = Given.Stream(journey);
            var lastFirst = stream.Reverse().Select((r, i) => r with { Version = i + 1 }).ToList();
            Assert.Equal(Derived(stream), Derived(lastFirst));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_happens_later_changes_nothing_as_of_an_earlier_date() =>
        Prop.ForAll(AnyJourney.ToArbitrary(), journey =>
        {
            var earlier = journey.Where(e => e is PathwayOpened || e.OccurredOn <= Given.Day(6)).ToList();
            Assert.Equal(
                ScoreState.Of(PathwayFacts.From(Given.Stream(journey), Given.Day(6)), Given.Day(6)).Meld.Value,
                ScoreState.Of(Given.Facts(earlier), Given.Day(6)).Meld.Value);
        }).QuickCheckThrowOnFailure();

    private static (ScoreState Scores, FunctionalState Function) Derived(IEnumerable<RecordedEvent> stream)
    {
        var facts = PathwayFacts.From(stream);
        return (ScoreState.Of(facts, Given.Day(20)), FunctionalState.Of(facts, _protocol, VolumetricState.Of(facts, _protocol)));
    }

    private static Quantity? Of(double? value, string unit) => value is { } v ? new(v, unit) : null;

    private static PathwayEvent InOtherUnits(PathwayEvent happened) => happened switch
    {
        LaboratoryRecorded e => e with
        {
            Bilirubin = Converted(e.Bilirubin, Analyte.Bilirubin, "umol/L"),
            Creatinine = Converted(e.Creatinine, Analyte.Creatinine, "umol/L"),
            Albumin = Converted(e.Albumin, Analyte.Albumin, "g/L"),
            Sodium = Converted(e.Sodium, Analyte.Sodium, "mmol/L"),
            BilirubinUpperLimit = Converted(e.BilirubinUpperLimit, Analyte.Bilirubin, "umol/L"),
        },
        BiomarkersRecorded e => e with { Cea = Converted(e.Cea, Analyte.Cea, "ug/L") },
        FunctionTestRecorded e => e with { Value = e.Value / 100, Unit = "1" },
        _ => happened,
    };

    private static Quantity? Converted(Quantity? quantity, Analyte analyte, string unit) =>
        quantity is null ? null : new(analyte.In(quantity, unit), unit);

    private static object Essence(ScoreState s) => (
        s.ChildPugh.Value, s.ChildPugh.Class, s.Meld.Value, s.MeldNa.Value, s.Meld3.Value, s.ClinicalRiskScore.Inputs.Sum(i => i.Points), s.OsloScore.Inputs.Sum(i => i.Points));

    private static object Essence(FunctionalState f) => (
        f.Liver.IsglsLiverFailure.Stage1!.Value, f.Liver.IsglsLiverFailure.Stage1.RecoveredOn, f.Liver.IsglsLiverFailure.Stage2!.Value,
        f.Liver.FiftyFifty.Stage2!.Value, f.Liver.PeakBilirubin.Stage1!.Value, f.Liver.PeakBilirubin.Stage2!.Value,
        f.Tests.Select(t => t.MeetsLimit).ToValueList(), f.Shares.Count);
}
