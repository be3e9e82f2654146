using Npgsql;

namespace Pathway.EventStore.Tests;

public sealed class DurabilityTests(SharedServer server)
{
    [Theory]
    [InlineData("synchronous_commit = off", "set synchronous_commit to on")]
    [InlineData("default_transaction_isolation = 'repeatable read'", "begins transactions as repeatable read")]
    [InlineData("default_transaction_isolation = serializable", "set default_transaction_isolation to read committed")]
    [InlineData("default_transaction_read_only = on", "set default_transaction_read_only to off")]
    [InlineData("synchronous_commit = local", null)] // No standby waits to be told.
    [InlineData("synchronous_commit = remote_apply", null)]
    public async Task A_setting_of_the_database_that_would_lose_what_was_answered_is_named(string setting, string? said)
    {
        await using var database = await server.NewDatabase();
        await DurabilityCheck.Verify(database.AppDataSource(), CancellationToken.None);
        await database.Execute($"alter database {database.Name} set {setting}");
        NpgsqlConnection.ClearPool(new NpgsqlConnection(database.Owner));

        await ShouldSay(said, database.AppDataSource($"{database.Owner};Application Name=another"));
    }

    [Theory]
    [InlineData("fsync=off", "set fsync to on")]
    [InlineData("full_page_writes=off", "set full_page_writes to on")]
    [InlineData("synchronous_commit=off", "set synchronous_commit to on")]
    [InlineData("synchronous_commit=local -c synchronous_standby_names=elsewhere", "before its standby has flushed")]
    public async Task A_setting_of_the_server_is_named_too(string setting, string said)
    {
        await using var careless = await PostgresServer.Launch($"-c {setting}");
        await using var connections = NpgsqlDataSource.Create(careless.ConnectionString);
        await ShouldSay(said, connections);
    }

    private static async Task ShouldSay(string? said, NpgsqlDataSource connections)
    {
        if (said is null)
        {
            await DurabilityCheck.Verify(connections, CancellationToken.None);
            return;
        }

        var error = await Assert.ThrowsAsync<NotDurableException>(() => DurabilityCheck.Verify(connections, CancellationToken.None));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
