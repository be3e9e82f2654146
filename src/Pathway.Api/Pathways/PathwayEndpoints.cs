using System.Globalization;
using Npgsql;
using Pathway.Api.Audit;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Domain.Function;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.Domain.Strategies;
using Pathway.Domain.Volume;
using Pathway.Projections.Overview;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Pathways;

/// <summary>Pathways: opened, listed, and where each patient stands.</summary>
internal static class PathwayEndpoints
{
    private const int DefaultPageSize = 50;
    private const int LargestPageSize = 200;

    private static readonly CallParameter _location = new("Location", typeof(string), "Where the pathway is.", "/api/pathways/0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c47");
    private static readonly CallParameter _gate = new("gate", typeof(Gate), "The question; stage2 when not given.", "stage2");

    private static readonly CallParameter[] _filters =
    [
        new("phase", typeof(Phase), "Where the patient stands today.", "interstage"),
        new("center", typeof(string), "The center that treats the patient.", "ghent-1"),
        new("strategy", typeof(Strategy), "The way chosen.", "alpps"),
        new("q", typeof(string), "A part of the pseudonym, in any case."),
        new("cursor", typeof(string), "The \"next\" of the page before, unchanged."),
        new("limit", typeof(int), $"Most pathways on a page, 1 to {LargestPageSize}; {DefaultPageSize} when not given.", 50),
    ];

    internal static void AddPathways(this IServiceCollection services)
    {
        services.AddSingleton<PublishedProtocols>();
        services.AddSingleton<Journeys>();
        services.AddSingleton<Recorder>();
        services.AddSingleton(provider => new PathwayList(provider.GetRequiredService<NpgsqlDataSource>(), JsonForm.Options));
    }

    internal static void MapPathways(this IEndpointRouteBuilder app)
    {
        var pathways = app.MapGroup("/api/pathways").WithTags("Pathways").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        pathways.MapPost("", Open).WithName("OpenPathway").RequireAuthorization(Policies.Log).WithQueryParameters()
            .Accepts<PathwayOpened>("application/json").Produces<PathwayState>(StatusCodes.Status201Created)
            .WithRequestHeaders(CallReader.Key).WithAnswerHeaders(VersionTag.ETag, _location);
        pathways.MapGet("", List).WithName("ListPathways").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters(_filters).Produces<PathwayPage>();
        pathways.MapGet("/{id:guid}", Read).WithName("ReadPathway").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters(Moment.Parameters).Produces<PathwayState>().AsOfAMoment();
        pathways.MapGet("/{id:guid}/volumetric", ReadVolumetric).WithName("ReadVolumetric").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters(Moment.Parameters).Produces<VolumetricState>().AsOfAMoment();
        pathways.MapGet("/{id:guid}/functional", ReadFunctional).WithName("ReadFunctional").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters(Moment.Parameters).Produces<FunctionalState>().AsOfAMoment();
        pathways.MapGet("/{id:guid}/readiness", ReadReadiness).WithName("ReadReadiness").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters([.. Moment.Parameters, _gate, Moment.OnDate]).Produces<ReadinessAssessment>().AsOfAMoment();
        pathways.MapGet("/{id:guid}/strategies", ReadStrategies).WithName("ReadStrategies").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters(Moment.Parameters).Produces<StrategiesAnswer>().AsOfAMoment();
        pathways.MapEvents();
        pathways.MapReplay();
    }

    /// <summary>Opens a pathway for a patient.</summary>
    /// <remarks>The body is a <c>pathway_opened</c> event; its <c>type</c> may be left out.</remarks>
    /// <response code="201">It is open; the answer is where the patient stands.</response>
    private static async Task<IResult> Open(HttpContext context, Recorder recorder, Actor actor, CancellationToken cancellation)
    {
        var (body, call, problem) = await CallReader.Read(context, actor, mayExpectVersion: false);
        if (problem is not null)
        {
            return problem;
        }

        var reading = EventReader.ReadOpening(body);
        return reading.IsRead
            ? (await recorder.Open((PathwayOpened)reading.Events[0], call!, cancellation)).ToHttp(context)
            : Problems.From(reading.Rejections);
    }

    /// <summary>Lists pathways, newest enrollment first.</summary>
    private static async Task<IResult> List(
        string? phase, string? center, string? strategy, string? q, string? cursor, string? limit,
        Actor actor, PathwayList list, HospitalClock clock, CancellationToken cancellation)
    {
        if (!QueryValue.TryEnumeration<Phase>(phase, out var wantedPhase))
        {
            return Problems.BadParameter("phase", phase!, QueryValue.Names<Phase>());
        }

        if (!QueryValue.TryEnumeration<Strategy>(strategy, out var wantedStrategy))
        {
            return Problems.BadParameter("strategy", strategy!, QueryValue.Names<Strategy>());
        }

        if (!PageCursor.TryParse(cursor, out var before))
        {
            return Problems.BadParameter("cursor", cursor!, "the \"next\" of the page before, unchanged");
        }

        var size = DefaultPageSize;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > LargestPageSize))
        {
            return Problems.BadParameter("limit", limit, $"a number from 1 to {LargestPageSize}");
        }

        foreach (var (name, text) in new[] { (nameof(center), center), (nameof(q), q) })
        {
            if (text?.Contains('\0', StringComparison.Ordinal) == true)
            {
                return Problems.BadParameter(name, text, "a text without the character U+0000, which nothing on record has");
            }
        }

        if (center is not null && !Recorder.MaySee(actor, center))
        {
            return TypedResults.Ok(new PathwayPage([], null)); // Of another center there is nothing to see.
        }

        var page = await list.Read(new(wantedPhase, center ?? actor.Center, wantedStrategy, q), clock.Today, before, size, cancellation);
        return TypedResults.Ok(new PathwayPage(page.Rows, page.More ? PageCursor.After(page.Rows[^1].Id) : null));
    }

    /// <summary>Where the patient stands: everything derived from the record, as of today or of another moment.</summary>
    /// <param name="id">The pathway.</param>
    private static Task<IResult> Read(Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation) =>
        ReadState(id, context, recorder, actor, clock, protocols, state => state, cancellation);

    /// <summary>The volumes alone: body surface, remnant shares, growth and forecast.</summary>
    /// <param name="id">The pathway.</param>
    private static Task<IResult> ReadVolumetric(Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation) =>
        ReadState(id, context, recorder, actor, clock, protocols, state => state.Volumetric, cancellation);

    /// <summary>Liver function alone: tests, indocyanine green, the laboratory course, and how the liver bore each stage.</summary>
    /// <param name="id">The pathway.</param>
    private static Task<IResult> ReadFunctional(Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation) =>
        ReadState(id, context, recorder, actor, clock, protocols, state => state.Functional, cancellation);

    /// <summary>Whether the patient is ready for stage 2, or a candidate for stage 1, and on what grounds.</summary>
    /// <param name="id">The pathway.</param>
    private static Task<IResult> ReadReadiness(
        Guid id, string? gate, string? on, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation) =>
        !QueryValue.TryEnumeration<Gate>(gate, out var wanted)
            ? Task.FromResult<IResult>(Problems.BadParameter("gate", gate!, QueryValue.Names<Gate>()))
            : ReadAt(id, context, recorder, actor, clock, protocols, picture => ReadinessAssessment.Of(wanted ?? Gate.Stage2, picture), cancellation);

    /// <summary>What the protocol says of every way for this patient. Advice, not a choice: that is the board's.</summary>
    /// <param name="id">The pathway.</param>
    private static Task<IResult> ReadStrategies(
        Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation) =>
        ReadAt(
            id, context, recorder, actor, clock, protocols,
            picture => new StrategiesAnswer(picture.AsOf, ProtocolReference.To(picture.Protocol), StrategyAdvice.All(picture)), cancellation);

    private static Task<IResult> ReadState<T>(
        Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, Func<PathwayState, T> part, CancellationToken cancellation) =>
        ReadAt(id, context, recorder, actor, clock, protocols, (journey, asOf, protocol) => part(journey.StateOn(asOf, protocols.Shelf, protocol)), cancellation);

    private static Task<IResult> ReadAt<T>(
        Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, Func<ClinicalPicture, T> part, CancellationToken cancellation) =>
        ReadAt(id, context, recorder, actor, clock, protocols, (journey, asOf, protocol) => part(journey.PictureOn(asOf, protocols.Shelf, protocol)), cancellation);

    private static async Task<IResult> ReadAt<T>(
        Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols,
        Func<Journey, DateOnly, Protocol?, T> answer, CancellationToken cancellation)
    {
        var (view, wrong) = await View.Of(id, context, recorder, actor, clock, protocols, cancellation);
        if (view is null)
        {
            return wrong!;
        }

        view.TellWhereItStays(context, view.AsOf);
        return TaggedAnswer.Json(answer(view.Then, view.AsOf, view.Moment.Protocol), view.Then.Version);
    }
}
