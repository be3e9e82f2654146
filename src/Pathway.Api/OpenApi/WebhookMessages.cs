using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Pathway.Projections.Notifications;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Pathway.Api.OpenApi;

/// <summary>Puts what receivers are sent into the document, by the type that is sent.</summary>
internal sealed class WebhookMessages : IDocumentFilter
{
    private const string Ping = """
        {
          "description": "What POST /api/webhooks/{webhook}/test sends. It is about no pathway.",
          "type": "object",
          "properties": {
            "id": { "type": "string", "format": "uuid", "description": "Id of the message." },
            "type": { "const": "ping", "description": "It is no happening." },
            "timestamp": { "type": "string", "format": "date-time", "description": "When it was sent, UTC." },
            "data": { "type": "object", "description": "Empty.", "maxProperties": 0 }
          },
          "required": ["id", "type", "timestamp", "data"]
        }
        """;

    private const string Delivery = """
        It is sent as [Standard Webhooks](https://www.standardwebhooks.com) has it, and again with the same id until it is taken: at once, and then ten times over
        a day and a half. What is about one pathway comes in the order in which it became known. An answer later than 10 seconds is none.
        """;

    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var happening = context.SchemaGenerator.GenerateSchema(typeof(HappeningBody), context.SchemaRepository);
        LeaveOut(typeof(HappeningData), (OpenApiSchema)context.SchemaRepository.Schemas[nameof(HappeningData)], swaggerDoc);
        swaggerDoc.Webhooks = new Dictionary<string, IOpenApiPathItem>(StringComparer.Ordinal)
        {
            ["happening"] = Message("Something has happened to a pathway.", Delivery, happening, swaggerDoc),
            ["ping"] = Message("Somebody tests the webhook.", "It is sent once.", swaggerDoc.Read(JsonNode.Parse(Ping)!.AsObject()), swaggerDoc),
        };
    }

    /// <summary>Says that what does not apply is left out, where answers write null.</summary>
    private static void LeaveOut(Type type, OpenApiSchema schema, OpenApiDocument document)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.GetProperties().Where(p => nullability.Create(p).ReadState is NullabilityState.Nullable))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var field = schema.Properties![name];
            schema.Required!.Remove(name);
            if (field is OpenApiSchema { OneOf: [OpenApiSchemaReference { Reference.Id: { } id }, ..] })
            {
                schema.Properties[name] = new OpenApiSchemaReference(id, document) { Description = field.Description };
            }
            else if (field is OpenApiSchema own)
            {
                own.Type &= ~JsonSchemaType.Null;
            }
        }
    }

    private static OpenApiPathItem Message(string summary, string description, IOpenApiSchema body, OpenApiDocument document) => new()
    {
        Operations = new()
        {
            [HttpMethod.Post] = new()
            {
                Summary = summary,
                Description = description,
                Tags = new HashSet<OpenApiTagReference> { new("Webhooks", document) },
                Parameters =
                [
                    Header("webhook-id", JsonSchemaType.String, "Id of the message: the same at every try. Leave out what you have."),
                    Header("webhook-timestamp", JsonSchemaType.Integer, "When it was sent, seconds since 1970. Refuse what is older than some minutes."),
                    Header(
                        "webhook-signature", JsonSchemaType.String,
                        "One or more, with a space between them, of v1, and the base64 of HMAC-SHA-256 over id.timestamp.body, with the bytes that the secret has in base64 after whsec_."),
                ],
                RequestBody = new OpenApiRequestBody
                {
                    Required = true, Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new OpenApiMediaType { Schema = body } },
                },
                Responses = new()
                {
                    ["2XX"] = new OpenApiResponse { Description = "It is taken." },
                    ["410"] = new OpenApiResponse { Description = "The receiver is gone for good: the webhook is switched off." },
                    ["default"] = new OpenApiResponse { Description = "It is not taken. Redirects are not followed." },
                },
            },
        },
    };

    private static OpenApiParameter Header(string name, JsonSchemaType type, string description) => new()
    {
        Name = name, In = ParameterLocation.Header, Required = true, Description = description, Schema = new OpenApiSchema { Type = type },
    };
}
