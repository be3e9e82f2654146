using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pathway.Api.Tests.Notifications;

/// <summary>Somebody else's server on this machine, that keeps what it is sent and answers as a test wants.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Message> messages = new();

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>Where it is.</summary>
    public string Url => $"{app.Urls.Single()}/hook";

    /// <summary>How it answers; 204 unless a test says otherwise.</summary>
    public Func<Message, HttpContext, Task<int>> Answer { get; set; } = (_, _) => Task.FromResult(204);

    /// <summary>What it was sent, in the order of arrival.</summary>
    public IReadOnlyList<Message> Messages => [.. messages];

    /// <summary>What each message was about, in the order of arrival.</summary>
    public IEnumerable<string> Kinds => Messages.Select(m => m.Type);

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(receiver.Take);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until it was sent so much.</summary>
    public async Task<IReadOnlyList<Message>> Until(Func<IReadOnlyList<Message>, bool> reached)
    {
        var since = Stopwatch.GetTimestamp();
        while (!reached(Messages))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), string.Join('\n', Messages.Select(m => m.Body)));
            await Task.Delay(10);
        }

        return Messages;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task Take(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        var headers = context.Request.Headers;
        var message = new Message(
            headers["webhook-id"].Single()!, headers["webhook-timestamp"].Single()!, headers["webhook-signature"].Single()!, context.Request.ContentType!, await body.ReadToEndAsync());
        messages.Enqueue(message);
        context.Response.StatusCode = await Answer(message, context);
    }
}

/// <summary>A message as it arrived.</summary>
internal sealed record Message(string Id, string Timestamp, string Signatures, string ContentType, string Body)
{
    public JsonElement Json { get; } = JsonElement.Parse(Body);

    public string Type => Json.GetProperty("type").GetString()!;

    public JsonElement Data => Json.GetProperty("data");

    public Guid PathwayId => Data.GetProperty("pathwayId").GetGuid();

    /// <summary>Checks it with another implementation.</summary>
    /// <returns>What is wrong; empty when it was signed with the secret.</returns>
    public async Task<string> Check(string secret)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "verify_webhook.py"), secret, Id, Timestamp, Signatures])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true,
        })!;
        var errors = python.StandardError.ReadToEndAsync();
        await python.StandardInput.WriteAsync(Body);
        python.StandardInput.Close();
        await python.WaitForExitAsync();
        return await errors;
    }
}
