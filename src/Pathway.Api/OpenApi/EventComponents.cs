using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Pathway.Domain;
using Pathway.Domain.Journey;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Pathway.Api.OpenApi;

/// <summary>Puts every type of event into the document, by the definitions that check what comes in.</summary>
internal sealed class EventComponents : IDocumentFilter
{
    /// <summary>Name of the schema of one event of any type.</summary>
    internal const string Any = "Event";

    /// <summary>Name of the schema of one event or a list of them.</summary>
    internal const string OneOrMore = "EventOrEvents";

    /// <summary>Name of the schema of what opens a pathway.</summary>
    internal const string Opening = "Opening";

    private const string Components = "#/components/schemas/";

    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Put(OneOrMore, new OpenApiSchema
        {
            Description = "One event, or several that are recorded together or not at all.",
            OneOf =
            [
                new OpenApiSchemaReference(Any, swaggerDoc),
                new OpenApiSchema
                {
                    Title = "Events", Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(Any, swaggerDoc), MinItems = 1, MaxItems = EventReader.MostEvents,
                },
            ],
        });
        swaggerDoc.Put(Any, new OpenApiSchema
        {
            Title = "Event",
            Description = "Something that happened to the patient. Its type says which fields it has.",
            OneOf = [.. EventDefinition.All.Select(d => new OpenApiSchemaReference(d.Name, swaggerDoc))],
            Discriminator = new()
            {
                PropertyName = "type",
                Mapping = EventDefinition.All.ToDictionary(d => d.Name, d => new OpenApiSchemaReference(d.Name, swaggerDoc), StringComparer.Ordinal),
            },
        });
        swaggerDoc.Put(Opening, swaggerDoc.Read(OpeningBody()));
        foreach (var type in EventDefinition.All)
        {
            swaggerDoc.Put(type.Name, swaggerDoc.Read(EventSchema.Body(type, Components)));
        }
    }

    /// <summary>The order of schemas in the document: what is recorded, as it happens to a patient; then everything else by name.</summary>
    internal sealed class Order : IComparer<string>
    {
        private static readonly string[] _first = [OneOrMore, Any, Opening, .. EventDefinition.All.Select(d => d.Name)];

        /// <inheritdoc/>
        public int Compare(string? x, string? y) => Place(x) == Place(y) ? string.CompareOrdinal(x, y) : Place(x).CompareTo(Place(y));

        private static int Place(string? name) => Array.IndexOf(_first, name) is >= 0 and var place ? place : _first.Length;
    }

    private static JsonObject OpeningBody()
    {
        var schema = EventSchema.Body(EventDefinition.Of<PathwayOpened>(), Components);
        schema["title"] = "Opening";
        schema["required"] = new JsonArray([.. schema["required"]!.AsArray().Where(name => (string)name! != "type").Select(name => name!.DeepClone())]);
        schema["examples"] = new JsonArray(RequestBodies.Opening());
        return schema;
    }
}
