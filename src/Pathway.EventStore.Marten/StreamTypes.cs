using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace Pathway.EventStore.Marten;

/// <summary>Marten tags a stream with the name of a .NET type, the port with a name. This makes the type that has it.</summary>
internal static class StreamTypes
{
    private static readonly ModuleBuilder Module =
        AssemblyBuilder.DefineDynamicAssembly(new("Pathway.StreamTypes"), AssemblyBuilderAccess.Run).DefineDynamicModule("Pathway.StreamTypes");

    private static readonly ConcurrentDictionary<string, Lazy<Type>> Types = new(StringComparer.Ordinal);

    /// <summary>The type of a name.</summary>
    /// <param name="alias">The name of the stream's type, in snake_case.</param>
    public static Type Of(string alias) => Types.GetOrAdd(alias, name => new(() => Module.DefineType(name, TypeAttributes.Public).CreateType())).Value;
}
