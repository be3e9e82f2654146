using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.Domain.Strategies;
using static Pathway.Domain.Tests.Given;

namespace Pathway.Domain.Tests.Protocols;

/// <summary>Whoever is told of a rule by its name finds that name on the page of rules.</summary>
public sealed class RuleBookTests
{
    private static readonly HashSet<string> _page = [.. ShippedProtocols.Shelf.All.SelectMany(RuleBook.Of).Select(r => r.Id)];

    public static TheoryData<string> Shipped => [.. ShippedProtocols.Shelf.All.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_rule_of_a_shipped_document_is_on_the_page_under_its_name(string id)
    {
        var protocol = ShippedProtocols.Shelf.Latest(id)!;
        Assert.Empty(Ids(JsonNode.Parse(protocol.Document)!).Except([id]).Except(RuleBook.Of(protocol).Select(r => r.Id)));
    }

    [Fact]
    public void Whatever_the_sample_journeys_are_told_on_any_day_under_any_protocol_is_on_the_page()
    {
        var told = new HashSet<string>();
        foreach (var stream in SampleJourneys.All)
        {
            var days = stream.Select(e => e.Event.OccurredOn).Where(d => d >= stream[0].Event.OccurredOn).Distinct().ToList();
            foreach (var protocol in ShippedProtocols.Shelf.All)
            {
                told.UnionWith(days.SelectMany(day => Told(stream, protocol, day)));
            }
        }

        Assert.Empty(told.Except(_page));
        Assert.Superset(
            new HashSet<string> { "volume.stage2", "volume.stage2.normal", "volume.pveIndicated.injured", "function.remnant", "function.testWithoutLimit", "course.readyAtStage2", "schedule.surveillance" },
            told);
    }

    [Fact]
    public void So_is_whatever_any_other_patient_is_told() => Prop.ForAll(
        (from journey in AnyPatient.Journeys
         from protocol in Gen.Elements<Protocol>([.. ShippedProtocols.Shelf.All])
         from day in Gen.Choose(-30, 400)
         select (journey, protocol, day)).ToArbitrary(),
        c => Assert.Empty(Told(Stream(c.journey), c.protocol, Day(c.day)).Except(_page))).QuickCheckThrowOnFailure();

    private static IEnumerable<string> Told(IReadOnlyList<RecordedEvent> stream, Protocol protocol, DateOnly day)
    {
        var picture = ClinicalPicture.Of(PathwayFacts.From(stream, day), protocol, day);
        var assessments = new[] { ReadinessAssessment.Of(Gate.Stage1, picture), ReadinessAssessment.Of(Gate.Stage2, picture) };
        var review = CourseReview.Of(picture);
        return
        [
            .. assessments.SelectMany(a => a.Domains).SelectMany(d => d.Findings).Select(f => f.RuleId),
            .. assessments.SelectMany(a => a.LookFor).Select(l => l.RuleId),
            .. review.Deviations.Select(d => d.RuleId),
            .. review.NotJudged.Select(n => n.RuleId),
            .. DueItems.Of(picture).Select(d => d.RuleId),
            .. StrategyAdvice.All(picture).SelectMany(a => a.Findings).Select(f => f.RuleId),
        ];
    }

    private static IEnumerable<string> Ids(JsonNode node) => node switch
    {
        JsonObject part => part.SelectMany(f => f.Key == "id" ? [f.Value!.GetValue<string>()] : f.Value is null ? [] : Ids(f.Value)),
        JsonArray list => list.SelectMany(item => Ids(item!)),
        _ => [],
    };
}
