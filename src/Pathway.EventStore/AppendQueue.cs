using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore;

/// <summary>
/// Gathers appends: while one batch is being written, those that arrive wait and go together in the next. Nobody waits when nothing is being written.
/// </summary>
internal sealed partial class AppendQueue : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource dataSource;
    private readonly StoreOptions options;
    private readonly ILogger logger;
    private readonly Channel<WaitingAppend> waiting;
    private readonly Task writer;

    /// <summary>Begins to write.</summary>
    /// <param name="dataSource">Where to.</param>
    /// <param name="options">How much goes together.</param>
    /// <param name="logger">Hears of lost replies.</param>
    public AppendQueue(NpgsqlDataSource dataSource, StoreOptions options, ILogger logger)
    {
        this.dataSource = dataSource;
        this.options = options;
        this.logger = logger;
        waiting = Channel.CreateBounded<WaitingAppend>(new BoundedChannelOptions(options.MostWaiting) { SingleReader = true });
        writer = Task.Run(WriteUntilClosed);
    }

    /// <summary>Appends in turn.</summary>
    /// <param name="append">What to append.</param>
    /// <returns>What became of it.</returns>
    public async Task<AppendOutcome> Append(StreamAppend append)
    {
        var mine = new WaitingAppend(append);
        await waiting.Writer.WriteAsync(mine);
        return await mine.Outcome;
    }

    /// <summary>Takes no more appends, and ends when those that wait are written.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writer;
    }

    private async Task WriteUntilClosed()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var batch = new List<WaitingAppend>();
            var bytes = 0L;
            while (batch.Count < options.MostAppendsTogether && bytes < options.MostBytesTogether && waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
                bytes += next.Bytes;
            }

            StoreMetrics.Batch(batch.Count);
            await Write(batch);
        }
    }

    /// <summary>
    /// Writes one batch and tells each append what became of it. After a lost reply the same batch is sent again on a new connection. That is no
    /// blind retry: the statement waits for the log's lock, so that the lost one has ended, and recognizes events that are stored already.
    /// </summary>
    private async Task Write(List<WaitingAppend> batch)
    {
        Exception? lost = null;
        using var patience = new CancellationTokenSource();
        var pause = FirstPause;
        while (true)
        {
            var sent = false;
            try
            {
                if (lost is not null)
                {
                    await Task.Delay(pause, patience.Token);
                    pause = pause < LongestPause ? pause * 2 : LongestPause;
                    dataSource.Clear(); // What the pool still holds may lead to the same dead end.
                }

                await using var connection = await dataSource.OpenConnectionAsync(patience.Token);
                sent = true;
                var outcomes = await AppendStatement.Execute(connection, batch.ConvertAll(w => w.Append), patience.Token);
                for (var i = 0; i < outcomes.Length; i++)
                {
                    batch[i].Decide(outcomes[i]);
                }

                return;
            }
            catch (Exception failure) when (!sent && lost is null)
            {
                batch.ForEach(append => append.Fail(failure)); // There is no server to ask, and nothing was asked of it.
                return;
            }
            catch (Exception failure) when (sent && IsRefusal(failure, afterLoss: lost is not null))
            {
                await FindCulprit(batch, failure);
                return;
            }
            catch (Exception failure)
            {
                if (lost is null)
                {
                    lost = failure;
                    patience.CancelAfter(options.ResolveWithin);
                    LogReplyLost(batch.Count, failure);
                }

                if (patience.IsCancellationRequested)
                {
                    batch.ForEach(append => append.Decide(new AppendOutcome.Unknown(lost)));
                    LogUnknown(batch.Count, options.ResolveWithin, lost);
                    return;
                }
            }
        }
    }

    /// <summary>Each append of a refused batch by itself, so that only the one that the server cannot take fails.</summary>
    private async Task FindCulprit(List<WaitingAppend> batch, Exception refusal)
    {
        if (batch is [var culprit])
        {
            culprit.Fail(refusal);
            return;
        }

        foreach (var append in batch)
        {
            await Write([append]);
        }
    }

    /// <summary>
    /// Whether nothing of the batch is stored for certain. An error of the statement rolled it back; one that ends the connection says nothing, as it
    /// can strike between commit and reply; what could not be encoded was never whole. After a loss the error speaks for the first try too only where
    /// it lies in the data (class 22).
    /// </summary>
    private static bool IsRefusal(Exception failure, bool afterLoss) => failure switch
    {
        PostgresException { InvariantSeverity: "ERROR" } error => !afterLoss || error.SqlState.StartsWith("22", StringComparison.Ordinal),
        ArgumentException or InvalidCastException => true,
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reply to {Count} appends was lost; asking the database what became of them.")]
    private partial void LogReplyLost(int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "What became of {Count} appends could not be found out within {Limit}.")]
    private partial void LogUnknown(int count, TimeSpan limit, Exception failure);
}
