namespace Pathway.Api.Tests;

/// <summary>The repository, from wherever the tests run: what its pages tell somebody to type is typed by tests.</summary>
internal static class Documentation
{
    /// <summary>The lines of a page.</summary>
    /// <param name="name">Its file in docs.</param>
    internal static string[] Page(string name) => File.ReadAllLines(At($"docs/{name}"));

    /// <summary>The path of a file.</summary>
    /// <param name="path">Its path from the root, with slashes.</param>
    internal static string At(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pathway.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, path);
    }
}
