using System.Text.RegularExpressions;

namespace Pathway.EventStore;

/// <summary>What an append must be before it is worth a round trip. A caller that breaks it has a bug, so it throws.</summary>
internal static partial class StreamAppendShape
{
    /// <summary>Checks an append.</summary>
    /// <param name="append">The append.</param>
    /// <exception cref="ArgumentException">What is wrong with it.</exception>
    public static void Check(StreamAppend append)
    {
        if (Fault(append) is { } fault)
        {
            throw new ArgumentException(fault, nameof(append));
        }
    }

    private static string? Fault(StreamAppend append) => append switch
    {
        { Events.IsDefaultOrEmpty: true } => "An append has at least one event.",
        { Documents.IsDefault: true } => "The documents of an append may be empty, not missing.",
        { ExpectedVersion: < 0 } => $"A stream has no version {append.ExpectedVersion}.",
        { Metadata.Timestamp: var at } when at.Offset != TimeSpan.Zero || at.Ticks % TimeSpan.TicksPerMicrosecond != 0 =>
            "A timestamp is in UTC and in whole microseconds: what is stored must be what was decided on.",
        { Answer.Answer.Fingerprint.Length: not 32 } => "A fingerprint is a SHA-256: 32 bytes.",
        { Answer.Answer.Status: < 200 or > 599 } => $"{append.Answer.Answer.Status} is no HTTP status of an answer.",
        _ => append.Documents.FirstOrDefault(d => !Alias().IsMatch(d.Alias)) is { Alias: var alias } // It becomes part of a statement.
            ? $"\"{alias}\" is no alias of a document: lower case letters, digits and _, at most 56."
            : null,
    };

    // PostgreSQL keeps 63 bytes of a name, and mt_doc_ takes 7.
    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,55}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Alias();
}
