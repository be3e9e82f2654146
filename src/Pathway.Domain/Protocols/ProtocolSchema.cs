using System.Text.Json.Nodes;

namespace Pathway.Domain.Protocols;

/// <summary>
/// The JSON Schema (2020-12) of a whole protocol document, made from the shape that <see cref="ProtocolReader"/> checks with. What a schema
/// cannot say is left to the reader: names used twice, classes left out, limits that contradict each other.
/// </summary>
public static class ProtocolSchema
{
    /// <summary>Makes the schema.</summary>
    /// <returns>A schema of its own for each caller.</returns>
    public static JsonObject Make()
    {
        var parts = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        var root = Object(typeof(Protocol), parts);
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root["$defs"] = new JsonObject(parts);
        return root;
    }

    private static JsonObject Object(Type type, SortedDictionary<string, JsonNode?> parts)
    {
        var shape = DocumentShape.Of(type);
        return new JsonObject
        {
            ["title"] = type.Name,
            ["description"] = XmlDocumentation.OfType(type),
            ["type"] = "object",
            ["properties"] = new JsonObject(shape.Fields.Select(f => KeyValuePair.Create<string, JsonNode?>(f.Name, Property(f, parts)))),
            ["required"] = new JsonArray([.. shape.Fields.Where(f => f.IsRequired).Select(f => (JsonNode?)f.Name)]),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Property(DocumentField field, SortedDictionary<string, JsonNode?> parts)
    {
        var schema = Kind(field.Type, field, parts);
        if (field.IsNullable)
        {
            schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        schema["description"] = field.Description;
        return schema;
    }

    private static JsonObject Kind(Type type, DocumentField? field, SortedDictionary<string, JsonNode?> parts)
    {
        if (DocumentShape.ItemOf(type) is { } item)
        {
            var list = new JsonObject { ["type"] = "array", ["items"] = Kind(item, null, parts) };
            Bound(list, "minItems", field?.Items?.Fewest);
            Bound(list, "maxItems", field?.Items?.Most);
            return list;
        }

        if (type == typeof(string))
        {
            var text = new JsonObject { ["type"] = "string", ["minLength"] = 1 };
            Bound(text, "maxLength", field?.Text?.Longest);
            if (field?.Text is { Pattern.Length: > 0 } rule)
            {
                text["pattern"] = $"^(?:{rule.Pattern})$";
            }

            return text;
        }

        if (type == typeof(double) || type == typeof(int))
        {
            var number = new JsonObject { ["type"] = type == typeof(int) ? "integer" : "number" };
            Bound(number, "minimum", field?.Between?.From);
            Bound(number, "maximum", field?.Between?.To);
            return number;
        }

        return type switch
        {
            _ when type == typeof(bool) => new() { ["type"] = "boolean" },
            { IsEnum: true } => new() { ["enum"] = new JsonArray([.. DocumentShape.ChoicesOf(type).Select(c => (JsonNode?)c.Name)]) },
            _ => Reference(type, parts),
        };
    }

    private static JsonObject Reference(Type type, SortedDictionary<string, JsonNode?> parts)
    {
        if (parts.TryAdd(type.Name, null))
        {
            parts[type.Name] = Object(type, parts);
        }

        return new() { ["$ref"] = $"#/$defs/{type.Name}" };
    }

    private static void Bound(JsonObject schema, string keyword, double? value)
    {
        if (value is { } bound)
        {
            schema[keyword] = bound;
        }
    }
}
