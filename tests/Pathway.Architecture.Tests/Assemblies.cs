using System.Reflection;
using Pathway.Api;
using Pathway.Domain;
using Pathway.EventStore;
using Pathway.Projections.Overview;

namespace Pathway.Architecture.Tests;

/// <summary>What Pathway is made of.</summary>
internal static class Assemblies
{
    internal static readonly Assembly Domain = typeof(PathwayState).Assembly;
    internal static readonly Assembly EventStore = typeof(IEventStore).Assembly;
    internal static readonly Assembly Projections = typeof(PathwayList).Assembly;
    internal static readonly Assembly Api = typeof(PathwayHost).Assembly;
}
