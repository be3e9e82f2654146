using System.Text.Json;
using Pathway.Domain;
using Pathway.EventStore.Proof;

namespace Pathway.Api.Audit.Proof;

/// <summary>Checks an export with nothing but the file and a public key: no database, no network.</summary>
/// <param name="PathwayId">The pathway; null when the file does not say.</param>
/// <param name="Events">Events that hold, in order, up to the first fault.</param>
/// <param name="KeyId">The key that its checkpoint was checked with.</param>
/// <param name="Checkpoint">The checkpoint; null when there is none to read.</param>
/// <param name="Fault">The first thing that is wrong; null when all holds.</param>
public sealed record ExportCheck(Guid? PathwayId, int Events, string? KeyId, Checkpoint? Checkpoint, LogFault? Fault)
{
    // A name that stands twice means one thing to one reader and another to the next.
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    /// <summary>Checks a file.</summary>
    /// <param name="file">What is in it.</param>
    /// <param name="pinned">The key that it must be signed with; null to take the file's word for the key.</param>
    public static ExportCheck Of(ReadOnlyMemory<byte> file, LogPublicKey? pinned)
    {
        try
        {
            using var export = JsonDocument.Parse(file, _strict);
            return Of(export.RootElement, pinned);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return new(null, 0, null, null, Said($"The file is no export of a pathway: {e.Message}"));
        }
    }

    private static ExportCheck Of(JsonElement export, LogPublicKey? pinned)
    {
        if (export.GetProperty("format").GetString() is var format && format != PathwayExport.CurrentFormat)
        {
            return new(null, 0, null, null, Said($"The file is in the format \"{format}\"; this version reads {PathwayExport.CurrentFormat}."));
        }

        var pathwayId = export.GetProperty("pathwayId").GetGuid();
        var key = pinned ?? LogPublicKey.FromPem(export.GetProperty("publicKey").GetString()!);
        if (Checkpoint.Read(export.GetProperty("checkpoint").GetString()!) is not { } checkpoint)
        {
            return new(pathwayId, 0, key.Id, null, Said("The checkpoint in the file is no signed note."));
        }

        if (!checkpoint.IsSignedBy(key))
        {
            return new(pathwayId, 0, key.Id, checkpoint, Said($"The checkpoint in the file was not signed by the key {key.Id}, or was changed since."));
        }

        Previous? previous = null;
        var good = 0;
        foreach (var one in export.GetProperty("events").EnumerateArray())
        {
            var envelope = one.GetProperty("envelope");
            var now = new Previous(envelope.GetProperty("version").GetInt64(), envelope.GetProperty("sequence").GetInt64(), envelope.GetProperty("timestamp").GetString()!);
            if (WhyNot(one, envelope, pathwayId, now, previous, checkpoint) is { } what)
            {
                return new(pathwayId, good, key.Id, checkpoint, new(now.Sequence, envelope.GetProperty("id").GetGuid(), envelope.GetProperty("streamId").GetGuid(), now.Version, what));
            }

            (previous, good) = (now, good + 1);
        }

        return new(pathwayId, good, key.Id, checkpoint, good > 0 ? null : Said("The file holds no events."));
    }

    private static string? WhyNot(JsonElement one, JsonElement envelope, Guid pathwayId, Previous now, Previous? previous, Checkpoint checkpoint)
    {
        if (envelope.GetProperty("streamId").GetGuid() != pathwayId)
        {
            return "The event is of another pathway.";
        }

        if (now.Version != (previous?.Version ?? 0) + 1)
        {
            return $"The event is version {now.Version}; version {(previous?.Version ?? 0) + 1} is missing before it.";
        }

        if (previous is not null && (now.Sequence <= previous.Sequence || string.CompareOrdinal(now.Timestamp, previous.Timestamp) < 0))
        {
            return "The event was recorded before the one that precedes it.";
        }

        byte[][] path = [.. one.GetProperty("path").EnumerateArray().Select(h => h.GetBytesFromBase64())];
        return MerkleTree.Includes(MerkleTree.LeafHash(CanonicalJson.Write(envelope)), one.GetProperty("leafIndex").GetInt64(), checkpoint.Size, path, checkpoint.Root)
            ? null
            : "The event or its proof was altered: its hash does not lead to the root that was signed.";
    }

    private static LogFault Said(string what) => new(null, null, null, null, what);

    private sealed record Previous(long Version, long Sequence, string Timestamp);
}
