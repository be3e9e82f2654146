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
internal static class XmlDocumentation
{
    private static readonly Lazy<FrozenDictionary<string, XElement>> _members = new(Load);

    public static string OfType(Type type) => Words(Member($"T:{type.FullName}").Element("summary"), type.Name);

    public static string OfParameter(Type type, string name) => Words(
        Member($"T:{type.FullName}").Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == name), $"{type.Name}.{name}");

    public static string OfProperty(PropertyInfo property) =>
        Words(Member($"P:{property.DeclaringType!.FullName}.{property.Name}").Element("summary"), property.Name);

    public static string OfChoice(Enum value) => Words(Member($"F:{value.GetType().FullName}.{value}").Element("summary"), value.ToString());

    private static FrozenDictionary<string, XElement> Load()
    {
        var assembly = typeof(XmlDocumentation).Assembly;
        var folder = assembly.Location.Length > 0 ? Path.GetDirectoryName(assembly.Location)! : AppContext.BaseDirectory;
        var file = Path.Combine(folder, $"{assembly.GetName().Name}.xml");
        return XDocument.Load(file).Descendants("member").ToFrozenDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);
    }

    private static XElement Member(string id) =>
        _members.Value.TryGetValue(id, out var member) ? member : throw new InvalidOperationException($"{id} has no documentation.");

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
