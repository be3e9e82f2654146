using static System.FormattableString;

namespace Pathway.Domain.Journey;

/// <summary>There is a stage 2 already, and it says something else.</summary>
/// <param name="RecordedOn">Date of the stage 2 on record.</param>
/// <param name="EventId">Its entry.</param>
public sealed record Stage2AlreadyRecorded(DateOnly RecordedOn, Guid EventId) : Rejection(
    "stage2-already-recorded", RejectionKind.NotAllowed, "",
    "A pathway has one stage 2.",
    Invariant($"Stage 2 is on record for {RecordedOn:yyyy-MM-dd} as {EventId}. If that entry is wrong, correct it."));
