using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pathway.Domain.Audit;

/// <summary>
/// Tells two values of one type apart as <see cref="Differences"/> tells their JSON apart, but writes only what is not equal: from one entry to the next
/// nearly all of a state is. A test holds the two against each other.
/// </summary>
internal sealed class ValueDifferences
{
    private readonly JsonSerializerOptions _form;

    /// <summary>Prepares it.</summary>
    /// <param name="form">How values are written; it is not changed any more.</param>
    public ValueDifferences(JsonSerializerOptions form)
    {
        form.MakeReadOnly(populateMissingResolver: true);
        _form = form;
    }

    /// <summary>The steps that lead from one value to the other.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="before">The value before; null when there was none, which counts as an object without fields.</param>
    /// <param name="after">The value after.</param>
    public ValueList<Difference> Between<T>(T? before, T after)
        where T : class
    {
        if (before is null)
        {
            return Differences.Between(null, AsJson(after, typeof(T)));
        }

        var found = new List<Difference>();
        Compare(before, after, typeof(T), "", found);
        return found.ToValueList();
    }

    private void Compare(object? before, object? after, Type type, string path, List<Difference> found)
    {
        if (Equals(before, after))
        {
            return;
        }

        if (before is null || after is null)
        {
            Differences.Compare(AsJson(before, type), AsJson(after, type), path, found);
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>))
        {
            var item = type.GetGenericArguments()[0];
            Differences.CompareItems(
                [.. ((IEnumerable)before).Cast<object>()], [.. ((IEnumerable)after).Cast<object>()], NameOf(item), of => AsJson(of, item), (one, other, at, steps) => Compare(one, other, item, at, steps), path, found);
        }
        else if (FieldsOf(type) is [_, ..] fields)
        {
            foreach (var field in fields)
            {
                Compare(field.Get!(before), field.Get(after), field.PropertyType, Differences.Below(path, field.Name), found);
            }
        }
        else
        {
            Differences.Compare(AsJson(before, type), AsJson(after, type), path, found);
        }
    }

    /// <summary>What items are known by; those without a name by all that they are.</summary>
    private Converter<object, object?> NameOf(Type item)
    {
        var fields = FieldsOf(item);
        return Differences.Names.Select(name => fields.FirstOrDefault(f => f.Name == name)).FirstOrDefault(f => f is not null) is { } known ? of => known.Get!(of) : static of => of;
    }

    /// <summary>The fields that are written of a type; none where it is written as something else than an object.</summary>
    private IList<JsonPropertyInfo> FieldsOf(Type type) => _form.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object, PolymorphismOptions: null } known ? known.Properties : [];

    private JsonElement AsJson(object? value, Type type) => JsonSerializer.SerializeToElement(value, type, _form);
}
