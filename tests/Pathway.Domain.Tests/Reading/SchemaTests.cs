using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Pathway.Domain.Tests.Reading;

/// <summary>
/// Holds the schemas against an independent validator (Debian's python3-jsonschema): both it and the reader judge the same bodies.
/// Left out is what a schema cannot say: duplicate keys, significant digits, numbers too small for a double, half a surrogate pair.
/// </summary>
public class SchemaTests
{
    private const string Validate = """
        import json, sys
        from jsonschema import Draft202012Validator, FormatChecker
        asked = json.load(sys.stdin)
        for schema in asked["schemas"].values():
            Draft202012Validator.check_schema(schema)
        valid = {type: Draft202012Validator(schema, format_checker=FormatChecker()) for type, schema in asked["schemas"].items()}
        json.dump([valid[body["type"]].is_valid(body["event"]) for body in asked["bodies"]], sys.stdout)
        """;

    private static readonly string[] _values =
    [
        "null", "true", "false", "0", "-1", "0.5", "1", "1.0", "1.5", "2", "4", "5", "18", "50", "59", "101", "201", "251", "1900", "2026", "2101", "6000", "6001", "20001", "1000001", "1e400",
        "\"\"", "\"  \"", "\"a\"", "\"A b\"", "\"ghent-1\"", "\"a\\u0000\"", "\"none\"", "\"ct\"", "\"unknown\"", "\"I\"", "\"%\"", "\"1\"", "\"%/min\"", "\"global\"", "\"remnant\"", "\"icgR15\"",
        "\"2026-02-28\"", "\"2026-02-30\"", "\"2026-2-3\"", "\"2026-02-28T00:00:00Z\"", "\"0000-01-01\"", "\"0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c47\"", "\"0198C9A2-7b1e-7c54-9d20-5a1f6e3b8c4\"",
        "[]", "[\"I\"]", "[\"I\",\"I\"]", "[\"partial\"]", "[\"left\",\"right\"]", "[\"a\",\"\"]", "[null]", "{}", "{\"value\":34}", "{\"value\":34,\"unit\":\"umol/L\"}", "{\"value\":34,\"unit\":\"mg/dL\"}",
        "{\"value\":88,\"unit\":\"mg/dL\"}", "{\"value\":88.1,\"unit\":\"mg/dL\"}", "{\"value\":34,\"unit\":\"g/L\"}", "{\"value\":3.4,\"unit\":\"g/dL\"}", "{\"value\":200,\"unit\":\"10*9/L\"}",
        "{\"value\":140,\"unit\":\"meq/L\"}", "{\"value\":34,\"unit\":\"umol/L\",\"of\":1}", "{\"value\":\"34\",\"unit\":\"umol/L\"}", "{\"value\":null,\"unit\":\"umol/L\"}",
        "{\"type\":\"discharged\",\"occurredOn\":\"2026-01-01\"}", "{\"type\":\"discharged\"}", "{\"type\":\"event_corrected\",\"occurredOn\":\"2026-01-01\"}", "{\"occurredOn\":\"2026-01-01\"}",
    ];

    [Fact]
    public async Task The_schemas_and_the_reader_accept_and_refuse_the_same_bodies()
    {
        var bodies = EventDefinition.All.SelectMany(BodiesOf).ToList();
        var judged = await AskValidator(bodies);

        var accepted = bodies.Select(b => Bodies.Read(b.Json).IsRead).ToList();
        var differing = bodies.Select((b, i) => (b.Json, Reader: accepted[i], Schema: judged[i])).Where(b => b.Reader != b.Schema).Select(b => $"schema {b.Schema}: {b.Json}");
        Assert.Empty(differing);
        Assert.InRange(accepted.Count(a => a), 200, bodies.Count - 1000); // the bodies are worth judging: many of each
    }

    [Fact]
    public void A_schema_stands_alone_and_describes_each_field()
    {
        var schema = EventSchema.Of(EventDefinition.Find("volumetry_recorded")!);
        Assert.Equal("/api/event-types/volumetry_recorded", (string?)schema["$id"]);
        Assert.Equal("Volumetry recorded", (string?)schema["title"]);
        Assert.StartsWith("Future liver remnant without tumor, mL. Unit: mL.", (string?)schema["properties"]!["flrVolumeMl"]!["description"], StringComparison.Ordinal);
        Assert.Contains("ct: Computed tomography.", (string?)schema["properties"]!["modality"]!["description"], StringComparison.Ordinal);
        Assert.Equal(["type", "occurredOn", "modality", "flrVolumeMl"], schema["required"]!.AsArray().Select(n => (string)n!));
        Assert.DoesNotContain("\"$ref\"", schema.ToJsonString(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Type, string Json)> BodiesOf(EventDefinition definition)
    {
        yield return (definition.Name, Bodies.Example(definition.Name));
        yield return (definition.Name, Bodies.Full(definition.Name).ToJsonString(EventJson.Options));
        yield return (definition.Name, Bodies.With(definition.Name, "color", "1"));
        foreach (var field in definition.Fields)
        {
            yield return (definition.Name, Bodies.With(definition.Name, field.Name, null));
            foreach (var value in _values)
            {
                yield return (definition.Name, Bodies.With(definition.Name, field.Name, value));
            }
        }
    }

    private static async Task<List<bool>> AskValidator(List<(string Type, string Json)> bodies)
    {
        var schemas = new JsonObject(EventDefinition.All.Select(d => KeyValuePair.Create<string, JsonNode?>(d.Name, EventSchema.Of(d))));
        var asked = string.Join(',', bodies.Select(b => $$"""{"type":"{{b.Type}}","event":{{b.Json}}}"""));
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Validate])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var answer = python.StandardOutput.ReadToEndAsync();
        var complaint = python.StandardError.ReadToEndAsync();
        await python.StandardInput.WriteAsync($$"""{"schemas":{{schemas.ToJsonString()}},"bodies":[{{asked}}]}""");
        python.StandardInput.Close();
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, $"python3-jsonschema must be installed: {await complaint}");
        return [.. JsonNode.Parse(await answer)!.AsArray().Select(n => (bool)n!)];
    }
}
