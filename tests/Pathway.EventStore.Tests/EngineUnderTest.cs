#if MARTEN
using Pathway.EventStore.Marten;
#endif

namespace Pathway.EventStore.Tests;

/// <summary>
/// The engine that these tests hold to what the port promises: the built-in one, or with <c>-p:Engine=Marten</c> that of the Marten and Wolverine packages.
/// What only the built-in engine does is tested in the folder of its name, which the others leave out.
/// </summary>
internal static class EngineUnderTest
{
    public static IStoreEngine Engine { get; } =
#if MARTEN
        new MartenEngine();
#else
        new BuiltInEngine();
#endif
}
