using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Pathway.Domain;

/// <summary>What may stand in a field: one of the records in here and nothing else.</summary>
public abstract record FieldKind
{
    private FieldKind()
    {
    }

    /// <summary>A number.</summary>
    /// <param name="From">Smallest value, itself allowed.</param>
    /// <param name="To">Largest value, itself allowed.</param>
    /// <param name="Unit">Unit as people write it; empty for a plain number.</param>
    /// <param name="Hint">What usually went wrong, and the fix; empty when there is no usual slip.</param>
    /// <param name="Whole">Whether it must be a whole number.</param>
    public sealed record Number(double From, double To, string Unit, string Hint, bool Whole) : FieldKind;

    /// <summary>True or false.</summary>
    public sealed record TrueOrFalse : FieldKind;

    /// <summary>A date, as yyyy-mm-dd.</summary>
    public sealed record Date : FieldKind;

    /// <summary>The id of another event, a GUID.</summary>
    public sealed record Id : FieldKind;

    /// <summary>Words.</summary>
    /// <param name="Longest">Most Unicode characters allowed; at least one must not be white space.</param>
    /// <param name="Pattern">Regular expression that the whole text matches, without anchors; null for any text.</param>
    /// <param name="PatternInWords">The pattern in words, to stand after "must be"; null for any text.</param>
    public sealed record Text(int Longest, string? Pattern, string? PatternInWords) : FieldKind
    {
        private readonly Regex? _wholeText = Pattern is null ? null : new($@"\A(?:{Pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

        /// <summary>Tells whether the whole of a text matches the pattern.</summary>
        /// <param name="text">The text.</param>
        public bool Matches(string text) => _wholeText?.IsMatch(text) ?? true;
    }

    /// <summary>One of a list of words.</summary>
    /// <param name="Values">The words, in the order of the enumeration.</param>
    public sealed record Choice(ValueList<ChoiceValue> Values) : FieldKind;

    /// <summary>A value with its unit.</summary>
    /// <param name="Analyte">What is measured.</param>
    public sealed record Measured(Analyte Analyte) : FieldKind;

    /// <summary>A list of one item or more, none of them twice.</summary>
    /// <param name="Item">What may stand in it.</param>
    /// <param name="Most">Most items allowed.</param>
    /// <param name="ItemType">The .NET type of an item.</param>
    public sealed record List(FieldKind Item, int Most, Type ItemType) : FieldKind;

    /// <summary>A whole event with its own <c>type</c>, of any type but a correction.</summary>
    public sealed record AnyEvent : FieldKind;

    /// <summary>Tells the kind of a field from its type and attributes.</summary>
    /// <param name="type">Its .NET type, nullable or not.</param>
    /// <param name="field">The parameter or property that carries the attributes.</param>
    /// <exception cref="InvalidOperationException">The field lacks the attribute that says what it allows.</exception>
    internal static FieldKind Of(Type type, ICustomAttributeProvider field)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(double) || type == typeof(int) => NumberOf(The<BetweenAttribute>(field), type == typeof(int)),
            _ when type == typeof(bool) => new TrueOrFalse(),
            _ when type == typeof(DateOnly) => new Date(),
            _ when type == typeof(Guid) => new Id(),
            _ when type == typeof(string) => TextOf(The<TextAttribute>(field)),
            _ when type.IsEnum => new Choice(ChoiceValue.AllOf(type)),
            _ when type == typeof(Quantity) => new Measured(The<MeasuresAttribute>(field).Analyte),
            _ when type == typeof(PathwayEvent) => new AnyEvent(),
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>) =>
                new List(Of(type.GetGenericArguments()[0], field), The<ItemsAttribute>(field).Most, type.GetGenericArguments()[0]),
            _ => throw new InvalidOperationException($"{field}: nothing says how a {type} is read."),
        };
    }

    private static Number NumberOf(BetweenAttribute between, bool whole) => new(between.From, between.To, between.Unit, between.Hint, whole);

    private static Text TextOf(TextAttribute text) =>
        text.Pattern.Length == 0 ? new(text.Longest, null, null) : new(text.Longest, text.Pattern, text.PatternInWords);

    private static T The<T>(ICustomAttributeProvider field)
        where T : Attribute =>
        field.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().SingleOrDefault()
            ?? throw new InvalidOperationException($"{field} lacks the attribute {typeof(T).Name}.");
}

/// <summary>One word of a <see cref="FieldKind.Choice"/>.</summary>
/// <param name="Name">The word in JSON.</param>
/// <param name="Value">The member of the enumeration.</param>
public sealed record ChoiceValue(string Name, Enum Value)
{
    /// <summary>What it means, from the documentation of the enumeration.</summary>
    /// <exception cref="FileNotFoundException">The XML documentation of this assembly does not lie beside it.</exception>
    public string Description => XmlDocumentation.OfChoice(Value);

    /// <summary>Lists the words of an enumeration, in its order.</summary>
    /// <param name="enumeration">An enumeration of this assembly.</param>
    public static ValueList<ChoiceValue> AllOf(Type enumeration) => enumeration.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => new ChoiceValue(
        f.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(f.Name),
        (Enum)f.GetValue(null)!)).ToValueList();
}
