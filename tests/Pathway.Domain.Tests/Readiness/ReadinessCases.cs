using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.Tests.Readiness;

/// <summary>What the tests of readiness start from.</summary>
internal static class ReadinessCases
{
    internal static Protocol Default { get; } = ShippedProtocols.Shelf.Find(ProtocolShelf.DefaultId, 1)!;

    /// <summary>
    /// A healthy liver under ALPPS, ready on day 8: the remnant went from 200 to 360 of 1000 mL (36 %, and 11.4 % a day), scintigraphy of it is 3.0, and
    /// the laboratory of day 5 is normal. On day −1 the same patient is a candidate for stage 1.
    /// </summary>
    internal static PathwayEvent[] Ready { get; } =
    [
        Given.Opened,
        Given.Parenchyma(-25, ParenchymaQuality.Normal),
        new DiagnosisRecorded(Given.Day(-25), Presentation.Synchronous, LesionDistribution.Bilobar),
        new ChemotherapyRecorded(Given.Day(-29), "FOLFOX", 4, Given.Day(-100), ChemotherapyIntent.Neoadjuvant, LastDoseOn: Given.Day(-40), Response: TumorResponse.Partial),
        new PerformanceStatusRecorded(Given.Day(-20), Ecog: 1, Asa: 2, Sepsis: false, UncontrolledCholestasis: false),
        new ExtrahepaticDiseaseAssessed(Given.Day(-20), Present: false),
        new StrategyDecided(Given.Day(-15), Strategy.Alpps, "Remnant too small."),
        Given.Scan(-10, 200, 1000),
        new FunctionTestRecorded(Given.Day(-10), FunctionTest.IcgR15, 8, "%", TestScope.Global),
        Given.Stage1(),
        Labs(5, 15, 1.0),
        Given.Scan(7, 360, 1000),
        Scintigraphy(7, 3.0),
    ];

    /// <summary>
    /// The same under portal vein embolization, ready on day 22: from 200 to 360 of 1000 mL in 21 days are 16 points, 5.33 a week.
    /// </summary>
    internal static PathwayEvent[] ReadyAfterEmbolization { get; } =
    [
        .. Ready[..6],
        Given.Scan(-10, 200, 1000),
        Given.Stage1(technique: Stage1Technique.PortalVeinEmbolization),
        Given.Scan(21, 360, 1000),
        Scintigraphy(21, 3.0),
    ];

    internal static LaboratoryRecorded Labs(int day, double bilirubinUmol, double inr) => new(
        Given.Day(day), new(bilirubinUmol, "umol/L"), Inr: inr, BilirubinUpperLimit: new(21, "umol/L"), InrUpperLimit: 1.2);

    internal static FunctionTestRecorded Scintigraphy(int day, double value, string unit = "%/min/m2") =>
        new(Given.Day(day), FunctionTest.HepatobiliaryScintigraphy, value, unit, TestScope.Remnant);

    /// <summary>The journey with other events in the place of those of their type, and more of other types.</summary>
    internal static PathwayEvent[] With(this PathwayEvent[] journey, params PathwayEvent[] others) =>
        [.. journey.Where(e => !others.Any(o => o.GetType() == e.GetType())), .. others];

    /// <summary>The journey and more.</summary>
    internal static PathwayEvent[] And(this PathwayEvent[] journey, params PathwayEvent[] more) => [.. journey, .. more];

    /// <summary>The journey without events of a type.</summary>
    internal static PathwayEvent[] Without<T>(this PathwayEvent[] journey)
        where T : PathwayEvent => [.. journey.Where(e => e is not T)];

    internal static ReadinessAssessment Assess(PathwayEvent[] journey, int day, Gate gate = Gate.Stage2, Protocol? protocol = null) =>
        ReadinessAssessment.Assess(gate, PathwayFacts.From(Given.Stream(journey), Given.Day(day)), protocol ?? Default, Given.Day(day));

    internal static Finding Finding(this ReadinessAssessment assessment, string ruleId) =>
        Assert.Single(assessment.Domains.SelectMany(d => d.Findings), f => f.RuleId == ruleId);

    internal static bool Has(this ReadinessAssessment assessment, string ruleId) => assessment.Domains.SelectMany(d => d.Findings).Any(f => f.RuleId == ruleId);

    internal static Verdict Of(this ReadinessAssessment assessment, ReadinessDomain domain) => Assert.Single(assessment.Domains, d => d.Domain == domain).Verdict;
}
