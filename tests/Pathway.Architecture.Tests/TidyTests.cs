using System.Text.RegularExpressions;

namespace Pathway.Architecture.Tests;

/// <summary>What every reviewer would otherwise say again.</summary>
public class TidyTests
{
    private const int LongestFile = 550;

    private static readonly string[] _everywhere = ["src", "tests", "bench", "docs", "samples"];

    public static TheoryData<string, string> Unwanted => new()
    {
        // What, and why nobody wants it in src.
        { "To-do notes are issues", "TOD[O]|FIXM[E]|HAC[K]|X{3}" }, // Written so as not to be one.
        { "A path of one developer's machine is on no other", @"(?<![\w/])/(home|root|Users|tmp|work|mnt|opt)/|\b[A-Z]:\\\\?\w" },
        { "What is caught is handled or thrown", @"catch( \([^)]*\))?\s*\{\s*\}" },
        { "Waiting by the clock is a race", @"Thread\.Sleep" },
        { "A warning is mended, or silenced with a reason", @"#pragma warning disable [^/\n]*$|#nullable disable|SuppressMessage" },
        { "Code is kept by git, not by comments", @"^\s*//[^/].*[;{}]\s*$" },
        { "Time is an argument", @"\b(DateTime|DateTimeOffset)\.(Now|UtcNow|Today)\b" },
    };

    [Theory]
    [MemberData(nameof(Unwanted))]
    public void The_source_is_free_of_what_nobody_wants(string why, string pattern) => Find.Nothing(Found("src", pattern).Select(place => $"{place}: {why}"));

    [Fact]
    public void A_file_is_short_enough_to_be_read() => Find.Nothing(
        Repository.Files("src", ".cs", ".sql").Where(f => f.Text.Count(c => c == '\n') > LongestFile).Select(f => f.Name));

    [Fact]
    public void Text_files_have_no_tabs_no_loose_ends_and_end_with_a_line() => Find.Nothing(_everywhere
        .SelectMany(folder => Repository.Files(folder, ".cs", ".sql", ".md", ".csproj", ".json"))
        .Where(f => !f.Name.EndsWith("packages.lock.json", StringComparison.Ordinal))
        .Where(f => f.Text.Contains('\t') || f.Text.Contains('\r') || f.Text.Contains(" \n", StringComparison.Ordinal) || !f.Text.EndsWith('\n'))
        .Select(f => f.Name));

    [Fact]
    public void The_search_finds_what_it_looks_for()
    {
        string[] samples = ["// FIX" + "ME later", "Path = \"/home/anna/data\"", "catch (IOException) { }", "Thread.Sleep(10);", "#pragma warning disable CA1000", "// x = y;", "DateTime.UtcNow"];
        Assert.All(Unwanted, row => Assert.Contains(samples, s => Regex.IsMatch(s, row.Data.Item2, RegexOptions.Multiline, TimeSpan.FromSeconds(1))));
    }

    private static IEnumerable<string> Found(string folder, string pattern) =>
        from file in Repository.Files(folder, ".cs", ".sql", ".csproj", ".json", ".props")
        from match in Regex.Matches(file.Text, pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(10))
        select $"{file.Name}:{file.Text[..match.Index].Count(c => c == '\n') + 1}";
}
