namespace Pathway.EventStore.Following;

/// <summary>How far a follower is. One that stands by tells how far the one is that works.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Position">Sequence number of the last event that was dealt with; 0 for none.</param>
/// <param name="EndOfLog">Sequence number of the last event that there was when it last looked; 0 for none.</param>
/// <param name="IsWorking">Whether it works; false while it stands by for another, or cannot.</param>
/// <param name="Error">What went wrong last, until a batch succeeds or nothing is left to do; null when all is well.</param>
/// <param name="Since">Since when it has been working or not, and well or not.</param>
public sealed record FollowerStatus(string Name, long Position, long EndOfLog, bool IsWorking, string? Error, DateTimeOffset Since)
{
    /// <summary>Since when it has been seen behind the end of the log, UTC; null while it is not, and before the first look.</summary>
    public DateTimeOffset? BehindSince { get; init; }

    /// <summary>How far it is behind the end of the log, in sequence numbers: as many events, or fewer where numbers were passed over. 0 when it has seen everything.</summary>
    public long Lag => Math.Max(0, EndOfLog - Position);
}
