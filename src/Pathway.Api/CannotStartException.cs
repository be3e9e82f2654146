namespace Pathway.Api;

/// <summary>
/// Pathway cannot start for a reason that whoever runs it can put right.
/// The message is one line that says what to do; it is printed without a stack trace, and the program ends with 1.
/// </summary>
/// <param name="message">What is wrong and how to put it right, in one line.</param>
/// <param name="inner">What was noticed; null when nothing else was thrown.</param>
public sealed class CannotStartException(string message, Exception? inner = null) : Exception(message, inner);
