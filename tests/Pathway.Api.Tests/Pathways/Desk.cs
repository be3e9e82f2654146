using System.Net;
using System.Text;
using System.Text.Json;

namespace Pathway.Api.Tests.Pathways;

/// <summary>Somebody at work with Pathway: says what happened over HTTP and reads where the patient stands.</summary>
internal sealed class Desk(HttpClient client) : IDisposable
{
    internal HttpClient Client => client;

    public void Dispose() => client.Dispose();

    /// <summary>Opens a pathway.</summary>
    /// <returns>Its id.</returns>
    internal async Task<Guid> Open(string? opening = null) => (await Created(await Post("/api/pathways", opening ?? Said.Opened()))).GetProperty("id").GetGuid();

    /// <summary>Opens a pathway and records events, one after the other.</summary>
    internal async Task<Guid> OpenWith(params IEnumerable<string> events)
    {
        var id = await Open();
        foreach (var happened in events)
        {
            await Record(id, happened);
        }

        return id;
    }

    /// <summary>Records what must be accepted.</summary>
    /// <returns>The answer.</returns>
    internal async Task<JsonElement> Record(Guid id, string body, params (string Name, string Value)[] headers) => await Created(await TryRecord(id, body, headers));

    /// <summary>Records one event that must be accepted.</summary>
    /// <returns>Its id.</returns>
    internal async Task<Guid> RecordOne(Guid id, string body) => (await Record(id, body)).GetProperty("events")[0].GetProperty("id").GetGuid();

    internal Task<HttpResponseMessage> TryRecord(Guid id, string body, params (string Name, string Value)[] headers) => Post($"/api/pathways/{id}/events", body, headers);

    internal Task<HttpResponseMessage> Validate(Guid id, string body, params (string Name, string Value)[] headers) => Post($"/api/pathways/{id}/events/validate", body, headers);

    internal Task<HttpResponseMessage> Post(string address, string body, params (string Name, string Value)[] headers) =>
        Post(address, Encoding.UTF8.GetBytes(body), headers);

    internal async Task<HttpResponseMessage> Post(string address, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await client.SendAsync(request);
    }

    internal Task<HttpResponseMessage> TryRead(Guid id, string query = "") => client.GetAsync($"/api/pathways/{id}{query}");

    internal Task<HttpResponseMessage> TryReadEvents(Guid id, string query = "") => client.GetAsync($"/api/pathways/{id}/events{query}");

    /// <summary>The state as text, byte for byte as answered.</summary>
    internal async Task<string> ReadText(Guid id, string query = "")
    {
        var answer = await TryRead(id, query);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return text;
    }

    internal async Task<JsonElement> Read(Guid id, string query = "") => Parse(await ReadText(id, query));

    internal async Task<string> PhaseOf(Guid id, string query = "") => (await Read(id, query)).GetProperty("phase").GetString()!;

    /// <summary>The events as recorded.</summary>
    internal async Task<IReadOnlyList<JsonElement>> Events(Guid id, string query = "") => [.. Parse(await client.GetStringAsync($"/api/pathways/{id}/events{query}")).EnumerateArray()];

    /// <summary>The state as told of two patients alike: without the pathway's id and version, each entry named by its type and date instead of its id.</summary>
    internal async Task<string> Told(Guid id)
    {
        var told = (await ReadText(id)).Replace($"\"id\":\"{id}\"", "", StringComparison.Ordinal);
        var events = await Events(id);
        told = told.Replace($"\"version\":{events.Count},", "", StringComparison.Ordinal);
        foreach (var entry in events)
        {
            told = told.Replace(entry.GetProperty("id").GetString()!, $"{entry.GetProperty("type")} of {entry.GetProperty("data").GetProperty("occurredOn")}", StringComparison.Ordinal);
        }

        return told;
    }

    internal static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>Insists that something was created.</summary>
    internal static async Task<JsonElement> Created(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return Parse(text);
    }
}
