using System.Diagnostics.Metrics;

namespace Pathway.Projections.Cohort;

/// <summary>What projections count and time, under the meter "Pathway.Projections".</summary>
internal static class ProjectionMetrics
{
    private static readonly Meter Meter = new("Pathway.Projections");
    private static readonly KeyValuePair<string, object?> Cohort = new("projection", "cohort");

    private static readonly Counter<long> Derived = Meter.CreateCounter<long>(
        "pathway.projection.pathways", "{pathway}", "Pathways whose rows were derived from their stream.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "pathway.projection.batch.duration", "s", "Deriving and writing what a batch of events has touched.");

    private static readonly Gauge<double> Lag = Meter.CreateGauge<double>(
        "pathway.projection.lag", "s", "From the entry of the last event of a batch to its rows.");

    private static readonly Gauge<long> Stopped = Meter.CreateGauge<long>(
        "pathway.projection.stopped", "{pathway}", "Pathways whose rows cannot follow their events.");

    private static readonly Counter<long> Checked = Meter.CreateCounter<long>(
        "pathway.projection.checked", "{pathway}", "Pathways that were derived anew and compared with their rows.");

    private static readonly Counter<long> Differing = Meter.CreateCounter<long>(
        "pathway.projection.differing", "{pathway}", "Pathways whose rows were not what their events say.");

    public static void Batch(int pathways, TimeSpan took, TimeSpan lag)
    {
        Derived.Add(pathways, Cohort);
        Duration.Record(took.TotalSeconds, Cohort);
        Lag.Record(Math.Max(0, lag.TotalSeconds), Cohort);
    }

    public static void StoppedPathways(long count) => Stopped.Record(count, Cohort);

    public static void Check(CheckResult result)
    {
        Checked.Add(result.Checked, Cohort);
        Differing.Add(result.Differing.Count, Cohort);
    }
}
