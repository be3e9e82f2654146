using Pathway.Domain.Journey;

namespace Pathway.Domain.Scores;

/// <summary>What the scores of the MELD family share: their inputs with the floors, and how they are rounded and bounded.</summary>
internal static class MeldInputs
{
    internal static double Bilirubin(this InputCollector inputs, PathwayFacts facts) =>
        inputs.Number(facts.Laboratories, "bilirubin", "mg/dL", l => l.Bilirubin.In(Analyte.Bilirubin, "mg/dL"), from: 1);

    internal static double Inr(this InputCollector inputs, PathwayFacts facts) => inputs.Number(facts.Laboratories, "inr", unit: null, l => l.Inr, from: 1);

    internal static double Sodium(this InputCollector inputs, PathwayFacts facts) =>
        inputs.Number(facts.Laboratories, "sodium", "mmol/L", l => l.Sodium.In(Analyte.Sodium, "mmol/L"), from: 125, to: 137);

    internal static Sex? Sex(this InputCollector inputs, PathwayFacts facts)
    {
        if (facts.Opened is not { } opened)
        {
            inputs.Lacks("sex");
            return null;
        }

        inputs.Add(new("sex", Value: null, Unit: null, Words.Of(opened.Event.Sex), Used: null, Points: null, opened.EventId, opened.OccurredOn), ages: false);
        return opened.Event.Sex;
    }

    /// <summary>The latest word on dialysis; null when there is none.</summary>
    internal static ScoreInput? Dialysis(this InputCollector inputs, PathwayFacts facts)
    {
        if (facts.Laboratories.LastOrDefault(l => l.Event.Dialysis is not null) is not { } stated)
        {
            return null;
        }

        var input = new ScoreInput("dialysis", Value: null, Unit: null, Words.Of(stated.Event.Dialysis!.Value), Used: null, Points: null, stated.EventId, stated.OccurredOn);
        inputs.Add(input);
        return input;
    }

    /// <summary>Creatinine for the formula: on dialysis the cap, whatever was measured.</summary>
    internal static double Creatinine(this InputCollector inputs, PathwayFacts facts, ScoreInput? dialysis, double cap) => dialysis is { Word: "yes" }
        ? cap
        : inputs.Number(facts.Laboratories, "creatinine", "mg/dL", l => l.Creatinine.In(Analyte.Creatinine, "mg/dL"), from: 1, to: cap);

    internal static MeldScore Meld(this InputCollector inputs, double unrounded, string source, ScoreInput? dialysis, params ReadOnlySpan<string> notes)
    {
        double? known = inputs.Missing is [] ? unrounded : null;
        return new()
        {
            Value = known is { } v ? Math.Clamp(Whole(v), 6, 40) : null,
            Unrounded = known,
            Inputs = inputs.Inputs,
            Missing = inputs.Missing,
            OldestInputDays = inputs.OldestDays,
            Bounds = new(6, 40),
            Source = source,
            Notes =
            [
                .. notes,
                "Rounded to the nearest whole number; that halves go away from zero is an assumption.",
                .. (string[])(dialysis is null ? ["Nothing is on record about dialysis; it is taken as none."] : []),
            ],
        };
    }

    /// <summary>The nearest whole number. What lies within a billionth of a half is a half: converting a unit must not decide.</summary>
    internal static double Whole(double value) => Math.Round(Math.Round(value, 9), MidpointRounding.AwayFromZero);
}
