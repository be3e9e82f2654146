using Pathway.Domain;

namespace Pathway.Projections.Cohort;

/// <summary>A pathway whose rows could not follow its events: what is told of it is as of the event before.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="Version">Stream version of the event that could not be followed.</param>
/// <param name="LogPosition">Place of that event in the log.</param>
/// <param name="EventType">Stored name of its type.</param>
/// <param name="Error">Why, without anything that the event says.</param>
public sealed record StoppedPathway(Guid PathwayId, long Version, long LogPosition, string EventType, string Error)
{
    /// <summary>One that stopped at an entry.</summary>
    internal static StoppedPathway At(Guid pathwayId, StoredEntry entry, Exception failure) => new(pathwayId, entry.Version, entry.Sequence, entry.Type, Reason(failure));

    // Messages may hold what the event says; types and places do not.
    private static string Reason(Exception failure) => failure is UnreadableEventException { IsOfUnknownType: true }
        ? "This version of the program does not know the type."
        : $"{failure.GetType().Name} in {failure.TargetSite?.DeclaringType?.Name}.{failure.TargetSite?.Name}";
}
