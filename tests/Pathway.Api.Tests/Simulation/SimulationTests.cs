using System.Text.Json;
using Pathway.Api.Http;
using Pathway.Api.Simulation;
using Pathway.Domain;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Api.Tests.Simulation;

public sealed class SimulationTests(SimulatedCohort cohort) : IClassFixture<SimulatedCohort>
{
    private static SimulationFigures Figures => SimulationFigures.Shipped;

    public static TheoryData<Stage1Technique> Techniques => [.. Enum.GetValues<Stage1Technique>()];

    [Fact]
    public void No_journey_is_refused() => Assert.True(cohort.Journeys.All(j => j.Refused.IsEmpty), string.Join('\n', cohort.Journeys.SelectMany(j => j.Refused)));

    [Fact]
    public void The_same_seed_gives_the_same_journeys_to_the_last_id_and_another_seed_gives_others()
    {
        Assert.Equal(Written(SimulatedCohort.Seven, 12), Written(SimulatedCohort.Seven, 12));
        Assert.NotEqual(Written(SimulatedCohort.Seven, 12), Written(SimulatedCohort.Seven, 13));
        Assert.NotEqual(Written(SimulatedCohort.Seven, 12), Written(SimulatedCohort.Seven with { Seed = 8 }, 12));
    }

    [Fact]
    public void Every_type_of_event_occurs() =>
        Assert.Empty(EventCatalogue.All.Select(t => t.Name).Except(cohort.Events.Select(e => EventCatalogue.TypeOf(e.Event).Name)));

    [Fact]
    public void Whoever_sees_any_of_it_sees_that_it_is_synthetic()
    {
        Assert.All(cohort.Journeys, j =>
        {
            var opened = j.Facts.Opened!.Event;
            Assert.StartsWith("SIM-7-", opened.PatientRef, StringComparison.Ordinal);
            Assert.StartsWith("simulated-", opened.Center, StringComparison.Ordinal);
            Assert.StartsWith("Synthetic: ", opened.Note, StringComparison.Ordinal);
            Assert.All(j.Journey.Sittings, s => Assert.StartsWith("Simulated ", s.Actor.Name, StringComparison.Ordinal));
        });
        Assert.All(cohort.Events.Select(e => e.Event.Note).OfType<string>(), note => Assert.StartsWith("Synthetic", note, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_id_is_a_version_7_GUID_of_its_own_in_the_millisecond_of_its_entry()
    {
        var ids = cohort.Journeys.Select(j => (j.Journey.Id, j.Stream[0].RecordedAt)).Concat(cohort.Events.Select(e => (e.Id, e.RecordedAt))).ToList();
        Assert.Equal(ids.Count, ids.DistinctBy(i => i.Id).Count());
        Assert.All(ids, i =>
        {
            Assert.Equal((7, 2), (i.Id.Version, i.Id.Variant >> 2));
            Assert.Equal(i.RecordedAt.ToUnixTimeMilliseconds(), Convert.ToInt64($"{i.Id:N}"[..12], 16));
        });
    }

    [Fact]
    public void Nothing_is_entered_before_the_opening_after_the_last_day_or_twice_at_one_instant()
    {
        Assert.All(cohort.Journeys, j =>
        {
            Assert.IsType<PathwayOpened>(j.Stream[0].Event);
            var entered = j.Journey.Sittings.Select(s => s.RecordedAt).ToList();
            Assert.Equal(entered.Order().Distinct(), entered);
            Assert.True(SimulatedCohort.Clock.DateOf(entered[^1]) <= SimulatedCohort.Seven.To);
        });
    }

    [Fact]
    public void Records_come_about_as_they_do_late_out_of_order_wrong_twice_and_with_gaps()
    {
        var corrections = cohort.Events.Select(e => e.Event).OfType<EventCorrected>().ToList();
        Holds(15, 30, Share(cohort.Journeys, j => j.Stream.Any(e => e.Event is EventCorrected)), "with a correction");
        Assert.Contains(corrections, c => c.Replacement is null);
        Assert.True(TenthsPutRight() > 50, "volumes that were a tenth of what they are");
        Holds(3, 12, Share(cohort.Events, e => Days(e.Event.OccurredOn, e.RecordedAt) > 14), "entered late");
        Holds(40, 95, Share(cohort.Journeys, j => j.Stream.Zip(j.Stream.Skip(1)).Any(p => p.First.Event.OccurredOn > p.Second.Event.OccurredOn)), "out of order");
        Holds(5, 11, Share(cohort.Journeys, j => Days(j.Stream[0].Event.OccurredOn, j.Stream[0].RecordedAt) > 14), "opened late");
        Holds(12, 18, Share(cohort.Journeys, j => j.Facts.Opened!.Event.HeightCm is null), "without a height");
        Assert.Equal(6, cohort.Journeys.Select(j => j.Facts.Opened!.Event.Center).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Who_has_a_stage_1_fares_as_was_published(Stage1Technique technique)
    {
        var figures = Figures.Techniques[technique];
        var staged = Followed(technique);

        // Two thousand draws are no two hundred thousand: twice the standard error of a share is added to the published range.
        Near(figures.CompletionPercent, Share(staged, j => j.Stage2On is not null), staged.Count);
        Near(figures.DeathWithin90DaysPercent, Share(staged, DiesWithin90Days), staged.Count);
        var interstage = staged.Where(j => j.Stage2On is not null && j.Facts.Resumptions.IsEmpty).Select(j => (double)Days(j.Stage1On!.Value, j.Stage2On!.Value)).ToList();
        Assert.InRange(Median(interstage), figures.InterstageDays.From!.Value, figures.InterstageDays.To!.Value);
    }

    [Fact]
    public void As_many_die_within_ninety_days_as_the_figures_ask_for()
    {
        // Published ranges are so wide that half of the deaths could be missing within each.
        var staged = Figures.Techniques.Select(t => (Percent: t.Value.DeathWithin90DaysPercent.Value, Journeys: Followed(t.Key))).ToList();
        var all = staged.Sum(s => s.Journeys.Count);
        Near(new(staged.Sum(s => s.Percent * s.Journeys.Count) / all, ""), Share(staged.SelectMany(s => s.Journeys), DiesWithin90Days), all);
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void A_remnant_grows_as_was_published(Stage1Technique technique)
    {
        var figures = Figures.Techniques[technique];
        var gains = new List<double>();
        foreach (var journey in Followed(technique).Where(j => j.Facts.Augmentations.IsEmpty))
        {
            var scans = journey.Facts.Volumetries;
            var before = scans.LastOrDefault(s => s.OccurredOn <= journey.Stage1On);
            var after = scans.FirstOrDefault(s => Days(journey.Stage1On!.Value, s.OccurredOn) is var day && day >= figures.GainOnDay.Value - 4 && day <= figures.GainOnDay.Value + 4);
            if (before is not null && after is not null)
            {
                gains.Add(100 * ((after.Event.FlrVolumeMl / before.Event.FlrVolumeMl) - 1));
            }
        }

        Assert.True(gains.Count > 20, $"{gains.Count} patients");
        Assert.InRange(Median(gains), figures.GainPercent.From!.Value, figures.GainPercent.To!.Value);
    }

    [Fact]
    public void After_ALPPS_complications_and_liver_failure_are_as_often_as_was_published()
    {
        var figures = Figures.Techniques[Stage1Technique.Alpps];
        var staged = Followed(Stage1Technique.Alpps);
        Near(figures.ComplicationPercent, Share(staged, j => Interstage(j).Any()), staged.Count);
        Near(figures.LiverFailureStage1Percent, Share(staged, j => Interstage(j).Any(c => c is { Kind: ComplicationKind.LiverFailure, IsglsGrade: not null })), staged.Count);
        Near(figures.MajorPercent, Share(staged, j => Interstage(j).Any(c => c.Grade >= ClavienDindoGrade.IIIb)), staged.Count);
        var resected = staged.Where(j => j.Stage2On is not null).ToList();
        Near(figures.LiverFailureStage2Percent, Share(resected, j => j.Facts.Complications.Any(c => c.OccurredOn >= j.Stage2On && c.Event.Kind is ComplicationKind.LiverFailure)), resected.Count);

        static IEnumerable<ComplicationRecorded> Interstage(SimulatedCohort.Simulated j) =>
            j.Facts.Complications.Where(c => c.OccurredOn >= j.Stage1On && !(c.OccurredOn >= j.Stage2On)).Select(c => c.Event);
    }

    [Fact]
    public void Embolization_fails_by_progression_in_nearly_all_of_those_in_whom_it_fails()
    {
        var failed = Followed(Stage1Technique.PortalVeinEmbolization).Where(j => j.Stage2On is null && !j.Facts.DropOuts.IsEmpty).ToList();
        Near(Figures.DropOutProgressionPercent, Share(failed, j => j.Facts.DropOuts[0].Event.Reason is DropOutReason.TumorProgression), failed.Count);
    }

    [Fact]
    public void Boards_go_on_where_the_remnant_is_large_enough_and_sometimes_where_it_is_not_or_nobody_knows()
    {
        var volumes = (
            from journey in cohort.Journeys
            where journey.Stage1On is not null
            from decided in journey.Facts.Decisions
            where decided.Event.Decision is BoardDecision.Proceed
            let facts = PathwayFacts.From(journey.Stream, decided.OccurredOn)
            let assessment = ReadinessAssessment.Assess(Gate.Stage2, facts, ShippedProtocols.Shelf.InForce(facts), decided.OccurredOn)
            select assessment.Domains.Single(d => d.Domain is ReadinessDomain.Volume).Verdict).ToList();

        Holds(50, 80, Share(volumes, v => v is Verdict.Met), "large enough");
        Holds(5, 25, Share(volumes, v => v is Verdict.NotMet), "too small");
        Holds(10, 35, Share(volumes, v => v is Verdict.Unknown), "not known");
    }

    [Fact]
    public void Patients_come_back_are_rescued_die_are_lost_and_are_followed_to_the_end()
    {
        Assert.Contains(cohort.Journeys, j => j.Facts.Resumptions.Length > 0 && j.Stage2On is not null);
        Assert.Contains(cohort.Journeys, j => j.Facts.Augmentations.Any(a => a.Event.Technique is AugmentationTechnique.RescueAlpps));
        Assert.Equal(Enum.GetValues<DropOutReason>(), cohort.Journeys.SelectMany(j => j.Facts.DropOuts).Select(d => d.Event.Reason).Distinct().Order());
        Assert.Equal(Enum.GetValues<ClosingReason>(), cohort.Events.Select(e => e.Event).OfType<PathwayClosed>().Select(c => c.Reason).Distinct().Order());
        Assert.Equal(Enum.GetValues<Phase>(), cohort.Journeys.Select(j => Phases.Of(j.Facts, SimulatedCohort.Seven.To)).Distinct().Order());
    }

    [Fact]
    public void Every_figure_has_a_source_and_lies_in_the_range_that_was_published()
    {
        var figures = JsonSerializer.SerializeToElement(Figures, JsonForm.Options);
        var found = Inside(figures).ToList();
        Assert.True(found.Count > 40, $"{found.Count} figures");
        Assert.All(found, f =>
        {
            Assert.NotEqual("", f.Source);
            Assert.False(f.From > f.Value || f.To < f.Value, $"{f}");
            Assert.False(f.Source.StartsWith("None", StringComparison.Ordinal) && f.From is not null && f.Source.Contains("published", StringComparison.Ordinal), $"{f}");
        });

        static IEnumerable<Figure> Inside(JsonElement element) => element.ValueKind is not JsonValueKind.Object ? []
            : element.TryGetProperty("source", out _) ? [element.Deserialize<Figure>(JsonForm.Options)!]
            : element.EnumerateObject().SelectMany(p => Inside(p.Value));
    }

    /// <summary>Those with a stage 1 of a technique long enough ago that what came of it is known and entered.</summary>
    private List<SimulatedCohort.Simulated> Followed(Stage1Technique technique) =>
        [.. cohort.Journeys.Where(j => j.Facts.Stage1?.Event.Technique == technique && j.Stage1On < SimulatedCohort.Seven.To.AddDays(-300))];

    private static bool DiesWithin90Days(SimulatedCohort.Simulated journey) =>
        journey.Facts.Death is { } death && Days(journey.Stage2On ?? journey.Stage1On!.Value, death.OccurredOn) <= 90;

    private int TenthsPutRight() => cohort.Journeys.Sum(j => j.Stream.Count(e =>
        e.Event is EventCorrected { Replacement: VolumetryRecorded right } correction
        && j.Stream.First(x => x.Id == correction.EventId).Event is VolumetryRecorded wrong && Math.Abs((wrong.FlrVolumeMl * 10) - right.FlrVolumeMl) <= 5));

    private static void Near(Figure figure, double observedPercent, int of)
    {
        var share = figure.Value / 100;
        var error = 200 * Math.Sqrt(share * (1 - share) / of);
        Assert.InRange(observedPercent, (figure.From ?? figure.Value) - error, (figure.To ?? figure.Value) + error);
    }

    private static void Holds(double from, double to, double percent, string what) => Assert.True(percent >= from && percent <= to, $"{percent:0.0} % {what}");

    private static double Share<T>(IReadOnlyCollection<T> all, Func<T, bool> those) => 100.0 * all.Count(those) / all.Count;

    private static double Share<T>(IEnumerable<T> all, Func<T, bool> those) => Share([.. all], those);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int Days(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber;

    private static int Days(DateOnly from, DateTimeOffset to) => Days(from, SimulatedCohort.Clock.DateOf(to));

    private static string Written(Cohort of, int number) => string.Join('\n', of.Journey(number, SimulatedCohort.Clock).Sittings.SelectMany(s => s.Entries).Select(e => $"{e.Id} {e.Event}"));
}
