using System.Security.Cryptography;
using Pathway.EventStore.Dispatching;
using Pathway.Projections.Notifications;

namespace Pathway.Api.Notifications;

/// <summary>Tries deliveries when they are due, and writes down what came of it. A message that was sent, and of which that could not be written down, is sent again with the same id.</summary>
internal sealed class Postman(IDispatching dispatching, Deliveries deliveries, WebhookSender sender, TimeProvider time, ILogger<Postman> log)
{
    /// <summary>Works until it is cancelled, whatever happens to the database.</summary>
    internal Task Run(CancellationToken cancellation) => dispatching.Run(
        Deliveries.Name,
        async (connection, ends) => [.. (await Deliveries.Due(connection, time.GetUtcNow(), ends)).Select(d => new DueTry(Deliveries.Lane(d.Webhook, d.Pathway), $"{d.Webhook} {d.Number}"))],
        (key, ends) => key.Split(' ') is [var webhook, var number] ? Try(Guid.Parse(webhook), long.Parse(number), ends) : throw new ArgumentException(key, nameof(key)),
        cancellation);

    private async Task Try(Guid webhook, long number, CancellationToken cancellation)
    {
        if (await deliveries.Find(webhook, number, time.GetUtcNow(), cancellation) is not { } due)
        {
            return; // Somebody else has tried it, or removed the webhook.
        }

        var answer = await sender.Send(due.Url, due.Secrets, due.HappeningId, due.Body, cancellation);
        var now = time.GetUtcNow();
        switch (answer.Outcome)
        {
            case SendOutcome.Delivered:
                await deliveries.HasDelivered(due, answer.Words, now, cancellation);
                break;
            case SendOutcome.Gone:
                await deliveries.IsGone(due, answer.Words, now, cancellation);
                log.LogWarning("Webhook {WebhookId} was switched off: its receiver says that it is gone.", due.WebhookId);
                break;
            default:
                var again = now + BackOff.After(due.Attempts + 1, Chance());
                await deliveries.HasFailed(due, answer.Words, now, again, cancellation);
                if (again is null)
                {
                    log.LogError("Delivery {Number} to webhook {WebhookId} is parked after its last try: {Answer}", due.Number, due.WebhookId, answer.Words);
                }

                break;
        }
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(1_000_001) / 1_000_000.0;
}
