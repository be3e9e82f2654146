using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pathway.Api.Http;

/// <summary>
/// The one form of JSON, in and out: camelCase, enumerations as camelCase strings, nulls written, and nothing accepted that is not exactly as documented.
/// </summary>
public static class JsonForm
{
    /// <summary>The form as options, for whoever writes or reads JSON outside of an endpoint.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Sets options to the form.</summary>
    internal static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // Never put into HTML: the content type is JSON, and browsers may not guess another.
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));

        // The defaults of the web take "34" for 34, ignore unknown and repeated fields, and let null into what cannot be null.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;

        // "type" may stand anywhere in an event.
        options.AllowOutOfOrderMetadataProperties = true;
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
