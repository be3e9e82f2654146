using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore;

/// <summary>
/// Gathers appends: while one batch is being written, those that arrive wait and go together in the next. Nobody waits when nothing is being written.
/// </summary>
internal sealed class AppendQueue : IAsyncDisposable
{
    private readonly Channel<WaitingAppend> waiting;
    private readonly Task writing;

    /// <summary>Begins to write.</summary>
    /// <param name="dataSource">Where to.</param>
    /// <param name="options">How much goes together.</param>
    /// <param name="logger">Hears of lost replies.</param>
    public AppendQueue(NpgsqlDataSource dataSource, StoreOptions options, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostAppendsTogether, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostBytesTogether, 1, nameof(options));
        waiting = Channel.CreateBounded<WaitingAppend>(new BoundedChannelOptions(options.MostWaiting) { SingleReader = true });

        // One writer: a second one would wait for the log's lock, with half of the appends that could have gone with the first.
        writing = Task.Run(() => new AppendWriter(dataSource, options, logger).Write(waiting.Reader));
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
