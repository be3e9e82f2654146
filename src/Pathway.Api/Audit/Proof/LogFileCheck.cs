using System.Globalization;
using System.Text;
using System.Text.Json;
using Pathway.Domain;
using Pathway.EventStore.Proof;

namespace Pathway.Api.Audit.Proof;

/// <summary>Checks a <see cref="LogFile"/> with nothing but the file and a public key, a line at a time: no database, no network.</summary>
/// <param name="Events">Events that hold, up to the last checkpoint that fits.</param>
/// <param name="KeyId">The key that checkpoints were checked with; null when the file has none.</param>
/// <param name="Checkpoint">The last checkpoint that fits; null when there is none.</param>
/// <param name="Fault">The first thing that is wrong, with its line; null when all holds.</param>
public sealed record LogFileCheck(long Events, string? KeyId, Checkpoint? Checkpoint, string? Fault)
{
    // A name that stands twice means one thing to one reader and another to the next.
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether a file that begins so is an exported log.</summary>
    /// <param name="firstLine">Its first line; null when it has none.</param>
    public static bool IsBegunBy(string? firstLine)
    {
        try
        {
            return firstLine is not null && Read(firstLine).TryGetProperty("format", out var format) && format.ValueEquals(LogFile.Format);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return false;
        }
    }

    /// <summary>Checks a file.</summary>
    /// <param name="file">The file, from its first line on.</param>
    /// <param name="pinned">The key that it must be signed with; null to take the file's word for the key.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<LogFileCheck> Of(TextReader file, LogPublicKey? pinned, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        var reading = new Reading(pinned);
        try
        {
            while (reading.Fault is null && await file.ReadLineAsync(cancellation) is { } line)
            {
                reading.Take(line);
            }

            reading.End();
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            reading.Fail($"It is no line of an exported log: {e.Message}");
        }

        return new(reading.Good?.Size ?? 0, reading.Key?.Id, reading.Good, reading.Fault);
    }

    private static JsonElement Read(string line)
    {
        using var document = JsonDocument.Parse(line, _strict);
        return document.RootElement.Clone();
    }

    private static bool IsUnreadable(Exception e) => e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException;

    /// <summary>What is known of a file up to a line.</summary>
    private sealed class Reading(LogPublicKey? pinned)
    {
        private readonly MerkleFrontier tree = new();
        private long line;
        private long goodLine;
        private long sequence = long.MinValue;

        public LogPublicKey? Key { get; private set; } = pinned;

        public Checkpoint? Good { get; private set; }

        public string? Fault { get; private set; }

        public void Take(string text)
        {
            line++;
            var (json, bytes) = (Read(text), Encoding.UTF8.GetBytes(text));
            if (!CanonicalJson.Write(json).AsSpan().SequenceEqual(bytes))
            {
                Fail("It is not in canonical form.");
            }
            else if (line == 1)
            {
                Key ??= LogPublicKey.FromPem(json.GetProperty("publicKey").GetString()!);
                goodLine = line;
            }
            else if (json.TryGetProperty("checkpoint", out var note))
            {
                Hold(Checkpoint.Read(note.GetString()!));
            }
            else if (json.GetProperty("sequence").GetInt64() is var its && its <= sequence)
            {
                Fail("The event stands after one that follows it in the log.");
            }
            else
            {
                sequence = its;
                tree.Add(MerkleTree.LeafHash(bytes));
            }
        }

        public void End()
        {
            if (Fault is null && (Good is null || Good.Size != tree.Size))
            {
                line++;
                Fail("The file was cut off: it does not end with a checkpoint of all events before it.");
            }
        }

        public void Fail(string what) => Fault ??= string.Create(CultureInfo.InvariantCulture, $"Line {line}: {what}");

        private void Hold(Checkpoint? checkpoint)
        {
            if (checkpoint is null)
            {
                Fail("The checkpoint is no signed note.");
            }
            else if (!checkpoint.IsSignedBy(Key!))
            {
                Fail($"The checkpoint was not signed by the key {Key!.Id}, or was changed since.");
            }
            else if (checkpoint.Size != tree.Size)
            {
                FailSince(string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Size:N0} events were signed by then, and {tree.Size:N0} stand before the checkpoint in line {line}: lines are missing, or were put in."));
            }
            else if (!checkpoint.Root.AsSpan().SequenceEqual(tree.Root()))
            {
                FailSince(string.Create(CultureInfo.InvariantCulture, $"The event was altered, or one of those up to the checkpoint in line {line}: what stands there does not lead to the root that was signed."));
            }
            else
            {
                (Good, goodLine) = (checkpoint, line);
            }
        }

        /// <summary>Every event since the last checkpoint that fits may be to blame: the first is named.</summary>
        private void FailSince(string what)
        {
            line = Math.Min(goodLine + 1, line);
            Fail(what);
        }
    }
}
