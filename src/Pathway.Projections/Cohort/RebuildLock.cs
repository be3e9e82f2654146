using Npgsql;

namespace Pathway.Projections.Cohort;

/// <summary>The right to make and drop generations: one has it at a time, until its session lets go or ends.</summary>
internal static class RebuildLock
{
    private const string Lock = "hashtextextended('pathway_rebuild Cohort', 0)";

    /// <summary>Takes it for the session, unless another has it.</summary>
    public static async Task<bool> TryTake(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Waits for it, and has it until the transaction ends.</summary>
    public static Task Await(NpgsqlConnection connection, CancellationToken cancellation) => Sql.Execute(connection, $"select pg_advisory_xact_lock({Lock})", cancellation);

    /// <summary>Lets go: a connection goes back to the pool with its session's locks, unless they are given up.</summary>
    public static async Task LetGo(NpgsqlConnection connection)
    {
        try
        {
            await Sql.Execute(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session has ended, and its locks with it.
        }
    }
}
