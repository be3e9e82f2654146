namespace Pathway.EventStore;

/// <summary>What became of an append.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>All of it is stored, durably.</summary>
    /// <param name="Version">Version of the stream after its last event.</param>
    /// <param name="Sequence">Place of its last event in the log.</param>
    public sealed record Appended(long Version, long Sequence) : AppendOutcome;

    /// <summary>Nothing is stored: the stream had moved on.</summary>
    /// <param name="ActualVersion">Its version when the append was tried; 0 when it does not exist.</param>
    public sealed record VersionConflict(long ActualVersion) : AppendOutcome;

    /// <summary>Nothing is stored: the idempotency key had been used before.</summary>
    /// <param name="First">The answer that was given then.</param>
    public sealed record KeyAlreadyUsed(StoredAnswer First) : AppendOutcome;

    /// <summary>
    /// Nobody can tell yet: the connection was lost and the store could not be asked again in time.
    /// The caller must say so, and must never call it a failure.
    /// </summary>
    /// <param name="Reason">What was lost.</param>
    public sealed record Unknown(Exception Reason) : AppendOutcome;
}
