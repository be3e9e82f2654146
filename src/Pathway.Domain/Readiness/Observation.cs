namespace Pathway.Domain.Readiness;

/// <summary>A number that was observed, and the entries that it rests on.</summary>
/// <param name="Value">The number, unrounded.</param>
/// <param name="EventIds">The entries.</param>
/// <param name="OldestInputDays">Age in days of the oldest measured value that went into it; null where nothing measured did, or where it is no score.</param>
public sealed record Observation(double Value, ValueList<Guid> EventIds, int? OldestInputDays = null);

/// <summary>Whether a state is present.</summary>
/// <param name="IsPresent">Whether it is; null when the record does not say.</param>
/// <param name="EventIds">The entries that say so.</param>
public sealed record StateObservation(bool? IsPresent, ValueList<Guid> EventIds)
{
    /// <summary>The record does not say.</summary>
    public static readonly StateObservation NotRecorded = new(null, []);
}
