using Npgsql;
using Pathway.EventStore.Dispatching;
using Pathway.EventStore.Following;
using Pathway.Projections.Notifications;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Notifications;

/// <summary>Tells others what happens to pathways.</summary>
internal static class NotificationServices
{
    internal static void AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton(all => new HappeningProjection(
            all.GetRequiredService<NpgsqlDataSource>(), all.GetRequiredService<ILogFollowing>(), all.GetRequiredService<IDispatching>(), all.GetRequiredService<PublishedProtocols>(), all.GetRequiredService<TimeProvider>(),
            all.GetRequiredService<HospitalClock>().DateOf, all.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<Webhooks>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<Postman>();
        services.AddHostedService<NotificationService>();
    }

    /// <summary>Notices and tells while Pathway runs.</summary>
    private sealed class NotificationService(HappeningProjection happenings, Postman postman) : BackgroundService
    {
        /// <inheritdoc/>
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(happenings.Run(stoppingToken), postman.Run(stoppingToken));
    }
}
