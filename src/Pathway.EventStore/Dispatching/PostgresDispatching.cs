using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore.Dispatching;

/// <summary>The built-in engine's dispatching: one node looks into the table and tries what it finds.</summary>
/// <param name="dataSource">Connections that act as the application; they stay the caller's.</param>
/// <param name="logger">Hears of failures, with names only.</param>
internal sealed class PostgresDispatching(NpgsqlDataSource dataSource, ILogger<PostgresDispatching> logger) : LeadingDispatching(dataSource, logger)
{
    /// <inheritdoc/>
    public override Task Announce(string name, IReadOnlyCollection<string> lanes, NpgsqlConnection connection, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task Work(
        NpgsqlConnection session, string name, Func<NpgsqlConnection, CancellationToken, Task<IReadOnlyList<DueTry>>> due, Func<string, CancellationToken, Task> attempt,
        CancellationToken cancellation)
    {
        var underWay = new Dictionary<string, Task>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                foreach (var next in await due(session, cancellation))
                {
                    // What was read before a try had ended is read again after it: its lane is busy until then.
                    if (!underWay.ContainsKey(next.Lane))
                    {
                        underWay.Add(next.Lane, attempt(next.Key, cancellation));
                    }
                }

                await Task.WhenAny(underWay.Values.Append(Task.Delay(Poll, cancellation)));
                cancellation.ThrowIfCancellationRequested();
                foreach (var (lane, ended) in underWay.Where(u => u.Value.IsCompleted).ToList())
                {
                    underWay.Remove(lane);
                    await ended;
                }
            }
        }
        finally
        {
            await Task.WhenAll(underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
