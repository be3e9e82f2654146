using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pathway.Domain.Protocols;

/// <summary>
/// What a part of the protocol document is made of, read from its record. The same shape checks what comes in and makes the JSON Schema,
/// so that neither can say something else.
/// </summary>
internal sealed class DocumentShape
{
    private static readonly ConcurrentDictionary<Type, DocumentShape> _shapes = new();

    private readonly ConstructorInfo _constructor;

    private DocumentShape(Type type)
    {
        Type = type;
        _constructor = type.GetConstructors().Single(c => c.GetParameters().Length > 0);
        Fields = _constructor.GetParameters().Select(p => new DocumentField(type, p)).ToValueList();
    }

    public Type Type { get; }

    public ValueList<DocumentField> Fields { get; }

    public static DocumentShape Of(Type type) => _shapes.GetOrAdd(type, static t => new(t));

    public object Create(object?[] values) => _constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, values, culture: null);

    /// <summary>The item of a list; null when the type is no list.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The words of an enumeration, in its order.</summary>
    public static IEnumerable<(string Name, object Value)> ChoicesOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (
            f.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(f.Name),
            f.GetValue(null)!));
}

/// <summary>One field of a part of the protocol document.</summary>
internal sealed class DocumentField
{
    private static readonly NullabilityInfoContext _nullability = new();

    internal DocumentField(Type owner, ParameterInfo parameter)
    {
        Owner = owner;
        Parameter = parameter;
        Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        Type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        lock (_nullability)
        {
            IsNullable = _nullability.Create(parameter).WriteState != NullabilityState.NotNull;
        }
    }

    public Type Owner { get; }

    public ParameterInfo Parameter { get; }

    public string Name { get; }

    /// <summary>Its type without the question mark.</summary>
    public Type Type { get; }

    public bool IsNullable { get; }

    /// <summary>Whether it must be given. What may be null may be left out, which is the same.</summary>
    public bool IsRequired => !IsNullable && !Parameter.HasDefaultValue;

    public object? Default => Parameter.HasDefaultValue ? Parameter.DefaultValue : null;

    public string Description => XmlDocumentation.OfParameter(Owner, Parameter.Name!);

    public BetweenAttribute? Between => Parameter.GetCustomAttribute<BetweenAttribute>();

    public TextAttribute? Text => Parameter.GetCustomAttribute<TextAttribute>();

    public ItemsAttribute? Items => Parameter.GetCustomAttribute<ItemsAttribute>();
}
