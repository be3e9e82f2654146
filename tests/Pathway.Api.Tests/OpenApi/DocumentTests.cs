using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Domain;
using Pathway.Testing;

namespace Pathway.Api.Tests.OpenApi;

/// <summary>The OpenAPI document against the server that it describes.</summary>
public sealed partial class DocumentTests(RunningPathway running, ThrowAwayPostgres postgres) : IClassFixture<RunningPathway>
{
    private static readonly string[] _moment = ["asOfVersion", "asOfRecorded", "asOfOccurred", "protocol"];

    private readonly TestPathway pathway = running.Pathway;

    [Fact]
    public async Task It_is_OpenAPI_3_1_without_a_fault()
    {
        var read = OpenApiDocument.Parse((await Document.Of(pathway)).Text, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task It_is_the_same_byte_for_byte_on_every_server_at_every_time()
    {
        var first = await Document.Of(pathway);
        await using var other = await TestPathway.Start(postgres);
        Assert.Equal(first.Text, (await Document.Of(other)).Text);
        Assert.Equal(first.Text, (await Document.Of(pathway)).Text);
    }

    [Fact]
    public async Task Every_route_of_the_server_is_in_it()
    {
        var routes = pathway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>() is not null && e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {RouteConstraint().Replace(e.RoutePattern.RawText!, "}").TrimEnd('/')}"));
        var described = (await Document.Of(pathway)).Operations.Select(o => $"{o.Method} {o.Path}");
        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_call_parameter_and_field_says_what_it_means()
    {
        var document = await Document.Of(pathway);
        Assert.All(document.Operations, o => Assert.NotEmpty((string?)o.Json["summary"] ?? ""));
        Assert.All(document.Operations.SelectMany(o => o.Parameters, (o, p) => $"{o.Id} {p["name"]}: {p["description"]}"), said => Assert.DoesNotMatch(": $", said));
        Assert.Equal(document.Operations.Count(), document.Operations.Select(o => o.Id).Distinct().Count());

        var silent = document.Schemas.SelectMany(s => s.Value!["properties"]?.AsObject().Where(p => p.Value!["description"] is null).Select(p => $"{s.Key}.{p.Key}") ?? []);
        Assert.Empty(silent);
        Assert.Empty(document.Schemas.Where(s => s.Value!["description"] is null).Select(s => s.Key));
    }

    [Theory]
    [InlineData("ReadPathway")]
    [InlineData("ReadVolumetric")]
    [InlineData("ReadFunctional")]
    [InlineData("ReadReadiness", "gate", "on")]
    [InlineData("ReadStrategies")]
    public async Task A_read_of_a_patient_takes_a_moment(string call, params string[] more) =>
        Assert.Equal([.. _moment, .. more], (await Document.Of(pathway)).Named(call).ParametersIn("query"));

    [Fact]
    public async Task Each_call_knows_the_query_parameters_that_it_describes_and_no_others()
    {
        var calls = (await Document.Of(pathway)).Operations.Where(o => o.Method == "GET" && o.Path.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(calls);
        foreach (var call in calls)
        {
            using var caller = pathway.As(Enum.GetValues<Role>().First(call.LetsIn));
            await (await caller.GetAsync($"{call.Address()}?nonsense=1")).ShouldBeProblem(HttpStatusCode.BadRequest, "unknown-parameter");
            foreach (var parameter in call.Parameters.Where(p => (string)p["in"]! == "query"))
            {
                var example = parameter["example"]?.ToString() ?? "x";
                var answer = await caller.GetAsync($"{call.Address()}?{parameter["name"]}={Uri.EscapeDataString(example)}");
                var said = await answer.Content.ReadAsStringAsync();
                Assert.DoesNotContain("unknown-parameter", said, StringComparison.Ordinal);
                Assert.True(parameter["example"] is null || !said.Contains("bad-parameter", StringComparison.Ordinal), said);
            }
        }
    }

    [Fact]
    public async Task The_headers_that_make_a_call_safe_are_where_they_are_read()
    {
        var document = await Document.Of(pathway);
        Assert.Equal(["If-Match", "Idempotency-Key"], document.Named("RecordEvents").ParametersIn("header"));
        Assert.Equal(["If-Match"], document.Named("ValidateEvents").ParametersIn("header"));
        Assert.Equal(["Idempotency-Key"], document.Named("OpenPathway").ParametersIn("header"));
        Assert.Equal(["ETag", "Location"], document.Named("OpenPathway").Json["responses"]!["201"]!["headers"]!.AsObject().Select(h => h.Key));
    }

    [Fact]
    public async Task Each_call_lets_in_whom_it_says()
    {
        using var anybody = pathway.Anonymous;
        foreach (var call in (await Document.Of(pathway)).Operations)
        {
            Assert.Equal(call.IsForAnybody, await Status(anybody, call) != HttpStatusCode.Unauthorized);
            foreach (var role in Enum.GetValues<Role>())
            {
                using var caller = pathway.As(role);
                Assert.True(call.LetsIn(role) == (await Status(caller, call) != HttpStatusCode.Forbidden), $"{call.Id} as {role}");
            }
        }
    }

    [Fact]
    public async Task Each_call_says_how_it_may_fail_as_a_problem_document()
    {
        var document = await Document.Of(pathway);
        Assert.Equal(["201", "400", "401", "403", "404", "409", "412", "413", "415", "422", "500", "503"], document.Named("RecordEvents").Statuses);
        Assert.Equal(["200", "400", "401", "403", "404", "500", "503"], document.Named("ReadPathway").Statuses);
        Assert.Equal(["200", "400", "500"], document.Named("Live").Statuses);
        foreach (var answer in document.Operations.SelectMany(o => o.Json["responses"]!.AsObject()).Where(r => r.Key[0] is '4' or '5'))
        {
            Assert.Equal("#/components/schemas/Problem", (string?)answer.Value!["content"]!["application/problem+json"]!["schema"]!["$ref"]);
        }
    }

    [Fact]
    public async Task The_bodies_of_events_are_the_schemas_that_check_them()
    {
        var document = await Document.Of(pathway);
        var types = EventDefinition.All.Select(d => d.Name).ToList();
        Assert.Equal(types.Select(t => $"#/components/schemas/{t}"), document.Schemas["Event"]!["oneOf"]!.AsArray().Select(r => (string)r!["$ref"]!));
        Assert.Equal("type", (string?)document.Schemas["Event"]!["discriminator"]!["propertyName"]);
        Assert.Equal(types, document.Schemas["Event"]!["discriminator"]!["mapping"]!.AsObject().Select(m => m.Key));
        foreach (var type in EventDefinition.All)
        {
            var made = EventSchema.Body(type, "#/components/schemas/");
            Assert.True(JsonNode.DeepEquals(Normal(made), Normal(document.Schemas[type.Name]!)), document.Schemas[type.Name]!.ToJsonString());
        }
    }

    [Fact]
    public async Task Units_with_asterisks_are_told_as_they_are()
    {
        // Descriptions are Markdown, where 10*9/L, 10*3/uL would be shown as 109/L, 103/uL.
        var platelets = (await Document.Of(pathway)).Schemas["laboratory_recorded"]!["properties"]!["platelets"]!;
        Assert.Contains(@"10\*9/L, 10\*3/uL", (string?)platelets["description"], StringComparison.Ordinal);
        Assert.Equal("10*9/L", (string?)platelets["oneOf"]![0]!["properties"]!["unit"]!["const"]);
    }

    [Fact]
    public async Task What_is_recorded_comes_first_in_the_order_of_a_journey() => Assert.Equal(
        ["EventOrEvents", "Event", "Opening", .. EventDefinition.All.Select(d => d.Name)],
        (await Document.Of(pathway)).Schemas.Select(s => s.Key).Take(EventDefinition.All.Length + 3));

    private static async Task<HttpStatusCode> Status(HttpClient caller, Operation call)
    {
        using var request = new HttpRequestMessage(new(call.Method), call.Address());
        return (await caller.SendAsync(request)).StatusCode;
    }

    /// <summary>A schema with what the library writes differently made equal: the order of types, and descriptions as Markdown.</summary>
    private static JsonNode? Normal(JsonNode? node) => node switch
    {
        JsonObject schema => new JsonObject(schema.Select(p => KeyValuePair.Create(p.Key, p switch
        {
            { Key: "type", Value: JsonArray types } => new JsonArray([.. types.Select(t => (string)t!).Order(StringComparer.Ordinal).Select(t => JsonValue.Create(t))]),
            { Key: "description", Value: JsonValue text } => JsonValue.Create(text.GetValue<string>().Replace(@"\*", "*", StringComparison.Ordinal)),
            _ => Normal(p.Value),
        }))),
        JsonArray items => new JsonArray([.. items.Select(Normal)]),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@":\w+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RouteConstraint();
}
