using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Pathway.Api.Audit.Access;
using Pathway.Domain;

namespace Pathway.Api.Http;

/// <summary>
/// Turns what was thrown into an answer: a request that could not be read is the caller's (4xx), a database that is gone is 503,
/// and everything else is ours (500) and says nothing of the patient. The log gets types and places, never messages: those may hold values.
/// </summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> log) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        await AnswerTo(context, exception).ExecuteAsync(context);
        return true;
    }

    /// <summary>Whether an exception says that the database cannot be reached, or lets nobody in, as opposed to having refused what was asked.</summary>
    internal static bool SaysDatabaseIsGone(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => true,
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName } => true,
        NpgsqlException e => e.IsTransient,
        SocketException => true,
        _ => exception.InnerException is { } inner && SaysDatabaseIsGone(inner),
    };

    private ProblemHttpResult AnswerTo(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: 400 } e:
                return WhyNotRead(e);

            case BadHttpRequestException e:
                return Problems.Of(e.StatusCode);

            case NotSupportedException { Source: "System.Text.Json" }:
                return Problems.BadRequest("The JSON does not say of which type it is.", "/type");

            case AccessNotKeptException e:
                log.LogError(
                    "{Method} {Route}: not answered, as it could not be written into the access log; correlation {CorrelationId}{NewLine}{Failure}",
                    context.Request.Method, RouteOf(context), context.TraceIdentifier, Environment.NewLine, WithoutMessages(e));
                return Problems.AccessNotKept(context);

            case UnreadableEventException e:
                log.LogError(
                    "{Method} {Route}: {Failure} Correlation {CorrelationId}", context.Request.Method, RouteOf(context), e.Message, context.TraceIdentifier);
                return Problems.UnreadableEvent();

            case var e when SaysDatabaseIsGone(e):
                log.LogError(
                    "{Method} {Route}: the database does not answer ({Failure}); correlation {CorrelationId}",
                    context.Request.Method, RouteOf(context), e.GetType().Name, context.TraceIdentifier);
                return Problems.Unavailable(context);

            default:
                log.LogError(
                    "{Method} {Route} failed; correlation {CorrelationId}{NewLine}{Failure}",
                    context.Request.Method, RouteOf(context), context.TraceIdentifier, Environment.NewLine, WithoutMessages(exception));
                return Problems.Of(StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>Says what could not be read, in the words of the request rather than of this program.</summary>
    private static ProblemHttpResult WhyNotRead(BadHttpRequestException exception)
    {
        if (exception.InnerException is JsonException json)
        {
            var place = json.LineNumber is { } line ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : "";
            return Problems.BadRequest($"The JSON of the body does not fit here{place}.", PointerOf(json.Path));
        }

        var parameter = ParameterInMessage().Match(exception.Message);
        return Problems.BadRequest(parameter.Success
            ? $"The parameter \"{parameter.Groups["name"].Value}\" is missing or has a value that does not fit."
            : "The request could not be read.");
    }

    /// <summary>"$.events[2].flrVolumeMl" as the JSON pointer "/events/2/flrVolumeMl".</summary>
    private static string PointerOf(string? path) =>
        path is null ? "" : string.Concat(PathStep().Matches(path).Select(step => $"/{step.Groups["step"].Value}"));

    private static string RouteOf(HttpContext context) =>
        (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    private static string WithoutMessages(Exception exception)
    {
        var state = exception is PostgresException { SqlState: var sqlState } ? $" {sqlState}" : "";
        var cause = exception.InnerException is { } inner ? $"{Environment.NewLine}because of {WithoutMessages(inner)}" : "";
        return $"{exception.GetType().FullName}{state}{Environment.NewLine}{exception.StackTrace}{cause}";
    }

    // The platform has no property for it: Failed to bind parameter "Nullable<int> page" from "x", or Required parameter "string page" was not provided …
    [GeneratedRegex("""parameter "\S+ (?<name>\w+)" """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex ParameterInMessage();

    [GeneratedRegex(
        """\.(?<step>[^.\[]+)|\[(?<step>\d+)\]|\['(?<step>[^']*)'\]""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex PathStep();
}
