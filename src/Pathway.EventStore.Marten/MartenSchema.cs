using JasperFx;
using Marten;
using Npgsql;

namespace Pathway.EventStore.Marten;

/// <summary>What Marten needs in a database beside the store's own tables: its functions, made by its own tooling.</summary>
internal static class MartenSchema
{
    // A follower that starts over from the beginning has Marten forget how far it was.
    private const string Grants = "grant delete on mt_event_progression to pathway_app";

    /// <summary>Makes what is missing, and changes nothing that is there.</summary>
    /// <param name="ownerConnectionString">Npgsql connection string of the tables' owner.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task Apply(string ownerConnectionString, CancellationToken cancellation)
    {
        await using var owner = NpgsqlDataSource.Create(ownerConnectionString);
        await using var store = new DocumentStore(MartenSettings.For(owner, new EventNames([])));
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOnly);
        await using var grant = owner.CreateCommand(Grants);
        await grant.ExecuteNonQueryAsync(cancellation);
    }
}
