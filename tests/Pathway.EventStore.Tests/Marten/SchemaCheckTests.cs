using global::Marten;
using Npgsql;
using Pathway.EventStore.Marten;
using Weasel.Core;

namespace Pathway.EventStore.Tests.Marten;

/// <summary>What Marten's own tooling says of a database.</summary>
public sealed class SchemaCheckTests(SharedServer server)
{
    [Fact]
    public async Task In_a_database_of_this_engine_Marten_would_change_nothing()
    {
        await using var database = await server.NewDatabase();

        Assert.Empty(await Differences(database));

        await database.Execute("drop index pk_mt_events_stream_and_version");
        Assert.Equal(["public.mt_events: Update"], await Differences(database)); // It does look.
    }

    [Fact]
    public async Task In_a_database_of_the_built_in_engine_Marten_misses_functions_of_its_own_and_would_change_no_table()
    {
        await using var database = await server.NewEmptyDatabase();
        await database.ApplySchema();

        var missing = (await Differences(database)).ToList();
        Assert.Contains("public.mt_mark_event_progression: Create", missing);
        Assert.All(missing, difference => Assert.EndsWith(": Create", difference, StringComparison.Ordinal));
    }

    private static async Task<IEnumerable<string>> Differences(TestDatabase database)
    {
        await using var owner = NpgsqlDataSource.Create(database.Owner);
        await using var store = new DocumentStore(MartenSettings.For(owner, new EventNames([])));
        var migration = await store.Storage.CreateMigrationAsync();
        return migration.Deltas.Where(d => d.Difference != SchemaPatchDifference.None).Select(d => $"{d.SchemaObject.Identifier}: {d.Difference}").Order(StringComparer.Ordinal);
    }
}
