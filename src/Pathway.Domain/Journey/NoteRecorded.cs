namespace Pathway.Domain.Journey;

/// <summary>Somebody wrote something down; the note is required. Stored as "note_recorded".</summary>
/// <param name="OccurredOn">Date that the note is about.</param>
[NoteRequired]
public sealed record NoteRecorded(DateOnly OccurredOn) : PathwayEvent(OccurredOn);
