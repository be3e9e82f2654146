namespace Pathway.Domain.Volume;

/// <summary>Height and weight as they are known for one date.</summary>
/// <param name="HeightCm">Height, cm; null when never recorded.</param>
/// <param name="DryWeightKg">Body weight less its ascites, kg; null when never recorded. Ascites is no body that a liver has to serve.</param>
/// <param name="AsOf">Date of the later of the two entries; null when neither is known.</param>
public sealed record BodySize(double? HeightCm, double? DryWeightKg, DateOnly? AsOf)
{
    /// <summary>Height and weight for a date: the latest recorded on or before it; where there is none, the earliest recorded after it.</summary>
    /// <param name="facts">What is known. The opening counts as an entry of its own date; it may lack either value.</param>
    /// <param name="date">The date.</param>
    public static BodySize On(PathwayFacts facts, DateOnly date)
    {
        var entries = Entries(facts).ToList();
        var height = Known(entries.FindAll(static e => e.HeightCm is not null), date);
        var dryWeight = Known(entries.FindAll(static e => e.DryWeightKg is not null), date);
        return new(height?.HeightCm, dryWeight?.DryWeightKg, height?.On > dryWeight?.On ? height.On : dryWeight?.On ?? height?.On);
    }

    private static Entry? Known(List<Entry> entries, DateOnly date) =>
        entries.FindAll(e => e.On <= date).MaxBy(static e => (e.On, e.Version)) ?? entries.MinBy(static e => (e.On, e.Version));

    private static IEnumerable<Entry> Entries(PathwayFacts facts)
    {
        if (facts.Opened is { } opened)
        {
            yield return new(opened.OccurredOn, opened.Version, opened.Event.HeightCm, Dry(opened.Event.WeightKg, opened.Event.AscitesKg));
        }

        foreach (var weighed in facts.Anthropometries)
        {
            yield return new(weighed.OccurredOn, weighed.Version, weighed.Event.HeightCm, Dry(weighed.Event.WeightKg, weighed.Event.AscitesKg));
        }
    }

    // No body is left where ascites weighs as much as the whole: admission refuses that, and no formula may see it.
    private static double? Dry(double? weightKg, double? ascitesKg) => weightKg - (ascitesKg ?? 0) is { } dryKg and > 0 ? dryKg : null;

    private sealed record Entry(DateOnly On, long Version, double? HeightCm, double? DryWeightKg);
}
