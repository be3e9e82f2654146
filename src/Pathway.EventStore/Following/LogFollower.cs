using Microsoft.Extensions.Logging;
using Npgsql;

namespace Pathway.EventStore.Following;

/// <summary>
/// The built-in engine's follower: reads the log in its order and hands it on, batch by batch. One that stands by takes over as soon as the database
/// notices that the session of the one that works has ended.
/// </summary>
/// <remarks>
/// The right to work is a lock of the very session that writes, so that whoever has lost it cannot commit. Nothing but the database is asked whether
/// there is something new: no event is missed when a message is.
/// </remarks>
internal sealed class LogFollower(string name, LogHandler handler, NpgsqlDataSource dataSource, TimeProvider time, ILogger<LogFollower> logger, FollowerOptions? options)
    : LeadingFollower(name, handler, dataSource, time, logger, options)
{
    /// <inheritdoc/>
    protected override async Task Work(NpgsqlConnection connection, CancellationToken cancellation)
    {
        while (true)
        {
            var (position, end) = await LookAround(connection, cancellation);
            var waits = end > position;
            Tell(Status with { Position = position, EndOfLog = end, IsWorking = true, Error = waits ? Status.Error : null });
            var reached = waits ? await Step(connection, position, cancellation) : null;
            if (reached is { } now)
            {
                Tell(Status with { Position = now, Error = null });
            }

            IsWell();

            // What comes in meanwhile is done together: a transaction for every few events would cost those who record more than it is worth.
            if (reached is null || reached >= end)
            {
                await Task.Delay(Options.Poll, cancellation);
            }
        }
    }

    /// <summary>One batch, one transaction.</summary>
    /// <returns>The new checkpoint; null when there was nothing to do, or somebody moved the checkpoint.</returns>
    private async Task<long?> Step(NpgsqlConnection connection, long position, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var batch = await StoredEvents.ReadLog(connection, position, Options.MostEventsTogether, cancellation);
        if (batch is not [.., { Sequence: var last }])
        {
            return null;
        }

        await using var advance = new NpgsqlCommand(Advance, connection) { Parameters = { Of(Name), Of(position), Of(last) } };
        if (await advance.ExecuteNonQueryAsync(cancellation) == 0)
        {
            return null;
        }

        await Handler(batch, connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return last;
    }
}
