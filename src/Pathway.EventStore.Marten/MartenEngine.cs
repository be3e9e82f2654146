using System.Reflection;
using JasperFx.CodeGeneration;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pathway.EventStore.Dispatching;
using Pathway.EventStore.Following;
using Pathway.EventStore.Marten.Dispatching;
using Pathway.EventStore.Marten.Following;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten;

namespace Pathway.EventStore.Marten;

/// <summary>
/// The engine on the Marten and Wolverine packages: Marten keeps the streams and drives what follows the log, Wolverine takes appends to it, each in one
/// transaction. It keeps the tables, the order and the promises of the built-in engine, so that both may serve one database at once.
/// </summary>
/// <param name="eventTypes">Stored names of the events that are known beforehand; null for none. Others are learned when they are met.</param>
public sealed class MartenEngine(IEnumerable<string>? eventTypes = null) : IStoreEngine
{
    // Each may wait for a receiver, and waiting costs nothing.
    private const int MostTriesTogether = 200;

    private readonly string[] eventTypes = [.. eventTypes ?? []];

    /// <inheritdoc/>
    public string Name => "marten";

    /// <inheritdoc/>
    public async Task Migrate(string ownerConnectionString, IEnumerable<Assembly> assemblies, CancellationToken cancellation)
    {
        await StoreSchema.Apply(ownerConnectionString, assemblies, cancellation);

        // Of several nodes that start at once one does it, and the others find nothing left to do. The lock goes with its connection.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var takeLock = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('pathway_schema marten', 0))", connection);
        await takeLock.ExecuteNonQueryAsync(cancellation);
        await MartenSchema.Apply(ownerConnectionString, cancellation);
        await WolverineSchema.Apply(this, ownerConnectionString, cancellation);
    }

    /// <inheritdoc/>
    public void AddTo(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(new EventNames(eventTypes));

        // Wolverine would log what the server says of an append that it refuses, which may be what is in it. Who appends is told, and tells what may be known.
        services.AddLogging(logging => logging.AddFilter(typeof(AppendEvents).FullName, LogLevel.None));
        services.AddMarten(provider => MartenSettings.For(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<EventNames>(), new NoTombstones()))
            .IntegrateWithWolverine(integration => integration.MessageStorageSchemaName = WolverineSchema.Name);
        services.AddWolverine(ExtensionDiscovery.ManualOnly, wolverine =>
        {
            // Who fetches what waits is decided by a lock that the built-in engine knows as well: each node stands alone, and Wolverine's own agents fetch nothing.
            wolverine.Durability.Mode = DurabilityMode.Solo;
            wolverine.Durability.DurabilityAgentEnabled = false;
            wolverine.ApplicationAssembly = typeof(MartenEngine).Assembly;
            wolverine.Discovery.DisableConventionalDiscovery().IncludeType(typeof(AppendEventsHandler)).IncludeType(typeof(LaneIsDueHandler));
            wolverine.PublishMessage<LaneIsDue>().ToLocalQueue(LaneIsDueHandler.Queue).UseDurableInbox().MaximumParallelMessages(MostTriesTogether);
            wolverine.Policies.OnAnyException().RequeueIndefinitely(); // Nothing ends among dead letters.
            wolverine.Policies.AutoApplyTransactions();
            wolverine.UseRuntimeCompilation();
            wolverine.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
        });
        services.AddSingleton<MartenEventStore>();
        services.AddSingleton<IEventStore>(provider => provider.GetRequiredService<MartenEventStore>());
        services.AddHostedService(provider => provider.GetRequiredService<MartenEventStore>()); // Stops before Wolverine, which was added before.
        services.AddSingleton<ILogFollowing, MartenFollowing>();
        services.AddSingleton<WolverineDispatching>();
        services.AddSingleton<IDispatching>(provider => provider.GetRequiredService<WolverineDispatching>());
        services.AddSingleton<ILanes>(provider => provider.GetRequiredService<WolverineDispatching>());
    }
}
