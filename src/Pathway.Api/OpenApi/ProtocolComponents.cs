using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Pathway.Domain.Protocols;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Pathway.Api.OpenApi;

/// <summary>Puts the protocol document into the document, by the schema that validates it.</summary>
internal sealed class ProtocolComponents : IDocumentFilter
{
    /// <summary>Name of the schema of a whole protocol document; its parts have it as a prefix.</summary>
    internal const string Document = "ProtocolDocument";

    /// <summary>Name of the schema of what may be published.</summary>
    internal const string WholeOrChanges = "ProtocolToPublish";

    private const string Changes = """
        {
          "title": "Changes to a published protocol",
          "description": "What is to be different, as a JSON merge patch (RFC 7396): objects are merged, lists are replaced, null takes out.",
          "type": "object",
          "properties": {
            "basedOn": {
              "description": "The published version that it starts from.",
              "type": "object",
              "properties": {
                "id": { "type": "string", "description": "Its id." },
                "version": { "type": "integer", "description": "Its version." }
              },
              "required": ["id", "version"]
            }
          },
          "required": ["basedOn"]
        }
        """;

    /// <summary>A protocol as a center would publish it.</summary>
    internal static JsonObject Example() => new()
    {
        ["basedOn"] = new JsonObject { ["id"] = ProtocolShelf.DefaultId, ["version"] = 1 },
        ["id"] = "ghent-staged-hepatectomy",
        ["title"] = "Staged hepatectomy as done in Ghent",
    };

    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        // In here a definition of the schema is a schema of its own.
        var json = ProtocolSchema.Make().ToJsonString().Replace("\"#/$defs/", $"\"#/components/schemas/{Document}.", StringComparison.Ordinal);
        var schema = JsonNode.Parse(json)!.AsObject();
        schema.Remove("$schema");
        schema.Remove("$defs", out var parts);
        swaggerDoc.Put(WholeOrChanges, new OpenApiSchema
        {
            Description = "A whole protocol document, or what is to be different from a published one.",
            OneOf = [new OpenApiSchemaReference(Document, swaggerDoc), swaggerDoc.Read(JsonNode.Parse(Changes)!.AsObject())],
        });
        swaggerDoc.Put(Document, swaggerDoc.Read(schema));
        foreach (var (name, part) in parts!.AsObject())
        {
            swaggerDoc.Put($"{Document}.{name}", swaggerDoc.Read(part!.AsObject()));
        }
    }
}
