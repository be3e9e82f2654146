using System.Text.Json;
using Pathway.Domain.Journey;

namespace Pathway.Domain.Audit;

/// <summary>An entry with what is kept beside it.</summary>
/// <param name="Recorded">The entry.</param>
/// <param name="Sequence">Its place in the log of all pathways, from 1.</param>
/// <param name="RecordedOn">The date of its entry, where the hospital is.</param>
/// <param name="CorrelationId">Name of the request that it came with; null when none was kept.</param>
/// <param name="RecordedBy">Who recorded it; null when that was not kept.</param>
public sealed record AuditedEvent(RecordedEvent Recorded, long Sequence, DateOnly RecordedOn, string? CorrelationId, RecordedBy? RecordedBy)
{
    /// <summary>Days from the date that it is about to the date of its entry; 0 when it was entered the same day.</summary>
    public int DelayDays => RecordedOn.DayNumber - Recorded.Event.OccurredOn.DayNumber;

    /// <summary>The author's own reason for it; null when its type asks for none.</summary>
    internal string? Reason => Recorded.Event switch
    {
        EventCorrected e => e.Reason,
        StrategyDecided e => e.Rationale,
        ReadinessDecided e => e.Rationale,
        AugmentationAdded e => e.Reason,
        PathwayResumed e => e.Reason,
        ProtocolAssigned e => e.Reason,
        DroppedOut e => JsonNamingPolicy.CamelCase.ConvertName(e.Reason.ToString()),
        PathwayClosed e => JsonNamingPolicy.CamelCase.ConvertName(e.Reason.ToString()),
        _ => null,
    };

    /// <summary>The decision that it records, as its own or as what an earlier entry should have said; null for all others.</summary>
    internal ReadinessDecided? Decided => Recorded.Event as ReadinessDecided ?? (Recorded.Event as EventCorrected)?.Replacement as ReadinessDecided;

    internal EntryReference Reference => new(
        Recorded.Id, Recorded.Version, EventCatalogue.TypeOf(Recorded.Event).Name, Recorded.Event.OccurredOn, Recorded.RecordedAt, DelayDays, RecordedBy);
}

/// <summary>Who recorded an entry, as kept beside it.</summary>
/// <param name="Id">Permanent id.</param>
/// <param name="Name">What they were called.</param>
/// <param name="Role">What they were allowed.</param>
/// <param name="Center">The center that they worked for; null when they were bound to none.</param>
/// <param name="Client">The program that they recorded it with; null when it did not say.</param>
public sealed record RecordedBy(string Id, string Name, string Role, string? Center, string? Client);

/// <summary>An entry in brief.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="Version">Its place in the pathway, from 1.</param>
/// <param name="Type">Its type.</param>
/// <param name="OccurredOn">The date that it is about.</param>
/// <param name="RecordedAt">Instant of its entry, UTC.</param>
/// <param name="DelayDays">Days from the one to the other, by the hospital's calendar.</param>
/// <param name="RecordedBy">Who recorded it; null when that was not kept.</param>
public sealed record EntryReference(Guid EventId, long Version, string Type, DateOnly OccurredOn, DateTimeOffset RecordedAt, int DelayDays, RecordedBy? RecordedBy);
