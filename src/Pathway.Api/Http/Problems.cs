using Microsoft.AspNetCore.Http.HttpResults;
using Pathway.Api.SignIn;

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

    internal static ProblemHttpResult NotReady(string detail) =>
        Problem(503, "not-ready", "The database is not as it must be.", detail);

    /// <summary>The problem for a bare status: what routing, the server or an endpoint answered without a body.</summary>
    internal static ProblemHttpResult Of(int status) => status switch
    {
        400 => BadRequest("Something in it is not as HTTP or this call wants it."),
        401 => NotSignedIn("Send a token: Authorization: Bearer …"),
        404 => Problem(404, "not-found", "There is nothing at this address.", "Addresses are told apart by case; /swagger has those that there are."),
        405 => Problem(405, "method-not-allowed", "This address does not take this method.", "The Allow header has those that it takes."),
        413 => Problem(413, "body-too-large", "The body is too large.", $"At most {HttpFrame.LargestBodyBytes} bytes are read."),
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
