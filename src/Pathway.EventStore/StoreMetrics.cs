using System.Diagnostics.Metrics;
using Pathway.EventStore.Following;

namespace Pathway.EventStore;

/// <summary>What the store counts and times, under the meter "Pathway.EventStore".</summary>
internal static class StoreMetrics
{
    private static readonly Meter Meter = new("Pathway.EventStore");

    private static readonly Counter<long> Appends = Meter.CreateCounter<long>(
        "pathway.store.appends", "{append}", "Appends by outcome: appended, version_conflict, key_already_used, unknown, failed.");

    private static readonly Histogram<int> Together = Meter.CreateHistogram<int>(
        "pathway.store.batch.size", "{append}", "Appends that went together in one transaction.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "pathway.store.append.duration", "s", "From the call to its outcome.");

    private static readonly Gauge<long> Lag = Meter.CreateGauge<long>(
        "pathway.store.follower.lag", "{event}", "How far each follower of the log is behind its end, by name.");

    public static void Batch(int size) => Together.Record(size);

    public static void Decided(AppendOutcome outcome, TimeSpan took) => Ended(
        outcome switch
        {
            AppendOutcome.Appended => "appended",
            AppendOutcome.VersionConflict => "version_conflict",
            AppendOutcome.KeyAlreadyUsed => "key_already_used",
            _ => "unknown",
        },
        took);

    public static void Failed(TimeSpan took) => Ended("failed", took);

    public static void Followed(FollowerStatus status) => Lag.Record(status.Lag, new KeyValuePair<string, object?>("follower", status.Name));

    private static void Ended(string outcome, TimeSpan took)
    {
        Appends.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        Duration.Record(took.TotalSeconds);
    }
}
