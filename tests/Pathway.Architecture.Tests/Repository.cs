namespace Pathway.Architecture.Tests;

/// <summary>The files of the repository, from wherever the tests run.</summary>
internal static class Repository
{
    private static readonly string _root = Root();

    /// <summary>The path of a file or folder.</summary>
    /// <param name="path">Its path from the root, with slashes.</param>
    internal static string At(string path) => Path.Combine(_root, path);

    /// <summary>Files with their paths from the root, in the order of these; what a build made is not among them.</summary>
    /// <param name="folder">A folder, from the root.</param>
    /// <param name="endings">How their names end.</param>
    internal static IEnumerable<(string Name, string Text)> Files(string folder, params string[] endings) =>
        Directory.EnumerateFiles(At(folder), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(_root, f))
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)) && !f.Split('/').Intersect(["bin", "obj"]).Any())
            .Order(StringComparer.Ordinal)
            .Select(f => (f, File.ReadAllText(At(f))));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pathway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
