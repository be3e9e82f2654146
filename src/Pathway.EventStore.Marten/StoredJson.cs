using System.Text.Json;
using System.Text.Json.Serialization;
using Marten.Services;
using Marten.Services.Json.Transformations;

namespace Pathway.EventStore.Marten;

/// <summary>The body of an event as it is stored. Marten carries it without looking inside: what an event means is none of the store's business.</summary>
/// <param name="Utf8">The event as UTF-8 JSON.</param>
/// <param name="DotNetType">"Namespace.Type, Assembly", as the writer said; null when it did not. Marten would say what carries the body.</param>
/// <param name="Headers">The headers as they are stored; empty when there are none.</param>
internal sealed record StoredJson(ReadOnlyMemory<byte> Utf8, string? DotNetType, ReadOnlyMemory<byte> Headers)
{
    /// <summary>Reads a body, and what Marten would read as something else, from a row of Marten's.</summary>
    public static JsonTransformation FromRow { get; } = new((_, row, column) =>
    {
        var (dotNetType, headers) = (row.GetOrdinal("mt_dotnet_type"), row.GetOrdinal("headers"));
        return new StoredJson(
            row.GetFieldValue<byte[]>(column), row.IsDBNull(dotNetType) ? null : row.GetString(dotNetType), row.IsDBNull(headers) ? default : row.GetFieldValue<byte[]>(headers));
    });

    /// <summary>Writes bodies and headers as they were given, and reads headers as they are stored.</summary>
    public static SystemTextJsonSerializer Serializer() => new(new JsonSerializerOptions { Converters = { new AsItIs(), new AnyObject() } });

    /// <summary>Headers as Marten holds them.</summary>
    /// <param name="utf8">A JSON object; empty for none.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Dictionary<string, object>? HeadersFrom(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return utf8.IsEmpty ? null : JsonSerializer.Deserialize<Dictionary<string, object>>(utf8.Span);
        }
        catch (JsonException none)
        {
            throw new ArgumentException("The headers are no JSON object.", nameof(utf8), none);
        }
    }

    private sealed class AsItIs : JsonConverter<StoredJson>
    {
        public override StoredJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        // The server judges it, as it does for every engine.
        public override void Write(Utf8JsonWriter writer, StoredJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }

    /// <summary>Marten would read a text that looks like a date as one, and write it back in another form.</summary>
    private sealed class AnyObject : JsonConverter<Dictionary<string, object>>
    {
        public override Dictionary<string, object>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Dictionary<string, object>>(ref reader);

        public override void Write(Utf8JsonWriter writer, Dictionary<string, object> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value);
    }
}
