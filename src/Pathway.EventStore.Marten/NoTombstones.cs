using Marten;

namespace Pathway.EventStore.Marten;

/// <summary>
/// Keeps Marten from filling the place of an append that failed: it would add an event that nobody entered, later than its number says. There is nothing
/// to fill, as the next append draws the same numbers again.
/// </summary>
internal sealed class NoTombstones : DocumentSessionListenerBase
{
    /// <summary>Called when everything to be written is queued: the streams are looked at no more but for what to fill.</summary>
    /// <inheritdoc/>
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        session.PendingChanges.Streams().Clear();
        return Task.CompletedTask;
    }
}
