using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Pathway.Api.Http;
using Pathway.Domain;

namespace Pathway.Api.EventTypes;

/// <summary>Tells what can be recorded, from the definitions that check what is.</summary>
internal static class EventTypeEndpoints
{
    /// <summary>The content type of a JSON Schema.</summary>
    internal const string SchemaContentType = "application/schema+json";

    internal static void MapEventTypes(this IEndpointRouteBuilder app)
    {
        var types = app.MapGroup("/api/event-types").WithTags("Event types");
        types.MapGet("", List).WithName("ListEventTypes").WithQueryParameters().Produces<IReadOnlyList<EventTypeSummary>>();
        types.MapGet("/{type}", Read).WithName("ReadEventType").WithQueryParameters().Produces<object>(StatusCodes.Status200OK, SchemaContentType);
    }

    /// <summary>Every type of event, in the order of a journey.</summary>
    private static Ok<List<EventTypeSummary>> List() => TypedResults.Ok(EventDefinition.All.Select(EventTypeSummary.Of).ToList());

    /// <summary>What a type of event is made of, as JSON Schema (2020-12): fields, units, limits, words, and an example.</summary>
    /// <param name="type" example="volumetry_recorded">Name of the type.</param>
    private static IResult Read(string type) =>
        EventDefinition.Find(type) is { } definition
            ? TypedResults.Bytes(Encoding.UTF8.GetBytes(EventSchema.Of(definition).ToJsonString(JsonForm.Options)), SchemaContentType)
            : Problems.NoSuchEventType(type, EventDefinition.Near(type));
}

/// <summary>A type of event.</summary>
/// <param name="Name">Name of the type: what stands in an event's <c>type</c>.</param>
/// <param name="Summary">What it means.</param>
/// <param name="Href">Where its JSON Schema is.</param>
public sealed record EventTypeSummary(string Name, string Summary, string Href)
{
    internal static EventTypeSummary Of(EventDefinition type) => new(type.Name, type.Summary, EventSchema.Id(type));
}
