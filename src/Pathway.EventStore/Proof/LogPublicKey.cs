using System.Security.Cryptography;

namespace Pathway.EventStore.Proof;

/// <summary>What checks the signatures of a <see cref="LogKey"/>.</summary>
public sealed class LogPublicKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>The algorithm in C2SP signed notes: ECDSA, with the key id taken of the key alone.</summary>
    private const byte Algorithm = 0x02;

    private readonly byte[] subjectPublicKeyInfo;

    private LogPublicKey(byte[] subjectPublicKeyInfo) => this.subjectPublicKeyInfo = subjectPublicKeyInfo;

    /// <summary>As PEM: SubjectPublicKeyInfo.</summary>
    public string Pem => PemEncoding.WriteString("PUBLIC KEY", subjectPublicKeyInfo) + "\n";

    /// <summary>The first four bytes of the SHA-256 of the key in DER, in lower-case hexadecimal: what names it in a signature.</summary>
    public string Id => Convert.ToHexStringLower(IdBytes);

    internal ReadOnlySpan<byte> IdBytes => SHA256.HashData(subjectPublicKeyInfo).AsSpan(0, 4);

    /// <summary>Reads a public key, or the public half of a private one.</summary>
    /// <param name="pem">A key on P-256 in PEM.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static LogPublicKey FromPem(string pem)
    {
        using var key = Import(pem);
        return Of(key);
    }

    /// <summary>The key as tools for signed notes take it: name, key id, and algorithm with key.</summary>
    /// <param name="origin">The name of the log.</param>
    public string VerifierKey(string origin) => $"{origin}+{Id}+{Convert.ToBase64String([Algorithm, .. subjectPublicKeyInfo])}";

    internal static LogPublicKey Of(ECDsa key) => new(key.ExportSubjectPublicKeyInfo());

    internal static ECDsa Import(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid.Value: P256 }
                ? key
                : throw new FormatException("The key is not on the curve P-256 (openssl ecparam -name prime256v1 -genkey -noout).");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new FormatException("It is no ECDSA key in PEM (openssl ecparam -name prime256v1 -genkey -noout).", e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Checks a signature in DER.</summary>
    internal bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
