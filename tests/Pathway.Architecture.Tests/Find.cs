namespace Pathway.Architecture.Tests;

/// <summary>Tells all that a search found, not the first few.</summary>
internal static class Find
{
    /// <summary>Insists that nothing was found.</summary>
    internal static void Nothing(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all.Prepend($"{all.Count} found:")));
    }
}
