using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using Pathway.Domain;

namespace Pathway.Projections.Tables;

/// <summary>A column of a table, made from a property of the row.</summary>
/// <param name="Name">Its name, in snake_case: the property's.</param>
/// <param name="SqlType">Its type.</param>
/// <param name="IsNullable">Whether it may be null.</param>
/// <param name="Description">What the property's documentation says of it.</param>
public sealed record RowColumn(string Name, string SqlType, bool IsNullable, string Description);

/// <summary>A table whose columns are the properties of a record, so that a row has one definition.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What a row is.</param>
/// <param name="columns">Its columns, in order.</param>
public abstract class RowTable(string name, string description, IReadOnlyList<RowColumn> columns)
{
    /// <summary>Its name: the record's in snake_case, without "row".</summary>
    public string Name => name;

    /// <summary>What the record's documentation says of it.</summary>
    public string Description => description;

    /// <summary>Its columns, in the order of the record's properties.</summary>
    public IReadOnlyList<RowColumn> Columns => columns;

    /// <summary>The columns as SQL lists them.</summary>
    public string ColumnList => string.Join(", ", columns.Select(c => c.Name));

    /// <summary>The definitions of the columns, as <c>create table</c> wants them.</summary>
    public string Definition => string.Join(",\n  ", columns.Select(c => $"{c.Name} {c.SqlType}{(c.IsNullable ? "" : " not null")}"));
}

/// <summary>The table of one record: writes its rows by COPY, and reads them back.</summary>
/// <typeparam name="T">The record, of the kinds of property that a column can hold.</typeparam>
public sealed class RowTable<T> : RowTable
{
    private readonly Action<NpgsqlBinaryImporter, T>[] _writers;
    private readonly Func<NpgsqlDataReader, T> _read;

    /// <summary>Makes the table of the record.</summary>
    /// <exception cref="NotSupportedException">A column cannot hold a property.</exception>
    /// <exception cref="InvalidOperationException">A property has no documentation.</exception>
    public RowTable()
        : this([.. Properties().Select(p => (Field)Activator.CreateInstance(typeof(Field<>).MakeGenericType(typeof(T), p.PropertyType), p)!)])
    {
    }

    private RowTable(Field[] fields)
        : base(Snake(typeof(T).Name.EndsWith("Row", StringComparison.Ordinal) ? typeof(T).Name[..^3] : typeof(T).Name), XmlDocumentation.OfType(typeof(T)), [.. fields.Select(f => f.Column)])
    {
        _writers = [.. fields.Select(f => f.Write)];
        _read = Reader(fields);
    }

    /// <summary>Adds rows to a table that has these columns.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table, with its schema.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Ends it; nothing is added then.</param>
    /// <returns>A task that ends when they are there.</returns>
    public async Task Copy(NpgsqlConnection connection, string table, IEnumerable<T> rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(rows);
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table} ({ColumnList}) from stdin (format binary)", cancellation);
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            await copy.StartRowAsync(cancellation);
            foreach (var write in _writers)
            {
                write(copy, row);
            }
        }

        await copy.CompleteAsync(cancellation);
    }

    /// <summary>Reads rows.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="from">What follows <c>from</c>: a table or view with these columns, which of its rows, and in which order.</param>
    /// <param name="parameters">The values of <c>$1</c> and so on.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<T>> Read(NpgsqlConnection connection, string from, IEnumerable<object> parameters, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parameters);
#pragma warning disable CA2100 // Names of tables cannot be parameters; values are.
        await using var command = new NpgsqlCommand($"select {ColumnList} from {from}", connection);
#pragma warning restore CA2100
        foreach (var value in parameters)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(_read(reader));
        }

        return rows;
    }

    private static IEnumerable<PropertyInfo> Properties() =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name != "EqualityContract").OrderBy(p => p.MetadataToken);

    /// <summary>A record is made by its constructor, and what that does not take is set.</summary>
    private static Func<NpgsqlDataReader, T> Reader(Field[] fields)
    {
        var reader = Expression.Parameter(typeof(NpgsqlDataReader));
        var values = fields.Select((field, column) => (field, value: field.ReadFrom(reader, column))).ToDictionary(f => f.field.Property.Name, f => (f.field.Property, f.value), StringComparer.Ordinal);
        var constructor = typeof(T).GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var arguments = constructor.GetParameters().Select(p => values[p.Name!].value).ToList();
        var taken = constructor.GetParameters().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var made = Expression.MemberInit(
            Expression.New(constructor, arguments), values.Values.Where(v => !taken.Contains(v.Property.Name)).Select(v => Expression.Bind(v.Property, v.value)));
        return Expression.Lambda<Func<NpgsqlDataReader, T>>(made, reader).Compile();
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string DescriptionOf(PropertyInfo property) =>
        property.DeclaringType!.GetConstructors().Any(c => c.GetParameters().Any(p => p.Name == property.Name))
            ? XmlDocumentation.OfParameter(property.DeclaringType, property.Name)
            : XmlDocumentation.OfProperty(property);

    private abstract class Field(PropertyInfo property)
    {
        public PropertyInfo Property => property;

        public abstract RowColumn Column { get; }

        public abstract Action<NpgsqlBinaryImporter, T> Write { get; }

        public abstract Expression ReadFrom(ParameterExpression reader, int column);
    }

    private sealed class Field<TValue> : Field
    {
        private readonly RowCodec<TValue> _codec = RowCodec.Of<TValue>();

        public Field(PropertyInfo property)
            : base(property)
        {
            var get = property.GetMethod!.CreateDelegate<Func<T, TValue>>();
            var isNullable = _codec.IsNullable && new NullabilityInfoContext().Create(property).ReadState is not NullabilityState.NotNull;
            Column = new(Snake(property.Name), _codec.SqlType, isNullable, DescriptionOf(property));
            Write = (copy, row) => _codec.Write(copy, get(row));
        }

        public override RowColumn Column { get; }

        public override Action<NpgsqlBinaryImporter, T> Write { get; }

        public override Expression ReadFrom(ParameterExpression reader, int column) =>
            Expression.Invoke(Expression.Constant(_codec.Read), reader, Expression.Constant(column));
    }
}
