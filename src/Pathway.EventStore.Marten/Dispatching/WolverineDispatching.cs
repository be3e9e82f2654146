using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pathway.EventStore.Dispatching;
using Wolverine.RDBMS;
using Wolverine.Runtime;

namespace Pathway.EventStore.Marten.Dispatching;

/// <summary>
/// Dispatching by Wolverine's durable queue: what has become due is put into it through the outbox, in the transaction that decided about it, and a handler tries
/// it. The node whose session holds the name's lock, and no other, fetches messages from the tables; it puts there itself what nobody announced.
/// </summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="wolverine">Wolverine, running.</param>
/// <param name="logger">Hears of failures, with names only.</param>
internal sealed class WolverineDispatching(NpgsqlDataSource dataSource, IWolverineRuntime wolverine, ILogger<WolverineDispatching> logger)
    : LeadingDispatching(dataSource, logger), ILanes
{
    private const int MostFetched = 100;
    private static readonly TimeSpan HandledAreKept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MessageIsLostAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Turn> turns = new(StringComparer.Ordinal);

    private IMessageDatabase Tables => (IMessageDatabase)wolverine.Storage;

    private Uri Queue => wolverine.Endpoints.AgentForLocalQueue(LaneIsDueHandler.Queue).Destination;

    /// <inheritdoc/>
    public override async Task Announce(string name, IReadOnlyCollection<string> lanes, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var outbox = new CallersOutbox(Tables);
        var bus = new MessageBus(wolverine);
        bus.EnlistInOutbox(outbox);
        foreach (var lane in lanes)
        {
            await bus.PublishAsync(new LaneIsDue(name, lane), new() { GroupId = lane });
        }

        await outbox.Store(connection, cancellation);
    }

    /// <inheritdoc/>
    public Task Try(LaneIsDue message)
    {
        ArgumentNullException.ThrowIfNull(message);

        // Where it is another's turn by now, that one has looked for what is due.
        return turns.TryGetValue(message.Name, out var turn) ? turn.Try(message.Lane) : Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task Work(
        NpgsqlConnection session, string name, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<DueTry>>> due, Func<string, CancellationToken, Task> attempt,
        CancellationToken cancellation)
    {
        using var turn = new Turn(DataSource, due, attempt, cancellation);
        turns[name] = turn;
        try
        {
            await Tables.Inbox.ReleaseIncomingAsync(wolverine.DurabilitySettings.AssignedNodeNumber, Queue); // What the one before had fetched.
            var cleaned = Stopwatch.GetTimestamp();
            while (true)
            {
                await Fetch(turn);
                if ((await due(session, cancellation)).Select(d => d.Lane).Where(turn.Expect).ToList() is { Count: > 0 } unannounced)
                {
                    await Announce(name, unannounced, session, cancellation);
                    await Fetch(turn);
                }

                if (Stopwatch.GetElapsedTime(cleaned) > HandledAreKept)
                {
                    await Tables.Admin.DeleteAllHandledAsync();
                    cleaned = Stopwatch.GetTimestamp();
                }

                await turn.UntilOneHasEnded(Poll);
            }
        }
        finally
        {
            turns.TryRemove(name, out _);
            await turn.End();
        }
    }

    /// <summary>Fetches messages that belong to no node into the queue of this one.</summary>
    private async Task Fetch(Turn turn)
    {
        var messages = await Tables.LoadPageOfGloballyOwnedIncomingAsync(Queue, MostFetched);
        if (messages.Count == 0)
        {
            return;
        }

        await Tables.ReassignIncomingAsync(wolverine.DurabilitySettings.AssignedNodeNumber, messages);
        foreach (var message in messages)
        {
            turn.Expect(message.GroupId!);
        }

        await wolverine.Endpoints.FindListenerCircuit(Queue)!.EnqueueDirectlyAsync(messages);
    }

    /// <summary>The time during which this node is the one that works.</summary>
    private sealed class Turn(
        NpgsqlDataSource dataSource, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<DueTry>>> due, Func<string, CancellationToken, Task> attempt,
        CancellationToken cancellation) : IDisposable
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, long> expected = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Task> underWay = new(StringComparer.Ordinal);
        private readonly SemaphoreSlim ended = new(0);
        private bool isOver;

        /// <summary>Takes note that a message of a lane is on its way here. One that has not come for long will not, whatever became of it.</summary>
        /// <returns>Whether none was.</returns>
        public bool Expect(string lane)
        {
            lock (gate)
            {
                if (underWay.ContainsKey(lane) || (expected.TryGetValue(lane, out var since) && Stopwatch.GetElapsedTime(since) < MessageIsLostAfter))
                {
                    return false;
                }

                expected[lane] = Stopwatch.GetTimestamp();
                return true;
            }
        }

        /// <summary>Tries the first that is due of a lane, unless its lane is busy: then the next is looked for when that has ended.</summary>
        public Task Try(string lane)
        {
            var mine = new TaskCompletionSource();
            lock (gate)
            {
                if (isOver || !underWay.TryAdd(lane, mine.Task))
                {
                    return Task.CompletedTask;
                }
            }

            return TryFirst(lane, mine);
        }

        /// <summary>Ends when a try has ended, or after a while.</summary>
        public async Task UntilOneHasEnded(TimeSpan atMost)
        {
            await ended.WaitAsync(atMost, cancellation);
            while (ended.Wait(0, CancellationToken.None))
            {
                // Of several that have ended one look finds what is next.
            }
        }

        /// <summary>Begins no more, and ends when all have ended that were begun.</summary>
        public Task End()
        {
            lock (gate)
            {
                isOver = true;
                return Task.WhenAll(underWay.Values);
            }
        }

        public void Dispose() => ended.Dispose();

        private async Task TryFirst(string lane, TaskCompletionSource mine)
        {
            try
            {
                if (await FirstOf(lane) is { } first)
                {
                    await attempt(first.Key, cancellation);
                }
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                // It is due still, for whoever comes next.
            }
            catch
            {
                await Task.Delay(PauseAfterFailure, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw; // Wolverine tells, and puts the message back.
            }
            finally
            {
                lock (gate)
                {
                    underWay.Remove(lane);
                    expected.Remove(lane);
                    if (!isOver)
                    {
                        ended.Release();
                    }
                }

                mine.SetResult();
            }
        }

        private async Task<DueTry?> FirstOf(string lane)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellation);
            return (await due(connection, cancellation)).FirstOrDefault(d => d.Lane == lane);
        }
    }
}
