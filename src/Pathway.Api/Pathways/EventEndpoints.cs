using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Pathways;

/// <summary>What a coordinator does all day: say what happened.</summary>
internal static class EventEndpoints
{
    internal static void MapEvents(this IEndpointRouteBuilder pathways)
    {
        pathways.MapPost("/{id:guid}/events", Record).WithName("RecordEvents").RequireAuthorization(Policies.Log).WithQueryParameters()
            .Accepts<PathwayEvent>("application/json").Produces<RecordedAnswer>(StatusCodes.Status201Created)
            .WithRequestHeaders(VersionTag.IfMatch, CallReader.Key).WithAnswerHeaders(VersionTag.ETag);
        pathways.MapPost("/{id:guid}/events/validate", Validate).WithName("ValidateEvents").RequireAuthorization(Policies.Log).WithQueryParameters()
            .Accepts<PathwayEvent>("application/json").Produces<ValidatedAnswer>()
            .WithRequestHeaders(VersionTag.IfMatch);
        pathways.MapGet("/{id:guid}/events", Read).WithName("ReadEvents").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters(Moment.UpToVersion, Moment.UpToInstant).Produces<IReadOnlyList<EventEnvelope>>().AsOfAMoment();
    }

    /// <summary>Records one event, or an array of up to 100: all of them or none.</summary>
    /// <remarks>
    /// With <c>If-Match: "7"</c> it is refused when the pathway has moved on from version 7; without it, it is decided on whatever the version is then.
    /// With an <c>Idempotency-Key</c> it may be repeated until an answer comes: it is recorded once, and the first answer is given again.
    /// </remarks>
    /// <param name="id">The pathway.</param>
    /// <response code="201">Everything is recorded, durably.</response>
    private static async Task<IResult> Record(Guid id, HttpContext context, Recorder recorder, Actor actor, CancellationToken cancellation)
    {
        var (body, call, problem) = await CallReader.Read(context, actor);
        if (problem is not null)
        {
            return problem;
        }

        var reading = EventReader.Read(body);
        return reading.IsRead
            ? (await recorder.Record(id, reading.Events, call! with { IsArray = reading.IsList }, cancellation)).ToHttp(context)
            : Problems.From(reading.Rejections);
    }

    /// <summary>Checks what <c>POST …/events</c> would say, and stores nothing.</summary>
    /// <param name="id">The pathway.</param>
    /// <response code="200">It would be recorded; the answer is where the patient would stand.</response>
    private static async Task<IResult> Validate(Guid id, HttpContext context, Recorder recorder, Actor actor, CancellationToken cancellation)
    {
        var (body, call, problem) = await CallReader.Read(context, actor);
        if (problem is not null)
        {
            return problem;
        }

        var reading = EventReader.Read(body);
        return reading.IsRead
            ? (await recorder.Validate(id, reading.Events, call! with { IsArray = reading.IsList }, cancellation)).ToHttp(context)
            : Problems.From(reading.Rejections);
    }

    /// <summary>Every event of the pathway as recorded, in the order of entry, with who recorded it and when.</summary>
    /// <param name="id">The pathway.</param>
    private static async Task<IResult> Read(
        Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation)
    {
        var (view, wrong) = await View.Of(id, context, recorder, actor, clock, protocols, cancellation);
        if (view is null)
        {
            return wrong!;
        }

        if (await recorder.ReadStored(id, actor, cancellation) is not { } stored)
        {
            return Problems.NoSuchPathway(id);
        }

        view.TellWhereItStays(context, asOf: null);
        return TaggedAnswer.Json(stored.Take(view.Then.Version).Select(EventEnvelope.Of).ToList(), view.Then.Version);
    }
}
