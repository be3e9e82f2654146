using System.Text;
using System.Text.Json.Nodes;
using Pathway.Domain.Protocols;
using static Pathway.Domain.Tests.FollowUp.FollowUpCases;

namespace Pathway.Domain.Tests.FollowUp;

/// <summary>A rule of the schedule or the course that contradicts itself is refused before it can judge anybody.</summary>
public sealed class RuleShapeTests
{
    [Theory]
    [InlineData("course.alppsRisk", "asked", """{ "operator": "atMost", "value": 3, "unit": "d" }""", "This check looks at a plain number: the unit is 1.")]
    [InlineData("course.imagingBeforeStage1", "asked", """{ "operator": "atMost", "value": 6, "unit": "wk" }""", "This check looks at days: the unit is d.")]
    [InlineData("course.laboratoryDay5", "asked", """{ "operator": "atLeast", "value": 5, "unit": "d" }""", "This check waits for something: ask for a number of days with atMost.")]
    [InlineData("course.imagingBeforeStage1", "earliestDay", "5", "earliestDay is for laboratoryDay and firstInterstageVolumetryDay.")]
    [InlineData("course.surveillance", "repeatUntilDay", "null", "repeatUntilDay is for surveillanceGapDays, which needs it.")]
    [InlineData("course.laboratoryDay5", "repeatUntilDay", "30", "repeatUntilDay is for surveillanceGapDays, which needs it.")]
    [InlineData("schedule.laboratory.stage1", "whileNotReady", "true", "whileNotReady is for interstageVolumetry and growthReview.")]
    public void What_contradicts_itself_is_refused_at_its_place(string ruleId, string field, string value, string why)
    {
        var document = JsonNode.Parse(Default.Document)!;
        var list = ruleId.StartsWith("course", StringComparison.Ordinal) ? "courseRules" : "schedule";
        var rules = document[list]!.AsArray();
        var at = rules.Select((rule, i) => (rule, i)).Single(r => r.rule!["id"]!.GetValue<string>() == ruleId).i;
        rules[at]![field] = JsonNode.Parse(value);

        var rejection = Assert.Single(ProtocolReader.Read(Encoding.UTF8.GetBytes(document.ToJsonString())).Rejections);

        Assert.Equal($"/{list}/{at}", rejection.Field);
        Assert.Contains(why, rejection.Detail, StringComparison.Ordinal);
    }
}
