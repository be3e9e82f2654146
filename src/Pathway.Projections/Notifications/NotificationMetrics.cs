using System.Diagnostics.Metrics;

namespace Pathway.Projections.Notifications;

/// <summary>What notifications count and time, under the meter "Pathway.Notifications".</summary>
public static class NotificationMetrics
{
    private static readonly Meter Meter = new("Pathway.Notifications");

    private static readonly Counter<long> Happenings = Meter.CreateCounter<long>("pathway.notification.happenings", "{happening}", "What happened to pathways, by kind.");

    private static readonly Counter<long> Tries = Meter.CreateCounter<long>("pathway.notification.tries", "{try}", "Tries to tell a webhook, by outcome: delivered, failed, gone.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("pathway.notification.try.duration", "s", "From the beginning of a try to its outcome.");

    private static readonly Gauge<long> Waiting = Meter.CreateGauge<long>("pathway.notification.waiting", "{delivery}", "What webhooks wait to be told.");

    private static readonly Gauge<long> Parked = Meter.CreateGauge<long>("pathway.notification.parked", "{delivery}", "What webhooks could not be told, and are not told any more unless somebody asks for it.");

    /// <summary>Counts a try.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="took">How long it took.</param>
    public static void Tried(string outcome, TimeSpan took)
    {
        Tries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        Duration.Record(took.TotalSeconds);
    }

    internal static void Told(IEnumerable<string> kinds)
    {
        foreach (var kind in kinds.GroupBy(k => k, StringComparer.Ordinal))
        {
            Happenings.Add(kind.Count(), new KeyValuePair<string, object?>("kind", kind.Key));
        }
    }

    internal static void Queued(long waiting, long parked)
    {
        Waiting.Record(waiting);
        Parked.Record(parked);
    }
}
