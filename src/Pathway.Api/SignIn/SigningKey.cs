using System.Security.Cryptography;
using System.Text;

namespace Pathway.Api.SignIn;

/// <summary>The key of an installation. Whoever has it can sign in as anybody; it never leaves the data folder or the setting that it came from.</summary>
public sealed class SigningKey
{
    private const int ShortestBytes = 32;

    private readonly byte[] secret;

    private SigningKey(byte[] secret) => this.secret = secret;

    /// <summary>The key of a data folder, made when it is first asked for.</summary>
    public static SigningKey Of(DataFolder data) => new(Encoding.ASCII.GetBytes(data.Secret("signing-key")));

    /// <summary>A key from a setting.</summary>
    /// <param name="setting">At least 32 bytes of text that nobody can guess.</param>
    /// <exception cref="CannotStartException">It is too short.</exception>
    public static SigningKey From(string setting)
    {
        var bytes = Encoding.UTF8.GetBytes(setting);
        return bytes.Length >= ShortestBytes
            ? new(bytes)
            : throw new CannotStartException(
                $"Pathway__SigningKey has {bytes.Length} bytes; at least {ShortestBytes} random ones are needed (openssl rand -hex 32).");
    }

    /// <summary>HMAC-SHA-256 of a text.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> text) => HMACSHA256.HashData(secret, text);
}
