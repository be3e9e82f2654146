using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pathway.Api.SignIn;
using Pathway.Testing;

namespace Pathway.Api.Tests.OpenApi;

/// <summary>The OpenAPI document as a caller gets it.</summary>
internal sealed record Document(string Text, JsonNode Root)
{
    internal IEnumerable<Operation> Operations =>
        from path in Root["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select new Operation(path.Key, method.Key.ToUpperInvariant(), method.Value!);

    internal JsonObject Schemas => Root["components"]!["schemas"]!.AsObject();

    internal static async Task<Document> Of(TestPathway pathway)
    {
        using var anybody = pathway.Anonymous;
        var text = await anybody.GetStringAsync("/openapi/v1.json");
        return new(text, JsonNode.Parse(text)!);
    }

    internal Operation Named(string id) => Assert.Single(Operations, o => o.Id == id);
}

/// <summary>One call in the document.</summary>
internal sealed record Operation(string Path, string Method, JsonNode Json)
{
    internal string Id => (string)Json["operationId"]!;

    internal string Description => (string?)Json["description"] ?? "";

    internal bool IsForAnybody => Json["security"] is not JsonArray { Count: > 0 };

    internal bool LetsIn(Role role) =>
        Description.Contains("For anybody.", StringComparison.Ordinal)
        || Description.Contains("For everybody who is signed in.", StringComparison.Ordinal)
        || Regex.IsMatch(Description, $@"For the roles? [\w ]*\b{Actor.NameOf(role)}\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    internal IEnumerable<JsonNode> Parameters => Json["parameters"]?.AsArray().Select(p => p!) ?? [];

    internal IEnumerable<string> ParametersIn(string place) => Parameters.Where(p => (string)p["in"]! == place).Select(p => (string)p["name"]!);

    internal JsonNode? Body => Json["requestBody"]?["content"]?["application/json"];

    internal JsonNode AnswerSchema(int status) => Json["responses"]![$"{status}"]!["content"]!["application/json"]!["schema"]!;

    internal IEnumerable<string> Statuses => Json["responses"]!.AsObject().Select(r => r.Key);

    /// <summary>An address that this call answers at, with the examples of its path, or an id that nobody has.</summary>
    internal string Address(string? id = null) => Parameters.Where(p => (string)p["in"]! == "path").Aggregate(Path, (address, p) =>
        address.Replace($"{{{p["name"]}}}", p["name"]!.ToString() == "id" && p["example"] is null ? id ?? "0198c9a2-0000-7000-8000-000000000000" : p["example"]!.ToString(), StringComparison.Ordinal));
}
