using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pathway.Domain.Protocols;

/// <summary>What came of reading a protocol document.</summary>
/// <param name="Protocol">The protocol; null when it cannot be one.</param>
/// <param name="Rejections">Every reason why not, each at its JSON pointer; empty when it is one.</param>
public sealed record ProtocolReading(Protocol? Protocol, ImmutableArray<Rejection> Rejections);

/// <summary>
/// Reads protocol documents, and names everything that is wrong at once. A document may name another in <c>basedOn</c> and say only what it
/// changes, as a JSON merge patch (RFC 7396): objects are merged, lists are replaced, null takes out. What is published, hashed and kept is
/// always the whole document.
/// </summary>
public static class ProtocolReader
{
    private static readonly JsonDocumentOptions _options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads a document.</summary>
    /// <param name="utf8Json">The document.</param>
    /// <param name="published">The protocols that it may be based on; null for none.</param>
    public static ProtocolReading Read(ReadOnlyMemory<byte> utf8Json, ProtocolShelf? published = null)
    {
        try
        {
            using var given = JsonDocument.Parse(utf8Json, _options);
            if (given.RootElement.ValueKind != JsonValueKind.Object || !given.RootElement.TryGetProperty("basedOn", out var basedOn))
            {
                return ReadWhole(given.RootElement);
            }

            if (BaseOf(basedOn, published) is not { } basis)
            {
                return new(null, [new UnknownBaseProtocol(basedOn.GetRawText())]);
            }

            using var whole = JsonSerializer.SerializeToDocument(Merged(basis, given.RootElement));
            return ReadWhole(whole.RootElement);
        }
        catch (JsonException e)
        {
            return new(null, [new InvalidJson((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, "reading stopped here. Check for a missing quotation mark, comma or bracket, and for a field that stands there twice.")]);
        }
    }

    private static ProtocolReading ReadWhole(JsonElement document)
    {
        var body = new ProtocolBodyReader();
        var protocol = (Protocol?)body.Read(document, typeof(Protocol), Place.Body);
        body.RefuseRepeatedIds();
        return body.Rejections.Count > 0 || protocol is null
            ? new(null, [.. body.Rejections])
            : new(WithIdentity(protocol, CanonicalJson.Write(document)), []);
    }

    private static Protocol WithIdentity(Protocol protocol, byte[] canonical) =>
        protocol with { Hash = Convert.ToHexStringLower(SHA256.HashData(canonical)), Document = Encoding.UTF8.GetString(canonical) };

    private static Protocol? BaseOf(JsonElement basedOn, ProtocolShelf? published)
    {
        try
        {
            return basedOn.Deserialize<ProtocolName>(JsonSerializerOptions.Web) is { Id: not null } name ? published?.Find(name.Id, name.Version) : null;
        }
        catch (JsonException)
        {
            return null; // whatever it is, it names no protocol
        }
    }

    private static JsonObject Merged(Protocol basis, JsonElement changes)
    {
        var whole = JsonNode.Parse(basis.Document)!.AsObject();
        var patch = JsonObject.Create(changes)!;
        patch.Remove("basedOn");
        Merge(whole, patch);
        return whole;
    }

    private sealed record ProtocolName(string? Id, int Version);

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner && target[name] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}

/// <summary>Reads the parts of one document against their records. A method that returns null has said why.</summary>
internal sealed class ProtocolBodyReader
{
    /// <summary>Reading stops here: nobody reads more.</summary>
    private const int MostRejections = 100;

    private static readonly MethodInfo _listOf = typeof(ProtocolBodyReader).GetMethod(nameof(ListOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly List<Rejection> _found = [];
    private readonly List<(string Id, Place Place)> _ids = [];

    public IReadOnlyList<Rejection> Rejections => _found;

    private bool HasEnough => _found.Count >= MostRejections;

    public object? Read(JsonElement given, Type type, Place place, DocumentField? field = null) => type switch
    {
        _ when type == typeof(string) => ReadText(given, place, field?.Text),
        _ when type == typeof(double) || type == typeof(int) => ReadNumber(given, type, place, field?.Between),
        _ when type == typeof(bool) => given.ValueKind is JsonValueKind.True or JsonValueKind.False ? given.GetBoolean() : Wrong(given, place, "true or false"),
        { IsEnum: true } => ReadChoice(given, type, place),
        _ when DocumentShape.ItemOf(type) is { } item => ReadList(given, item, place, field?.Items),
        _ => ReadObject(given, type, place),
    };

    public void RefuseRepeatedIds()
    {
        foreach (var repeated in _ids.GroupBy(i => i.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            _found.AddRange(repeated.Skip(1).Select(r => new RepeatedRuleId(r.Place.Pointer, r.Id, repeated.First().Place.Pointer)));
        }
    }

    private object? ReadObject(JsonElement given, Type type, Place place)
    {
        if (given.ValueKind != JsonValueKind.Object)
        {
            return Wrong(given, place, "a JSON object");
        }

        var before = _found.Count;
        var shape = DocumentShape.Of(type);
        var known = shape.Fields.Select(f => f.Name).ToValueList();
        foreach (var name in given.EnumerateObject().Select(f => f.Name).Except(known, StringComparer.Ordinal).TakeWhile(_ => !HasEnough))
        {
            _found.Add(new UnknownField(place.Field(name).Pointer, place.Name, Say.Shortened(name), NearNames.Of(name, known), known));
        }

        var values = new object?[shape.Fields.Count];
        for (var i = 0; i < values.Length && !HasEnough; i++)
        {
            var field = shape.Fields[i];
            var at = place.Field(field.Name);
            var isGiven = given.TryGetProperty(field.Name, out var value);
            if (isGiven && value.ValueKind != JsonValueKind.Null)
            {
                values[i] = Read(value, field.Type, at, field);
            }
            else if (field.IsRequired)
            {
                _found.Add(new MissingField(at.Pointer, at.Path, Expected(field), isGiven));
            }
            else
            {
                values[i] = field.Default;
            }
        }

        if (_found.Count > before)
        {
            return null;
        }

        var part = shape.Create(values);
        if (place.Pointer.Length > 0 && shape.Fields.FirstOrDefault(f => f.Name == "id") is not null)
        {
            _ids.Add(((string)values[0]!, place.Field("id")));
        }

        _found.AddRange(ProtocolChecks.WhatIsWrong(part, place));
        return _found.Count > before ? null : part;
    }

    private object? ReadList(JsonElement given, Type item, Place place, ItemsAttribute? items)
    {
        if (given.ValueKind != JsonValueKind.Array)
        {
            return Wrong(given, place, "a JSON array");
        }

        var (fewest, most) = (items?.Fewest ?? 0, items?.Most ?? int.MaxValue);
        if (given.GetArrayLength() < fewest || given.GetArrayLength() > most)
        {
            _found.Add(new InvalidList(place.Pointer, place.Path, $"has {given.GetArrayLength()} items; it has {fewest} to {most}."));
            return null;
        }

        var read = given.EnumerateArray().TakeWhile(_ => !HasEnough).Select((value, i) => Read(value, item, place.Item(i))).ToArray();
        return read.Contains(null) || read.Length < given.GetArrayLength() ? null : _listOf.MakeGenericMethod(item).Invoke(null, [read]);
    }

    private static ValueList<T> ListOf<T>(object?[] items) => items.Cast<T>().ToValueList();

    private string? ReadText(JsonElement given, Place place, TextAttribute? rule)
    {
        if (given.ValueKind != JsonValueKind.String)
        {
            Wrong(given, place, "text");
            return null;
        }

        var text = TextOf(given);
        var wrong = text is null || text.Contains('\0', StringComparison.Ordinal) ? "holds a character that cannot be stored."
            : string.IsNullOrWhiteSpace(text) ? "is empty."
            : rule is not null && text.Length > rule.Longest ? $"has {text.Length} characters; it has {rule.Longest} at most."
            : rule is { Pattern.Length: > 0 } && !Regex.IsMatch(text, $@"\A(?:{rule.Pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) ? $"must be {rule.PatternInWords}."
            : null;
        if (wrong is not null)
        {
            _found.Add(new InvalidText(place.Pointer, place.Path, wrong));
            return null;
        }

        return text;
    }

    // Half of a surrogate pair has no place in UTF-8, and the parser finds it only here.
    private static string? TextOf(JsonElement given)
    {
        try
        {
            return given.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private object? ReadNumber(JsonElement given, Type type, Place place, BetweenAttribute? between)
    {
        var whole = type == typeof(int);
        if (given.ValueKind != JsonValueKind.Number || !given.TryGetDouble(out var value) || !double.IsFinite(value) || (whole && value != Math.Truncate(value)))
        {
            return Wrong(given, place, whole ? "a whole number" : "a number");
        }

        if (between is not null && (value < between.From || value > between.To))
        {
            _found.Add(new OutOfRange(place.Pointer, place.Path, Say.Shortened(given.GetRawText()), between.From, between.To, between.Unit, between.Hint));
            return null;
        }

        return whole ? (object)(int)value : value;
    }

    private object? ReadChoice(JsonElement given, Type type, Place place)
    {
        if (given.ValueKind != JsonValueKind.String)
        {
            return Wrong(given, place, "one of a list of words");
        }

        var known = DocumentShape.ChoicesOf(type).ToList();
        var name = TextOf(given) ?? "";
        var match = known.Find(c => c.Name == name);
        if (match.Value is null)
        {
            var names = known.Select(c => c.Name).ToValueList();
            _found.Add(new UnknownValue(place.Pointer, place.Path, $"\"{Say.Shortened(name)}\"", NearNames.Of(name, names), names));
        }

        return match.Value;
    }

    private object? Wrong(JsonElement given, Place place, string expected)
    {
        _found.Add(new WrongType(place.Pointer, place.Name, expected, Say.Shortened(given.GetRawText()), Fix: ""));
        return null;
    }

    private static string Expected(DocumentField field) => field.Type switch
    {
        var t when t == typeof(string) => "text",
        var t when t == typeof(int) => "a whole number",
        var t when t == typeof(double) => "a number",
        var t when t == typeof(bool) => "true or false",
        { IsEnum: true } t => $"one of {Say.List(DocumentShape.ChoicesOf(t).Select(c => c.Name).ToValueList(), "or")}",
        var t when DocumentShape.ItemOf(t) is not null => "a JSON array",
        _ => "a JSON object",
    };
}
