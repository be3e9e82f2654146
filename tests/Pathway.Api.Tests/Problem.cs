using System.Net;
using System.Text.Json;

namespace Pathway.Api.Tests;

/// <summary>Reads answers as problem documents, and insists that they are whole ones.</summary>
internal static class Problem
{
    /// <summary>Checks that an answer is the problem document of a code, whose page exists.</summary>
    internal static async Task<JsonElement> ShouldBeProblem(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"/problems/{code}", problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal(answer.RequestMessage!.RequestUri!.AbsolutePath, problem.GetProperty("instance").GetString());
        Assert.Equal(Assert.Single(answer.Headers.GetValues("X-Correlation-Id")), problem.GetProperty("correlationId").GetString());

        using var reader = new HttpClient();
        var page = await reader.GetAsync(new Uri(answer.RequestMessage.RequestUri, $"/problems/{code}"));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/markdown", page.Content.Headers.ContentType?.MediaType);
        return problem;
    }
}
