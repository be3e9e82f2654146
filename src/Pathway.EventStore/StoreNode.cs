using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Pathway.EventStore.Dispatching;
using Pathway.EventStore.Following;

namespace Pathway.EventStore;

/// <summary>An engine at work on one database without a server around it: for a command, or one node of several in a test.</summary>
public sealed class StoreNode : IAsyncDisposable
{
    private readonly IHost host;

    private StoreNode(IHost host) => this.host = host;

    /// <summary>The record.</summary>
    public IEventStore Store => host.Services.GetRequiredService<IEventStore>();

    /// <summary>Lets work be done along it.</summary>
    public ILogFollowing Following => host.Services.GetRequiredService<ILogFollowing>();

    /// <summary>Has what leaves the system tried.</summary>
    public IDispatching Dispatching => host.Services.GetRequiredService<IDispatching>();

    /// <summary>Starts an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="dataSource">Connections from <see cref="StoreConnection.DataSource"/>, to a database that the engine has migrated. They are closed with the node.</param>
    /// <param name="logging">Hears of failures, with ids and counts only; it stays the caller's. Null for nobody.</param>
    /// <param name="options">How appends are made; null for the defaults.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<StoreNode> Start(
        IStoreEngine engine, NpgsqlDataSource dataSource, ILoggerFactory? logging = null, StoreOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var builder = Host.CreateEmptyApplicationBuilder(new());

        // By way of a factory, so that the host closes them: an engine may do so before it, as Wolverine does, and whoever calls need not know.
        builder.Services.AddSingleton(_ => dataSource).AddSingleton(TimeProvider.System).AddSingleton(options ?? new());
        if (logging is not null)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new HandedOn(logging)); // Past what the engine leaves out.
        }

        engine.AddTo(builder.Services);
        var node = new StoreNode(builder.Build());
        try
        {
            await node.host.StartAsync(cancellation);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no more appends, and ends when those that were called are decided.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync(); // The store may be disposed of in no other way.
    }

    /// <summary>Hands on what is logged here. Whose logging it is decides what is kept of it.</summary>
    private sealed class HandedOn(ILoggerFactory logging) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => logging.CreateLogger(categoryName);

        public void Dispose()
        {
            // It stays the caller's.
        }
    }
}
