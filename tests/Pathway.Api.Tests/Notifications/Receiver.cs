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
            context.Request.Path, headers["webhook-id"].Single()!, headers["webhook-timestamp"].Single()!, headers["webhook-signature"].Single()!, context.Request.ContentType!,
            [.. headers.Keys.Where(h => h.StartsWith("webhook-", StringComparison.Ordinal))], await body.ReadToEndAsync());
        messages.Enqueue(message);
        context.Response.StatusCode = await Answer(message, context);
    }
}

/// <summary>A message as it arrived.</summary>
internal sealed record Message(string To, string Id, string Timestamp, string Signatures, string ContentType, IReadOnlyList<string> Headers, string Body)
{
    public JsonElement Json { get; } = JsonElement.Parse(Body);

    public string Type => Json.GetProperty("type").GetString()!;

    public JsonElement Data => Json.GetProperty("data");

    public Guid PathwayId => Data.GetProperty("pathwayId").GetGuid();

    /// <summary>Checks it as docs/notifications.md tells receivers to: in Python, and in a shell with openssl.</summary>
    /// <returns>Whether it was signed with the secret; both ways say the same.</returns>
    public async Task<bool> IsSignedWith(string secret)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "body.json"), Body);
        var (python, shell) = (
            await Ask(folder.Path, "python3", "-c", $$"""
                {{Example("python")}}
                import os
                time.time = lambda: int(os.environ["webhook_timestamp"])  # the clock of a test stands still
                headers = {name.replace("_", "-"): os.environ[name] for name in ("webhook_id", "webhook_timestamp", "webhook_signature")}
                print("It is from Pathway." if is_from_pathway(os.environ["secret"], headers, open("body.json", "rb").read()) else "It is not.")
                """),
            await Ask(folder.Path, "bash", "-c", Example("bash")));
        Assert.Equal(python, shell);
        return shell == "It is from Pathway.";

        async Task<string> Ask(string where, string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = where,
                Environment = { ["secret"] = secret, ["webhook_id"] = Id, ["webhook_timestamp"] = Timestamp, ["webhook_signature"] = Signatures },
            })!;
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return said.Trim();
        }
    }

    // The last example of its language on the page.
    private static string Example(string language)
    {
        var lines = Documentation.Page("notifications.md");
        var begin = Array.LastIndexOf(lines, $"```{language}") + 1;
        return string.Join('\n', lines[begin..Array.IndexOf(lines, "```", begin)]);
    }
}
