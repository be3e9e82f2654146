namespace Pathway.Domain;

/// <summary>Where in a body something stands.</summary>
/// <param name="Pointer">As a JSON pointer (RFC 6901).</param>
/// <param name="Path">As people write it: <c>bilirubin.unit</c>; empty for the body itself.</param>
internal readonly record struct Place(string Pointer, string Path)
{
    public static readonly Place Body = new("", "");

    /// <summary>The path, to begin a sentence with.</summary>
    public string Name => Path.Length == 0 ? "The body" : Path;

    public Place Field(string name) => new(
        $"{Pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
        Path.Length == 0 ? name : $"{Path}.{name}");

    public Place Item(int index) => new($"{Pointer}/{index}", $"{Path}[{index}]");
}
