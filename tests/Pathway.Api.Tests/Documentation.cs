namespace Pathway.Api.Tests;

/// <summary>The pages of the repository: what they tell somebody to type is typed by tests.</summary>
internal static class Documentation
{
    /// <summary>The lines of a page.</summary>
    /// <param name="name">Its file in docs.</param>
    internal static string[] Page(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pathway.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return File.ReadAllLines(Path.Combine(folder, "docs", name));
    }
}
