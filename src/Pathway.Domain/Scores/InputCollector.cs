using System.Collections.Immutable;

namespace Pathway.Domain.Scores;

/// <summary>Gathers the inputs of one score: of each the latest known, and the names of those that are not.</summary>
/// <param name="asOf">The date that the score describes.</param>
internal sealed class InputCollector(DateOnly asOf)
{
    private readonly List<ScoreInput> _inputs = [];
    private readonly List<string> _missing = [];
    private int? _oldestDays;

    internal ValueList<ScoreInput> Inputs => _inputs.ToValueList();

    internal ValueList<string> Missing => _missing.ToValueList();

    internal int? OldestDays => _oldestDays;

    /// <summary>Sum of the points of every input; null while one is missing.</summary>
    internal int? Sum => _missing is [] ? _inputs.Sum(i => i.Points ?? 0) : null;

    /// <summary>Takes the latest answer as a number for a formula.</summary>
    /// <returns>The number after the formula's bounds; not a number while it is missing, which keeps any formula from a result.</returns>
    internal double Number<T>(ImmutableArray<Fact<T>> facts, string name, string? unit, Func<T, double?> read, double from, double to = double.PositiveInfinity)
        where T : PathwayEvent
    {
        if (Latest(facts, name, read) is not var (fact, value))
        {
            return double.NaN;
        }

        var used = Math.Clamp(value, from, to);
        Add(new(name, value, unit, Word: null, used, Points: null, fact.EventId, fact.OccurredOn));
        return used;
    }

    /// <summary>Takes the latest answer as a number for points.</summary>
    internal void Points<T>(ImmutableArray<Fact<T>> facts, string name, string? unit, Func<T, double?> read, Func<double, int> points)
        where T : PathwayEvent
    {
        if (Latest(facts, name, read) is var (fact, value))
        {
            Add(new(name, value, unit, Word: null, Used: null, points(value), fact.EventId, fact.OccurredOn));
        }
    }

    /// <summary>Takes the latest answer as a word for points.</summary>
    internal void Points<T, TWord>(ImmutableArray<Fact<T>> facts, string name, Func<T, TWord?> read, Func<TWord, int> points)
        where T : PathwayEvent
        where TWord : struct
    {
        if (Latest(facts, name, read) is var (fact, word))
        {
            Add(new(name, Value: null, Unit: null, Words.Of(word), Used: null, points(word), fact.EventId, fact.OccurredOn));
        }
    }

    /// <summary>Takes an input that was found already.</summary>
    internal void Add(ScoreInput input, bool ages = true)
    {
        _inputs.Add(input);
        if (ages)
        {
            _oldestDays = Math.Max(_oldestDays ?? int.MinValue, asOf.DayNumber - input.OccurredOn.DayNumber);
        }
    }

    /// <summary>Notes that an input is not on record.</summary>
    internal void Lacks(string name) => _missing.Add(name);

    private (Fact<T> Fact, TAnswer Value)? Latest<T, TAnswer>(ImmutableArray<Fact<T>> facts, string name, Func<T, TAnswer?> read)
        where T : PathwayEvent
        where TAnswer : struct
    {
        if (facts.LastOrDefault(f => read(f.Event) is not null) is { } fact)
        {
            return (fact, read(fact.Event)!.Value);
        }

        Lacks(name);
        return null;
    }
}
