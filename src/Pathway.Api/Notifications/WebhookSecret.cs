using System.Security.Cryptography;
using System.Text;
using Pathway.Api.SignIn;

namespace Pathway.Api.Notifications;

/// <summary>What signs the messages to one webhook (standardwebhooks.com): 32 bytes by chance, shown once, kept encrypted.</summary>
/// <param name="bytes">The bytes.</param>
internal sealed class WebhookSecret(ReadOnlyMemory<byte> bytes)
{
    private const int Bytes = 32;
    private const string Prefix = "whsec_";

    /// <summary>Makes a new one.</summary>
    internal static WebhookSecret New() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>As a receiver is told it: whsec_, then base64.</summary>
    internal string Shown => Prefix + Convert.ToBase64String(bytes.Span);

    /// <summary>Signs a message: HMAC-SHA-256 of id, timestamp and body, with dots between them.</summary>
    /// <param name="id">Id of the message.</param>
    /// <param name="unixSeconds">When it is sent.</param>
    /// <param name="body">What is sent, byte for byte.</param>
    /// <returns>v1, then base64.</returns>
    internal string Sign(string id, long unixSeconds, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(bytes.Span, Encoding.UTF8.GetBytes($"{id}.{unixSeconds}.{body}")))}";

    /// <summary>Encrypts it for the database: nonce, tag, then AES-256-GCM.</summary>
    /// <param name="key">The key of the installation.</param>
    internal byte[] Seal(SigningKey key)
    {
        using var aes = new AesGcm(KeyFrom(key), AesGcm.TagByteSizes.MaxSize);
        var kept = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + bytes.Length];
        var (nonce, tag, text) = PartsOf(kept);
        RandomNumberGenerator.Fill(nonce.Span);
        aes.Encrypt(nonce.Span, bytes.Span, text.Span, tag.Span);
        return kept;
    }

    /// <summary>Decrypts it.</summary>
    /// <returns>It; null when it was encrypted with another key of the installation.</returns>
    internal static WebhookSecret? Open(SigningKey key, ReadOnlyMemory<byte> kept)
    {
        using var aes = new AesGcm(KeyFrom(key), AesGcm.TagByteSizes.MaxSize);
        var (nonce, tag, text) = PartsOf(kept.ToArray());
        var opened = new byte[text.Length];
        try
        {
            aes.Decrypt(nonce.Span, text.Span, tag.Span, opened);
            return new(opened);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // The key signs tokens, so what it signs here is a text that no token is.
    private static byte[] KeyFrom(SigningKey key) => key.Sign("pathway: secrets of webhooks"u8);

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) PartsOf(Memory<byte> kept)
    {
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        return (kept[..nonce], kept.Slice(nonce, tag), kept[(nonce + tag)..]);
    }
}
