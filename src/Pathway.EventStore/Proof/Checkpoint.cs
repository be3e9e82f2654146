using System.Globalization;
using System.Text;

namespace Pathway.EventStore.Proof;

/// <summary>
/// What an installation signs of its log: so many leaves, this root. It is a C2SP tlog-checkpoint, that is a signed note of three lines (origin, size, root
/// in base64), an empty line, and a line for each signature.
/// </summary>
public sealed class Checkpoint
{
    /// <summary>Longest note that is read, characters.</summary>
    private const int LongestNote = 16_384;

    private const string SignatureMark = "— ";
    private const int KeyIdBytes = 4;

    private readonly string body;

    private Checkpoint(string origin, long size, byte[] root, string text, string note) =>
        (Origin, Size, Root, body, Note) = (origin, size, root, text, note);

    /// <summary>The name of the log.</summary>
    public string Origin { get; }

    /// <summary>Leaves that the tree had.</summary>
    public long Size { get; }

    /// <summary>Its root, 32 bytes.</summary>
    public byte[] Root { get; }

    /// <summary>The whole note, as it is handed to others.</summary>
    public string Note { get; }

    /// <summary>Whether a text can name a log: not empty, no spaces, no plus sign, nothing that is not shown.</summary>
    /// <param name="origin">The text.</param>
    public static bool IsOrigin(string origin) =>
        origin.Length is > 0 and <= 200 && !origin.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c == '+');

    /// <summary>Signs a checkpoint.</summary>
    /// <param name="origin">The name of the log; <see cref="IsOrigin"/>.</param>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="root">Its root.</param>
    /// <param name="key">The key.</param>
    public static Checkpoint Sign(string origin, long size, byte[] root, LogKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!IsOrigin(origin))
        {
            throw new ArgumentException($"\"{origin}\" cannot name a log.", nameof(origin));
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{origin}\n{size}\n{Convert.ToBase64String(root)}\n");
        var signature = Convert.ToBase64String([.. key.Public.IdBytes, .. key.Sign(Encoding.UTF8.GetBytes(text))]);
        return new(origin, size, root, text, $"{text}\n{SignatureMark}{origin} {signature}\n");
    }

    /// <summary>Reads a note. It says nothing about who signed it.</summary>
    /// <param name="note">Anything at all.</param>
    /// <returns>The checkpoint; null when it is none.</returns>
    public static Checkpoint? Read(string note)
    {
        var end = note.Length <= LongestNote ? note.LastIndexOf("\n\n", StringComparison.Ordinal) + 1 : 0;
        if (end == 0 || !note.EndsWith('\n') || note.Any(c => c < ' ' && c != '\n'))
        {
            return null;
        }

        var text = note[..end];
        return text.Split('\n') is [{ Length: > 0 } origin, var number, var base64, ..]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && number == size.ToString(CultureInfo.InvariantCulture)
            && BytesOf(base64) is { Length: MerkleTree.HashBytes } root
            && note[(end + 1)..].TrimEnd('\n').Split('\n').All(l => l.StartsWith(SignatureMark, StringComparison.Ordinal))
                ? new(origin, size, root, text, note)
                : null;
    }

    /// <summary>Whether a key signed it, under the name of the log.</summary>
    /// <param name="key">The key.</param>
    public bool IsSignedBy(LogPublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signed = Encoding.UTF8.GetBytes(body);
        return Note[(body.Length + 1)..].Split('\n', StringSplitOptions.RemoveEmptyEntries).Any(line =>
            line.Split(' ') is [_, var name, var base64] && name == Origin
            && BytesOf(base64) is { Length: > KeyIdBytes } signature
            && key.IdBytes.SequenceEqual(signature.AsSpan(0, KeyIdBytes))
            && key.Verifies(signed, signature.AsSpan(KeyIdBytes)));
    }

    private static byte[]? BytesOf(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var written) && Convert.ToBase64String(bytes, 0, written) == base64 ? bytes[..written] : null;
    }
}
