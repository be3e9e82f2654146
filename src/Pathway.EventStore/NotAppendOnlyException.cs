namespace Pathway.EventStore;

/// <summary>The application could change or remove what is recorded. The message is one line: which privilege is too much, and how to end it.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class NotAppendOnlyException(string message) : Exception(message);
