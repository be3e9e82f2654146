using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Pathway.Domain;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Pathway.Api.OpenApi;

/// <summary>Says of bodies what their type does not: an example of each event to choose from, and the short form of a protocol.</summary>
internal sealed class RequestBodies : IRequestBodyFilter
{
    /// <inheritdoc/>
    public void Apply(IOpenApiRequestBody requestBody, RequestBodyFilterContext context)
    {
        foreach (var content in requestBody.Content?.Values.OfType<OpenApiMediaType>() ?? [])
        {
            if (context.BodyParameterDescription?.Type == typeof(PathwayOpened))
            {
                content.Example = Opening();
            }
            else if (context.BodyParameterDescription?.Type == typeof(PathwayEvent))
            {
                content.Examples = EventDefinition.All.ToDictionary(
                    d => d.Name, IOpenApiExample (d) => Example(EventSchema.Title(d), EventSchema.Example(d)), StringComparer.Ordinal);
                content.Examples["several"] = Example("Several at once: all of them or none", new JsonArray(
                    EventSchema.Example(EventDefinition.Of<VolumetryRecorded>()), EventSchema.Example(EventDefinition.Of<FunctionTestRecorded>())));
            }
            else if (context.BodyParameterDescription?.Type == typeof(Protocol))
            {
                content.Schema = new OpenApiSchemaReference(ProtocolComponents.WholeOrChanges, context.Document);
                content.Example = ProtocolComponents.Example();
            }
        }
    }

    /// <summary>What opens a pathway; its type goes without saying.</summary>
    internal static JsonObject Opening()
    {
        var opening = EventSchema.Example(EventDefinition.Of<PathwayOpened>());
        opening.Remove("type");
        return opening;
    }

    private static OpenApiExample Example(string summary, JsonNode body) => new() { Summary = summary, Value = body };
}
