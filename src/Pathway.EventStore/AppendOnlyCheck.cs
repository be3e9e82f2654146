using Npgsql;

namespace Pathway.EventStore;

/// <summary>Makes sure, before the first request, that the database itself keeps the record append-only.</summary>
public static class AppendOnlyCheck
{
    // has_any_column_privilege: a privilege on a single column is enough to rewrite it.
    private const string Excess = """
        select current_user,
          r.rolsuper,
          array(
            select c.relname::text from pg_class c
            where c.oid in ('mt_events'::regclass, 'mt_streams'::regclass) and pg_has_role(current_user, c.relowner, 'member')
            order by 1) as owned,
          array_remove(array[
            case when has_any_column_privilege('mt_events', 'update') then 'UPDATE on mt_events' end,
            case when has_table_privilege('mt_events', 'delete') then 'DELETE on mt_events' end,
            case when has_table_privilege('mt_events', 'truncate') then 'TRUNCATE on mt_events' end,
            case when has_table_privilege('mt_streams', 'delete') then 'DELETE on mt_streams' end,
            case when has_table_privilege('mt_streams', 'truncate') then 'TRUNCATE on mt_streams' end,
            case when has_column_privilege('mt_streams', 'id', 'update') then 'UPDATE of mt_streams.id' end], null) as privileges
        from pg_roles r where r.rolname = current_user
        """;

    /// <summary>
    /// Refuses a role that could change what is recorded. What is checked is the role that the connections act as; that a superuser's login could
    /// leave the role again does not show here, which is why a login of its own for the application is stronger.
    /// </summary>
    /// <param name="dataSource">The application's connections.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A task that ends when the role may add events and change none.</returns>
    /// <exception cref="NotAppendOnlyException">The role may do more.</exception>
    public static async Task Verify(NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        await using var command = dataSource.CreateCommand(Excess);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);

        var role = row.GetString(0);
        var excess =
            row.GetBoolean(1) ? "is a superuser"
            : row.GetFieldValue<string[]>(2) is { Length: > 0 } owned ? $"owns {string.Join(" and ", owned)}"
            : row.GetFieldValue<string[]>(3) is { Length: > 0 } privileges ? $"has {string.Join(", ", privileges)}"
            : null;
        if (excess is not null)
        {
            throw new NotAppendOnlyException(
                $"The database role {role} {excess}, so the record would not be append-only: let the application connect as {StoreConnection.AppRole}, " +
                "or as a login that is a member of it and takes it on, and grant that role no more than the schema does.");
        }
    }
}
