using Npgsql;

namespace Pathway.Projections.Cohort;

/// <summary>Tells up to which place in the log the cohort is true, and waits until it is far enough.</summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
public sealed class CohortPosition(NpgsqlDataSource dataSource)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads it. Rows that are read afterwards are true up to there, or further.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The place in the log; 0 before the first event.</returns>
    public async Task<long> Read(CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand("""
            select p.last_seq_id from cohort.generation g join mt_event_progression p on p.name = format('Cohort:V%s:All', g.version) where g.is_current
            """);
        return await command.ExecuteScalarAsync(cancellation) is long position ? position : 0;
    }

    /// <summary>Waits until it is far enough.</summary>
    /// <param name="atLeast">The place in the log that is wanted.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The place that it is at: less than what was wanted when it took too long.</returns>
    public async Task<long> WaitFor(long atLeast, TimeSpan patience, CancellationToken cancellation)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var position = await Read(cancellation);
            if (position >= atLeast || TimeProvider.System.GetElapsedTime(since) > patience)
            {
                return position;
            }

            await Task.Delay(Poll, cancellation);
        }
    }
}
