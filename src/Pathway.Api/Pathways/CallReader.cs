using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Pathway.Api.Http;
using Pathway.Api.SignIn;

namespace Pathway.Api.Pathways;

/// <summary>Reads what comes with a call that records something: the body as bytes, and the headers that decide how it is treated.</summary>
internal static class CallReader
{
    private const int LongestKey = 255;
    private const int LongestClient = 200;

    /// <summary>The header that makes a call safe to repeat.</summary>
    internal static readonly CallParameter Key = new(
        "Idempotency-Key", typeof(string),
        $"A name of its own for the call, 1 to {LongestKey} visible ASCII characters. A repeat under the same name is recorded once and gets the first answer again.",
        "enroll-GH-0417");

    internal static async Task<(ReadOnlyMemory<byte> Body, Call? Call, IResult? Problem)> Read(HttpContext context, Actor actor, bool mayExpectVersion = true)
    {
        var request = context.Request;
        if (!IsJson(request))
        {
            return (default, null, Problems.Of(StatusCodes.Status415UnsupportedMediaType));
        }

        if (!VersionTag.TryRead(request.Headers.IfMatch, out var expected))
        {
            return (default, null, Problems.BadRequest($"If-Match is {request.Headers.IfMatch}; it must be one version in quotation marks, as ETag gives it: \"7\"."));
        }

        if (expected is not null && !mayExpectVersion)
        {
            return (default, null, Problems.BadRequest("If-Match has no meaning here: a pathway that is about to be opened has no version."));
        }

        var sent = request.Headers[Key.Name];
        var key = sent.Count == 0 ? null : sent.ToString();
        if (key is not null && (sent.Count > 1 || key.Length is 0 or > LongestKey || !key.All(c => c is > ' ' and <= '~')))
        {
            return (default, null, Problems.BadRequest($"{Key.Name} must be given once, with 1 to {LongestKey} visible ASCII characters."));
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        var callKey = key is null ? null : new CallKey(new(actor.Id, key), Fingerprint(request, body));
        return (body, new(actor, context.TraceIdentifier, ClientOf(request), expected, callKey, IsArray: false), null);
    }

    /// <summary>Whether a body says that it is JSON, which is UTF-8 (RFC 8259): one that names another encoding is refused before "ü" in that one is read as something else in ours.</summary>
    internal static bool IsJson(HttpRequest request) => request.HasJsonContentType()
        && (MediaTypeHeaderValue.Parse(request.ContentType).Charset is not { Length: > 0 } charset || HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static byte[] Fingerprint(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path.Value?.ToUpperInvariant()}\n{request.Headers.IfMatch}\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static string? ClientOf(HttpRequest request)
    {
        var client = string.Concat(request.Headers.UserAgent.ToString().Where(c => c is >= ' ' and <= '~').Take(LongestClient));
        return client.Length == 0 ? null : client;
    }
}
