using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Wolverine;

namespace Pathway.EventStore.Marten;

/// <summary>The store on Marten. Appends of a node go one after the other through Wolverine's bus, as all of them wait for the log's lock in any case.</summary>
internal sealed partial class MartenEventStore : IEventStore, IHostedService, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly IServiceScopeFactory scopes;
    private readonly NpgsqlDataSource dataSource;
    private readonly EventNames names;
    private readonly EventReader reader;
    private readonly StoreOptions options;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private Task before = Task.CompletedTask;
    private bool disposed;

    /// <summary>Begins to take appends.</summary>
    public MartenEventStore(
        IServiceScopeFactory scopes, NpgsqlDataSource dataSource, EventNames names, StoreOptions? options = null, ILogger<MartenEventStore>? logger = null)
    {
        (this.scopes, this.dataSource, this.names) = (scopes, dataSource, names);
        (this.options, this.logger) = (options ?? new(), logger ?? NullLogger<MartenEventStore>.Instance);
        reader = new(dataSource, names);
    }

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(StreamAppend append)
    {
        ArgumentNullException.ThrowIfNull(append);
        StreamAppendShape.Check(append);
        lock (gate)
        {
            if (disposed)
            {
                throw new InvalidOperationException("The store takes no more appends.");
            }

            var mine = AppendAfter(before, append);
            before = mine;
            return mine;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> ReadStream(Guid streamId, long fromVersion, CancellationToken cancellation) =>
        reader.Stream(streamId, fromVersion, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> ReadLog(long afterSequence, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return reader.Log(afterSequence, limit, cancellation);
    }

    /// <inheritdoc/>
    public Task<StoredAnswer?> FindAnswer(IdempotencyKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        return reader.Answer(key, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes no more appends, and ends when those that were called are decided.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task last;
        lock (gate)
        {
            disposed = true;
            last = before;
        }

        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<AppendOutcome> AppendAfter(Task before, StreamAppend append)
    {
        var since = TimeProvider.System.GetTimestamp();
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            var outcome = await Write(append);
            StoreMetrics.Decided(outcome, TimeProvider.System.GetElapsedTime(since));
            return outcome;
        }
        catch
        {
            StoreMetrics.Failed(TimeProvider.System.GetElapsedTime(since));
            throw;
        }
    }

    /// <summary>
    /// Makes one append. After a lost reply the same append is made again on a new connection. That is no blind retry: it waits for the log's lock, so that
    /// the lost one has ended, and recognizes events that are stored already.
    /// </summary>
    private async Task<AppendOutcome> Write(StreamAppend append)
    {
        foreach (var one in append.Events)
        {
            names.Learn(one.Type);
        }

        Exception? lost = null;
        var mayBeStored = false;
        using var patience = new CancellationTokenSource();
        var pause = FirstPause;
        while (true)
        {
            var command = new AppendEvents(append);
            var reached = false;
            try
            {
                if (lost is not null)
                {
                    await Task.Delay(pause, patience.Token);
                    pause = pause < LongestPause ? pause * 2 : LongestPause;
                }

                await using (await dataSource.OpenConnectionAsync(patience.Token))
                {
                    reached = true; // Marten opens one when it sends, and does not tell the one failure from the other.
                }

                await using var scope = scopes.CreateAsyncScope();
                var outcome = await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<AppendOutcome>(command, patience.Token);
                return command.Sequence is { } sequence ? ((AppendOutcome.Appended)outcome) with { Sequence = sequence() } : outcome;
            }
            catch (Exception caught)
            {
                var failure = Failure.Of(caught);
                mayBeStored |= command.MayBeStored;
                if (IsRefusal(failure, afterLoss: lost is not null) || (!mayBeStored && !reached))
                {
                    ExceptionDispatchInfo.Throw(failure);
                }

                if (lost is null)
                {
                    lost = failure;
                    patience.CancelAfter(options.ResolveWithin);
                    dataSource.Clear(); // What the pool holds may lead to the same dead end.
                    LogReplyLost(append.StreamId, failure);
                }

                if (patience.IsCancellationRequested)
                {
                    LogUnknown(append.StreamId, options.ResolveWithin, lost);
                    return new AppendOutcome.Unknown(lost);
                }
            }
        }
    }

    /// <summary>
    /// Whether the server refused it, so that nothing is stored for certain: an error of the statement rolled it back. One that ends the connection says
    /// nothing, as it can strike between commit and reply. After a loss the error speaks for the first try too only where it lies in the data (class 22).
    /// </summary>
    private static bool IsRefusal(Exception failure, bool afterLoss) => failure switch
    {
        PostgresException { InvariantSeverity: "ERROR" } error => !afterLoss || error.SqlState.StartsWith("22", StringComparison.Ordinal),
        ArgumentException or InvalidCastException => true,
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reply to an append to {Stream} was lost; asking the database what became of it.")]
    private partial void LogReplyLost(Guid stream, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "What became of an append to {Stream} could not be found out within {Limit}.")]
    private partial void LogUnknown(Guid stream, TimeSpan limit, Exception failure);
}
