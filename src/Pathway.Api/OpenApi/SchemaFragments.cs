using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Pathway.Api.OpenApi;

/// <summary>Takes JSON Schemas into an OpenAPI document, which since 3.1 speaks the same language.</summary>
internal static class SchemaFragments
{
    /// <summary>Reads a schema.</summary>
    /// <param name="document">The document that it will be in.</param>
    /// <param name="schema">The schema, whose references lead into the document. It is used up.</param>
    /// <exception cref="InvalidOperationException">It is no schema.</exception>
    internal static OpenApiSchema Read(this OpenApiDocument document, JsonObject schema)
    {
        EscapeMarkdown(schema);
        var read = OpenApiModelFactory.Parse<OpenApiSchema>(schema.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out var diagnostic, "json");
        return diagnostic.Errors.Count == 0 && read is not null
            ? read
            : throw new InvalidOperationException($"{schema.ToJsonString()} is no schema: {string.Join("; ", diagnostic.Errors.Select(e => e.Message))}");
    }

    /// <summary>Puts a schema among the components.</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">Name of the schema.</param>
    /// <param name="schema">The schema.</param>
    internal static void Put(this OpenApiDocument document, string name, IOpenApiSchema schema)
    {
        document.Components ??= new();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas.Add(name, schema);
    }

    /// <summary>Descriptions are plain text in JSON Schema and Markdown in OpenAPI, where the units 10*9/L and 10*3/uL in one sentence would lose their asterisks.</summary>
    private static void EscapeMarkdown(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                EscapeMarkdown(item);
            }
        }
        else if (node is JsonObject schema)
        {
            foreach (var (keyword, value) in schema.ToList())
            {
                if (keyword == "description" && value is JsonValue text)
                {
                    schema[keyword] = text.GetValue<string>().Replace("*", "\\*", StringComparison.Ordinal);
                }
                else if (keyword != "examples")
                {
                    EscapeMarkdown(value);
                }
            }
        }
    }
}
