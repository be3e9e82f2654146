namespace Pathway.Domain;

/// <summary>
/// A stored event is none that this version can read: a newer version wrote it, or it was altered. The message says nothing of what is in it.
/// </summary>
/// <param name="storedName">The name of its type as stored.</param>
/// <param name="inner">What is wrong with it; null when there is no type of that name.</param>
public sealed class UnreadableEventException(string storedName, Exception? inner = null)
    : Exception(inner is null ? $"There is no event of the type {storedName} in this version." : $"A stored {storedName} is not what this version can read.", inner)
{
    /// <summary>Whether this version has no type of that name.</summary>
    public bool IsOfUnknownType => InnerException is null;
}
