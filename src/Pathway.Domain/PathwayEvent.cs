using System.Text.Json.Serialization;

namespace Pathway.Domain;

/// <summary>Something that happened to one patient. A fact for decades: it holds no rule, and its units stand in its names.</summary>
/// <param name="OccurredOn">Date in the clinic, where the hospital is; not the date of its entry.</param>
public abstract record PathwayEvent([property: JsonPropertyOrder(-2)] DateOnly OccurredOn)
{
    /// <summary>Free text, at most 2,000 characters, without names; null when nothing was added.</summary>
    [Text(2000)]
    [JsonPropertyOrder(100)]
    public string? Note { get; init; }
}
