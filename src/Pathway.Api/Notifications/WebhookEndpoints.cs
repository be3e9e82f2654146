using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Pathway.Api.Http;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Domain.Happenings;
using Pathway.Projections.Notifications;

namespace Pathway.Api.Notifications;

/// <summary>Who wants to be told what happens to pathways, and what they were told.</summary>
internal static partial class WebhookEndpoints
{
    private const int DefaultPageSize = 100;
    private const int LargestPageSize = 1000;

    private static readonly TimeSpan _previousSecretSigns = TimeSpan.FromHours(24);

    private static readonly CallParameter[] _filters =
    [
        new("status", typeof(DeliveryStatus), "Where they stand; all when not given.", "parked"),
        new("cursor", typeof(long), "The \"next\" of the page before, unchanged.", 4711),
        new("limit", typeof(int), $"Most deliveries on a page, 1 to {LargestPageSize}; {DefaultPageSize} when not given.", 100),
    ];

    internal static void MapNotifications(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/happening-kinds", Kinds).WithTags("Webhooks").WithName("ListHappeningKinds").WithQueryParameters().Produces<IReadOnlyList<HappeningKindSummary>>();

        var webhooks = app.MapGroup("/api/webhooks").WithTags("Webhooks").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        webhooks.MapPost("", Add).WithName("AddWebhook").RequireAuthorization(Policies.KeepWebhooks).WithQueryParameters()
            .Accepts<WebhookBody>("application/json").Produces<NewWebhook>(StatusCodes.Status201Created);
        webhooks.MapGet("", List).WithName("ListWebhooks").RequireAuthorization(Policies.KeepWebhooks).WithQueryParameters().Produces<IReadOnlyList<Webhook>>();
        webhooks.MapGet("/{webhook:guid}", Read).WithName("ReadWebhook").RequireAuthorization(Policies.KeepWebhooks).WithQueryParameters().Produces<Webhook>();
        webhooks.MapPatch("/{webhook:guid}", Change).WithName("ChangeWebhook").RequireAuthorization(Policies.KeepWebhooks).WithQueryParameters()
            .Accepts<WebhookBody>("application/json").Produces<Webhook>();
        webhooks.MapDelete("/{webhook:guid}", Remove).WithName("RemoveWebhook").RequireAuthorization(Policies.KeepWebhooks).WithQueryParameters()
            .Produces(StatusCodes.Status204NoContent);
        webhooks.MapPost("/{webhook:guid}/secret", ChangeSecret).WithName("ChangeWebhookSecret").RequireAuthorization(Policies.KeepWebhooks).WithQueryParameters()
            .Produces<NewSecret>();
        webhooks.MapPost("/{webhook:guid}/test", Test).WithName("TestWebhook").RequireAuthorization(Policies.KeepWebhooks).WithQueryParameters().Produces<TestAnswer>();
        webhooks.MapGet("/{webhook:guid}/deliveries", ListDeliveries).WithName("ListDeliveries").RequireAuthorization(Policies.ReadDeliveries).WithQueryParameters(_filters)
            .Produces<DeliveriesAnswer>();
        webhooks.MapPost("/{webhook:guid}/deliveries/{number:long}/retry", Retry).WithName("RetryDelivery").RequireAuthorization(Policies.ReadDeliveries)
            .WithQueryParameters().Produces<Delivery>();
        webhooks.MapPost("/{webhook:guid}/replay", Replay).WithName("ReplayDeliveries").RequireAuthorization(Policies.ReadDeliveries).WithQueryParameters()
            .Accepts<ReplayFrom>("application/json").Produces<QueuedAnswer>(StatusCodes.Status202Accepted);
    }

    /// <summary>Every kind of happening that a webhook can be told of.</summary>
    private static Ok<List<HappeningKindSummary>> Kinds() =>
        TypedResults.Ok(Enum.GetValues<HappeningKind>().Select(k => new HappeningKindSummary(k, XmlDocumentation.OfChoice(k))).ToList());

    /// <summary>Registers a webhook: from now on it is told of these kinds of happenings.</summary>
    /// <remarks>
    /// Its secret is made here and shown in this answer alone. A webhook of an admin who is bound to a center is told of that center's pathways, that of one who is
    /// bound to none of all. What happened before is told by a replay.
    /// </remarks>
    /// <response code="201">It is registered; the secret is not shown again.</response>
    private static async Task<IResult> Add(
        HttpContext context, Actor actor, Webhooks webhooks, PathwayOptions options, HospitalClock clock, CancellationToken cancellation)
    {
        var (body, problem) = await BodyOf(context.Request, options, cancellation);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Url is null || body.Kinds is null)
        {
            return Problems.UnfitWebhook(body.Url is null ? "/url" : "/kinds", "It is needed.");
        }

        var (secret, now) = (WebhookSecret.New(), clock.Now);
        var webhook = new Webhook(
            Guid.CreateVersion7(now), body.Url, [.. body.Kinds.Distinct().Order()], actor.Center, body.IsActive ?? true, GoneAt: null, now, actor.Id, now, actor.Id, Waiting: 0, Parked: 0);
        await webhooks.Add(webhook, secret.Seal(options.SigningKey), cancellation);
        return TypedResults.Created($"/api/webhooks/{webhook.Id}", new NewWebhook(webhook, secret.Shown));
    }

    /// <summary>Every webhook, the oldest first; to an admin who is bound to a center, those of that center.</summary>
    private static async Task<IResult> List(Actor actor, Webhooks webhooks, CancellationToken cancellation) =>
        TypedResults.Ok(await webhooks.List(actor.Center, cancellation));

    /// <summary>One webhook, with how much waits for it or is parked.</summary>
    /// <param name="webhook" example="0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c50">Its id.</param>
    private static async Task<IResult> Read(Guid webhook, Actor actor, Webhooks webhooks, CancellationToken cancellation) =>
        await webhooks.Find(webhook, actor.Center, cancellation) is { } found ? TypedResults.Ok(found) : Problems.NoSuchWebhook(webhook);

    /// <summary>Changes where a webhook is told, of what, or whether; what is not given stays.</summary>
    /// <remarks>While it is not active nothing is queued for it, and what waits stays where it is. What is queued already is told as it was queued.</remarks>
    /// <param name="webhook" example="0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c50">Its id.</param>
    private static async Task<IResult> Change(
        Guid webhook, HttpContext context, Actor actor, Webhooks webhooks, PathwayOptions options, HospitalClock clock, CancellationToken cancellation)
    {
        var (body, problem) = await BodyOf(context.Request, options, cancellation);
        if (problem is not null)
        {
            return problem;
        }

        if (await webhooks.Find(webhook, actor.Center, cancellation) is null)
        {
            return Problems.NoSuchWebhook(webhook);
        }

        await webhooks.Change(webhook, body!.Url, body.Kinds, body.IsActive, clock.Now, actor.Id, cancellation);
        return await Read(webhook, actor, webhooks, cancellation);
    }

    /// <summary>Removes a webhook, with all that waits for it and the list of what it was told.</summary>
    /// <param name="webhook" example="0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c50">Its id.</param>
    /// <response code="204">It is told nothing any more.</response>
    private static async Task<IResult> Remove(Guid webhook, Actor actor, Webhooks webhooks, CancellationToken cancellation)
    {
        if (await webhooks.Find(webhook, actor.Center, cancellation) is null)
        {
            return Problems.NoSuchWebhook(webhook);
        }

        await webhooks.Remove(webhook, cancellation);
        return TypedResults.NoContent();
    }

    /// <summary>Makes a new secret. For 24 hours the one before signs as well, so that no message is lost while the receiver learns the new one.</summary>
    /// <param name="webhook" example="0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c50">Its id.</param>
    /// <response code="200">The new secret; it is not shown again.</response>
    private static async Task<IResult> ChangeSecret(Guid webhook, Actor actor, Webhooks webhooks, PathwayOptions options, HospitalClock clock, CancellationToken cancellation)
    {
        if (await webhooks.Find(webhook, actor.Center, cancellation) is null)
        {
            return Problems.NoSuchWebhook(webhook);
        }

        var (secret, now) = (WebhookSecret.New(), clock.Now);
        await webhooks.ChangeSecret(webhook, secret.Seal(options.SigningKey), now + _previousSecretSigns, now, actor.Id, cancellation);
        return TypedResults.Ok(new NewSecret(secret.Shown, now + _previousSecretSigns));
    }

    /// <summary>Sends a message of type <c>ping</c> at once, and tells what came of it. It is about no pathway, and is not tried again.</summary>
    /// <param name="webhook" example="0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c50">Its id.</param>
    /// <response code="200">It was sent; whether it was taken is in the answer.</response>
    private static async Task<IResult> Test(Guid webhook, Actor actor, Webhooks webhooks, WebhookSender sender, HospitalClock clock, CancellationToken cancellation)
    {
        if (await webhooks.Find(webhook, actor.Center, cancellation) is not { } found)
        {
            return Problems.NoSuchWebhook(webhook);
        }

        var (id, now) = (Guid.CreateVersion7(clock.Now), clock.Now);
        var body = JsonSerializer.Serialize(new { id, type = "ping", timestamp = now, data = new { } }, JsonForm.Options);
        var answer = await sender.Send(found.Url, await webhooks.Secrets(webhook, now, cancellation), id, body, cancellation);
        return TypedResults.Ok(new TestAnswer(id, answer.Outcome is SendOutcome.Delivered, answer.Words));
    }

    /// <summary>What a webhook is told, was told or could not be told, the latest first.</summary>
    /// <param name="webhook" example="0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c50">Its id.</param>
    private static async Task<IResult> ListDeliveries(
        Guid webhook, string? status, string? cursor, string? limit, Actor actor, Webhooks webhooks, Deliveries deliveries, CancellationToken cancellation)
    {
        if (!QueryValue.TryEnumeration<DeliveryStatus>(status, out var wanted))
        {
            return Problems.BadParameter(nameof(status), status!, QueryValue.Names<DeliveryStatus>());
        }

        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return Problems.BadParameter(nameof(cursor), cursor, "the \"next\" of the page before, unchanged");
        }

        var size = DefaultPageSize;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > LargestPageSize))
        {
            return Problems.BadParameter(nameof(limit), limit, $"a number from 1 to {LargestPageSize}");
        }

        if (await webhooks.Find(webhook, actor.Center, cancellation) is null)
        {
            return Problems.NoSuchWebhook(webhook);
        }

        var (page, more) = await deliveries.List(webhook, wanted, before, size, cancellation);
        return TypedResults.Ok(new DeliveriesAnswer(page, more ? page[^1].Number : null));
    }

    /// <summary>Queues one delivery again, to be tried at once and from the first try on, whatever became of it.</summary>
    /// <param name="webhook" example="0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c50">Id of the webhook.</param>
    /// <param name="number" example="4711">Number of the happening.</param>
    private static async Task<IResult> Retry(
        Guid webhook, long number, Actor actor, Webhooks webhooks, Deliveries deliveries, HospitalClock clock, CancellationToken cancellation) =>
        await webhooks.Find(webhook, actor.Center, cancellation) is null ? Problems.NoSuchWebhook(webhook)
        : await deliveries.Retry(webhook, number, clock.Now, cancellation) is { } delivery ? TypedResults.Ok(delivery)
        : Problems.NoSuchDelivery(webhook, number);

    /// <summary>Queues again all that the webhook wants to be told from a place in the log on, also what happened before it was registered.</summary>
    /// <remarks>Each message has the id that it had the first time, for the receiver to leave out what it has.</remarks>
    /// <param name="webhook" example="0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c50">Its id.</param>
    /// <response code="202">They are queued.</response>
    private static async Task<IResult> Replay(
        Guid webhook, HttpContext context, Actor actor, Webhooks webhooks, Deliveries deliveries, HospitalClock clock, CancellationToken cancellation)
    {
        if (!CallReader.IsJson(context.Request))
        {
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType);
        }

        if (await PositionIn(context.Request, cancellation) is not { } position)
        {
            return Problems.BadRequest("It is a place in the log, from 1: { \"fromPosition\": 1 }.", "/fromPosition");
        }

        return await webhooks.Find(webhook, actor.Center, cancellation) is null
            ? Problems.NoSuchWebhook(webhook)
            : TypedResults.Accepted($"/api/webhooks/{webhook}/deliveries", new QueuedAnswer(await deliveries.Replay(webhook, position, clock.Now, cancellation)));
    }

    /// <summary>Reads from where on to tell again; null when that is no place in the log.</summary>
    private static async Task<long?> PositionIn(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<ReplayFrom>(request.Body, JsonForm.Options, cancellation) is { FromPosition: >= 1 and var position } ? position : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a body and holds it against what a webhook can be.</summary>
    private static async Task<(WebhookBody? Body, IResult? Problem)> BodyOf(HttpRequest request, PathwayOptions options, CancellationToken cancellation)
    {
        if (!CallReader.IsJson(request))
        {
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType));
        }

        WebhookBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<WebhookBody>(request.Body, JsonForm.Options, cancellation);
        }
        catch (JsonException e)
        {
            var field = InPath().Replace(e.Path ?? "$", "/${name}")[1..];
            return (null, Problems.UnfitWebhook(field, field.StartsWith("/kinds", StringComparison.Ordinal)
                ? $"It is {QueryValue.Names<HappeningKind>()}."
                : "It cannot be read here: an object with url (text), kinds (list) and isActive (true or false)."));
        }

        return body switch
        {
            null or { Url: null, Kinds: null, IsActive: null } => (null, Problems.UnfitWebhook("", "At least one of url, kinds and isActive is given.")),
            { Kinds.Count: 0 } => (null, Problems.UnfitWebhook("/kinds", "At least one kind is given; GET /api/happening-kinds lists them.")),
            { Url: { } url } when WebhookAddress.WhyNot(url, options.PlainWebhooks) is { } reason => (null, Problems.UnfitWebhook("/url", reason)),
            _ => (body, null),
        };
    }

    // $.kinds[2] is /kinds/2.
    [GeneratedRegex(@"[.\[](?<name>[^.\[\]]+)\]?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InPath();
}

/// <summary>A webhook, or what is to be changed of one.</summary>
/// <param name="Url">Where it is told: https, or http to this machine; needed for a new one.</param>
/// <param name="Kinds">What it is told of, one kind or more; needed for a new one.</param>
/// <param name="IsActive">Whether it is told; true for a new one when not given.</param>
public sealed record WebhookBody(string? Url = null, IReadOnlyList<HappeningKind>? Kinds = null, bool? IsActive = null);

/// <summary>A webhook that was registered.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">What its messages are signed with: whsec_ and base64. It is not shown again.</param>
public sealed record NewWebhook(Webhook Webhook, string Secret);

/// <summary>A new secret.</summary>
/// <param name="Secret">What messages are signed with: whsec_ and base64. It is not shown again.</param>
/// <param name="PreviousUntil">Until when the one before signs as well, UTC.</param>
public sealed record NewSecret(string Secret, DateTimeOffset PreviousUntil);

/// <summary>What came of a ping.</summary>
/// <param name="Id">Id of the message.</param>
/// <param name="IsDelivered">Whether the receiver has taken it.</param>
/// <param name="Answer">Its status, or why there was none.</param>
public sealed record TestAnswer(Guid Id, bool IsDelivered, string Answer);

/// <summary>A page of what a webhook is told, the latest first.</summary>
/// <param name="Deliveries">The deliveries.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
public sealed record DeliveriesAnswer(IReadOnlyList<Delivery> Deliveries, long? Next);

/// <summary>From where on to tell again.</summary>
/// <param name="FromPosition">Place in the log, itself included; from 1.</param>
public sealed record ReplayFrom(long FromPosition);

/// <summary>What a replay has queued.</summary>
/// <param name="Queued">How many happenings, of those that are derived: what is still being caught up follows.</param>
public sealed record QueuedAnswer(int Queued);

/// <summary>A kind of happening.</summary>
/// <param name="Kind">Its name: what stands in <c>type</c> of a message.</param>
/// <param name="Summary">What it means.</param>
public sealed record HappeningKindSummary(HappeningKind Kind, string Summary);
