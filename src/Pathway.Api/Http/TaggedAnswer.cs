using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Pathway.Api.Http;

/// <summary>
/// What was read of a pathway, under a strong entity tag: the version, and a mark of these very bytes, as one version says another thing on another day.
/// Whoever has it already is told so and gets nothing again.
/// </summary>
/// <param name="body">The answer.</param>
/// <param name="contentType">What it is.</param>
/// <param name="version">Version of the pathway that it was derived from.</param>
internal sealed class TaggedAnswer(ReadOnlyMemory<byte> body, string contentType, long version) : IResult
{
    private const int MarkBytes = 12;

    /// <summary>Kept by nobody but the reader, and asked for each time even where it is of the past: a read that is not asked for is not in the access log.</summary>
    private const string AskedForEachTime = "private, no-cache";

    /// <summary>An answer as JSON.</summary>
    internal static TaggedAnswer Json<T>(T answer, long version) =>
        new(JsonSerializer.SerializeToUtf8Bytes(answer, JsonForm.Options), "application/json; charset=utf-8", version);

    /// <summary>Whether the caller has the answer of a tag already.</summary>
    internal static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = new EntityTagHeaderValue(VersionTag.Of(version, Base64Url.EncodeToString(SHA256.HashData(body.Span).AsSpan(0, MarkBytes))));
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = AskedForEachTime;
        response.Headers.Vary = "Authorization, Accept"; // Who may see it is decided anew for everybody.
        if (IsKnown(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
