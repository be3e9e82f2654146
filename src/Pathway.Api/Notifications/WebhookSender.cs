using System.Diagnostics;
using System.Net;
using System.Text;
using Pathway.Projections.Notifications;

namespace Pathway.Api.Notifications;

/// <summary>What came of sending a message.</summary>
internal enum SendOutcome
{
    /// <summary>The receiver has taken it (2xx).</summary>
    Delivered,

    /// <summary>It has not, and may later.</summary>
    Failed,

    /// <summary>It says that it is gone for good (410).</summary>
    Gone,
}

/// <summary>What a receiver answered, or why there was no answer.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Words">The same in our words: nothing of what it says is read or kept.</param>
internal sealed record SendAnswer(SendOutcome Outcome, string Words);

/// <summary>Sends a message to a receiver, signed as standardwebhooks.com has it, and judges the answer. Whatever decides what is sent when, this sends it.</summary>
internal sealed class WebhookSender(PathwayOptions options, TimeProvider time) : IDisposable
{
    /// <summary>How long a receiver may take to answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null,
        ConnectCallback = WebhookAddress.Connect, PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16, MaxResponseDrainSize = 4096, // KiB; bytes: a longer answer ends the connection unread.
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "Pathway" } },
    };

    /// <summary>Sends a message once.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="secrets">What signs it, as kept; each signs it.</param>
    /// <param name="id">Id of the message: the same at every try.</param>
    /// <param name="body">JSON, as it is signed.</param>
    /// <param name="cancellation">Ends the wait for an answer.</param>
    internal async Task<SendAnswer> Send(string url, IReadOnlyList<ReadOnlyMemory<byte>> secrets, Guid id, string body, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        var answer = await TrySend(url, secrets, id, body, cancellation);
        NotificationMetrics.Tried(answer.Outcome.ToString().ToLowerInvariant(), Stopwatch.GetElapsedTime(since));
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<SendAnswer> TrySend(string url, IReadOnlyList<ReadOnlyMemory<byte>> secrets, Guid id, string body, CancellationToken cancellation)
    {
        // The one before may have been kept with a key that is gone, and the current one be there for that reason.
        var keys = secrets.Select(s => WebhookSecret.Open(options.SigningKey, s)).ToList();
        if (keys is not [not null, ..])
        {
            return new(SendOutcome.Failed, "Its secret was kept with another key of this installation: give it a new one.");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("webhook-id", $"{id}");
            request.Headers.Add("webhook-timestamp", $"{now}");
            request.Headers.Add("webhook-signature", string.Join(' ', keys.OfType<WebhookSecret>().Select(k => k.Sign($"{id}", now, body))));
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return new(
                answer.IsSuccessStatusCode ? SendOutcome.Delivered : answer.StatusCode is HttpStatusCode.Gone ? SendOutcome.Gone : SendOutcome.Failed,
                $"HTTP {(int)answer.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(SendOutcome.Failed, $"No answer within {Patience.TotalSeconds} s.");
        }
        catch (HttpRequestException failure)
        {
            return new(SendOutcome.Failed, failure.InnerException is RefusedAddressException refused ? refused.Message : $"No answer: {failure.HttpRequestError}.");
        }
    }
}
