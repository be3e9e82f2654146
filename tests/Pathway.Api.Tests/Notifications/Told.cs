using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pathway.Api.SignIn;
using Pathway.Api.Tests.Pathways;
using Pathway.Testing;

namespace Pathway.Api.Tests.Notifications;

/// <summary>A Pathway, a receiver, and an admin who registers it.</summary>
internal sealed class Told : IAsyncDisposable
{
    private HttpClient admin;

    private Told(TestPathway pathway, Receiver receiver) => (Pathway, Receiver, Desk, admin) = (pathway, receiver, new(pathway.As(Role.Coordinator)), pathway.As(Role.Admin));

    public TestPathway Pathway { get; private set; }

    public Receiver Receiver { get; }

    public Desk Desk { get; private set; }

    public static async Task<Told> Start(ThrowAwayPostgres postgres) => new(await TestPathway.Start(postgres), await Receiver.Start());

    /// <summary>Lets time pass. Tokens end with it, so that everybody signs in anew.</summary>
    public void Pass(TimeSpan time)
    {
        Pathway.Time.Now += time;
        SignIn();
    }

    /// <summary>Ends the node, and goes on with another.</summary>
    public async Task Replace(TestPathway node)
    {
        await Pathway.DisposeAsync();
        GoOnWith(node);
    }

    /// <summary>Goes on with another node, as the first has ended.</summary>
    public void GoOnWith(TestPathway node)
    {
        Pathway = node;
        SignIn();
    }

    public async Task<(Guid Id, string Secret)> Register(params string[] kinds)
    {
        var made = await Post("/api/webhooks", JsonSerializer.Serialize(new { url = Receiver.Url, kinds }), HttpStatusCode.Created);
        return (made.GetProperty("webhook").GetProperty("id").GetGuid(), made.GetProperty("secret").GetString()!);
    }

    public Task<JsonElement> Get(string address) => admin.GetFromJsonAsync<JsonElement>(address);

    public Task<JsonElement> Patch(Guid webhook, string body) => Send(HttpMethod.Patch, $"/api/webhooks/{webhook}", body, HttpStatusCode.OK);

    public Task<JsonElement> Post(string address, string? body = null, HttpStatusCode expected = HttpStatusCode.OK) => Send(HttpMethod.Post, address, body, expected);

    public Task UntilTried(Guid webhook, int tries) => Until($"/api/webhooks/{webhook}/deliveries", a => a.GetProperty("deliveries").EnumerateArray().Any(d => d.GetProperty("attempts").GetInt32() >= tries));

    public Task UntilNothingWaits(Guid webhook) => Until($"/api/webhooks/{webhook}", a => a.GetProperty("waiting").GetInt32() == 0);

    public Task UntilFollowing() => Until("/api/projections", a => a[1].GetProperty("state").GetString() == "following");

    public Task UntilFollowed(long position) => Until("/api/projections", a => a[1].GetProperty("position").GetInt64() >= position);

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        Desk.Dispose();
        await Pathway.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    private void SignIn()
    {
        admin.Dispose();
        Desk.Dispose();
        (Desk, admin) = (new(Pathway.As(Role.Coordinator)), Pathway.As(Role.Admin));
    }

    private async Task Until(string address, Func<JsonElement, bool> reached)
    {
        for (var waited = 0; !reached(await Get(address)); waited++)
        {
            Assert.InRange(waited, 0, 3000);
            await Task.Delay(20);
        }
    }

    private async Task<JsonElement> Send(HttpMethod method, string address, string? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        var answer = await admin.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, text);
        return JsonElement.Parse(text);
    }
}
