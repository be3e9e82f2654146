namespace Pathway.Domain.Journey;

/// <summary>Somebody wrote something down; the note is required. Stored as "note_recorded".</summary>
/// <param name="OccurredOn">Date that the note is about.</param>
public sealed record NoteRecorded(DateOnly OccurredOn) : PathwayEvent(OccurredOn);
