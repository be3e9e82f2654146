using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Pathway.Api.Http;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.Domain.Protocols;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Protocols;

/// <summary>The rules that pathways are judged by, as documents.</summary>
internal static class ProtocolEndpoints
{
    internal static void MapProtocols(this IEndpointRouteBuilder app)
    {
        var protocols = app.MapGroup("/api/protocols").WithTags("Protocols").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        protocols.MapGet("", List).WithName("ListProtocols").WithQueryParameters().Produces<IReadOnlyList<ProtocolSummary>>();
        protocols.MapGet("/schema", Schema).WithName("ReadProtocolSchema").WithQueryParameters().Produces<object>(StatusCodes.Status200OK, "application/schema+json");
        protocols.MapGet("/{id}/{version:int}", Read).WithName("ReadProtocol").WithQueryParameters().Produces<Protocol>();
        protocols.MapPost("", Publish).WithName("PublishProtocol").RequireAuthorization(Policies.Administer).WithQueryParameters()
            .Accepts<Protocol>("application/json").Produces<ProtocolSummary>(StatusCodes.Status201Created).Produces<ProtocolSummary>();
    }

    /// <summary>Every published version of every protocol.</summary>
    private static async Task<IResult> List(PublishedProtocols protocols, CancellationToken cancellation) =>
        TypedResults.Ok((await protocols.Refresh(cancellation)).All.Select(ProtocolSummary.Of).ToList());

    /// <summary>The JSON Schema (2020-12) of a whole protocol document.</summary>
    private static ContentHttpResult Schema() => TypedResults.Text(ProtocolSchema.Make().ToJsonString(), "application/schema+json", Encoding.UTF8);

    /// <summary>One version of a protocol, whole, in the canonical form that its hash is taken of.</summary>
    /// <param name="id" example="staged-hepatectomy">Its id.</param>
    /// <param name="version" example="1">Its version.</param>
    private static async Task<IResult> Read(string id, int version, HttpContext context, PublishedProtocols protocols, CancellationToken cancellation)
    {
        if ((protocols.Shelf.Find(id, version) ?? (await protocols.Refresh(cancellation)).Find(id, version)) is not { } protocol)
        {
            return Problems.NoSuchProtocol(id, version);
        }

        // A published version never changes, and holds nothing of a patient.
        context.Response.Headers.ETag = $"\"{protocol.Hash}\"";
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.Text(protocol.Document, "application/json", Encoding.UTF8);
    }

    /// <summary>Publishes a version of a protocol: a whole document, or one that names another in <c>basedOn</c> and says what it changes.</summary>
    /// <response code="201">It is published; pathways can be put under it.</response>
    /// <response code="200">The same document was published before.</response>
    private static async Task<IResult> Publish(HttpContext context, Actor actor, PublishedProtocols protocols, HospitalClock clock, CancellationToken cancellation)
    {
        if (!CallReader.IsJson(context.Request))
        {
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType);
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellation);
        var reading = ProtocolReader.Read(body.ToArray(), await protocols.Refresh(cancellation));
        if (reading.Protocol is not { } protocol)
        {
            return Problems.From(reading.Rejections);
        }

        var isKnown = protocols.Shelf.Find(protocol.Id, protocol.Version) is not null;
        if (!isKnown && ShippedProtocols.WhyReserved(protocol) is { } reserved)
        {
            return Problems.From([reserved]);
        }

        var isNew = !isKnown
            && await protocols.Publish(protocol, actor.Id, clock.Now, cancellation);
        if (protocols.Shelf.WhyNot(protocol) is { } reason)
        {
            return Problems.From([reason]);
        }

        var summary = ProtocolSummary.Of(protocol);
        return isNew ? TypedResults.Created(summary.Href, summary) : TypedResults.Ok(summary);
    }
}

/// <summary>A published version of a protocol.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Description">What it is for and what it takes sides on.</param>
/// <param name="Hash">SHA-256 of the document in canonical form, in lower-case hexadecimal.</param>
/// <param name="Href">Where the document is.</param>
public sealed record ProtocolSummary(string Id, int Version, string Title, string Description, string Hash, string Href)
{
    internal static ProtocolSummary Of(Protocol protocol) =>
        new(protocol.Id, protocol.Version, protocol.Title, protocol.Description, protocol.Hash, $"/api/protocols/{protocol.Id}/{protocol.Version}");
}
