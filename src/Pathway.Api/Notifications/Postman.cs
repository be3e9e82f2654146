using System.Security.Cryptography;
using Pathway.Projections.Notifications;

namespace Pathway.Api.Notifications;

/// <summary>Tries one delivery and writes down what came of it. A message that was sent, and of which that could not be written down, is sent again with the same id.</summary>
internal sealed class Postman(Deliveries deliveries, WebhookSender sender, TimeProvider time, ILogger<Postman> log)
{
    /// <summary>Tries it once.</summary>
    /// <param name="due">The first that waits of its pathway.</param>
    /// <param name="cancellation">Ends the try; nothing is written down then.</param>
    internal async Task Try(DueDelivery due, CancellationToken cancellation)
    {
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
