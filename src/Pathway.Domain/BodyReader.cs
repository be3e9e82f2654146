using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pathway.Domain.Journey;

namespace Pathway.Domain;

/// <summary>Reads one body, collecting what is wrong with it. A method that returns null has said why, unless nothing was given.</summary>
internal sealed class BodyReader
{
    /// <summary>Reading stops here: nobody reads more, and a hostile body should not make us write more.</summary>
    private const int MostRejections = 100;

    private const int LongestNameInPointer = 100;

    private static readonly EventDefinition _opening = EventDefinition.Find("pathway_opened")!;
    private static readonly EventDefinition _correction = EventDefinition.Find("event_corrected")!;
    private static readonly MethodInfo _listOf = typeof(BodyReader).GetMethod(nameof(ListOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly List<Rejection> _found = [];

    public IReadOnlyList<Rejection> Rejections => _found;

    private bool HasEnough => _found.Count >= MostRejections;

    public IReadOnlyList<PathwayEvent?> ReadList(JsonElement body)
    {
        if (body.GetArrayLength() is 0 or > EventReader.MostEvents)
        {
            _found.Add(new InvalidList("", Place.Body.Name, $"holds {body.GetArrayLength()} events. Send 1 to {EventReader.MostEvents} at once."));
            return [];
        }

        return [.. body.EnumerateArray().TakeWhile(_ => !HasEnough).Select((item, i) => ReadEvent(item, Place.Body.Item(i)))];
    }

    public PathwayEvent? ReadOpening(JsonElement body)
    {
        if (ReadFields(body, Place.Body, "one event, as a JSON object") is not { } fields)
        {
            return null;
        }

        if (fields.Remove("type", out var type) && type.ValueKind != JsonValueKind.Null
            && ReadString(type, Place.Body.Field("type"), _opening.Name, fix: "Or leave it out.") is { } name && name != _opening.Name)
        {
            _found.Add(new NotAnOpening("/type", Shown(type)));
        }

        return ReadEvent(_opening, fields, Place.Body);
    }

    public PathwayEvent? ReadEvent(JsonElement given, Place place, bool isReplacement = false)
    {
        if (ReadFields(given, place, "an event, as a JSON object") is not { } fields || DefinitionOf(fields, place) is not { } definition)
        {
            return null;
        }

        if (isReplacement && definition == _correction)
        {
            _found.Add(new NestedCorrection(place.Field("type").Pointer));
            return null;
        }

        fields.Remove("type");
        return ReadEvent(definition, fields, place);
    }

    private EventDefinition? DefinitionOf(Dictionary<string, JsonElement> fields, Place place)
    {
        var at = place.Field("type");
        const string Expected = "the type of the event, for example volumetry_recorded";
        if (!fields.TryGetValue("type", out var type) || type.ValueKind == JsonValueKind.Null)
        {
            _found.Add(new MissingField(at.Pointer, at.Path, Expected, IsNull: type.ValueKind == JsonValueKind.Null));
            return null;
        }

        if (ReadString(type, at, Expected, fix: "") is not { } name)
        {
            return null;
        }

        var definition = EventDefinition.Find(name);
        if (definition is null)
        {
            _found.Add(new UnknownEventType(at.Pointer, Shown(type), EventDefinition.Near(name)));
        }

        return definition;
    }

    private PathwayEvent? ReadEvent(EventDefinition definition, Dictionary<string, JsonElement> fields, Place place)
    {
        var before = _found.Count;
        var known = definition.Fields.Select(f => f.Name).ToValueList();
        RefuseUnknown(fields, known, definition.Name, place);
        var values = new object?[definition.Fields.Length];
        for (var i = 0; i < values.Length && !HasEnough; i++)
        {
            var field = definition.Fields[i];
            var at = place.Field(field.Name);
            var isGiven = fields.TryGetValue(field.Name, out var given);
            if (isGiven && given.ValueKind != JsonValueKind.Null)
            {
                values[i] = Read(field.Kind, given, at);
            }
            else if (field.Required)
            {
                _found.Add(new MissingField(at.Pointer, at.Path, Expected(field.Kind), IsNull: isGiven));
            }
        }

        if (_found.Count > before)
        {
            return null;
        }

        var happened = definition.Create(values);
        if (happened is FunctionTestRecorded test)
        {
            RefuseMismatch(test, fields["value"], place);
        }

        return happened;
    }

    private void RefuseUnknown(Dictionary<string, JsonElement> fields, ValueList<string> known, string owner, Place place)
    {
        foreach (var name in fields.Keys.Except(known, StringComparer.Ordinal).TakeWhile(_ => !HasEnough))
        {
            var at = name.Length > LongestNameInPointer ? place : place.Field(name);
            _found.Add(new UnknownField(at.Pointer, owner, Say.Shortened(name), NearNames.Of(name, known), known));
        }
    }

    /// <summary>Takes an object apart. A name that cannot be stored or stands there twice is refused at its object or its place.</summary>
    private Dictionary<string, JsonElement>? ReadFields(JsonElement given, Place place, string expected)
    {
        if (given.ValueKind != JsonValueKind.Object)
        {
            _found.Add(new WrongType(place.Pointer, place.Name, expected, Shown(given), Fix: ""));
            return null;
        }

        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in given.EnumerateObject().TakeWhile(_ => !HasEnough))
        {
            if (HoldsHalfSurrogate(JsonMarshal.GetRawUtf8PropertyName(property)))
            {
                _found.Add(new InvalidText(place.Pointer, place.Name, "has a field name with half of a surrogate pair in it, which is no character."));
            }
            else if (property.Name.Contains('\0', StringComparison.Ordinal))
            {
                _found.Add(new InvalidText(place.Pointer, place.Name, "has a field name with the character U+0000 in it, which cannot be stored."));
            }
            else if (!fields.TryAdd(property.Name, property.Value))
            {
                var at = property.Name.Length > LongestNameInPointer ? place : place.Field(property.Name);
                _found.Add(new DuplicateField(at.Pointer, Say.Shortened(place.Field(property.Name).Path)));
            }
        }

        return fields;
    }

    private object? Read(FieldKind kind, JsonElement given, Place at) => kind switch
    {
        FieldKind.Number number => ReadNumber(number, given, at, _ => number.Hint) is { } value ? (number.Whole ? (object)(int)value : value) : null,
        FieldKind.TrueOrFalse => ReadTrueOrFalse(given, at),
        FieldKind.Date => ReadDate(given, at),
        FieldKind.Id => ReadId(given, at),
        FieldKind.Text text => ReadText(text, given, at),
        FieldKind.Choice choice => ReadChoice(choice, given, at),
        FieldKind.Measured measured => ReadQuantity(measured.Analyte, given, at),
        FieldKind.List list => ReadItems(list, given, at),
        FieldKind.AnyEvent => ReadEvent(given, at, isReplacement: true),
        _ => throw new System.Diagnostics.UnreachableException($"{kind} is no kind of field."),
    };

    private static string Expected(FieldKind kind) => kind switch
    {
        FieldKind.Number number => $"a {(number.Whole ? "whole " : "")}number between {number.From} and {Say.WithUnit($"{number.To}", number.Unit)}",
        FieldKind.TrueOrFalse => "true or false",
        FieldKind.Date => "a date, as yyyy-mm-dd",
        FieldKind.Id => "the id of an event, a GUID",
        FieldKind.Text { PatternInWords: { } words } => words,
        FieldKind.Text text => $"a text of up to {text.Longest} characters",
        FieldKind.Choice choice => $"one of {Say.List(NamesOf(choice), "or")}",
        FieldKind.Measured measured => $"a value with its unit, which is {Say.List(measured.Analyte.Units, "or")}",
        FieldKind.List list => $"a list of up to {list.Most} items, each {Expected(list.Item)}",
        FieldKind.AnyEvent => "a whole event with its own type",
        _ => throw new System.Diagnostics.UnreachableException($"{kind} is no kind of field."),
    };

    private static ValueList<string> NamesOf(FieldKind.Choice choice) => choice.Values.Select(v => v.Name).ToValueList();

    private double? ReadNumber(FieldKind.Number kind, JsonElement given, Place at, Func<double, string> hint)
    {
        var number = given.ValueKind == JsonValueKind.Number ? double.Parse(given.GetRawText(), CultureInfo.InvariantCulture) : (double?)null;
        if (number is not { } value || (kind.Whole && value != Math.Truncate(value)))
        {
            var expected = $"a {(kind.Whole ? "whole " : "")}number{(kind.Unit.Length == 0 ? "" : $" in {kind.Unit}")}";
            var fix = given.ValueKind == JsonValueKind.String ? "Write it without quotation marks and without a unit." : "";
            _found.Add(new WrongType(at.Pointer, at.Path, expected, Shown(given), fix));
            return null;
        }

        if (value < kind.From || value > kind.To)
        {
            _found.Add(new OutOfRange(at.Pointer, at.Path, Shown(given), kind.From, kind.To, kind.Unit, hint(value)));
            return null;
        }

        if (!IsKeptExactly(given.GetRawText(), value))
        {
            _found.Add(new TooManyDigits(at.Pointer, at.Path, Shown(given)));
            return null;
        }

        return value + 0.0; // -0 is 0
    }

    /// <summary>Tells whether a double gives back the digits that were written: up to 15 significant ones always, unless the number is too large or too small.</summary>
    private static bool IsKeptExactly(string written, double value)
    {
        var digits = written.AsSpan();
        digits = digits[..(digits.IndexOfAny('e', 'E') is >= 0 and var exponent ? exponent : digits.Length)];
        var significant = digits.ToString().Replace(".", "", StringComparison.Ordinal).Trim('-').Trim('0');
        return significant.Length == 0 || (significant.Length <= 15 && double.IsNormal(value));
    }

    private bool? ReadTrueOrFalse(JsonElement given, Place at)
    {
        if (given.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return given.GetBoolean();
        }

        _found.Add(new WrongType(at.Pointer, at.Path, "true or false", Shown(given), Fix: "Write it without quotation marks."));
        return null;
    }

    private string? ReadString(JsonElement given, Place at, string expected, string fix)
    {
        if (given.ValueKind != JsonValueKind.String)
        {
            _found.Add(new WrongType(at.Pointer, at.Path, expected, Shown(given), fix));
            return null;
        }

        if (HoldsHalfSurrogate(JsonMarshal.GetRawUtf8Value(given)))
        {
            _found.Add(new InvalidText(at.Pointer, at.Path, "holds half of a surrogate pair, which is no character. Write both halves, or the character itself."));
            return null;
        }

        var text = given.GetString()!;
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            _found.Add(new InvalidText(at.Pointer, at.Path, "holds the character U+0000, which cannot be stored. Leave it out."));
            return null;
        }

        return text;
    }

    private DateOnly? ReadDate(JsonElement given, Place at)
    {
        if (ReadString(given, at, "a date, as yyyy-mm-dd in quotation marks", fix: "") is not { } text)
        {
            return null;
        }

        if (IsDate(text, out var date))
        {
            return date;
        }

        var fix = text switch
        {
            { Length: > 10 } when IsDate(text[..10], out _) => $"Give the day alone: {text[..10]}.",
            { Length: 10 } when text[4] == '-' && text[7] == '-' && text.Count(char.IsAsciiDigit) == 8 => "The calendar has no such day.",
            _ => "Write year, month and day as yyyy-mm-dd, for example 2026-03-02.",
        };
        _found.Add(new NotADate(at.Pointer, at.Path, Shown(given), fix));
        return null;
    }

    private static bool IsDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private Guid? ReadId(JsonElement given, Place at)
    {
        if (ReadString(given, at, "the id of an event, a GUID in quotation marks", fix: "") is not { } text)
        {
            return null;
        }

        // The parser alone would let white space and "0x" pass.
        if (text.All(c => char.IsAsciiHexDigit(c) || c == '-') && Guid.TryParseExact(text, "D", out var id))
        {
            return id;
        }

        _found.Add(new NotAnId(at.Pointer, at.Path, Shown(given)));
        return null;
    }

    private string? ReadText(FieldKind.Text kind, JsonElement given, Place at)
    {
        if (ReadString(given, at, "a text in quotation marks", fix: "") is not { } text)
        {
            return null;
        }

        var length = text.EnumerateRunes().Count();
        var what = text switch
        {
            _ when string.IsNullOrWhiteSpace(text) => "is empty. Leave it out when it is optional, or say it.",
            _ when length > kind.Longest => $"has {length} characters; it may have {kind.Longest}.",
            _ when !kind.Matches(text) => $"was given as {Shown(given)}; it must be {kind.PatternInWords}.",
            _ => null,
        };
        if (what is not null)
        {
            _found.Add(new InvalidText(at.Pointer, at.Path, what));
            return null;
        }

        return text;
    }

    private Enum? ReadChoice(FieldKind.Choice kind, JsonElement given, Place at)
    {
        if (ReadString(given, at, Expected(kind), fix: "") is not { } text)
        {
            return null;
        }

        var chosen = kind.Values.FirstOrDefault(v => v.Name == text);
        if (chosen is null)
        {
            var known = NamesOf(kind);
            _found.Add(new UnknownValue(at.Pointer, at.Path, Shown(given), NearNames.Of(text, known), known));
        }

        return chosen?.Value;
    }

    private Quantity? ReadQuantity(Analyte analyte, JsonElement given, Place at)
    {
        if (given.ValueKind != JsonValueKind.Object)
        {
            var value = given.ValueKind == JsonValueKind.Number ? Shown(given) : "34";
            var units = Say.List(analyte.Units, "or");
            _found.Add(new WrongType(
                at.Pointer, at.Path, "a value with its unit", Shown(given), $$"""Write {"value": {{value}}, "unit": "{{analyte.CanonicalUnit}}"}; the unit is {{units}}."""));
            return null;
        }

        var before = _found.Count;
        var fields = ReadFields(given, at, expected: "")!;
        RefuseUnknown(fields, ["value", "unit"], at.Path, at);
        var unit = Required(fields, "unit", at, $"the unit in UCUM: {Say.List(analyte.Units, "or")}") is { } givenUnit
            ? ReadUnit(analyte.Units, givenUnit, at.Field("unit"))
            : null;
        var (from, to) = unit is null ? (double.NegativeInfinity, double.PositiveInfinity) : analyte.LimitsIn(unit);
        var read = Required(fields, "value", at, "the number measured") is { } givenValue
            ? ReadNumber(new(from, to, unit ?? "", Hint: "", Whole: false), givenValue, at.Field("value"), number => AnotherUnit(analyte, unit!, number))
            : null;
        return _found.Count == before ? new Quantity(read!.Value, unit!) : null;
    }

    private JsonElement? Required(Dictionary<string, JsonElement> fields, string name, Place owner, string expected)
    {
        var isGiven = fields.TryGetValue(name, out var given);
        if (isGiven && given.ValueKind != JsonValueKind.Null)
        {
            return given;
        }

        var at = owner.Field(name);
        _found.Add(new MissingField(at.Pointer, at.Path, expected, IsNull: isGiven));
        return null;
    }

    private string? ReadUnit(ValueList<string> known, JsonElement given, Place at)
    {
        if (ReadString(given, at, $"a unit in UCUM: {Say.List(known, "or")}", fix: "") is not { } unit)
        {
            return null;
        }

        if (known.Contains(unit, StringComparer.Ordinal))
        {
            return unit;
        }

        _found.Add(new UnknownUnit(at.Pointer, at.Path, Shown(given), NearNames.Of(unit, known), known));
        return null;
    }

    private static string AnotherUnit(Analyte analyte, string unit, double value)
    {
        var possible = analyte.Units.Where(u => u != unit && analyte.LimitsIn(u) is var (from, to) && value >= from && value <= to).ToList();
        return possible.Count == 0 ? "" : $"{value} would be possible in {Say.List(possible, "or")}: is the unit right?";
    }

    private object? ReadItems(FieldKind.List kind, JsonElement given, Place at)
    {
        if (given.ValueKind != JsonValueKind.Array)
        {
            _found.Add(new WrongType(at.Pointer, at.Path, "a list in square brackets", Shown(given), $"Each item is {Expected(kind.Item)}."));
            return null;
        }

        var count = given.GetArrayLength();
        if (count == 0 || count > kind.Most)
        {
            var what = count == 0 ? "is an empty list. Leave it out when there is nothing to list." : $"has {count} items; it may have {kind.Most}.";
            _found.Add(new InvalidList(at.Pointer, at.Path, what));
            return null;
        }

        var before = _found.Count;
        var items = new List<object>(count);
        foreach (var (i, item) in given.EnumerateArray().Index())
        {
            if (Read(kind.Item, item, at.Item(i)) is not { } value)
            {
                continue;
            }

            if (items.Contains(value))
            {
                _found.Add(new InvalidList(at.Item(i).Pointer, at.Path, $"lists {Shown(item)} twice. Once is enough."));
            }

            items.Add(value);
        }

        return _found.Count == before ? _listOf.MakeGenericMethod(kind.ItemType).Invoke(null, [items]) : null;
    }

    private static ValueList<T> ListOf<T>(List<object> items) => items.Cast<T>().ToValueList();

    private void RefuseMismatch(FunctionTestRecorded test, JsonElement givenValue, Place place)
    {
        var units = FunctionTestUnits.Of(test.Test).ToList();
        if (units.Find(u => u.Unit == test.Unit) is not { } unit)
        {
            var known = units.Select(u => u.Unit).ToValueList();
            var at = place.Field("unit");
            _found.Add(new UnknownUnit(at.Pointer, at.Path, $"\"{Say.Shortened(test.Unit)}\"", NearNames.Of(test.Unit, known), known));
        }
        else if (test.Value < unit.From || test.Value > unit.To)
        {
            var at = place.Field("value");
            _found.Add(new OutOfRange(at.Pointer, at.Path, Shown(givenValue), unit.From, unit.To, unit.Unit, FractionOrPercent(test.Value, unit, units)));
        }

        if (test.Scope == TestScope.Remnant && units.TrueForAll(u => u.GlobalOnly))
        {
            var at = place.Field("scope");
            _found.Add(new WholeLiverTest(at.Pointer, at.Path, JsonNamingPolicy.CamelCase.ConvertName(test.Test.ToString())));
        }
    }

    private static string FractionOrPercent(double value, FunctionTestUnit unit, List<FunctionTestUnit> units)
    {
        var ratio = units.Find(u => u.Unit == "1");
        var percent = units.Find(u => u.Unit == "%");
        return value switch
        {
            _ when unit != ratio && value < unit.From && value * 100 >= unit.From && value * 100 <= unit.To =>
                $"It looks like a fraction: write {value * 100:G15} with the unit {unit.Unit}{(ratio is null ? "" : $", or {value} with the unit 1")}."
                + (unit.Test is FunctionTest.IcgR15 ? $" A retention of {value} % itself is written {value / 100:G15} with the unit 1." : ""),
            _ when unit == ratio && value > unit.To && percent is not null && value <= percent.To => $"It looks like a percentage: write {value} with the unit %.",
            _ => "",
        };
    }

    private static string Shown(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Say.Shortened(given.GetRawText()),
    };

    /// <summary>Looks for half of a surrogate pair, which can stand in valid UTF-8 only as an escape (<c>\ud83d</c> without its other half).</summary>
    private static bool HoldsHalfSurrogate(ReadOnlySpan<byte> json)
    {
        var awaitsLowHalf = false;
        for (var i = 0; i < json.Length; i++)
        {
            var unit = '\0';
            if (json[i] == '\\' && json[++i] == 'u')
            {
                unit = (char)ushort.Parse(json.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 4;
            }

            if (char.IsLowSurrogate(unit) != awaitsLowHalf)
            {
                return true;
            }

            awaitsLowHalf = char.IsHighSurrogate(unit);
        }

        return awaitsLowHalf;
    }
}
