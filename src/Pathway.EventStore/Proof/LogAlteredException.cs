namespace Pathway.EventStore.Proof;

/// <summary>The log is not what was signed of it. The message says what shows it; <see cref="LogVerifier"/> finds where.</summary>
/// <param name="message">What shows it.</param>
public sealed class LogAlteredException(string message) : Exception(message);
