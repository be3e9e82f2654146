namespace Pathway.EventStore.Marten.Dispatching;

/// <summary>What waits in Wolverine's durable queue: of a lane something is due. What it is stands in the table of whoever has queued it.</summary>
/// <param name="Name">Names what is tried.</param>
/// <param name="Lane">The lane.</param>
public sealed record LaneIsDue(string Name, string Lane);

/// <summary>Works on one message, where this node is the one that may.</summary>
public interface ILanes
{
    /// <summary>Tries the first that is due of a lane.</summary>
    /// <param name="message">The lane.</param>
    /// <returns>A task that ends when what came of it is written down, or when there is nothing to try.</returns>
    Task Try(LaneIsDue message);
}

/// <summary>Called by Wolverine for each message that waits in its queue.</summary>
public static class LaneIsDueHandler
{
    /// <summary>Name of the queue.</summary>
    public const string Queue = "lanes";

    /// <summary>Works on one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="lanes">Who works on it.</param>
    public static Task Handle(LaneIsDue message, ILanes lanes)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        return lanes.Try(message);
    }
}
