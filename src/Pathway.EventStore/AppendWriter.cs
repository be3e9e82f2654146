using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore;

/// <summary>Writes what waits, batch by batch, and finds out what became of a batch whose reply was lost.</summary>
/// <param name="dataSource">Where to.</param>
/// <param name="options">How much goes together, and how long to ask after a lost reply.</param>
/// <param name="logger">Hears of lost replies.</param>
internal sealed partial class AppendWriter(NpgsqlDataSource dataSource, StoreOptions options, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    // Kept: the pool would hand out another one each time, and the server's side of it would have gone cold.
    private NpgsqlConnection? connection;

    /// <summary>Writes until the queue is closed and empty.</summary>
    /// <param name="waiting">The queue.</param>
    /// <returns>A task that ends then.</returns>
    public async Task Write(ChannelReader<WaitingAppend> waiting)
    {
        while (await waiting.WaitToReadAsync())
        {
            var batch = new List<WaitingAppend>();
            var bytes = 0L;
            while (batch.Count < options.MostAppendsTogether && bytes < options.MostBytesTogether && waiting.TryRead(out var next))
            {
                batch.Add(next);
                bytes += next.Bytes;
            }

            StoreMetrics.Batch(batch.Count);
            try
            {
                await Write(batch);
            }
            catch (Exception failure)
            {
                // Whatever strikes while a loss is dealt with: those who wait behind this batch have no other writer.
                connection = null;
                batch.ForEach(append => append.Decide(new AppendOutcome.Unknown(failure)));
                LogUnknown(batch.Count, options.ResolveWithin, failure);
            }
        }

        await Disconnect();
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
                }

                connection ??= await dataSource.OpenConnectionAsync(patience.Token);
                sent = true;
                var outcomes = await AppendStatement.Execute(connection, batch.ConvertAll(w => w.Append), patience.Token);
                for (var i = 0; i < outcomes.Length; i++)
                {
                    batch[i].Decide(outcomes[i]);
                }

                return;
            }
            catch (Exception failure)
            {
                await Disconnect();
                if (lost is null && !sent)
                {
                    batch.ForEach(append => append.Fail(failure)); // There is no server to ask, and nothing was asked of it.
                    return;
                }

                if (sent && IsRefusal(failure, afterLoss: lost is not null))
                {
                    await FindCulprit(batch, failure);
                    return;
                }

                if (lost is null)
                {
                    lost = failure;
                    patience.CancelAfter(options.ResolveWithin);
                    dataSource.Clear(); // What the pool holds may lead to the same dead end.
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

    private async Task Disconnect()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
            connection = null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reply to {Count} appends was lost; asking the database what became of them.")]
    private partial void LogReplyLost(int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "What became of {Count} appends could not be found out within {Limit}.")]
    private partial void LogUnknown(int count, TimeSpan limit, Exception failure);
}
