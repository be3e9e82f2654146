using JasperFx;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Wolverine.Persistence.Durability;

namespace Pathway.EventStore.Marten;

/// <summary>What Wolverine needs in a database: the tables in which messages wait, made by its own tooling in a schema of their own.</summary>
internal static class WolverineSchema
{
    /// <summary>Name of the schema.</summary>
    public const string Name = "wolverine";

    private const string Grants = $"""
        grant usage on schema {Name} to pathway_app;
        grant select, insert, update, delete on all tables in schema {Name} to pathway_app;
        grant usage on all sequences in schema {Name} to pathway_app
        """;

    /// <summary>Makes what is missing, and changes nothing that is there.</summary>
    /// <param name="engine">The engine as it runs, which knows how Wolverine is set up.</param>
    /// <param name="ownerConnectionString">Npgsql connection string of the tables' owner.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task Apply(MartenEngine engine, string ownerConnectionString, CancellationToken cancellation)
    {
        await using var owner = NpgsqlDataSource.Create(ownerConnectionString);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton(owner).AddSingleton(TimeProvider.System);
        engine.AddTo(builder.Services);
        using var host = builder.Build();
        await host.Services.GetRequiredService<IMessageStore>().Admin.MigrateAsync(AutoCreate.CreateOnly);
        await using var grant = owner.CreateCommand(Grants);
        await grant.ExecuteNonQueryAsync(cancellation);
    }
}
