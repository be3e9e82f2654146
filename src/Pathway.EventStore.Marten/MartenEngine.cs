using System.Reflection;
using JasperFx.CodeGeneration;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pathway.EventStore.Dispatching;
using Pathway.EventStore.Following;
using Pathway.EventStore.Marten.Following;
using Wolverine;
using Wolverine.Marten;

namespace Pathway.EventStore.Marten;

/// <summary>
/// The engine on the Marten and Wolverine packages: Marten keeps the streams and drives what follows the log, Wolverine takes appends to it, each in one
/// transaction. It keeps the tables, the order and the promises of the built-in engine, so that both may serve one database at once.
/// </summary>
/// <param name="eventTypes">Stored names of the events that are known beforehand; null for none. Others are learned when they are met.</param>
public sealed class MartenEngine(IEnumerable<string>? eventTypes = null) : IStoreEngine
{
    private readonly string[] eventTypes = [.. eventTypes ?? []];

    /// <inheritdoc/>
    public string Name => "marten";

    /// <inheritdoc/>
    public async Task Migrate(string ownerConnectionString, IEnumerable<Assembly> assemblies, CancellationToken cancellation)
    {
        await StoreSchema.Apply(ownerConnectionString, assemblies, cancellation);
        await MartenSchema.Apply(ownerConnectionString, cancellation);
    }

    /// <inheritdoc/>
    public void AddTo(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(new EventNames(eventTypes));

        // Wolverine would log what the server says of an append that it refuses, which may be what is in it. Who appends is told, and tells what may be known.
        services.AddLogging(logging => logging.AddFilter(typeof(AppendEvents).FullName, LogLevel.None));
        services.AddMarten(provider => MartenSettings.For(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<EventNames>(), new NoTombstones())).IntegrateWithWolverine();
        services.AddWolverine(ExtensionDiscovery.ManualOnly, wolverine =>
        {
            // Every append waits for its answer: nothing is sent that would have to be kept until it arrives.
            wolverine.Durability.Mode = DurabilityMode.MediatorOnly;
            wolverine.ApplicationAssembly = typeof(MartenEngine).Assembly;
            wolverine.Discovery.DisableConventionalDiscovery().IncludeType(typeof(AppendEventsHandler));
            wolverine.Policies.AutoApplyTransactions();
            wolverine.UseRuntimeCompilation();
            wolverine.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
        });
        services.AddLogging(logging => logging.AddFilter("Wolverine.Postgresql.PostgresqlMessageStore", LogLevel.Error)); // It misses tables that it does not need.
        services.AddSingleton<MartenEventStore>();
        services.AddSingleton<IEventStore>(provider => provider.GetRequiredService<MartenEventStore>());
        services.AddHostedService(provider => provider.GetRequiredService<MartenEventStore>()); // Stops before Wolverine, which was added before.
        services.AddSingleton<ILogFollowing, MartenFollowing>();
        services.AddSingleton<IDispatching, PostgresDispatching>(); // What is due and what came of it are rows that both engines keep.
    }
}
