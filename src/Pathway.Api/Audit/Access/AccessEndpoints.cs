using System.Globalization;
using System.Text.Json;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.EventStore;

namespace Pathway.Api.Audit.Access;

/// <summary>Who read what, for auditors.</summary>
internal static class AccessEndpoints
{
    private const int DefaultPageSize = 100;
    private const int LargestPageSize = 1000;

    private static readonly CallParameter[] _filters =
    [
        new("pathway", typeof(Guid), "The pathway asked about.", "0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c47"),
        new("actor", typeof(string), "Id of who asked.", "anna"),
        new("role", typeof(Role), "What they were signed in as.", "coordinator"),
        new("from", typeof(DateTimeOffset), "First instant, itself included, with its offset from UTC.", "2026-03-01T00:00:00Z"),
        new("to", typeof(DateTimeOffset), "First instant that is too late.", "2026-04-01T00:00:00Z"),
        new("cursor", typeof(string), "The \"next\" of the page before, unchanged."),
        new("limit", typeof(int), $"Most calls on a page, 1 to {LargestPageSize}; {DefaultPageSize} when not given.", 100),
    ];

    internal static void AddAccessLog(this IServiceCollection services)
    {
        services.AddSingleton<AccessLog>();
        services.AddSingleton<AccessKeeper>();
    }

    internal static void MapAccessLog(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/audit/access", Read).WithTags("Audit").WithName("ReadAccessLog").RequireAuthorization(Policies.ReadAccessLog)
            .WithQueryParameters(_filters).Produces<AccessAnswer>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Who asked about which patient, when and how, and what they were answered; newest first.</summary>
    /// <remarks>
    /// Every call about patients is here, refused ones and those of this log included, except those that recorded something: these are in the events.
    /// The log tells of all centers, so it is for auditors who are bound to none.
    /// </remarks>
    private static async Task<IResult> Read(
        string? pathway, string? actor, string? role, string? from, string? to, string? cursor, string? limit,
        Actor caller, AccessLog accesses, CancellationToken cancellation)
    {
        if (caller.Center is { } own)
        {
            return Problems.NotForOneCenter(own);
        }

        Guid? id = null;
        if (pathway is not null)
        {
            if (!Guid.TryParseExact(pathway, "D", out var parsed))
            {
                return Problems.BadParameter(nameof(pathway), pathway, "the id of a pathway");
            }

            id = parsed;
        }

        if (actor?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return Problems.BadParameter(nameof(actor), actor, "an id without the character U+0000, which none has");
        }

        if (!QueryValue.TryEnumeration<Role>(role, out var wantedRole))
        {
            return Problems.BadParameter(nameof(role), role!, QueryValue.Names<Role>());
        }

        if (!QueryValue.TryInstant(from, out var since))
        {
            return Problems.BadParameter(nameof(from), from!, QueryValue.AnInstant);
        }

        if (!QueryValue.TryInstant(to, out var until))
        {
            return Problems.BadParameter(nameof(to), to!, QueryValue.AnInstant);
        }

        if (!PageCursor.TryParse(cursor, out var before))
        {
            return Problems.BadParameter(nameof(cursor), cursor!, "the \"next\" of the page before, unchanged");
        }

        var size = DefaultPageSize;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > LargestPageSize))
        {
            return Problems.BadParameter(nameof(limit), limit, $"a number from 1 to {LargestPageSize}");
        }

        var page = await accesses.Read(new(id, actor, wantedRole is { } r ? Actor.NameOf(r) : null, since, until), before, size, cancellation);
        return TypedResults.Ok(new AccessAnswer([.. page.Entries.Select(LoggedCall.Of)], page.More ? PageCursor.After(page.Entries[^1].Id) : null));
    }
}

/// <summary>A page of the access log, newest first.</summary>
/// <param name="Calls">The calls.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
public sealed record AccessAnswer(IReadOnlyList<LoggedCall> Calls, string? Next);

/// <summary>One call about patients.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="At">When it was answered, UTC.</param>
/// <param name="Actor">Who asked, as they were signed in.</param>
/// <param name="Pathway">The pathway asked about; null for a list.</param>
/// <param name="Call">Method and route.</param>
/// <param name="Parameters">The query parameters that the call knows, as they were sent.</param>
/// <param name="Status">HTTP status of the answer: 200 means that it was shown.</param>
/// <param name="CorrelationId">Name of the request, the same as in X-Correlation-Id.</param>
public sealed record LoggedCall(Guid Id, DateTimeOffset At, Actor Actor, Guid? Pathway, string Call, IReadOnlyDictionary<string, string> Parameters, int Status, string CorrelationId)
{
    internal static LoggedCall Of(AccessEntry entry) => new(
        entry.Id, entry.At, new(entry.ActorId, entry.ActorName, Actor.RoleOf(entry.Role)!.Value, entry.Center), entry.StreamId, entry.Call,
        JsonSerializer.Deserialize<Dictionary<string, string>>(entry.Parameters.Span)!, entry.Status, entry.CorrelationId);
}
