using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Pathway.Domain;

namespace Pathway.Projections.Tables;

/// <summary>How one type of a property stands in a column: enumerations as their words, lists as arrays.</summary>
/// <param name="SqlType">The type of the column.</param>
/// <param name="IsNullable">Whether the type has a null.</param>
/// <param name="Write">Writes a value to a COPY in binary form.</param>
/// <param name="Read">Reads a value from a column.</param>
internal sealed record RowCodec<T>(string SqlType, bool IsNullable, Action<NpgsqlBinaryImporter, T> Write, Func<NpgsqlDataReader, int, T> Read);

/// <summary>Finds the codec of a type.</summary>
internal static class RowCodec
{
    private static readonly FrozenDictionary<Type, object> _simple = new object[]
    {
        Simple<Guid>("uuid", NpgsqlDbType.Uuid), Simple<bool>("boolean", NpgsqlDbType.Boolean), Simple<int>("integer", NpgsqlDbType.Integer),
        Simple<long>("bigint", NpgsqlDbType.Bigint), Simple<double>("double precision", NpgsqlDbType.Double), Simple<DateOnly>("date", NpgsqlDbType.Date),
    }.ToFrozenDictionary(codec => codec.GetType().GetGenericArguments()[0]);

    /// <summary>The codec of a type.</summary>
    /// <exception cref="NotSupportedException">A column cannot hold it.</exception>
    public static RowCodec<T> Of<T>() => (RowCodec<T>)Of(typeof(T));

    private static object Of(Type type)
    {
        if (_simple.TryGetValue(type, out var codec))
        {
            return codec;
        }

        if (type == typeof(string))
        {
            return Text();
        }

        if (type.IsEnum)
        {
            return Make(nameof(Enumeration), type);
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Make(nameof(OrNull), value);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>))
        {
            var item = type.GetGenericArguments()[0];
            return item == typeof(DateOnly) ? List<DateOnly, DateOnly>("date[]", NpgsqlDbType.Date, d => d, d => d)
                : item.IsEnum ? Make(nameof(Words), item)
                : Nullable.GetUnderlyingType(item) is { IsEnum: true } word ? Make(nameof(WordsOrNull), word)
                : throw Unknown(type);
        }

        throw Unknown(type);
    }

    private static object Make(string method, Type type) =>
        typeof(RowCodec).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!;

    private static NotSupportedException Unknown(Type type) => new($"A column cannot hold a {type}: say in {nameof(RowCodec)} how it is stored.");

    private static RowCodec<T> Simple<T>(string sqlType, NpgsqlDbType type) =>
        new(sqlType, IsNullable: false, (copy, value) => copy.Write(value, type), (row, column) => row.GetFieldValue<T>(column));

    private static RowCodec<string?> Text() => new("text", IsNullable: true, WriteText, (row, column) => row.IsDBNull(column) ? null : row.GetString(column));

    private static RowCodec<T> Enumeration<T>()
        where T : struct, Enum => new("text", IsNullable: false, (copy, value) => WriteText(copy, Word<T>.Of(value)), (row, column) => Word<T>.Parse(row.GetString(column)));

    private static RowCodec<T?> OrNull<T>()
        where T : struct
    {
        var inner = Of<T>();
        return new(inner.SqlType, IsNullable: true,
            (copy, value) =>
            {
                if (value is { } known)
                {
                    inner.Write(copy, known);
                }
                else
                {
                    copy.WriteNull();
                }
            },
            (row, column) => row.IsDBNull(column) ? null : inner.Read(row, column));
    }

    private static RowCodec<ValueList<T>> Words<T>()
        where T : struct, Enum => List<T, string>("text[]", NpgsqlDbType.Text, Word<T>.Of, Word<T>.Parse);

    private static RowCodec<ValueList<T?>> WordsOrNull<T>()
        where T : struct, Enum => List<T?, string?>("text[]", NpgsqlDbType.Text, w => w is { } value ? Word<T>.Of(value) : null, w => w is null ? null : Word<T>.Parse(w));

    private static RowCodec<ValueList<T>> List<T, TStored>(string sqlType, NpgsqlDbType item, Func<T, TStored> store, Func<TStored, T> load) => new(
        sqlType, IsNullable: false,
        (copy, list) => copy.Write(list.Select(store).ToArray(), NpgsqlDbType.Array | item),
        (row, column) => row.GetFieldValue<TStored[]>(column).Select(load).ToValueList());

    private static void WriteText(NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(text, NpgsqlDbType.Text);
        }
    }

    /// <summary>The words of an enumeration, as JSON writes them.</summary>
    internal static class Word<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<T, string> _words = Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonSerializer.SerializeToElement(v, EventJson.Options).GetString()!);
        private static readonly FrozenDictionary<string, T> _values = _words.ToFrozenDictionary(w => w.Value, w => w.Key, StringComparer.Ordinal);
        private static readonly (byte[] Utf8, T Value)[] _utf8 = [.. _words.Select(w => (Encoding.UTF8.GetBytes(w.Value), w.Key))];

        public static string Of(T value) => _words[value];

        public static T Parse(string word) => _values[word];

        public static T Parse(ReadOnlySpan<byte> utf8)
        {
            foreach (var (word, value) in _utf8)
            {
                if (utf8.SequenceEqual(word))
                {
                    return value;
                }
            }

            throw new KeyNotFoundException($"{Encoding.UTF8.GetString(utf8)} is no {typeof(T).Name}.");
        }
    }
}
