using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pathway.Api.SignIn;

/// <summary>
/// Issues and reads tokens: JSON Web Tokens (RFC 7519) in compact form, signed with HS256 and nothing else.
/// Claims: <c>sub</c>, <c>name</c>, <c>role</c>, <c>center</c> when there is one, <c>iat</c>, <c>exp</c>, and <c>iss</c> and <c>aud</c>, both "pathway".
/// </summary>
/// <param name="key">The installation's key.</param>
/// <param name="time">Tells whether a token has expired.</param>
public sealed class Tokens(SigningKey key, TimeProvider time)
{
    /// <summary>The longest name or id that a token may carry, characters.</summary>
    internal const int LongestName = 200;

    private const string Issuer = "pathway";
    private const int LongestToken = 4096;

    /// <summary>How far the clocks of two machines may be apart, seconds.</summary>
    private const long ClockSkew = 60;

    /// <summary>Issues a token.</summary>
    /// <param name="actor">For whom.</param>
    /// <param name="lifetime">How long it is good.</param>
    /// <returns>The token, as it follows "Bearer " in the Authorization header.</returns>
    public string Issue(Actor actor, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = Issuer,
            ["aud"] = Issuer,
            ["sub"] = actor.Id,
            ["name"] = actor.Name,
            ["role"] = Actor.NameOf(actor.Role),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
        };
        if (actor.Center is not null)
        {
            claims["center"] = actor.Center;
        }

        var signed = $"{Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Reads a token that somebody sent.</summary>
    /// <param name="token">Anything at all.</param>
    /// <returns>Who it is for; or null and, for the caller to read, why it is not accepted.</returns>
    public (Actor? Actor, string? Refusal) Read(string token)
    {
        if (token.Length > LongestToken)
        {
            return Refuse("The token is too long.");
        }

        var parts = token.Split('.');
        if (parts.Length != 3 || Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } payload || Decode(parts[2]) is not { } signature)
        {
            return Refuse("This is not a token.");
        }

        // The signature before anything that it covers is looked at.
        if (!CryptographicOperations.FixedTimeEquals(signature, key.Sign(Encoding.ASCII.GetBytes(token, 0, parts[0].Length + 1 + parts[1].Length))))
        {
            return Refuse("The token was not signed here.");
        }

        try
        {
            using var head = JsonDocument.Parse(header);
            using var claims = JsonDocument.Parse(payload);
            return Text(head.RootElement, "alg") == "HS256" && !head.RootElement.TryGetProperty("crit", out _)
                ? Judge(claims.RootElement)
                : Refuse("The token is signed in a way that is not accepted here.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Refuse("The token holds no claims.");
        }
    }

    private (Actor? Actor, string? Refusal) Judge(JsonElement claims)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (Text(claims, "iss") != Issuer || Text(claims, "aud") != Issuer)
        {
            return Refuse("The token is meant for somebody else.");
        }

        if (Seconds(claims, "exp") is not { } expires)
        {
            return Refuse("The token does not say when it expires.");
        }

        if (expires <= now - ClockSkew)
        {
            return Refuse("The token has expired.");
        }

        if (Seconds(claims, "nbf") > now + ClockSkew || Seconds(claims, "iat") > now + ClockSkew)
        {
            return Refuse("The token is not yet good.");
        }

        return Text(claims, "sub") is { Length: > 0 and <= LongestName } id
            && Text(claims, "name") is { Length: > 0 and <= LongestName } name
            && Actor.RoleOf(Text(claims, "role")) is { } role
                ? (new(id, name, role, Text(claims, "center")), null)
                : Refuse("The token does not say who it is for.");
    }

    private static (Actor? Actor, string? Refusal) Refuse(string reason) => (null, reason);

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var claim) && claim.ValueKind is JsonValueKind.String ? claim.GetString() : null;

    private static long? Seconds(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var claim) && claim.ValueKind is JsonValueKind.Number && claim.TryGetInt64(out var seconds) ? seconds : null;

    private static byte[]? Decode(string part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];

        // The overloads without a status throw at what is not base64.
        return Base64Url.DecodeFromChars(part, bytes, out _, out var written) is OperationStatus.Done ? bytes[..written] : null;
    }
}
