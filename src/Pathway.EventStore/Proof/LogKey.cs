using System.Security.Cryptography;

namespace Pathway.EventStore.Proof;

/// <summary>The key that an installation signs its log with: ECDSA on the curve P-256, over SHA-256.</summary>
public sealed class LogKey
{
    private readonly byte[] privateKey;

    private LogKey(ECDsa key) => (privateKey, Public) = (key.ExportPkcs8PrivateKey(), LogPublicKey.Of(key));

    /// <summary>Its public half, which is all that it takes to check.</summary>
    public LogPublicKey Public { get; }

    /// <summary>Makes a new key.</summary>
    /// <returns>It, as PKCS #8 in PEM: a secret.</returns>
    public static string NewPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>Reads a key.</summary>
    /// <param name="pem">A private key on P-256 in PEM, without a password.</param>
    /// <exception cref="FormatException">It is none. The message does not repeat it.</exception>
    public static LogKey FromPem(string pem)
    {
        using var key = LogPublicKey.Import(pem);
        try
        {
            return new(key);
        }
        catch (CryptographicException e)
        {
            throw new FormatException("It is a public key; to sign, the private one is needed.", e);
        }
    }

    /// <summary>Signs a text: a signature in DER.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> text)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(privateKey, out _);
        return key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
