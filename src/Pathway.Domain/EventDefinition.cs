using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Pathway.Domain;

/// <summary>
/// What a type of event is made of, read once from its record. The same definition checks what comes in, makes the JSON Schema
/// and fills the documentation, so that none of them can say something else.
/// </summary>
public sealed class EventDefinition
{
    /// <summary>Every type of event, in the order of the catalogue.</summary>
    public static readonly ImmutableArray<EventDefinition> All = [.. EventCatalogue.All.Select(t => new EventDefinition(t))];

    private static readonly FrozenDictionary<string, EventDefinition> _byName = All.ToFrozenDictionary(d => d.Name, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, FieldDefinition> _fieldsByName;
    private readonly ConstructorInfo _constructor;

    private EventDefinition(EventType type)
    {
        (Name, ClrType) = (type.Name, type.ClrType);
        _constructor = ClrType.GetConstructors().Single();
        var nullability = new NullabilityInfoContext();
        var note = typeof(PathwayEvent).GetProperty(nameof(PathwayEvent.Note))!;
        Fields =
        [
            .. _constructor.GetParameters().Where(p => !p.IsDefined(typeof(ServerSetAttribute))).Select(p => new FieldDefinition(
                JsonNamingPolicy.CamelCase.ConvertName(p.Name!),
                FieldKind.Of(p.ParameterType, p),
                nullability.Create(p).WriteState == NullabilityState.NotNull,
                () => XmlDocumentation.OfParameter(ClrType, p.Name!))),
            new FieldDefinition(
                JsonNamingPolicy.CamelCase.ConvertName(note.Name),
                FieldKind.Of(note.PropertyType, note),
                ClrType.IsDefined(typeof(NoteRequiredAttribute)),
                () => XmlDocumentation.OfProperty(note)),
        ];
        _fieldsByName = Fields.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }

    /// <summary>Stored name and JSON discriminator, in snake_case.</summary>
    public string Name { get; }

    /// <summary>The record that holds it.</summary>
    public Type ClrType { get; }

    /// <summary>Its fields, in the order in which they are written; <c>note</c> comes last.</summary>
    public ImmutableArray<FieldDefinition> Fields { get; }

    /// <summary>What it means, from the documentation of the record.</summary>
    /// <exception cref="FileNotFoundException">The XML documentation of this assembly does not lie beside it.</exception>
    public string Summary => XmlDocumentation.OfType(ClrType);

    /// <summary>Finds a definition.</summary>
    /// <param name="name">Stored name of the type, in snake_case.</param>
    /// <returns>The definition; null when there is none of that name.</returns>
    public static EventDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Tells the definition of a type.</summary>
    /// <typeparam name="T">The record of a type in the catalogue.</typeparam>
    public static EventDefinition Of<T>()
        where T : PathwayEvent => All.Single(d => d.ClrType == typeof(T));

    /// <summary>Finds what somebody may have meant by a name that no type has.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Names of types, at most three and all equally near; empty when none is near.</returns>
    public static ValueList<string> Near(string name) => NearNames.Of(name, All.Select(d => d.Name));

    /// <summary>Finds a field.</summary>
    /// <param name="name">Its name in JSON.</param>
    /// <returns>The field; null when there is none of that name.</returns>
    public FieldDefinition? Field(string name) => _fieldsByName.GetValueOrDefault(name);

    /// <summary>Makes an event.</summary>
    /// <param name="values">The value of each of <see cref="Fields"/>, in their order; null for what was not given.</param>
    internal PathwayEvent Create(object?[] values)
    {
        // What the server sets stands last and is null until it does.
        var arguments = new object?[_constructor.GetParameters().Length];
        values.AsSpan(..^1).CopyTo(arguments);
        return (PathwayEvent)_constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null) with { Note = (string?)values[^1] };
    }
}

/// <summary>One field of a type of event.</summary>
public sealed class FieldDefinition
{
    private readonly Lazy<string> _description;

    internal FieldDefinition(string name, FieldKind kind, bool required, Func<string> description)
    {
        (Name, Kind, Required) = (name, kind, required);
        _description = new(description);
    }

    /// <summary>Name in JSON, in camel case; its unit stands at its end.</summary>
    public string Name { get; }

    /// <summary>What may stand in it.</summary>
    public FieldKind Kind { get; }

    /// <summary>Whether it must be given. What is not required may be left out or null, which is the same.</summary>
    public bool Required { get; }

    /// <summary>What it means, from the documentation of the record.</summary>
    /// <exception cref="FileNotFoundException">The XML documentation of this assembly does not lie beside it.</exception>
    public string Description => _description.Value;
}
