using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Pathway.EventStore.Dispatching;
using Pathway.EventStore.Following;

namespace Pathway.EventStore;

/// <summary>The engine of this assembly: PostgreSQL by Npgsql, and nothing else.</summary>
public sealed class BuiltInEngine : IStoreEngine
{
    /// <inheritdoc/>
    public string Name => "builtin";

    /// <inheritdoc/>
    public Task Migrate(string ownerConnectionString, IEnumerable<Assembly> assemblies, CancellationToken cancellation) =>
        StoreSchema.Apply(ownerConnectionString, assemblies, cancellation);

    /// <inheritdoc/>
    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<IEventStore, PostgresEventStore>();
        services.AddSingleton<ILogFollowing, PostgresFollowing>();
        services.AddSingleton<IDispatching, PostgresDispatching>();
    }
}
