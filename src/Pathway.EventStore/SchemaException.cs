namespace Pathway.EventStore;

/// <summary>The database's schema is not what this version can work with. The message is one line, for whoever runs the server.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="cause">The server's own error; null when there was none.</param>
public sealed class SchemaException(string message, Exception? cause = null) : Exception(message, cause);
