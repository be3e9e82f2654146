namespace Pathway.Testing;

/// <summary>A database of its own, up to this version and empty.</summary>
/// <param name="OwnerConnectionString">Reaches it as its owner.</param>
/// <param name="AppConnectionString">Reaches it as Pathway does when it serves.</param>
public sealed record TestDatabase(string OwnerConnectionString, string AppConnectionString);
