using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Pathway.Api.SignIn;
using Pathway.Domain;

namespace Pathway.Api.Http;

/// <summary>
/// Every error that the frame itself answers with (RFC 9457). The code is the last part of <c>type</c>, which is also the address of a page
/// about it (docs/problems). The title holds for every request, the detail for this one.
/// </summary>
internal static class Problems
{
    /// <summary>The content type of every problem.</summary>
    internal const string ContentType = "application/problem+json";

    /// <summary>What a caller may wait before trying again while the database is gone, seconds.</summary>
    private const string RetryAfterSeconds = "5";

    internal static ProblemHttpResult BadRequest(string detail, string? field = null) =>
        Problem(400, "bad-request", "The request cannot be understood.", detail, field is null ? [] : [("errors", new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [detail] })]);

    internal static ProblemHttpResult UnknownParameter(string name, IReadOnlyCollection<string> known) =>
        Problem(400, "unknown-parameter", "The address has a parameter that this call does not know.",
            known.Count == 0 ? $"It takes no parameters, but was given \"{name}\"." : $"It was given \"{name}\"; it knows {string.Join(", ", known)}.",
            ("parameter", name));

    internal static ProblemHttpResult RepeatedParameter(string name) =>
        Problem(400, "repeated-parameter", "A parameter may be given once.", $"\"{name}\" was given more than once.", ("parameter", name));

    internal static ProblemHttpResult NotSignedIn(string detail) =>
        Problem(401, "not-signed-in", "This call is only for those who have signed in.", detail);

    internal static ProblemHttpResult RoleNotAllowed(Role role) =>
        Problem(403, "role-not-allowed", "This call is for another role.", $"You are signed in as {Actor.NameOf(role)}.");

    internal static ProblemHttpResult Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem(503, "database-unavailable", "The database does not answer at the moment.", "Nothing can be said about whether it was done: try again with the same Idempotency-Key.");
    }

    internal static ProblemHttpResult ProjectionBehind(HttpContext context, long wanted, long position)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem(503, "projection-behind", "What this call answers from has not come so far yet.", $"atLeast asks for {wanted}; it is true up to {position}. Try again.",
            ("position", position));
    }

    internal static ProblemHttpResult AccessNotKept(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem(503, "access-not-kept", "What is about patients is answered only when the access log can take it down.", "The access log could not be written, so the answer was held back. Try again.");
    }

    internal static ProblemHttpResult UnreadableEvent() => Problem(
        503, "unreadable-event", "This pathway holds an event that this version cannot read.",
        "Nothing of it is told or added here, as it would be told or added without knowing all. Nothing is lost: a newer version can read it, unless it was altered, which verify tells.");

    internal static ProblemHttpResult NoIdentity() =>
        Problem(404, "no-identity", "Nobody has entered who this patient is.", "The pathway is there; its identity is not. PUT enters one.");

    internal static ProblemHttpResult IdentityErased(DateTimeOffset erasedAt) =>
        Problem(410, "identity-erased", "An erased identity stays erased.", $"It was erased at {erasedAt:yyyy-MM-dd'T'HH:mm:ss.ffffffK}. The record itself is untouched.");

    /// <summary>Says which fields do not fit, and never what is in them.</summary>
    internal static ProblemHttpResult UnfitIdentity(IReadOnlyList<(string Field, string Detail)> reasons) =>
        Problem(400, "unfit-identity", "An identity is one to four fields that fit.", reasons[0].Detail,
            ("errors", reasons.ToDictionary(r => r.Field, r => (string[])[r.Detail], StringComparer.Ordinal)));

    internal static ProblemHttpResult NotForOneCenter(string own) =>
        Problem(403, "not-for-one-center", "This call tells of all centers.", $"You are signed in for \"{own}\"; it is for those who are bound to no center.");

    internal static ProblemHttpResult NotReady(string detail) =>
        Problem(503, "not-ready", "The database is not as it must be.", detail);

    internal static ProblemHttpResult BadParameter(string name, string given, string wanted) =>
        Problem(400, "bad-parameter", "A parameter of the address has a value that does not fit.", $"{name} was given as \"{given}\"; it must be {wanted}.", ("parameter", name));

    internal static ProblemHttpResult NoSuchPathway(Guid id) =>
        Problem(404, "no-such-pathway", "There is no such pathway.", $"No pathway that you may see has the id {id}.");

    internal static ProblemHttpResult NoSuchDecision(Guid pathway, Guid entry) =>
        Problem(404, "no-such-decision", "There is no such decision.", $"No entry {entry} of the pathway {pathway} records a decision about stage 2, as far as is asked for.");

    internal static ProblemHttpResult NotAcceptable(string asked, IEnumerable<string> forms) =>
        Problem(406, "not-acceptable", "The answer does not come in a form that was asked for.", $"Asked for was {asked}; it comes as {string.Join(", ", forms)}.");

    internal static ProblemHttpResult NoSuchProtocol(string id, int version) =>
        Problem(404, "no-such-protocol", "There is no such protocol.", $"No version {version} of a protocol \"{id}\" was published; GET /api/protocols lists those that were.");

    internal static ProblemHttpResult NoSuchEventType(string name, IReadOnlyList<string> near) =>
        Problem(404, "no-such-event-type", "There is no such type of event.",
            $"No type has this name.{(near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?")} GET /api/event-types lists them all.", ("near", near));

    internal static ProblemHttpResult NoSuchVersion(long version, long latest) =>
        Problem(404, "no-such-version", "The pathway has not reached that version.", $"Version {version} was asked for; the latest is {latest}.");

    internal static ProblemHttpResult NotYetRecorded(DateTimeOffset openedAt) =>
        Problem(404, "not-yet-recorded", "At that moment nothing of the pathway had been recorded.", $"Its opening was recorded at {openedAt:yyyy-MM-dd'T'HH:mm:ss.ffffffK}.");

    internal static ProblemHttpResult NoSuchEvent(Guid id) =>
        Problem(404, "no-such-event", "There is no such event in the log's tree.", $"No event with the id {id} is covered by a checkpoint. What was recorded just now is within seconds.");

    internal static ProblemHttpResult NotYetCovered(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem(503, "not-yet-covered", "The log's tree has not come to this event yet.", "It follows the log within seconds. Try again; GET /api/audit/checkpoint says how far it is.");
    }

    internal static ProblemHttpResult LogAltered(string detail) =>
        Problem(503, "log-altered", "The log is not what was signed of it.", $"{detail} Nothing is proven or signed on top of it; GET /api/audit/verify finds the first event that fails.");

    internal static ProblemHttpResult AnotherCenter(string field, string given, string own) =>
        Problem(403, "another-center", "A pathway is entered by the center that treats the patient.", $"The center was given as \"{given}\"; you are signed in for \"{own}\".",
            ("errors", new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [$"You are signed in for \"{own}\"."] }));

    internal static ProblemHttpResult Stale(long expected, long actual) =>
        Problem(412, "stale-version", "The pathway has moved on since it was read.", $"If-Match asks for version {expected}; the pathway is at version {actual}. Read it again, and decide again.",
            ("version", actual));

    internal static ProblemHttpResult KeyMisused(string key) =>
        Problem(422, "idempotency-key-reused", "An idempotency key belongs to one call.", $"The key \"{key}\" was used for another call or another body. Choose a new key for a new call.");

    internal static ProblemHttpResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem(503, "busy", "Others are writing to the same pathway faster than this call.", "Nothing was stored. Try again.");
    }

    internal static ProblemHttpResult NoSuchJob(Guid id) =>
        Problem(404, "no-such-job", "There is no such job.", $"No job that you began and that is still kept has the id {id}.");

    internal static ProblemHttpResult JobNotDone(Guid id, string state) =>
        Problem(409, "job-not-done", "The report of this job is not there.", $"The job {id} is {state}; as JSON it says how far it is.");

    internal static ProblemHttpResult TooManyJobs(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem(503, "too-many-jobs", "As many jobs as are kept are under way.", "Nothing was begun. Try again when one of them is done.");
    }

    internal static ProblemHttpResult OutcomeUnknown(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem(503, "outcome-unknown", "The connection to the database was lost while it was storing.",
            "It may have been stored or not. Repeat the call with the same Idempotency-Key, or read the events before entering it again.");
    }

    /// <summary>Why something cannot enter the record, every reason at once; each code has a page of its own.</summary>
    internal static ProblemHttpResult From(ImmutableArray<Rejection> reasons)
    {
        var kind = reasons.Min(r => r.Kind);
        var first = reasons.First(r => r.Kind == kind);
        var status = kind switch
        {
            RejectionKind.Malformed => 400,
            RejectionKind.Impossible => 422,
            RejectionKind.NotAllowed => 409,
            _ => throw new UnreachableException($"{kind} has no status."),
        };
        return Problem(
            status, first.Code, first.Title, first.Detail,
            ("errors", reasons.GroupBy(r => r.Field, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(r => r.Detail).ToArray(), StringComparer.Ordinal)));
    }

    /// <summary>The problem for a bare status: what routing, the server or an endpoint answered without a body.</summary>
    internal static ProblemHttpResult Of(int status) => status switch
    {
        400 => BadRequest("Something in it is not as HTTP or this call wants it."),
        401 => NotSignedIn("Send a token: Authorization: Bearer …"),
        404 => Problem(404, "not-found", "There is nothing at this address.", "Addresses are told apart by case; /swagger has those that there are."),
        405 => Problem(405, "method-not-allowed", "This address does not take this method.", "The Allow header has those that it takes."),
        413 => Problem(413, "body-too-large", "The body is too large.", $"At most {BodyLimit.Bytes} bytes are read."),
        415 => Problem(415, "not-json", "The body must be JSON.", "Send it with Content-Type: application/json."),
        >= 500 => Problem(status, "internal-error", "Something went wrong here.", "It is not the request's fault. Whoever runs this server finds it in the log under the correlation id."),
        _ => Problem(status, "refused", "The request was refused.", "It is not one that this server takes."),
    };

    private static ProblemHttpResult Problem(int status, string code, string title, string detail, params ReadOnlySpan<(string Name, object Value)> more)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in more)
        {
            extensions[name] = value;
        }

        return TypedResults.Problem(detail, instance: null, status, title, $"/problems/{code}", extensions);
    }
}
