using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Domain.Protocols;
using Pathway.Testing;

namespace Pathway.Api.Tests.Protocols;

/// <summary>Whoever keeps the protocols of a center: publishes documents and reads them.</summary>
internal sealed class Board(TestPathway pathway) : IDisposable
{
    private readonly Desk desk = new(pathway.As(Role.Admin, "Ines"));

    public void Dispose() => desk.Dispose();

    /// <summary>The whole default protocol, to change at will.</summary>
    internal static JsonObject Whole() => JsonNode.Parse(ShippedProtocols.Shelf.Find(ProtocolShelf.DefaultId, 1)!.Document)!.AsObject();

    /// <summary>The default protocol but for the remnant that a healthy and an injured liver must exceed before stage 2, as a document that says what it changes.</summary>
    internal static string Asking(int percent, string id, int version = 1) => $$"""
        { "basedOn": { "id": "staged-hepatectomy", "version": 1 }, "id": "{{id}}", "version": {{version}}, "title": "More than {{percent}} %",
          "description": "What our board asks of every liver that is not cirrhotic.",
          "volume": { "stage2": { "limits": [
            { "parenchymaClass": "normal", "operator": "moreThan", "percent": {{percent}}, "evidence": { "source": "Our board, 2025" } },
            { "parenchymaClass": "injured", "operator": "moreThan", "percent": {{percent}}, "evidence": { "source": "Our board, 2025" } },
            { "parenchymaClass": "cirrhotic", "operator": "moreThan", "percent": 40, "evidence": { "source": "Our board, 2025" } } ] } } }
        """;

    internal Task<HttpResponseMessage> TryPublish(string document) => desk.Post("/api/protocols", document);

    /// <summary>Publishes what must be new.</summary>
    /// <returns>Its summary.</returns>
    internal async Task<JsonElement> Publish(string document) => await Desk.Created(await TryPublish(document));

    internal async Task<List<JsonElement>> List() => [.. Desk.Parse(await desk.Client.GetStringAsync("/api/protocols")).EnumerateArray()];

    internal Task<HttpResponseMessage> TryRead(string id, int version) => desk.Client.GetAsync($"/api/protocols/{id}/{version}");

    /// <summary>Reads a document, and insists that its hash is that of the very bytes.</summary>
    internal async Task<(string Document, string Hash)> Read(string id, int version)
    {
        var answer = await TryRead(id, version);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal($"\"{hash}\"", answer.Headers.ETag?.ToString());
        return (System.Text.Encoding.UTF8.GetString(bytes), hash);
    }
}
