using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Pathway.EventStore;

/// <summary>
/// An engine: what stands behind <see cref="IEventStore"/> and <see cref="Following.ILogFollowing"/>. Every engine keeps the same tables, so that a database
/// that one wrote is another's as it is, and several may serve one database at once. docs/engines.md tells which there are and how they differ.
/// </summary>
public interface IStoreEngine
{
    /// <summary>The name that it is chosen by: a word in small letters.</summary>
    string Name { get; }

    /// <summary>
    /// Brings a database up to this version: the store's tables, by <see cref="StoreSchema"/>, and what the engine needs beside them. What only one engine
    /// needs is not written down among the schema files, or the others would take the database for a newer version's. Doing so again changes nothing.
    /// </summary>
    /// <param name="ownerConnectionString">Npgsql connection string of a login that may create tables and, the first time, roles.</param>
    /// <param name="assemblies">Assemblies with embedded <c>schema/*.sql</c> beside the store's own.</param>
    /// <param name="cancellation">Ends the wait; what was begun is rolled back.</param>
    /// <exception cref="SchemaException">The database is not what this version can work with.</exception>
    Task Migrate(string ownerConnectionString, IEnumerable<Assembly> assemblies, CancellationToken cancellation);

    /// <summary>
    /// Adds the engine to a host: <see cref="IEventStore"/>, <see cref="Following.ILogFollowing"/> and <see cref="Dispatching.IDispatching"/>, and whatever has to start and stop with it. It finds there the
    /// connections (<see cref="Npgsql.NpgsqlDataSource"/>, which act as the application and of which nobody has any use when the host has stopped), a
    /// <see cref="TimeProvider"/>, logging and, where they were told, <see cref="StoreOptions"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    void AddTo(IServiceCollection services);
}
