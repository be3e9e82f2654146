using System.Text.Json;
using Npgsql;

namespace Pathway.Projections.Identity;

/// <summary>Keeps who patients are, beside the record.</summary>
/// <param name="dataSource">Connections to the database; they stay the caller's.</param>
public sealed class PatientIdentities(NpgsqlDataSource dataSource)
{
    /// <summary>Reads who a patient is.</summary>
    /// <param name="pathwayId">The pathway.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The identity, or its erasure; neither when none was ever entered.</returns>
    public async Task<(KeptIdentity? Kept, Erasure? Erasure)> Read(Guid pathwayId, CancellationToken cancellation)
    {
        await using var command = Command(
            """
            select family_name, given_name, birth_date, record_number, changed_at, changed_by, erased_at, erased_by, erased_because
            from pathway_identity where pathway_id = $1
            """,
            pathwayId);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation))
        {
            return (null, null);
        }

        return row.IsDBNull(6)
            ? (new(new(Text(0), Text(1), row.IsDBNull(2) ? null : row.GetFieldValue<DateOnly>(2), Text(3)), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5)), null)
            : (null, new(row.GetFieldValue<DateTimeOffset>(6), row.GetString(7), Enum.Parse<ErasureReason>(row.GetString(8), ignoreCase: true)));

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }

    /// <summary>Enters who a patient is, or replaces it as a whole.</summary>
    /// <param name="pathwayId">The pathway.</param>
    /// <param name="identity">Who it is; at least one field is given.</param>
    /// <param name="by">Id of who enters it.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether it is kept; false when it was erased before, which is final.</returns>
    public async Task<bool> Keep(Guid pathwayId, PatientIdentity identity, string by, DateTimeOffset at, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(identity);
        await using var command = Command(
            """
            insert into pathway_identity (pathway_id, changed_at, changed_by, family_name, given_name, birth_date, record_number)
            values ($1, $2, $3, $4::varchar, $5::varchar, $6::date, $7::varchar)
            on conflict (pathway_id) do update set changed_at = excluded.changed_at, changed_by = excluded.changed_by,
              family_name = excluded.family_name, given_name = excluded.given_name, birth_date = excluded.birth_date, record_number = excluded.record_number
            where pathway_identity.erased_at is null
            """,
            pathwayId, at, by, identity.FamilyName, identity.GivenName, identity.BirthDate, identity.RecordNumber);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Erases who a patient is, for good. Doing so again changes nothing.</summary>
    /// <param name="pathwayId">The pathway.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Id of who erases it.</param>
    /// <param name="at">Now, UTC.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The first erasure; null when no identity was ever entered.</returns>
    public async Task<Erasure?> Erase(Guid pathwayId, ErasureReason reason, string by, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = Command(
            """
            update pathway_identity set family_name = null, given_name = null, birth_date = null, record_number = null,
              erased_at = $2, erased_by = $3, erased_because = $4
            where pathway_id = $1 and erased_at is null
            """,
            pathwayId, at, by, JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()));
        await command.ExecuteNonQueryAsync(cancellation);
        return (await Read(pathwayId, cancellation)).Erasure;
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = dataSource.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
