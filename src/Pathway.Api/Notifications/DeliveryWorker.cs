using Npgsql;
using Pathway.Projections.Notifications;

namespace Pathway.Api.Notifications;

/// <summary>Sees to it that what is due is tried. Which engine stores events decides who does.</summary>
internal interface IDeliveryDriver
{
    /// <summary>Has every delivery tried when its time has come, one after the other within a pathway, whatever happens to the database.</summary>
    /// <param name="cancellation">Ends it; a try under way is given up, and made again at the next start.</param>
    /// <returns>A task that ends when it was cancelled, without an exception.</returns>
    Task Run(CancellationToken cancellation);
}

/// <summary>
/// Looks into the queue that is in the database beside the record. Of several nodes one works, by a lock of its session; another takes over as soon as the database
/// notices that the session has ended.
/// </summary>
internal sealed class DeliveryWorker(NpgsqlDataSource dataSource, Postman postman, TimeProvider time, ILogger<DeliveryWorker> log) : IDeliveryDriver
{
    private const int MostOfOneWebhook = 8;

    private const string BeginSession = "set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3";
    private const string TryLead = "select pg_try_advisory_lock(hashtextextended('pathway_deliveries', 0))";
    private const string Resign = "select pg_advisory_unlock(hashtextextended('pathway_deliveries', 0))";

    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task Run(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Work(cancellation);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogError(failure, "Webhooks are told nothing at the moment; trying again in {Pause}.", _pauseAfterFailure);
                await Task.Delay(_pauseAfterFailure, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Works on one session until something fails.</summary>
    private async Task Work(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        var underWay = new Dictionary<(Guid Webhook, Guid Pathway), Task>();
        var works = false;
        try
        {
            await Ask(connection, BeginSession, cancellation);
            while (true)
            {
                works = works || await Ask(connection, TryLead, cancellation) is true;
                foreach (var due in works ? await Deliveries.Due(connection, time.GetUtcNow(), 2 * MostOfOneWebhook, cancellation) : [])
                {
                    // A pathway of which one is on its way waits for it; and a webhook that is slow has so many on their way and no more.
                    var place = (due.WebhookId, due.PathwayId);
                    if (!underWay.ContainsKey(place) && underWay.Keys.Count(k => k.Webhook == due.WebhookId) < MostOfOneWebhook)
                    {
                        underWay.Add(place, postman.Try(due, cancellation));
                    }
                }

                await Task.WhenAny(underWay.Values.Append(Task.Delay(_poll, cancellation)));
                cancellation.ThrowIfCancellationRequested();
                foreach (var (place, done) in underWay.Where(u => u.Value.IsCompleted).ToList())
                {
                    underWay.Remove(place);
                    await done;
                }
            }
        }
        finally
        {
            await Task.WhenAll(underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (works)
            {
                await LetGo(connection);
            }
        }
    }

    /// <summary>Lets another node work. A connection goes back to the pool with its session's locks, unless they are given up.</summary>
    private async Task LetGo(NpgsqlConnection connection)
    {
        try
        {
            await Ask(connection, Resign, CancellationToken.None);
        }
        catch (Exception gone)
        {
            dataSource.Clear(); // It does not go back: it is closed, and the lock with it.
            log.LogDebug(gone, "The session that webhooks were told from could not be asked to let go; it is closed.");
        }
    }

    private static async Task<object?> Ask(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Constants above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation);
    }
}
