using static System.FormattableString;

namespace Pathway.Domain.Journey;

/// <summary>There is a death on record already, and it says something else.</summary>
/// <param name="RecordedOn">Date of death on record.</param>
/// <param name="EventId">Its entry.</param>
public sealed record DeathAlreadyRecorded(DateOnly RecordedOn, Guid EventId) : Rejection(
    "death-already-recorded", RejectionKind.NotAllowed, "",
    "A patient dies once.",
    Invariant($"The death is on record for {RecordedOn:yyyy-MM-dd} as {EventId}. If that entry is wrong, correct it."));

/// <summary>The record has the patient alive after the date given for the death.</summary>
/// <param name="DiedOn">Date of death given.</param>
/// <param name="LaterOn">Date of the first later entry.</param>
/// <param name="EventId">That entry.</param>
public sealed record DeathBeforeEvent(DateOnly DiedOn, DateOnly LaterOn, Guid EventId) : Rejection(
    "death-before-event", RejectionKind.Impossible, "/occurredOn",
    "A patient cannot have died before something that happened to them.",
    Invariant($"The death is dated {DiedOn:yyyy-MM-dd}; entry {EventId} is dated {LaterOn:yyyy-MM-dd}. One of the two is wrong."));
