using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.Tests.FollowUp;

/// <summary>What the tests of due dates and deviations start from. Days count from stage 1.</summary>
internal static class FollowUpCases
{
    internal static Protocol Default { get; } = ShippedProtocols.Shelf.Find(ProtocolShelf.DefaultId, 1)!;

    internal static PathwayEvent Healthy { get; } = Given.Parenchyma(-20, ParenchymaQuality.Normal);

    /// <summary>A healthy liver with a remnant of 20 % before stage 1.</summary>
    internal static PathwayEvent[] Planned { get; } = [Given.Opened, Healthy, Chosen(-15), Given.Scan(-10, 200, 1000)];

    /// <summary>The same after stage 1 on day 0.</summary>
    internal static PathwayEvent[] Interstage(Stage1Technique technique = Stage1Technique.Alpps) => [.. Planned, Given.Stage1(technique: technique)];

    internal static StrategyDecided Chosen(int day, Strategy strategy = Strategy.Alpps) => new(Given.Day(day), strategy, "The board chose.");

    internal static ChemotherapyRecorded Course(
        int from, int? to, int cycles = 4, ChemotherapyIntent intent = ChemotherapyIntent.Neoadjuvant, string regimen = "FOLFOX", int? describedOn = null) =>
        new(Given.Day(describedOn ?? to ?? from), regimen, cycles, Given.Day(from), intent, LastDoseOn: to is { } day ? Given.Day(day) : null);

    internal static LaboratoryRecorded Labs(int day) => new(Given.Day(day), new(12, "umol/L"), Inr: 1.0);

    internal static FunctionTestRecorded Scintigraphy(int day, TestScope scope = TestScope.Remnant) =>
        new(Given.Day(day), FunctionTest.HepatobiliaryScintigraphy, 3.0, "%/min/m2", scope);

    internal static ReadinessDecided Decision(int day, BoardDecision decision, int? reviewOn = null) =>
        new(Given.Day(day), decision, "The board said so.", reviewOn is { } review ? Given.Day(review) : null);

    internal static SurveillanceRecorded Seen(
        int day, SurveillanceModality modality = SurveillanceModality.Mri, SurveillanceOutcome outcome = SurveillanceOutcome.NoEvidenceOfDisease) =>
        new(Given.Day(day), modality, outcome);

    internal static ClinicalPicture PictureOn(int day, IEnumerable<RecordedEvent> stream, Protocol? protocol = null) =>
        ClinicalPicture.Of(PathwayFacts.From(stream, Given.Day(day)), protocol ?? Default, Given.Day(day));

    internal static ValueList<DueItem> DueOn(int day, params IEnumerable<PathwayEvent> journey) => DueItems.Of(PictureOn(day, Given.Stream(journey)));

    /// <summary>What is owed of one kind: at most one thing. Null when nothing is.</summary>
    internal static DueItem? DueOn(int day, DueTask what, params IEnumerable<PathwayEvent> journey)
    {
        var owed = DueOn(day, journey).Where(d => d.What == what).ToList();
        Assert.True(owed.Count <= 1, string.Join('\n', owed));
        return owed.SingleOrDefault();
    }

    internal static CourseReview ReviewOn(int day, params IEnumerable<PathwayEvent> journey) => CourseReview.Of(PictureOn(day, Given.Stream(journey)));

    internal static IEnumerable<Deviation> Of(this CourseReview review, string ruleId) => review.Deviations.Where(d => d.RuleId == ruleId);

    /// <summary>How one rule was judged: broken, kept (or not asked), or not judged.</summary>
    internal static string Verdict(this CourseReview review, string ruleId) =>
        review.Of(ruleId).Any() ? "broken" : review.NotJudged.Any(n => n.RuleId == ruleId) ? "not judged" : "kept";

    /// <summary>Asserts where something owed stands: its day counted from stage 1, its state, and the days that it is overdue.</summary>
    internal static void ShouldBe(this DueItem? owed, int dueDay, DueState state, int overdueDays = 0) =>
        Assert.Equal((Given.Day(dueDay), state, overdueDays), owed is null ? default : (owed.DueOn, owed.State, owed.OverdueDays));
}
