namespace Pathway.Api.Http;

/// <summary>
/// Names every request: by what the caller sent in <c>X-Correlation-Id</c>, or by a new id. The name is answered in the same header, stands in every
/// problem document and log line, and goes with every event that the request stores (<see cref="HttpContext.TraceIdentifier"/>).
/// </summary>
internal static class CorrelationId
{
    /// <summary>The header that it comes and goes in.</summary>
    internal const string Header = "X-Correlation-Id";

    private const int Longest = 128;

    internal static Task Give(HttpContext context, RequestDelegate next)
    {
        var sent = context.Request.Headers[Header];
        context.TraceIdentifier = sent is [{ Length: > 0 and <= Longest } id] && id.All(c => c is > ' ' and <= '~') ? id : Guid.CreateVersion7().ToString();
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = context.TraceIdentifier;
            return Task.CompletedTask;
        });
        return next(context);
    }
}
