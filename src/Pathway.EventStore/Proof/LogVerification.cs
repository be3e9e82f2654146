namespace Pathway.EventStore.Proof;

/// <summary>What was found when the whole log was held against its tree and its checkpoints.</summary>
/// <param name="Events">Events that there are.</param>
/// <param name="Covered">Events that have a leaf and are what their leaf says.</param>
/// <param name="NotYetCovered">Events after the last leaf: the tree follows the log within seconds.</param>
/// <param name="Leaves">Leaves of the tree.</param>
/// <param name="Checkpoints">Checkpoints that were signed, the one from outside left out.</param>
/// <param name="LastCheckpoint">Leaves that the last of them covers; null when there is none.</param>
/// <param name="Root">The root of the tree, recomputed from its leaves, in base64.</param>
/// <param name="FailedEvents">Events that are not what their leaf says, are gone, or were put in.</param>
/// <param name="Faults">
/// The first fault of every kind, the most telling kind first: an event, the order within a stream, the end of a stream, a node of the tree, a checkpoint, the checkpoint from outside.
/// </param>
public sealed record LogVerification(
    long Events, long Covered, long NotYetCovered, long Leaves, long Checkpoints, long? LastCheckpoint, string Root, long FailedEvents, IReadOnlyList<LogFault> Faults)
{
    /// <summary>Whether everything is as it was recorded and signed.</summary>
    public bool IsIntact => Faults.Count == 0;
}

/// <summary>Something is not as it was recorded.</summary>
/// <param name="Sequence">Sequence number of the event; null where no event is to blame.</param>
/// <param name="EventId">Its id; null likewise.</param>
/// <param name="StreamId">Its stream; null likewise.</param>
/// <param name="Version">Its place in the stream; null likewise.</param>
/// <param name="What">What is wrong, in one sentence.</param>
public sealed record LogFault(long? Sequence, Guid? EventId, Guid? StreamId, long? Version, string What)
{
    internal static LogFault At(StoredEvent stored, string what) => new(stored.Sequence, stored.Id, stored.StreamId, stored.Version, what);
}
