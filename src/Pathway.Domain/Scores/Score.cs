namespace Pathway.Domain.Scores;

/// <summary>A score with everything it was made from.</summary>
public record Score
{
    /// <summary>The score; null while an input is missing, and where it does not apply. Never made from a part of its inputs.</summary>
    public required double? Value { get; init; }

    /// <summary>What it was made from: of each input the latest known.</summary>
    public required ValueList<ScoreInput> Inputs { get; init; }

    /// <summary>Inputs that are not on record; empty when the score could be made.</summary>
    public required ValueList<string> Missing { get; init; }

    /// <summary>The publication.</summary>
    public required string Source { get; init; }

    /// <summary>Smallest and largest value that the score can have; null when the publication gives none.</summary>
    public ScoreBounds? Bounds { get; init; }

    /// <summary>What a reader has to know before relying on it: readings that are ours, numbers not verified.</summary>
    public ValueList<string> Notes { get; init; } = [];

    /// <summary>Why the score says nothing of this patient; null when it does.</summary>
    public string? NotApplicable { get; init; }

    /// <summary>Age of the oldest measured input at the date described, days; null when nothing measured went in.</summary>
    public int? OldestInputDays { get; init; }
}

/// <summary>One input of a score.</summary>
/// <param name="Name">What it is, in camel case.</param>
/// <param name="Value">The number, in the score's unit, before any bound; null for an input that is a word.</param>
/// <param name="Unit">UCUM code of that unit; null for a plain number or a word.</param>
/// <param name="Word">The word; null for an input that is a number.</param>
/// <param name="Used">The number that went into the formula, after its bounds; null for a score of points.</param>
/// <param name="Points">The points given for it; null for a score that is a formula.</param>
/// <param name="EventId">The entry that it stands in.</param>
/// <param name="OccurredOn">Date of that entry.</param>
public sealed record ScoreInput(
    string Name, double? Value, string? Unit, string? Word, double? Used, int? Points, Guid EventId, DateOnly OccurredOn);

/// <summary>Smallest and largest value of a score.</summary>
/// <param name="From">Smallest, itself possible.</param>
/// <param name="To">Largest, itself possible.</param>
public sealed record ScoreBounds(double From, double To);
