using Pathway.Domain.Happenings;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.Domain.Tests.FollowUp;

namespace Pathway.Domain.Tests.Happenings;

/// <summary>What can be told of a pathway. Days count from stage 1.</summary>
public class StandingTests
{
    [Fact]
    public void What_is_entered_is_told_by_the_name_of_its_entry()
    {
        Assert.Equal([new(HappeningKind.PathwayOpened, Given.Day(-30), Given.IdOf(1))], Told(-30, Given.Opened));
        Assert.Equal(new(HappeningKind.StrategyDecided, Given.Day(-15), Given.IdOf(3)), Told(-15, Given.Opened, FollowUpCases.Healthy, FollowUpCases.Chosen(-15))[0]);
        Assert.Equal(new(HappeningKind.ReadinessDecided, Given.Day(8), Given.IdOf(6)), Told(8, [.. FollowUpCases.Interstage(), FollowUpCases.Decision(8, BoardDecision.Defer)])[0]);
    }

    [Fact]
    public void Stage_1_is_told_with_what_it_changes_at_the_gates_and_where_it_left_the_protocol()
    {
        var told = Told(0, FollowUpCases.Interstage());
        Assert.Equal(HappeningKind.Stage1Performed, told[0].Kind);
        Assert.Contains(told, h => h.Kind is HappeningKind.DeviationFound);
        Assert.All(told, h => Assert.Equal(Given.IdOf(5), h.EventId));
        Assert.Equal(new Happening(HappeningKind.ReadinessChanged, Given.Day(0), Given.IdOf(5), Gate.Stage2, Overall.NotReady), told[^1]); // 20 % is too little.
    }

    [Theory]
    [InlineData(ClavienDindoGrade.IIIa, false)]
    [InlineData(ClavienDindoGrade.IIIb, true)]
    [InlineData(ClavienDindoGrade.V, true)]
    public void A_complication_is_told_from_grade_IIIb_on(ClavienDindoGrade grade, bool expected) => Assert.Equal(
        expected, Told(3, [.. FollowUpCases.Interstage(), new ComplicationRecorded(Given.Day(3), ComplicationKind.BileLeak, grade)]).Any(h => h.Kind is HappeningKind.MajorComplicationRecorded));

    [Fact]
    public void The_same_fact_entered_twice_is_told_once() =>
        Assert.DoesNotContain(Told(0, [.. FollowUpCases.Interstage(), Given.Stage1()]), h => h.Kind is HappeningKind.Stage1Performed);

    [Fact]
    public void A_withdrawn_stage_2_is_a_correction_and_the_question_arises_again()
    {
        var told = Told(20, [.. FollowUpCases.Interstage(), Given.Stage2(10), Given.Correction(20, version: 6)]);
        Assert.Equal(new Happening(HappeningKind.EventCorrected, Given.Day(20), Given.IdOf(6), IsCorrection: true), told[0]);
        Assert.Contains(new Happening(HappeningKind.ReadinessChanged, Given.Day(20), Given.IdOf(7), Gate.Stage2, Overall.NotReady, IsCorrection: true), told);
        Assert.All(told, h => Assert.True(h.IsCorrection));
        Assert.DoesNotContain(told, h => h.Kind is HappeningKind.Stage2Performed);
    }

    [Fact]
    public void A_corrected_date_of_stage_1_is_no_second_stage_1() => Assert.DoesNotContain(
        Told(5, [.. FollowUpCases.Interstage(), Given.Correction(5, version: 5, Given.Stage1(-1))]), h => h.Kind is HappeningKind.Stage1Performed);

    [Fact]
    public void A_complication_corrected_to_a_worse_one_is_told_then()
    {
        var mild = new ComplicationRecorded(Given.Day(3), ComplicationKind.BileLeak, ClavienDindoGrade.II);
        var told = Told(5, [.. FollowUpCases.Interstage(), mild, Given.Correction(5, version: 6, mild with { Grade = ClavienDindoGrade.IVa })]);
        Assert.Contains(new Happening(HappeningKind.MajorComplicationRecorded, Given.Day(3), Given.IdOf(6), IsCorrection: true), told);
    }

    [Fact]
    public void Days_make_overdue_what_is_owed_on_the_day_after_the_last_that_is_in_time()
    {
        var stream = Given.Stream(FollowUpCases.Interstage());
        Assert.DoesNotContain(Days(stream, 6, 7), h => h.Kind is HappeningKind.ItemOverdue);

        // The laboratory is due on day 5 and in time until day 7; the scan and the test of function are due on day 7 alone.
        Assert.Equal(
            [(DueTask.Laboratory, 5, 8), (DueTask.FirstInterstageVolumetry, 7, 8), (DueTask.InterstageFunction, 7, 8)],
            Days(stream, 7, 8).Where(h => h.Kind is HappeningKind.ItemOverdue).Select(h => (h.What!.Value, DayOf(h.DueOn!.Value), DayOf(h.OccurredOn))));
        Assert.DoesNotContain(Days(stream, 8, 9), h => h.Kind is HappeningKind.ItemOverdue);
    }

    [Fact]
    public void Days_change_an_answer_without_an_entry()
    {
        // The question of stage 1 is asked on its day for the last time.
        var changed = Assert.Single(Days(Given.Stream(FollowUpCases.Interstage()), 0, 1), h => h.Kind is HappeningKind.ReadinessChanged);
        Assert.Equal(new Happening(HappeningKind.ReadinessChanged, Given.Day(1), EventId: null, Gate.Stage1, Overall.NotApplicable), changed);
    }

    [Theory]
    [InlineData("droppedOut")]
    [InlineData("pathwayClosed")]
    [InlineData("deathRecorded")]
    public void Who_has_left_is_told_of_and_days_change_nothing_after_it(string how)
    {
        var (ending, kind) = how switch
        {
            "droppedOut" => ((PathwayEvent)new DroppedOut(Given.Day(3), DropOutReason.PatientChoice), HappeningKind.DroppedOut),
            "pathwayClosed" => (new PathwayClosed(Given.Day(3), ClosingReason.Transferred), HappeningKind.PathwayClosed),
            _ => (new DeathRecorded(Given.Day(3), DeathCause.Sepsis), HappeningKind.DeathRecorded),
        };
        var stream = Given.Stream([.. FollowUpCases.Interstage(), ending]);
        Assert.Contains(new Happening(kind, Given.Day(3), Given.IdOf(6)), Standing(stream, 3).Since(Standing(stream.Take(5), 3), stream[^1]));
        Assert.False(Standing(stream, 3).IsOpen);
        Assert.Empty(Days(stream, 3, 400));
    }

    [Fact]
    public void What_is_told_day_by_day_and_entry_by_entry_adds_up_to_how_it_stands()
    {
        var changes = 0;
        foreach (var journey in SampleJourneys.All)
        {
            var answers = new Dictionary<Gate, Overall>();
            Standing? last = null;
            foreach (var entry in journey)
            {
                for (; last?.On < entry.Event.OccurredOn;)
                {
                    Take(last.On.AddDays(1), entry.Version - 1, null);
                }

                Take(last?.On ?? entry.Event.OccurredOn, entry.Version, entry);
            }

            var facts = PathwayFacts.From(journey, last!.On);
            var picture = ClinicalPicture.Of(facts, ShippedProtocols.Shelf.InForce(facts), last.On);
            Assert.All(answers, told => Assert.Equal(ReadinessAssessment.Of(told.Key, picture).Overall, told.Value));

            void Take(DateOnly on, long version, RecordedEvent? entry)
            {
                var now = Domain.Happenings.Standing.Of([.. journey.Take((int)version)], ShippedProtocols.Shelf, on);
                foreach (var changed in now.Since(last, entry).Where(h => h.Kind is HappeningKind.ReadinessChanged))
                {
                    Assert.NotEqual(changed.Overall, answers.TryGetValue(changed.Gate!.Value, out var before) ? before : null);
                    answers[changed.Gate.Value] = changed.Overall!.Value;
                    changes++;
                }

                last = now;
            }
        }

        Assert.InRange(changes, 40, int.MaxValue);
    }

    private static int DayOf(DateOnly date) => date.DayNumber - Given.Day(0).DayNumber;

    /// <summary>What the last of some entries brings about, on a day.</summary>
    private static ValueList<Happening> Told(int day, params PathwayEvent[] entries)
    {
        var stream = Given.Stream(entries);
        return Standing(stream, day).Since(stream.Count == 1 ? null : Standing(stream.SkipLast(1), day), stream[^1]);
    }

    /// <summary>What days bring about.</summary>
    private static ValueList<Happening> Days(IReadOnlyList<RecordedEvent> stream, int from, int to) => Standing(stream, to).Since(Standing(stream, from), entry: null);

    private static Standing Standing(IEnumerable<RecordedEvent> stream, int day) => Domain.Happenings.Standing.Of([.. stream], ShippedProtocols.Shelf, Given.Day(day));
}
