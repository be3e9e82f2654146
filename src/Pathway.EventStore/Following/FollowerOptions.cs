namespace Pathway.EventStore.Following;

/// <summary>How much a follower does at a time, and how often it looks. The defaults fit a server beside its database.</summary>
public sealed record FollowerOptions
{
    /// <summary>Most events in a batch, 1 or more.</summary>
    public int MostEventsTogether { get; init; } = 1000;

    /// <summary>How long it waits at the end of the log, or standing by, before it looks again.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long it waits after a first failure; twice as long after each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest that it waits after a failure.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
