using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Pathway.Domain;

/// <summary>
/// The stored form of events: camel case, enumerations by name, nulls left out, without the type, which is stored beside it.
/// What is read here was checked when it was recorded; what comes from outside goes through <see cref="EventReader"/>.
/// </summary>
public static class EventJson
{
    /// <summary>
    /// How events are written and read. Writing a value declared as <see cref="PathwayEvent"/> puts its <c>type</c> first;
    /// reading one takes the type from anywhere in the object, since PostgreSQL does not keep the order of keys.
    /// </summary>
    public static readonly JsonSerializerOptions Options = MakeOptions();

    private static readonly FrozenDictionary<string, JsonTypeInfo> _byName =
        EventCatalogue.All.ToFrozenDictionary(t => t.Name, t => Options.GetTypeInfo(t.ClrType), StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, JsonTypeInfo> _byClrType = _byName.Values.ToFrozenDictionary(i => i.Type);

    /// <summary>Writes an event in its stored form.</summary>
    /// <param name="happened">The event.</param>
    /// <returns>UTF-8 JSON.</returns>
    /// <exception cref="KeyNotFoundException">Its class is not in the catalogue.</exception>
    public static byte[] Write(PathwayEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, _byClrType[happened.GetType()]);

    /// <summary>Reads an event from its stored form.</summary>
    /// <param name="storedName">The name of its type, in snake_case.</param>
    /// <param name="utf8Json">The event as UTF-8 JSON.</param>
    /// <exception cref="UnreadableEventException">There is no type of that name, or a field is missing, unknown or of another type.</exception>
    public static PathwayEvent Read(string storedName, ReadOnlySpan<byte> utf8Json)
    {
        if (!_byName.TryGetValue(storedName, out var type))
        {
            throw new UnreadableEventException(storedName);
        }

        try
        {
            return (PathwayEvent)(JsonSerializer.Deserialize(utf8Json, type) ?? throw new JsonException("It is null."));
        }
        catch (JsonException e)
        {
            throw new UnreadableEventException(storedName, e);
        }
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            AllowDuplicateProperties = false,
            AllowOutOfOrderMetadataProperties = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            // Written into JSON alone, never into a page: so µ stays µ.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameTypes, RequireWhatIsAlwaysWritten } },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void NameTypes(JsonTypeInfo info)
    {
        if (info.Type != typeof(PathwayEvent))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions
        {
            TypeDiscriminatorPropertyName = "type",
            UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization,
        };
        foreach (var type in EventCatalogue.All)
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type.ClrType, type.Name));
        }
    }

    // A null is left out when written, so what may be null need not be there when read, default value or not.
    private static void RequireWhatIsAlwaysWritten(JsonTypeInfo info)
    {
        foreach (var property in info.Properties.Where(p => p.IsSetNullable))
        {
            property.IsRequired = false;
        }
    }
}
