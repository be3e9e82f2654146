using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore;

/// <summary>
/// Gathers appends: while batches are being written, those that arrive wait and go together in the next. Nobody waits when nothing is being written.
/// </summary>
internal sealed class AppendQueue : IAsyncDisposable
{
    // While one holds the log's lock, the other encodes and sends; a third would only wait for the lock.
    private const int Writers = 2;

    private readonly Channel<WaitingAppend> waiting;
    private readonly Task writing;

    /// <summary>Begins to write.</summary>
    /// <param name="dataSource">Where to.</param>
    /// <param name="options">How much goes together.</param>
    /// <param name="logger">Hears of lost replies.</param>
    public AppendQueue(NpgsqlDataSource dataSource, StoreOptions options, ILogger logger)
    {
        waiting = Channel.CreateBounded<WaitingAppend>(options.MostWaiting);
        writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => new AppendWriter(dataSource, options, logger).Write(waiting.Reader))));
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
        await writing;
    }
}
