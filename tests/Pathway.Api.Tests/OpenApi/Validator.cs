using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Pathway.Api.Tests.OpenApi;

/// <summary>An independent judge of JSON against JSON Schema (2020-12): Debian's python3-jsonschema.</summary>
internal static class Validator
{
    // With "closed", an object may have no fields but those that its schema names: an answer that says more than its description is found, too.
    private const string Program = """
        import json, sys
        from jsonschema import Draft202012Validator, FormatChecker
        def close(node):
            if isinstance(node, dict):
                if isinstance(node.get("properties"), dict) and "additionalProperties" not in node and node.get("type") == "object":
                    node["additionalProperties"] = False
                for value in node.values(): close(value)
            elif isinstance(node, list):
                for value in node: close(value)
        asked = json.load(sys.stdin)
        components = asked["document"]["components"]
        if asked["closed"]: close(components["schemas"])
        for schema in components["schemas"].values(): Draft202012Validator.check_schema(schema)
        told = []
        for case in asked["cases"]:
            schema = dict(case["schema"], components=components)
            if asked["closed"]: close(schema)
            errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(case["value"])
            told.append([f"/{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in errors][:5])
        json.dump(told, sys.stdout)
        """;

    /// <summary>Says of each value what is wrong with it; nothing when it is valid.</summary>
    /// <param name="document">The OpenAPI document, which the references of the schemas lead into.</param>
    /// <param name="cases">Schemas and values.</param>
    /// <param name="closed">Whether fields that a schema does not name are wrong even where it lets them be.</param>
    internal static async Task<List<string[]>> Judge(JsonNode document, IEnumerable<(JsonNode Schema, JsonNode? Value)> cases, bool closed)
    {
        var asked = new JsonObject
        {
            ["document"] = document.DeepClone(),
            ["closed"] = closed,
            ["cases"] = new JsonArray([.. cases.Select(c => new JsonObject { ["schema"] = c.Schema.DeepClone(), ["value"] = c.Value?.DeepClone() })]),
        };
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Program])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var answer = python.StandardOutput.ReadToEndAsync();
        var complaint = python.StandardError.ReadToEndAsync();
        await python.StandardInput.WriteAsync(asked.ToJsonString());
        python.StandardInput.Close();
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, $"python3-jsonschema must be installed: {await complaint}");
        return [.. JsonNode.Parse(await answer)!.AsArray().Select(told => told!.AsArray().Select(error => (string)error!).ToArray())];
    }
}
