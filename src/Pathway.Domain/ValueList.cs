using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pathway.Domain;

/// <summary>A list that never changes and is equal to another with the same items in the same order, so that records holding it compare by value.</summary>
/// <typeparam name="T">The item, comparable by value.</typeparam>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
[JsonConverter(typeof(ValueListConverter))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    internal readonly T[] _items;

    internal ValueList(T[] items) => _items = items;

    /// <summary>The list without items: most lists of most patients are.</summary>
    internal static ValueList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <summary>Whether an item is in the list.</summary>
    /// <param name="item">The item.</param>
    public bool Contains(T item) => Array.IndexOf(_items, item) >= 0;

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>The items, comma-separated in brackets, so that a record that holds the list prints what is in it.</summary>
    public override string ToString() => $"[{string.Join(", ", _items)}]";
}

/// <summary>Makes lists that compare by value.</summary>
public static class ValueList
{
    /// <summary>Makes a list of the given items; collection expressions call it.</summary>
    /// <typeparam name="T">The item.</typeparam>
    /// <param name="items">The items, in order.</param>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ValueList<T>.Empty : new(items.ToArray());

    /// <summary>Makes a list of the given items.</summary>
    /// <typeparam name="T">The item.</typeparam>
    /// <param name="items">The items, in order.</param>
    public static ValueList<T> ToValueList<T>(this IEnumerable<T> items) => items.ToArray() is { Length: > 0 } array ? new(array) : ValueList<T>.Empty;
}

/// <summary>Reads and writes a <see cref="ValueList{T}"/> as a JSON array.</summary>
internal sealed class ValueListConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ValueList<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(
            typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()), options.GetConverter(typeToConvert.GetGenericArguments()[0].MakeArrayType()))!;

    // The array's own converter is asked: the serializer would look ahead over a whole list before it reads it, and again at each level.
    private sealed class Of<T>(JsonConverter<T[]> array) : JsonConverter<ValueList<T>>
    {
        public override ValueList<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            array.Read(ref reader, typeof(T[]), options) is { } items ? new(items) : null;

        public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options) => array.Write(writer, value._items, options);
    }
}
