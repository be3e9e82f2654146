using Npgsql;

namespace Pathway.Projections.Cohort;

/// <summary>Runs statements that are made of our own names alone.</summary>
internal static class Sql
{
    /// <summary>Runs statements that have no parameters.</summary>
    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Names of tables cannot be parameters; they are the program's own.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
