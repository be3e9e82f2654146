using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.Domain.Strategies;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.Readiness;

/// <summary>What must not change a verdict, whatever the journey and the protocol: the order of entry, a second entry, the choice of units.</summary>
public sealed class ReadinessPropertyTests
{
    private static readonly Gen<Protocol> _protocol = Gen.Elements<Protocol>([.. ShippedProtocols.Shelf.All]);

    private static Gen<(PathwayEvent[] Journey, Protocol Protocol, int Day, int Seed)> Cases =>
        from journey in AnyPatient.Journeys
        from protocol in _protocol
        from day in Gen.Choose(-30, 124)
        from seed in Gen.Choose(0, int.MaxValue)
        select (journey, protocol, day, seed);

    [Fact]
    public void The_order_of_entry_changes_no_assessment_and_no_advice() => Prop.ForAll(Cases.ToArbitrary(), c =>
        Unchanged.ByTheOrderOfEntry(Stream(c.Journey), c.Seed, stream => All(stream, c.Protocol, c.Day))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_second_entry_of_the_same_changes_no_assessment_and_no_advice() => Prop.ForAll(Cases.ToArbitrary(), c =>
        Unchanged.ByASecondEntry(Stream(c.Journey), c.Seed, stream => All(stream, c.Protocol, c.Day))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_choice_of_units_changes_no_verdict() => Prop.ForAll(Cases.ToArbitrary(), c =>
        Assert.Equal(
            Verdicts(All(Stream(c.Journey), c.Protocol, c.Day)),
            Verdicts(All(Stream(c.Journey.Select(InOtherUnits)), c.Protocol, c.Day)))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_happens_later_changes_no_assessment_of_today() => Prop.ForAll(Cases.ToArbitrary(), c =>
        Unchanged.ByWhatHappensAfter(Day(c.Day), Stream(c.Journey), stream => All(stream, c.Protocol, c.Day))).QuickCheckThrowOnFailure();

    [Fact]
    public void Ready_needs_every_required_domain_met_and_every_domain_says_why() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        foreach (var assessment in new[] { All(Stream(c.Journey), c.Protocol, c.Day).Stage1, All(Stream(c.Journey), c.Protocol, c.Day).Stage2 })
        {
            if (assessment.Overall is Overall.Ready)
            {
                Assert.All(assessment.Domains.Where(d => d.Required), d => Assert.Equal(Verdict.Met, d.Verdict));
            }

            Assert.All(assessment.Domains, d => Assert.True(d.Verdict is Verdict.Unknown || d.Findings.Any(f => f.Verdict == d.Verdict), $"{d}"));
            Assert.All(assessment.Domains.SelectMany(d => d.Findings), f =>
            {
                Assert.True(f.Observed is null || double.IsFinite(f.Observed.Value));
                Assert.EndsWith(".", f.Statement, StringComparison.Ordinal);
                Assert.True(f.Verdict is Verdict.Unknown || f.Observed is null || f.EventIds.Count > 0, $"{f}");
            });
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_patient_is_cleared_when_the_whole_assessment_says_so() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var facts = PathwayFacts.From(Stream(c.Journey), Day(c.Day));
        foreach (var gate in Enum.GetValues<Gate>())
        {
            Assert.Equal(
                ReadinessAssessment.Assess(gate, facts, c.Protocol, Day(c.Day)).Overall is var overall and (Overall.Ready or Overall.Caution) ? overall : null,
                ReadinessAssessment.ClearanceOf(gate, ClinicalPicture.Of(facts, c.Protocol, Day(c.Day))));
        }
    }).QuickCheckThrowOnFailure();

    private static (ReadinessAssessment Stage1, ReadinessAssessment Stage2, ValueList<StrategyAdvice> Ways) All(IReadOnlyList<RecordedEvent> stream, Protocol protocol, int day)
    {
        var picture = ClinicalPicture.Of(PathwayFacts.From(stream, Day(day)), protocol, Day(day));
        return (ReadinessAssessment.Of(Gate.Stage1, picture), ReadinessAssessment.Of(Gate.Stage2, picture), StrategyAdvice.All(picture));
    }

    private static IEnumerable<string> Verdicts((ReadinessAssessment Stage1, ReadinessAssessment Stage2, ValueList<StrategyAdvice> Ways) all) =>
    [
        .. new[] { all.Stage1, all.Stage2 }.SelectMany(a => a.Domains.SelectMany(d => d.Findings).Select(f => $"{a.Gate} {a.Overall} {f.RuleId} {f.Verdict}")),
        .. all.Ways.SelectMany(w => w.Findings.Select(f => $"{w.Option} {w.Verdict} {f.RuleId} {f.Holds}")),
    ];

    private static PathwayEvent InOtherUnits(PathwayEvent happened) => happened switch
    {
        LaboratoryRecorded { Bilirubin: { } bilirubin } e => e with { Bilirubin = new(Analyte.Bilirubin.In(bilirubin, "mg/dL"), "mg/dL") },
        FunctionTestRecorded { Test: FunctionTest.IcgR15 } e => e with { Value = e.Value / 100, Unit = "1" },
        _ => happened,
    };
}
