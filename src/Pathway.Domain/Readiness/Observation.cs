namespace Pathway.Domain.Readiness;

/// <summary>A number that was observed, and the entries that it rests on.</summary>
/// <param name="Value">The number, unrounded.</param>
/// <param name="EventIds">The entries.</param>
public sealed record Observation(double Value, ValueList<Guid> EventIds);

/// <summary>Whether a state is present.</summary>
/// <param name="IsPresent">Whether it is; null when the record does not say.</param>
/// <param name="EventIds">The entries that say so.</param>
public sealed record StateObservation(bool? IsPresent, ValueList<Guid> EventIds)
{
    /// <summary>The record does not say.</summary>
    public static readonly StateObservation NotRecorded = new(null, []);
}
