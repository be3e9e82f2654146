using Pathway.Domain.Journey;
using static Pathway.Domain.Tests.FollowUp.FollowUpCases;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.FollowUp;

public sealed class ChemotherapyDeviationTests
{
    private const string Cycles = "course.chemotherapyCycles";
    private const string TooEarly = "course.chemotherapyInterval.from";
    private const string TooLate = "course.chemotherapyInterval.to";
    private const string Trial = "course.trialOfChemotherapy";

    [Theory]
    [InlineData(5, "kept")]
    [InlineData(6, "kept")]
    [InlineData(7, "broken")]
    public void More_than_6_cycles_before_the_resection_of_a_resectable_tumor_break_the_rule(int cycles, string expected) =>
        Assert.Equal(expected, ReviewOn(0, Opened, Course(-100, -45, cycles)).Verdict(Cycles));

    [Fact]
    public void Cycles_are_counted_over_courses_and_a_course_described_twice_counts_as_described_last()
    {
        var deviation = Assert.Single(ReviewOn(0, Opened, Course(-100, null, 3, describedOn: -80), Course(-100, -70, 4), Course(-65, -45, 3, regimen: "FOLFIRI")).Of(Cycles));
        Assert.Equal((7.0, 6.0, "1", Day(-45)), (deviation.Observed, deviation.Threshold, deviation.Unit, deviation.OccurredOn));
        Assert.Equal([IdOf(4), IdOf(3)], deviation.EventIds);
        Assert.Equal("7 cycles of chemotherapy were given before the resection of a resectable tumor; 6 or less is asked for.", deviation.Statement);
        Assert.Equal(Default.CourseRules.Single(r => r.Id == Cycles).Evidence, deviation.Evidence);
    }

    [Theory]
    [InlineData(ChemotherapyIntent.Conversion)]
    [InlineData(ChemotherapyIntent.Bridging)]
    [InlineData(ChemotherapyIntent.Adjuvant)]
    public void What_was_given_for_something_else_is_not_counted(ChemotherapyIntent intent) =>
        Assert.Equal("kept", ReviewOn(0, Opened, Course(-100, -45, 12, intent)).Verdict(Cycles));

    [Theory]
    [InlineData(34, "broken", "kept")]
    [InlineData(35, "kept", "kept")]
    [InlineData(36, "kept", "kept")]
    [InlineData(56, "kept", "kept")]
    [InlineData(57, "kept", "broken")]
    public void Between_the_last_dose_and_the_resection_lie_5_to_8_weeks(int days, string tooEarly, string tooLate)
    {
        var review = ReviewOn(1, Opened, Course(-100, -days), Stage1());
        Assert.Equal((tooEarly, tooLate), (review.Verdict(TooEarly), review.Verdict(TooLate)));
    }

    [Fact]
    public void The_first_resection_after_the_last_dose_counts_and_an_embolization_is_none()
    {
        PathwayEvent[] embolized = [Opened, Course(-100, -30), Stage1(technique: Stage1Technique.PortalVeinEmbolization)];
        Assert.Equal("kept", ReviewOn(1, embolized).Verdict(TooEarly));
        Assert.Equal("kept", ReviewOn(27, [.. embolized, Stage2(26)]).Verdict(TooLate));
        var late = Assert.Single(ReviewOn(27, [.. embolized, Stage2(27)]).Of(TooLate));
        Assert.Equal((57.0, 56.0, "d", Day(27)), (late.Observed, late.Threshold, late.Unit, late.OccurredOn));
        Assert.Equal([IdOf(4), IdOf(2)], late.EventIds);
        Assert.Equal("57 days passed from the last dose of chemotherapy to stage 2; 56 days or less is asked for.", late.Statement);
        Assert.Equal("stage 1", Words(Assert.Single(ReviewOn(60, Opened, Course(-100, -20), Stage1(), Stage2(50)).Deviations, d => d.RuleId is TooEarly or TooLate).Statement));
    }

    [Fact]
    public void A_dose_between_the_stages_is_held_against_stage_2()
    {
        PathwayEvent[] bridged = [Opened, Course(-100, -40), Stage1(), Course(10, 20, 1, ChemotherapyIntent.Bridging)];
        Assert.Equal(("kept", "kept"), (ReviewOn(55, [.. bridged, Stage2(55)]).Verdict(TooEarly), ReviewOn(55, [.. bridged, Stage2(55)]).Verdict(TooLate)));
        Assert.Equal([20.0], ReviewOn(40, [.. bridged, Stage2(40)]).Of(TooEarly).Select(d => d.Observed!.Value));
    }

    [Fact]
    public void A_rescue_by_ALPPS_cuts_the_liver() => Assert.Equal(
        "the rescue by ALPPS",
        Words(Assert.Single(ReviewOn(40, Opened, Course(-100, -30), Stage1(technique: Stage1Technique.PortalVeinLigation), Augmentation(30), Stage2(40)).Of(TooLate)).Statement));

    [Fact]
    public void Without_a_last_dose_the_interval_cannot_be_judged_and_without_chemotherapy_none_is_asked_for()
    {
        var review = ReviewOn(1, Opened, Course(-100, null), Stage1());
        Assert.Equal(("not judged", "not judged"), (review.Verdict(TooEarly), review.Verdict(TooLate)));
        Assert.Contains(review.NotJudged, n => n.Statement.Words == "The last dose of chemotherapy before stage 1 is not on record.");
        Assert.Equal("not judged", ReviewOn(9, Opened, Course(-100, 8), Stage1()).Verdict(TooEarly)); // A course described right through the operation.
        Assert.Single(ReviewOn(50, Opened, Course(-100, null), Stage1(), Stage2(40)).NotJudged, n => n.RuleId == TooEarly);
        Assert.Equal("kept", ReviewOn(1, Opened, Stage1()).Verdict(TooEarly));
    }

    [Theory]
    [InlineData(ChemotherapyIntent.Neoadjuvant, "kept")]
    [InlineData(ChemotherapyIntent.Conversion, "kept")]
    [InlineData(ChemotherapyIntent.Adjuvant, "broken")]
    public void ALPPS_comes_after_a_trial_of_chemotherapy(ChemotherapyIntent intent, string expected) =>
        Assert.Equal(expected, ReviewOn(1, Opened, Course(-100, -40, intent: intent), Stage1()).Verdict(Trial));

    [Fact]
    public void No_trial_is_a_deviation_of_ALPPS_for_colorectal_metastases_alone_also_as_a_rescue()
    {
        var deviation = Assert.Single(ReviewOn(1, Opened, Stage1()).Of(Trial));
        Assert.Equal((Day(0), null, null, null), (deviation.OccurredOn, deviation.Observed, deviation.Threshold, deviation.Unit));
        Assert.Equal([IdOf(2)], deviation.EventIds);

        Assert.Equal("kept", ReviewOn(1, Opened with { Tumor = TumorType.HepatocellularCarcinoma }, Stage1()).Verdict(Trial));
        PathwayEvent[] embolized = [Opened, Stage1(technique: Stage1Technique.PortalVeinEmbolization)];
        Assert.Equal("kept", ReviewOn(1, embolized).Verdict(Trial));
        Assert.Equal(Day(30), Assert.Single(ReviewOn(40, [.. embolized, Augmentation(30)]).Of(Trial)).OccurredOn);
        Assert.Equal("kept", ReviewOn(40, [.. embolized, Course(5, 20), Augmentation(30)]).Verdict(Trial));
    }

    [Fact]
    public void Chemotherapy_that_began_after_stage_1_was_no_trial_before_it() => Assert.Equal("broken", ReviewOn(30, Opened, Stage1(), Course(5, 20)).Verdict(Trial));

    private static string Words(string statement) => statement[(statement.IndexOf(" to ", StringComparison.Ordinal) + 4)..statement.IndexOf(';', StringComparison.Ordinal)];
}
