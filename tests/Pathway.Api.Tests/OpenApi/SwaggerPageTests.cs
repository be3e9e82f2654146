using System.Net;
using System.Text.RegularExpressions;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.OpenApi;

public sealed partial class SwaggerPageTests(RunningPathway running) : IClassFixture<RunningPathway>
{
    private readonly TestPathway pathway = running.Pathway;

    [Fact]
    public async Task Anybody_finds_it_from_the_root()
    {
        using var anybody = pathway.Anonymous;
        var address = "/";
        var answer = await anybody.GetAsync(address);
        while (answer.Headers.Location is { } next)
        {
            address = new Uri(new Uri("http://here" + address), next).PathAndQuery;
            answer = await anybody.GetAsync(address);
        }

        Assert.Equal("/swagger/index.html", address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task All_that_it_loads_is_here_and_it_may_load_nothing_else()
    {
        using var anybody = pathway.Anonymous;
        var page = await anybody.GetAsync("/swagger/index.html");
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);

        var loaded = Loaded().Matches(await page.Content.ReadAsStringAsync()).Select(m => m.Groups["address"].Value).ToList();
        Assert.InRange(loaded.Count, 5, int.MaxValue);
        foreach (var address in loaded)
        {
            Assert.DoesNotMatch("^(https?:)?//", address);
            Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync($"/swagger/{address}")).StatusCode);
        }

        var settings = await anybody.GetStringAsync("/swagger/index.js");
        Assert.Contains("\"url\":\"/openapi/v1.json\"", settings, StringComparison.Ordinal);
        Assert.Contains("\"defaultModelsExpandDepth\":1", settings, StringComparison.Ordinal); // Opened any further, all models are drawn at once: the page is blank for a minute.
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_like_everywhere()
    {
        using var anybody = pathway.Anonymous;
        await (await anybody.GetAsync("/swagger/nothing.js")).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        await (await anybody.GetAsync("/openapi/v2.json")).ShouldBeProblem(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [GeneratedRegex("""(?:src|href)="(?<address>[^"]+)" """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loaded();
}
