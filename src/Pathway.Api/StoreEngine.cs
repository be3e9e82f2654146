using Pathway.EventStore;
#if MARTEN
using Pathway.EventStore.Marten;
#endif

namespace Pathway.Api;

/// <summary>The engine that this program was built with: the built-in one, or with <c>-p:Engine=Marten</c> that of the Marten and Wolverine packages.</summary>
public static class StoreEngine
{
    /// <summary>The engine. Nothing but the composition asks which one it is.</summary>
    public static IStoreEngine Chosen { get; } =
#if MARTEN
        new MartenEngine();
#else
        new BuiltInEngine();
#endif
}
