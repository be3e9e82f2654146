using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Services;
using Marten.Subscriptions;
using Npgsql;
using Pathway.EventStore.Following;

namespace Pathway.EventStore.Marten.Following;

/// <summary>
/// Hands on what Marten's daemon reads of the log. The handler's work, the follower's own checkpoint and Marten's are committed in Marten's transaction, or none.
/// </summary>
internal sealed class LogSubscription : SubscriptionBase
{
    private readonly string checkpoint;
    private readonly LogHandler handler;
    private readonly CancellationToken stop;
    private readonly TaskCompletionSource<Exception> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long position;
    private int session;

    /// <summary>Makes a subscription that begins after a checkpoint.</summary>
    /// <param name="checkpoint">Name of the follower, and of its checkpoint.</param>
    /// <param name="handler">What to do with a batch.</param>
    /// <param name="position">Where the checkpoint is.</param>
    /// <param name="most">Most events in a batch.</param>
    /// <param name="stop">Asks the handler to end.</param>
    public LogSubscription(string checkpoint, LogHandler handler, long position, int most, CancellationToken stop)
    {
        (this.checkpoint, this.handler, this.position, this.stop) = (checkpoint, handler, position, stop);
        Name = checkpoint.Replace(':', '.'); // A colon parts the names of Marten's own checkpoints.
        Options.BatchSize = most;
        IncludeArchivedEvents = true; // What was recorded is part of the log, whatever Marten's own tools set aside.
        Shard = new ShardName(Name).Identity;
    }

    /// <summary>Name of Marten's checkpoint.</summary>
    public string Shard { get; }

    /// <summary>Where the checkpoint is as far as this subscription knows; null while a batch is under way.</summary>
    public long? Position => Volatile.Read(ref session) == 0 ? Volatile.Read(ref position) : null;

    /// <summary>The session that a batch is written by; 0 while there is none.</summary>
    public int Session => Volatile.Read(ref session);

    /// <summary>Ends when a batch has failed, with why.</summary>
    public Task<Exception> Failed => failed.Task;

    /// <inheritdoc/>
    public override Task<IChangeListener> ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        if (page.Events.Count == 0)
        {
            return Task.FromResult<IChangeListener>(NullChangeListener.Instance);
        }

        var batch = new Batch(this, [.. page.Events.Select(EventReader.Of)]);
        ((ITransactionParticipantRegistrar)operations).AddTransactionParticipant(batch);
        return Task.FromResult<IChangeListener>(batch);
    }

    private sealed class Batch(LogSubscription subscription, IReadOnlyList<StoredEvent> events) : ITransactionParticipant, IChangeListener
    {
        public async Task BeforeCommitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token)
        {
            Volatile.Write(ref subscription.session, connection.ProcessID);
            try
            {
                await using var advance = new NpgsqlCommand(LeadingFollower.Advance, connection)
                {
                    Parameters = { new() { Value = subscription.checkpoint }, new() { Value = subscription.position }, new() { Value = events[^1].Sequence } },
                };
                if (await advance.ExecuteNonQueryAsync(token) == 0)
                {
                    throw new BeginAnewException();
                }

                await subscription.handler(events, connection, subscription.stop);
            }
            catch (Exception failure)
            {
                Volatile.Write(ref subscription.session, 0);
                subscription.failed.TrySetResult(failure);
                throw;
            }
        }

        public Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
        {
            Volatile.Write(ref subscription.position, events[^1].Sequence);
            Volatile.Write(ref subscription.session, 0);
            return Task.CompletedTask;
        }

        Task IChangeListener.BeforeCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token) => Task.CompletedTask;
    }
}

/// <summary>What Marten has read is not what comes next: somebody moved the checkpoint, or an event has a name that Marten was not told.</summary>
internal sealed class BeginAnewException() : Exception("It is begun anew.");
