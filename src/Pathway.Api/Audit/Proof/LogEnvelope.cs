using System.Globalization;
using System.Text.Json;
using Pathway.Api.Http;
using Pathway.Domain;
using Pathway.EventStore;

namespace Pathway.Api.Audit.Proof;

/// <summary>
/// An event with all that an auditor relies on. In canonical form (RFC 8785) it is what a leaf of the log's tree is the hash of, so nothing here may ever
/// change: not a name, not the form of a value.
/// </summary>
/// <param name="Id">The event's own id.</param>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="StreamId">Its pathway.</param>
/// <param name="Version">Its place in the pathway.</param>
/// <param name="Type">Its type.</param>
/// <param name="Timestamp">When it was stored: UTC, six decimals, as in 2026-03-02T09:30:00.123456Z.</param>
/// <param name="UserName">Id of the actor; null when none was kept.</param>
/// <param name="CorrelationId">The request that it came with; null when none was kept.</param>
/// <param name="CausationId">What caused it; null when a person did.</param>
/// <param name="Headers">The actor, the client, and the protocol in force, as stored; null when none were kept.</param>
/// <param name="Data">What happened, as stored.</param>
public sealed record LogEnvelope(
    Guid Id, long Sequence, Guid StreamId, long Version, string Type, string Timestamp,
    string? UserName, string? CorrelationId, string? CausationId, JsonElement? Headers, JsonElement Data)
{
    internal static LogEnvelope Of(StoredEvent stored) => new(
        stored.Id, stored.Sequence, stored.StreamId, stored.Version, stored.Type,
        stored.Metadata.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        stored.Metadata.UserName, stored.Metadata.CorrelationId, stored.Metadata.CausationId,
        stored.Metadata.Headers.IsEmpty ? null : Json(stored.Metadata.Headers), Json(stored.Data));

    /// <summary>The bytes that a leaf is the hash of.</summary>
    internal static byte[] Write(StoredEvent stored) => CanonicalJson.Write(JsonSerializer.SerializeToElement(Of(stored), JsonForm.Options));

    private static JsonElement Json(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span);
        return JsonElement.ParseValue(ref reader);
    }
}
