namespace Pathway.EventStore;

/// <summary>The database may lose what it confirmed. The message is one line: which setting is at fault, and what it must be.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class NotDurableException(string message) : Exception(message);
