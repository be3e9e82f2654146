using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Pathway.Api.OpenApi;

/// <summary>Puts the form of every error into the document.</summary>
internal sealed class ProblemComponents : IDocumentFilter
{
    /// <summary>Name of the schema of a problem document.</summary>
    internal const string Problem = "Problem";

    private const string Schema = """
        {
          "description": "Why a call failed (RFC 9457). Some problems have members of their own beside these; the page that type names has them.",
          "type": "object",
          "properties": {
            "type": { "type": "string", "format": "uri-reference", "description": "Which problem it is: the address of the page that explains it." },
            "title": { "type": "string", "description": "One sentence that holds for every case of it." },
            "status": { "type": "integer", "description": "The HTTP status." },
            "detail": { "type": "string", "description": "One or two sentences with the values of this case, their units, and the fix." },
            "instance": { "type": "string", "format": "uri-reference", "description": "The address that was called." },
            "correlationId": { "type": "string", "description": "Name of the call, the same as in X-Correlation-Id; the log of the server has it." },
            "errors": {
              "type": "object",
              "additionalProperties": { "type": "array", "items": { "type": "string" } },
              "description": "What is wrong, by JSON pointer to the field; the empty pointer stands for the body as a whole."
            }
          },
          "required": ["type", "title", "status", "detail", "instance", "correlationId"],
          "examples": [
            {
              "type": "/problems/remnant-exceeds-liver",
              "title": "A remnant cannot be larger than the liver it is part of.",
              "status": 422,
              "detail": "The remnant was given as 1600 mL, the whole liver as 1540 mL.",
              "instance": "/api/pathways/0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c47/events",
              "correlationId": "0198c9a2-80aa-7d13-8f0e-2b6c1d9e4f70",
              "errors": { "/flrVolumeMl": ["The remnant was given as 1600 mL, the whole liver as 1540 mL."] }
            }
          ]
        }
        """;

    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) =>
        swaggerDoc.Put(Problem, swaggerDoc.Read(JsonNode.Parse(Schema)!.AsObject()));
}
