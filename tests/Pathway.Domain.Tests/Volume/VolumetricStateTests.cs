using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.Journey;
using Pathway.Domain.Volume;
using static Pathway.Domain.Tests.Volume.Derived;

namespace Pathway.Domain.Tests.Volume;

public sealed class VolumetricStateTests
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Any admissible journey of scans, procedures and weighings, in any order of entry.</summary>
    private static readonly Arbitrary<PathwayEvent[]> _anyJourney = Gen.ArrayOf(Gen.OneOf(
            from day in Gen.Choose(-60, 120)
            from flrMl in Gen.Choose(10, 6000)
            from standardMl in Gen.Frequency((3, Gen.Constant<double?>(null)), (1, Gen.Choose(50, 6000).Select(ml => (double?)ml)))
            from extraMl in Gen.Choose(0, 14_000)
            from tumorMl in Gen.Frequency((1, Gen.Constant<double?>(null)), (3, Gen.Choose(0, extraMl).Select(ml => (double?)ml)))
            select (PathwayEvent)(Given.Scan(day, flrMl, standardMl) with { TotalLiverVolumeMl = flrMl + extraMl, TumorVolumeMl = tumorMl }),
            from day in Gen.Choose(-60, 120)
            from heightCm in Gen.Choose(50, 250)
            from weightKg in Gen.Choose(2, 400)
            from ascitesKg in Gen.Choose(0, Math.Min(60, weightKg - 1))
            select (PathwayEvent)Given.Weighed(day, heightCm, weightKg, ascitesKg),
            Gen.Choose(-5, 5).Select(PathwayEvent (day) => Given.Stage1(day)),
            Gen.Choose(1, 60).Select(PathwayEvent (day) => Given.Augmentation(day)),
            Gen.Choose(61, 120).Select(PathwayEvent (day) => Given.Stage2(day)),
            Gen.Elements(Enum.GetValues<ParenchymaQuality>()).Select(PathwayEvent (quality) => Given.Parenchyma(0, quality))))
        .Select(events => (PathwayEvent[])[OpenedWithoutBodySize, .. events])
        .ToArbitrary();

    [Fact]
    public void No_journey_has_a_value_that_is_not_a_number() =>
        Prop.ForAll(_anyJourney, journey =>
        {
            foreach (var protocol in new[] { ShippedProtocol, ProtocolWithVautheysLine })
            {
                JsonSerializer.Serialize(VolumetricState.Of(Given.Facts(journey), protocol), _json); // It refuses what is not a number, or infinite.
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_that_is_no_number_would_have_been_noticed() =>
        Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize(new KineticGrowthRate(double.NaN, 0, null), _json));

    [Fact]
    public void Every_growth_rate_belongs_to_a_day_after_an_inducing_procedure_and_to_a_baseline_not_after_it() =>
        Prop.ForAll(_anyJourney, journey => Volumetric(journey).Measurements.All(m =>
            m.KineticGrowthRate is null == (m.BaselineEventId is null || m.DayAfterInduction is null or 0)
            && m.DayAfterInduction is null or >= 0
            && m.DayAfterStage1 is null or >= 0)).QuickCheckThrowOnFailure();

    [Fact]
    public void Entering_a_journey_backwards_moves_no_clock() =>
        Prop.ForAll(_anyJourney, journey => Days(journey).SequenceEqual(Days([.. journey.Reverse()]))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_names_in_the_answer_are_the_agreed_ones()
    {
        var state = Volumetric(
            Given.Opened, Healthy, Given.Scan(0, 200), Given.Stage1(), Given.Scan(20, 240), Given.Augmentation(21), Given.Scan(28, 280), Given.Scan(35, 300, 1300));
        var json = JsonSerializer.SerializeToElement(state, _json);
        var measurement = json.GetProperty("current");

        AssertHas(json, "bodySurfaceAreaM2", "standardLiverVolumeMl", "standardLiverVolumeBasis", "parenchymaClass", "requiredSflrPercent", "requiredOperator", "measurements", "current", "initialKineticGrowthRate", "forecast");
        AssertHas(
            measurement, "eventId", "occurredOn", "dayAfterStage1", "modality", "flrVolumeMl", "totalLiverVolumeMl", "tumorVolumeMl", "sflrPercent", "flrOfFunctionalLiverPercent",
            "flrToBodyWeightPercent", "volumeGainMl", "volumeGainPercent", "degreeOfHypertrophyPoints", "kineticGrowthRate", "sincePrevious", "sinceStage1",
            "standardLiverVolumeMl", "standardLiverVolumeBasis", "remarks", "baselineEventId", "inducedByEventId", "dayAfterInduction");
        AssertHas(measurement.GetProperty("kineticGrowthRate"), "mlPerDay", "percentPerDay", "pointsPerWeek");
        AssertHas(measurement.GetProperty("sincePrevious"), "days", "mlPerDay", "percentPerDay", "pointsPerWeek");
        AssertHas(measurement.GetProperty("sinceStage1"), "volumeGainMl", "volumeGainPercent", "degreeOfHypertrophyPoints");
        AssertHas(measurement.GetProperty("remarks")[0], "code", "statement");
        AssertHas(json.GetProperty("forecast"), "targetVolumeMl", "growthConstantMl2PerDay", "expectedOn", "earliestOn", "latestOn", "method", "reachedOn", "intervalNote");
    }

    private static IEnumerable<(DateOnly, int?, int?)> Days(PathwayEvent[] journey) =>
        Volumetric(OneStage1(journey)).Measurements.Select(m => (m.OccurredOn, m.DayAfterStage1, m.DayAfterInduction)).Order();

    // Admission lets in one stage 1; of several, the first in clinical order would hold whichever way they were entered, but for those of one day.
    private static IEnumerable<PathwayEvent> OneStage1(PathwayEvent[] journey) =>
        journey.OfType<Stage1Performed>().MinBy(e => e.OccurredOn) is { } first ? journey.Where(e => e is not Stage1Performed).Append(first) : journey;

    private static void AssertHas(JsonElement element, params string[] names) =>
        Assert.All(names, name => Assert.True(element.TryGetProperty(name, out _), $"{name} is missing from {element}."));
}
