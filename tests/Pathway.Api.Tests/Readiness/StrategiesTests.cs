using System.Net;
using System.Text.Json;
using Pathway.Api.Tests.Pathways;

namespace Pathway.Api.Tests.Readiness;

public sealed class StrategiesTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly Desk desk = running.Desk;

    [Fact]
    public async Task Every_way_is_answered_for_with_its_findings()
    {
        var id = await desk.OpenWithAll(Patient.UpToStage1());
        var scan = (await desk.Entries(id))["volumetry_recorded"].Single();

        var answer = await desk.Read(id, $"/strategies?asOfOccurred={Patient.DayBeforeStage1}");

        Assert.Equal((Patient.DayBeforeStage1, "staged-hepatectomy"), (answer.Text("asOf"), answer.GetProperty("protocol").Text("id")));
        var ways = answer.GetProperty("strategies").EnumerateArray().ToList();
        Assert.Equal(ways.Count, ways.Select(w => w.Text("option")).Distinct(StringComparer.Ordinal).Count());
        Assert.Superset(
            new HashSet<string>(["oneStage", "portalVeinEmbolization", "portalVeinLigation", "liverVenousDeprivation", "alpps", "rescueAlpps", "transplantation"], StringComparer.Ordinal),
            ways.Select(w => w.Text("option")).ToHashSet(StringComparer.Ordinal));
        Assert.All(ways, w => Assert.NotEmpty(w.Text("statement")));

        // 20 % of a healthy liver is exactly where the remnant is to be made to grow first.
        var oneStage = Way(answer, "oneStage");
        Assert.Equal("contraindicated", oneStage.Text("verdict"));
        var tooSmall = Assert.Single(oneStage.GetProperty("findings").EnumerateArray(), f => f.Text("ruleId") == "strategy.oneStage.remnantTooSmall");
        Assert.Equal(("contraindicates", true), (tooSmall.Text("effect"), tooSmall.GetProperty("holds").GetBoolean()));
        Assert.Contains(scan, tooSmall.EventIds());
        Assert.Contains("Torres", tooSmall.GetProperty("evidence").Text("source"), StringComparison.Ordinal);
        Assert.Equal("indicated", Way(answer, "portalVeinEmbolization").Text("verdict"));
    }

    [Fact]
    public async Task Tumor_outside_the_liver_that_cannot_be_resected_rules_a_resection_out_from_that_date_on()
    {
        var id = await desk.OpenWithAll([.. Patient.UpToStage1(), Said.Event("extrahepatic_disease_assessed", "2025-12-05", "\"present\": true, \"resectable\": false")]);

        Assert.Equal("indicated", Way(await desk.Read(id, "/strategies?asOfOccurred=2025-12-04"), "portalVeinEmbolization").Text("verdict"));
        var ruledOut = Way(await desk.Read(id, "/strategies?asOfOccurred=2025-12-05"), "portalVeinEmbolization");
        Assert.Equal(("contraindicated", "There is tumor outside the liver that cannot be resected."), (ruledOut.Text("verdict"), ruledOut.Text("statement")));
    }

    [Fact]
    public async Task Nothing_known_indicates_nothing()
    {
        var id = await desk.Open();
        Assert.DoesNotContain("indicated", (await desk.Read(id, "/strategies")).GetProperty("strategies").EnumerateArray().Select(w => w.Text("verdict")));
    }

    [Fact]
    public async Task Another_protocol_draws_another_line()
    {
        // 21 % of a healthy liver: the default protocol embolizes up to 20 %, another resects at once from 25 % on.
        var id = await desk.OpenWithAll([.. Patient.UpToStage1()[..^2], Patient.Scan("2025-11-30", 210), Patient.Icg("2025-11-30", 2)]);

        Assert.Equal("indicated", await OneStage("staged-hepatectomy@1"));
        Assert.NotEqual("indicated", await OneStage("staged-teaching-thresholds@1"));

        async Task<string> OneStage(string protocol) => Way(await desk.Read(id, $"/strategies?asOfOccurred={Patient.DayBeforeStage1}&protocol={protocol}"), "oneStage").Text("verdict");
    }

    [Theory]
    [InlineData("asOfOccurred=2026-03-16", "asOfOccurred")]
    [InlineData("protocol=nobody@1", "protocol")]
    public async Task A_question_that_cannot_be_answered_is_400_and_named(string query, string parameter)
    {
        var problem = await (await desk.TryRead(await desk.Open(), $"/strategies?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, "bad-parameter");
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
    }

    private static JsonElement Way(JsonElement answer, string option) => Assert.Single(answer.GetProperty("strategies").EnumerateArray(), w => w.Text("option") == option);
}
