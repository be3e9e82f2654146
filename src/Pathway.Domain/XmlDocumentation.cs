using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Pathway.Domain;

/// <summary>
/// What the source says about its types, as plain words: the XML file that the compiler writes beside the assembly.
/// It is a part of the program like the assembly itself, read at its first use.
/// </summary>
public static class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, FrozenDictionary<string, XElement>> _members = new();

    /// <summary>The summary of a type.</summary>
    /// <param name="type">A type of ours.</param>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static string OfType(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Words(Member(type.Assembly, $"T:{type.FullName}").Element("summary"), type.Name);
    }

    /// <summary>What a record says of one of its parameters.</summary>
    /// <param name="type">The record.</param>
    /// <param name="name">The parameter.</param>
    /// <exception cref="InvalidOperationException">It says nothing.</exception>
    public static string OfParameter(Type type, string name)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Words(
            Member(type.Assembly, $"T:{type.FullName}").Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == name), $"{type.Name}.{name}");
    }

    /// <summary>The summary of a property.</summary>
    /// <param name="property">The property.</param>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static string OfProperty(PropertyInfo property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return Words(Member(property.DeclaringType!.Assembly, $"P:{property.DeclaringType!.FullName}.{property.Name}").Element("summary"), property.Name);
    }

    /// <summary>The summary of a value of an enumeration.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static string OfChoice(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Words(Member(value.GetType().Assembly, $"F:{value.GetType().FullName}.{value}").Element("summary"), value.ToString());
    }

    private static FrozenDictionary<string, XElement> Load(Assembly assembly)
    {
        var folder = assembly.Location.Length > 0 ? Path.GetDirectoryName(assembly.Location)! : AppContext.BaseDirectory;
        var file = Path.Combine(folder, $"{assembly.GetName().Name}.xml");
        return XDocument.Load(file).Descendants("member").ToFrozenDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);
    }

    private static XElement Member(Assembly assembly, string id) =>
        _members.GetOrAdd(assembly, Load).TryGetValue(id, out var member) ? member : throw new InvalidOperationException($"{id} has no documentation.");

    private static string Words(XElement? documentation, string of)
    {
        var words = new StringBuilder();
        foreach (var node in documentation?.Nodes() ?? throw new InvalidOperationException($"{of} has no documentation."))
        {
            words.Append(node switch
            {
                XText text => text.Value,
                XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } target => target.Value[(target.Value.LastIndexOfAny([':', '.']) + 1)..],
                XElement { Name.LocalName: "see" } see when see.Attribute("langword") is { } word => word.Value,
                XElement { Name.LocalName: "paramref" } parameter => JsonNamingPolicy.CamelCase.ConvertName(parameter.Attribute("name")!.Value),
                XElement element => element.Value,
                _ => "",
            });
        }

        return string.Join(' ', words.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
