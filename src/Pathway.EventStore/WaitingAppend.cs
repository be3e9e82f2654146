using System.Diagnostics;

namespace Pathway.EventStore;

/// <summary>One append in the queue, and the caller who waits for it.</summary>
/// <param name="append">What to append.</param>
internal sealed class WaitingAppend(StreamAppend append)
{
    // The caller goes on elsewhere: the writer has the next batch to send.
    private readonly TaskCompletionSource<AppendOutcome> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long since = Stopwatch.GetTimestamp();

    /// <summary>What to append.</summary>
    public StreamAppend Append => append;

    /// <summary>Bytes of its events, documents and answer.</summary>
    public long Bytes { get; } =
        append.Events.Sum(e => (long)e.Data.Length) + append.Documents.Sum(d => (long)d.Data.Length) + (append.Answer?.Answer.Body.Length ?? 0);

    /// <summary>Ends when it is decided.</summary>
    public Task<AppendOutcome> Outcome => outcome.Task;

    /// <summary>Tells the caller what became of it.</summary>
    /// <param name="what">What became of it.</param>
    public void Decide(AppendOutcome what)
    {
        StoreMetrics.Decided(what, Stopwatch.GetElapsedTime(since));
        outcome.TrySetResult(what); // The first word counts.
    }

    /// <summary>Tells the caller that nothing is stored, and why.</summary>
    /// <param name="why">Why.</param>
    public void Fail(Exception why)
    {
        StoreMetrics.Failed(Stopwatch.GetElapsedTime(since));
        outcome.TrySetException(why);
    }
}
