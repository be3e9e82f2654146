using Npgsql;

namespace Pathway.EventStore;

/// <summary>Makes sure, before the first request, that the server keeps what it confirms and takes each statement as the store means it.</summary>
public static class DurabilityCheck
{
    // What the application's own connections get: a setting may be that of the server, of the database or of the login.
    private const string Faults = """
        select case
          when pg_is_in_recovery() then 'is a standby, which cannot be written to: name the primary server'
          when current_setting('transaction_read_only') = 'on' then 'lets its transactions only read: set default_transaction_read_only to off'
          when current_setting('fsync') = 'off' then 'does not flush to disk, so that a crash loses or breaks what was recorded: set fsync to on'
          when current_setting('full_page_writes') = 'off' then 'may break pages when it crashes: set full_page_writes to on'
          when current_setting('synchronous_commit') = 'off' then 'confirms before it has flushed, so that a crash loses what was answered: set synchronous_commit to on'
          when current_setting('synchronous_commit') in ('local', 'remote_write') and current_setting('synchronous_standby_names') <> ''
            then 'confirms before its standby has flushed, so that a failover loses what was answered: set synchronous_commit to on'
          when current_setting('transaction_isolation') <> 'read committed'
            then format('begins transactions as %s, under which appends do not see each other: set default_transaction_isolation to read committed', current_setting('transaction_isolation'))
        end
        """;

    /// <summary>Refuses a server, a database or a login whose settings would lose what was answered, or would not let it be recorded.</summary>
    /// <param name="dataSource">The application's connections.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A task that ends when what is confirmed is kept.</returns>
    /// <exception cref="NotDurableException">It would not be.</exception>
    public static async Task Verify(NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        await using var command = dataSource.CreateCommand(Faults);
        if (await command.ExecuteScalarAsync(cancellation) is string fault)
        {
            throw new NotDurableException($"The database {fault}. It may stand in postgresql.conf, or be set for the database or the login (alter database, alter role).");
        }
    }
}
