using Npgsql;

namespace Pathway.EventStore;

/// <summary>Makes sure, before the first request, that the database itself keeps the record and the access log append-only.</summary>
public static class AppendOnlyCheck
{
    // has_any_column_privilege: a privilege on a single column is enough to rewrite it. And "set role" is a word away: what counts is every role that
    // this one is a member of, even where it inherits nothing. Whoever may make tables or functions can put others in the place of ours.
    private const string Excess = """
        select current_user, r.rolname,
          r.rolsuper,
          r.rolcreaterole,
          r.rolname in ('pg_write_server_files', 'pg_execute_server_program') as writes_files,
          array(
            select c.relname::text from pg_class c
            where c.oid in ('mt_events'::regclass, 'mt_streams'::regclass, 'pathway_access'::regclass) and c.relowner = r.oid
            order by 1) as owned,
          array_remove(array[
            case when has_any_column_privilege(r.oid, 'mt_events', 'update') then 'UPDATE on mt_events' end,
            case when has_table_privilege(r.oid, 'mt_events', 'delete') then 'DELETE on mt_events' end,
            case when has_table_privilege(r.oid, 'mt_events', 'truncate') then 'TRUNCATE on mt_events' end,
            case when has_table_privilege(r.oid, 'mt_streams', 'delete') then 'DELETE on mt_streams' end,
            case when has_table_privilege(r.oid, 'mt_streams', 'truncate') then 'TRUNCATE on mt_streams' end,
            case when has_column_privilege(r.oid, 'mt_streams', 'id', 'update') then 'UPDATE of mt_streams.id' end,
            case when has_any_column_privilege(r.oid, 'pathway_access', 'update') then 'UPDATE on pathway_access' end,
            case when has_table_privilege(r.oid, 'pathway_access', 'delete') then 'DELETE on pathway_access' end,
            case when has_table_privilege(r.oid, 'pathway_access', 'truncate') then 'TRUNCATE on pathway_access' end,
            case when has_schema_privilege(r.oid, (select relnamespace from pg_class where oid = 'mt_events'::regclass), 'create') then 'CREATE on the schema of mt_events' end,
            case when has_database_privilege(r.oid, current_database(), 'create') then 'CREATE on the database' end], null) as privileges
        from pg_roles r where pg_has_role(current_user, r.oid, 'member')
        order by r.rolname <> current_user, r.rolname
        """;

    /// <summary>
    /// Refuses a role that could change what is recorded. What is checked is the role that the connections act as, and what it could become; that a superuser's login could
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
        while (await row.ReadAsync(cancellation))
        {
            var (acting, role) = (row.GetString(0), row.GetString(1));
            var excess =
                row.GetBoolean(2) ? "is a superuser"
                : row.GetBoolean(3) ? "may take on other roles (CREATEROLE)"
                : row.GetBoolean(4) ? "may write the server's own files"
                : row.GetFieldValue<string[]>(5) is { Length: > 0 } owned ? $"owns {string.Join(" and ", owned)}"
                : row.GetFieldValue<string[]>(6) is { Length: > 0 } privileges ? $"has {string.Join(", ", privileges)}"
                : null;
            if (excess is not null)
            {
                var through = role == acting ? "" : $"can become {role}, which ";
                throw new NotAppendOnlyException(
                    $"The database role {acting} {through}{excess}, so the record would not be append-only: let the application connect as {StoreConnection.AppRole}, " +
                    "or as a login that is a member of it and takes it on, and grant that role no more than the schema does.");
            }
        }
    }
}
