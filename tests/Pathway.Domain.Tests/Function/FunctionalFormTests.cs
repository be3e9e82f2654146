using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pathway.Domain.Scores;
using static Pathway.Domain.Tests.Function.FunctionCases;

namespace Pathway.Domain.Tests.Function;

/// <summary>The names that readers of the state rely on.</summary>
public sealed class FunctionalFormTests
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerOptions.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static JsonNode Json(object value) => JsonSerializer.SerializeToNode(value, _options)!;

    [Fact]
    public void Function_is_found_under_the_agreed_names()
    {
        var json = Json(FunctionOf(Icg(-10, 18), Scan(-5, 480, 40), Given.Stage1(), Labs(6, 60, 1.6)));
        Assert.Equal("icgR15", (string?)json["tests"]![0]!["test"]);
        Assert.Equal("global", (string?)json["current"]![0]!["scope"]);
        Assert.Equal(0.1143, (double)json["icg"]!["preoperativeRatePerMin"]!, 0.0001);
        Assert.Equal(0.0457, (double)json["icg"]!["predictedPostoperativeRatePerMin"]!, 0.0001);
        Assert.Equal(0.05, (double)json["icg"]!["threshold"]!["value"]!);
        Assert.Equal(60, (double)json["laboratoryCourse"]![0]!["bilirubinUmolPerL"]!);
        Assert.True((bool)json["liver"]!["isglsLiverFailure"]!["stage1"]!["value"]!);
        Assert.True(json["liver"]!.AsObject().ContainsKey("fiftyFifty"));
        Assert.True(json["liver"]!.AsObject().ContainsKey("volumeFunctionDissociation"));
    }

    [Fact]
    public void Scores_are_found_under_the_agreed_names_and_each_says_what_it_lacks()
    {
        var json = Json(ScoreState.Of(Given.Facts(Given.Opened), Given.Day(0))).AsObject();
        foreach (var name in (string[])
            ["childPugh", "meld", "meldNa", "meld3", "alppsRiskPreStage1", "alppsRiskPreStage2", "clinicalRiskScore", "osloScore", "comprehensiveComplicationIndex"])
        {
            var score = json[name]!.AsObject();
            Assert.All(["value", "inputs", "missing", "source", "bounds", "notes"], field => Assert.True(score.ContainsKey(field), $"{name}.{field}"));
            Assert.Equal(name == "comprehensiveComplicationIndex", score["value"] is not null);
        }

        Assert.True(json["childPugh"]!.AsObject().ContainsKey("points"));
        Assert.True(json["childPugh"]!.AsObject().ContainsKey("class"));
    }
}
