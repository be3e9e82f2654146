using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Pathway.Api.Http;

/// <summary>Writes every problem document, whatever the caller accepts: an error in a form that was not asked for is better than none.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) => true;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Instance ??= http.Request.Path;
        problem.Extensions["correlationId"] = http.TraceIdentifier;
        await http.Response.WriteAsJsonAsync(problem, json.Value.SerializerOptions, Problems.ContentType, CancellationToken.None);
    }
}
