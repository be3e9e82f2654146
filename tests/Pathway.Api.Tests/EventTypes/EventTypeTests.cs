using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Domain;
using Pathway.Testing;

namespace Pathway.Api.Tests.EventTypes;

public sealed class EventTypeTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;

    [Theory]
    [InlineData(Role.Coordinator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Reporter)]
    [InlineData(Role.Admin)]
    public async Task Every_role_sees_each_type_with_what_it_means_and_where_its_schema_is(Role role)
    {
        using var caller = pathway.As(role);
        var types = await caller.GetFromJsonAsync<List<JsonElement>>("/api/event-types");
        Assert.Equal(EventDefinition.All.Select(d => d.Name), types!.Select(t => t.GetProperty("name").GetString()));

        var volumetry = types!.Single(t => t.GetProperty("name").GetString() == "volumetry_recorded");
        Assert.StartsWith("A radiologist measured the liver", volumetry.GetProperty("summary").GetString(), StringComparison.Ordinal);
        foreach (var type in types!)
        {
            var href = type.GetProperty("href").GetString();
            var answer = await caller.GetAsync(href);
            Assert.Equal("application/schema+json", answer.Content.Headers.ContentType?.MediaType);
            var schema = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.GetProperty("$schema").GetString());
            Assert.Equal(href, schema.GetProperty("$id").GetString());
            Assert.Equal(type.GetProperty("name").GetString(), schema.GetProperty("properties").GetProperty("type").GetProperty("const").GetString());
        }
    }

    [Theory]
    [InlineData("VolumetryRecorded", "volumetry_recorded")]
    [InlineData("volumetry_recored", "volumetry_recorded")]
    [InlineData("stage_1_performed", "stage1_performed")]
    [InlineData("stage3_performed", "stage1_performed", "stage2_performed")]
    [InlineData("weather")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    public async Task A_type_that_does_not_exist_is_told_those_of_a_similar_name(string type, params string[] near)
    {
        using var caller = pathway.As(Role.Reporter);
        var problem = await (await caller.GetAsync($"/api/event-types/{type}")).ShouldBeProblem(HttpStatusCode.NotFound, "no-such-event-type");
        Assert.Equal(near, problem.GetProperty("near").EnumerateArray().Select(n => n.GetString()));
        Assert.All(near, name => Assert.Contains(name, problem.GetProperty("detail").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_sees_them_without_signing_in()
    {
        await (await pathway.Anonymous.GetAsync("/api/event-types")).ShouldBeProblem(HttpStatusCode.Unauthorized, "not-signed-in");
        await (await pathway.Anonymous.GetAsync("/api/event-types/discharged")).ShouldBeProblem(HttpStatusCode.Unauthorized, "not-signed-in");
    }
}
