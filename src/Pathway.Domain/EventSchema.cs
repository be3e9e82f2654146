using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathway.Domain.Journey;

namespace Pathway.Domain;

/// <summary>
/// The JSON Schema (2020-12) of each type of event, made from the definitions that <see cref="EventReader"/> checks with.
/// What a schema cannot say is left to the reader: significant digits, duplicate keys, half a surrogate pair, days that the calendar lacks.
/// </summary>
public static class EventSchema
{
    // A text has something to see and no U+0000.
    private const string AnyText = @"^[^\u0000]*[^\s\u0000][^\u0000]*$";
    private const string AnyDate = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    private const string AnyId = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";

    private static readonly Lazy<FrozenDictionary<string, JsonObject>> _examples = new(LoadExamples);

    /// <summary>Where the schema of a type is served.</summary>
    /// <param name="type">The type of event.</param>
    public static string Id(EventDefinition type) => $"/api/event-types/{type.Name}";

    /// <summary>What a type is called in a heading: "Volumetry recorded".</summary>
    /// <param name="type">The type of event.</param>
    public static string Title(EventDefinition type) => char.ToUpperInvariant(type.Name[0]) + type.Name[1..].Replace('_', ' ');

    /// <summary>A body as a coordinator would send it.</summary>
    /// <param name="type">The type of event.</param>
    /// <returns>A copy of its own for each caller.</returns>
    public static JsonObject Example(EventDefinition type) => (JsonObject)_examples.Value[type.Name].DeepClone();

    /// <summary>Makes the schema of one type: self-contained, with descriptions and an example.</summary>
    /// <param name="type">The type of event.</param>
    /// <returns>A schema of its own for each caller.</returns>
    public static JsonObject Of(EventDefinition type)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = Id(type) };
        foreach (var (keyword, value) in Body(type, "#/$defs/").ToList())
        {
            schema[keyword] = value?.DeepClone();
        }

        if (type.Fields.Any(f => f.Kind is FieldKind.AnyEvent))
        {
            schema["$defs"] = new JsonObject(Replacements.Select(d => KeyValuePair.Create<string, JsonNode?>(d.Name, Body(d, "#/$defs/"))));
        }

        return schema;
    }

    /// <summary>Makes the schema of one type without a heading of its own, to stand among others in one document.</summary>
    /// <param name="type">The type of event.</param>
    /// <param name="others">Where that document holds the schemas of the other types: a reference, to be followed by a name.</param>
    public static JsonObject Body(EventDefinition type, string others)
    {
        var properties = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["const"] = type.Name, ["description"] = "What happened." },
        };
        foreach (var field in type.Fields)
        {
            properties[field.Name] = Property(field, others);
        }

        var schema = new JsonObject
        {
            ["title"] = Title(type),
            ["description"] = type.Summary,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Texts(["type", .. type.Fields.Where(f => f.Required).Select(f => f.Name)]),
            ["additionalProperties"] = false,
            ["examples"] = new JsonArray(Example(type)),
        };
        if (type.ClrType == typeof(FunctionTestRecorded))
        {
            schema["oneOf"] = FunctionTests();
        }

        return schema;
    }

    /// <summary>The types that a correction may put in the place of an entry.</summary>
    public static IEnumerable<EventDefinition> Replacements => EventDefinition.All.Where(d => d.ClrType != typeof(EventCorrected));

    private static JsonObject Property(FieldDefinition field, string others)
    {
        var schema = Kind(field.Kind, others);
        if (!field.Required)
        {
            AllowNull(schema);
        }

        schema.Insert(0, "description", Description(field));
        return schema;
    }

    private static string Description(FieldDefinition field) => field.Kind switch
    {
        FieldKind.Number { Unit.Length: > 0 } number => Say.Sentences($"{field.Description} Unit: {number.Unit}.", number.Hint),
        FieldKind.Measured measured => $"{field.Description} Units (UCUM): {Say.List(measured.Analyte.Units, "or")}.",
        FieldKind.Text { PatternInWords: { } words } => $"{field.Description} It is {words}.",
        FieldKind.Choice choice => $"{field.Description} {Meanings(choice)}",
        FieldKind.List { Item: FieldKind.Choice choice } => $"{field.Description} {Meanings(choice)}",
        _ => field.Description,
    };

    private static string Meanings(FieldKind.Choice choice) => string.Join(" ", choice.Values.Select(v => $"{v.Name}: {v.Description}"));

    private static JsonObject Kind(FieldKind kind, string others) => kind switch
    {
        FieldKind.Number number => Number(number.From, number.To, number.Whole ? "integer" : "number"),
        FieldKind.TrueOrFalse => new() { ["type"] = "boolean" },
        FieldKind.Date => new() { ["type"] = "string", ["format"] = "date", ["pattern"] = AnyDate },
        FieldKind.Id => new() { ["type"] = "string", ["format"] = "uuid", ["pattern"] = AnyId },
        FieldKind.Text text => new()
        {
            ["type"] = "string", ["minLength"] = 1, ["maxLength"] = text.Longest, ["pattern"] = text.Pattern is null ? AnyText : $"^(?:{text.Pattern})$",
        },
        FieldKind.Choice choice => new() { ["type"] = "string", ["enum"] = Texts(choice.Values.Select(v => v.Name)) },
        FieldKind.Measured measured => new() { ["oneOf"] = new JsonArray([.. measured.Analyte.Units.Select(u => InUnit(measured.Analyte, u))]) },
        FieldKind.List list => new()
        {
            ["type"] = "array", ["items"] = Kind(list.Item, others), ["minItems"] = 1, ["maxItems"] = list.Most, ["uniqueItems"] = true,
        },
        FieldKind.AnyEvent => new() { ["oneOf"] = new JsonArray([.. Replacements.Select(d => new JsonObject { ["$ref"] = others + d.Name })]) },
        _ => throw new System.Diagnostics.UnreachableException($"{kind} is no kind of field."),
    };

    private static JsonObject Number(double from, double to, string type) => new() { ["type"] = type, ["minimum"] = from, ["maximum"] = to };

    private static JsonObject InUnit(Analyte analyte, string unit)
    {
        var (from, to) = analyte.LimitsIn(unit);
        return new()
        {
            ["title"] = unit,
            ["type"] = "object",
            ["properties"] = new JsonObject { ["value"] = Number(from, to, "number"), ["unit"] = Constant(unit) },
            ["required"] = Texts(["value", "unit"]),
            ["additionalProperties"] = false,
        };
    }

    private static JsonArray FunctionTests() => [.. FunctionTestUnits.All.Select(u =>
    {
        var properties = new JsonObject
        {
            ["test"] = Constant(JsonNamingPolicy.CamelCase.ConvertName(u.Test.ToString())),
            ["unit"] = Constant(u.Unit),
            ["value"] = Number(u.From, u.To, "number"),
        };
        if (u.GlobalOnly)
        {
            properties["scope"] = Constant(JsonNamingPolicy.CamelCase.ConvertName(nameof(TestScope.Global)));
        }

        return new JsonObject { ["properties"] = properties };
    })];

    /// <summary>What is not required may be null, which is the same as leaving it out.</summary>
    private static void AllowNull(JsonObject schema)
    {
        if (schema["oneOf"] is JsonArray branches)
        {
            branches.Add(new JsonObject { ["type"] = "null" });
            return;
        }

        schema["type"] = new JsonArray((string)schema["type"]!, "null");
        (schema["enum"] as JsonArray)?.Add(null);
    }

    private static JsonObject Constant(string text) => new() { ["type"] = "string", ["const"] = text };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];

    private static FrozenDictionary<string, JsonObject> LoadExamples()
    {
        using var stream = typeof(EventSchema).Assembly.GetManifestResourceStream("EventExamples.json")!;
        return JsonNode.Parse(stream)!.AsArray().ToFrozenDictionary(e => (string)e!["type"]!, e => e!.AsObject(), StringComparer.Ordinal);
    }
}
