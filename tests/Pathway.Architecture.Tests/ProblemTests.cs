using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pathway.Domain;

namespace Pathway.Architecture.Tests;

/// <summary>Every reason to be refused has a code of its own and a page that explains it, and no page explains what does not exist.</summary>
public partial class ProblemTests
{
    public static TheoryData<string> Pages => [.. Repository.Files("docs/problems", ".md").Select(f => Path.GetFileNameWithoutExtension(f.Name))];

    private static IEnumerable<Type> Rejections => Assemblies.Domain.GetTypes().Where(t => t.IsSubclassOf(typeof(Rejection)) && !t.IsAbstract);

    [Fact]
    public void Every_code_has_a_page_and_every_page_a_code()
    {
        string[] codes = [.. Codes().Select(c => c.Code)], pages = [.. Pages.Select(p => p.Data)];
        Find.Nothing(codes.Except(pages).Select(c => $"docs/problems/{c}.md is missing"));
        Find.Nothing(pages.Except(codes).Select(c => $"docs/problems/{c}.md is about a code that nothing answers with"));
    }

    [Fact]
    public void No_two_problems_share_a_code()
    {
        Assert.InRange(Codes().Count, 60, int.MaxValue);
        Find.Nothing(Codes().GroupBy(c => c.Code).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void A_code_is_small_letters_and_hyphens_and_a_title_is_a_sentence() => Assert.All(Codes(), c =>
    {
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", c.Code);
        Assert.Matches("^[A-Z].*[.]$", c.Title);
    });

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_says_what_it_means_who_acts_and_shows_one(string code)
    {
        var page = File.ReadAllText(Repository.At($"docs/problems/{code}.md"));
        Assert.Matches(Heading(), page);
        Assert.Contains("\n**Who acts:** ", page, StringComparison.Ordinal);

        using var example = JsonDocument.Parse(Example().Match(page).Groups["json"].Value);
        Assert.Equal($"/problems/{code}", example.RootElement.GetProperty("type").GetString());
        Assert.Equal(Codes().Single(c => c.Code == code).Title, example.RootElement.GetProperty("title").GetString());
        Assert.NotEmpty(example.RootElement.GetProperty("detail").GetString()!);
        var status = example.RootElement.GetProperty("status").GetInt32();
        Assert.Matches($@"\({status}\)|\({status / 100}xx\)", page.Split('\n')[0]);
    }

    private static List<(string Code, string Title)> Codes() =>
    [
        .. Rejections.Select(t => (Rejection)Made(t)).Select(r => (r.Code, r.Title)),
        .. Repository.Files("src/Pathway.Api", ".cs").SelectMany(f => InApi().Matches(f.Text)).Select(m => (m.Groups["code"].Value, m.Groups["title"].Value)),
    ];

    /// <summary>Makes one of a type with values that mean nothing: its code and title are the same for all values.</summary>
    private static object Made(Type type)
    {
        var constructor = type.GetConstructors().Single();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Anything(p.ParameterType))]);
    }

    private static object? Anything(Type type) => type switch
    {
        _ when type == typeof(string) => "x",
        _ when type.IsValueType => RuntimeHelpers.GetUninitializedObject(type),
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>) =>
            typeof(ProblemTests).GetMethod(nameof(One), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, []),
        _ => throw new NotSupportedException($"A rejection with a {type} is new to this test."),
    };

    private static ValueList<T> One<T>() => [(T)Anything(typeof(T))!];

    [GeneratedRegex("""Problem\(\s*(?:\d{3}|status), "(?<code>[^"]+)",\s*"(?<title>[^"]+)",""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex InApi();

    [GeneratedRegex(@"^# \S.* \([45](\d\d|xx)\)\n\n\S", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"```json\n(?<json>.*?)\n```", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Example();
}
