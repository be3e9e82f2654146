namespace Pathway.Domain;

/// <summary>Something that holds about the patient: an entry with every correction applied.</summary>
/// <typeparam name="T">What kind of event it is.</typeparam>
/// <param name="EventId">The entry that it was first recorded by; it keeps this id however often it is corrected.</param>
/// <param name="Version">Place of that entry in the stream.</param>
/// <param name="Event">What happened, put right.</param>
public sealed record Fact<T>(Guid EventId, long Version, T Event)
    where T : PathwayEvent
{
    /// <summary>Date in the clinic.</summary>
    public DateOnly OccurredOn => Event.OccurredOn;
}
