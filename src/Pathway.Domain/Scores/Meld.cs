using Pathway.Domain.Journey;

namespace Pathway.Domain.Scores;

/// <summary>A score of the MELD family: a whole number from 6 to 40.</summary>
public sealed record MeldScore : Score
{
    /// <summary>What the formula gives before it is rounded and bounded; null while an input is missing.</summary>
    public required double? Unrounded { get; init; }
}

/// <summary>Model for end-stage liver disease, as first published: 3.78 ln bilirubin + 11.2 ln INR + 9.57 ln creatinine + 6.43, in mg/dL.</summary>
internal static class Meld
{
    internal static MeldScore Of(PathwayFacts facts, DateOnly asOf)
    {
        var inputs = new InputCollector(asOf);
        var dialysis = inputs.Dialysis(facts);
        return inputs.Meld(
            Formula(inputs, facts, dialysis),
            "MELD as computed by calculatorlib.com and tools.gera.services, which agree",
            dialysis);
    }

    /// <summary>The formula; each input is at least 1, creatinine at most 4, and 4 on dialysis.</summary>
    /// <returns>Not a number while an input is missing.</returns>
    internal static double Formula(InputCollector inputs, PathwayFacts facts, ScoreInput? dialysis) =>
        (3.78 * Math.Log(inputs.Bilirubin(facts))) + (11.2 * Math.Log(inputs.Inr(facts))) + (9.57 * Math.Log(inputs.Creatinine(facts, dialysis, cap: 4))) + 6.43;
}

/// <summary>MELD with sodium: above 11 points it adds 1.32 (137 − Na) − 0.033 MELD (137 − Na), sodium bounded to 125–137 mmol/L.</summary>
internal static class MeldNa
{
    internal static MeldScore Of(PathwayFacts facts, DateOnly asOf)
    {
        var inputs = new InputCollector(asOf);
        var dialysis = inputs.Dialysis(facts);
        var meld = MeldInputs.Whole(Meld.Formula(inputs, facts, dialysis));
        var sodiumGap = 137 - inputs.Sodium(facts);
        return inputs.Meld(
            meld > 11 ? meld + (1.32 * sodiumGap) - (0.033 * meld * sodiumGap) : meld,
            "MELD-Na as computed by tools.gera.services and public code, which agree",
            dialysis,
            "It starts from the whole MELD. An older form (Kim 2008) uses other coefficients and bounds.");
    }
}

/// <summary>MELD 3.0 (Kim et al., Gastroenterology 2021;161:1887): with sex and albumin, and creatinine at most 3.</summary>
internal static class Meld3
{
    internal static MeldScore Of(PathwayFacts facts, DateOnly asOf)
    {
        var inputs = new InputCollector(asOf);
        var dialysis = inputs.Dialysis(facts);
        var female = inputs.Sex(facts) is Journey.Sex.Female ? 1 : 0;
        var lnBilirubin = Math.Log(inputs.Bilirubin(facts));
        var lnInr = Math.Log(inputs.Inr(facts));
        var lnCreatinine = Math.Log(inputs.Creatinine(facts, dialysis, cap: 3));
        var sodiumGap = 137 - inputs.Sodium(facts);
        var albuminGap = 3.5 - inputs.Number(facts.Laboratories, "albumin", "g/dL", l => l.Albumin.In(Analyte.Albumin, "g/dL"), from: 1.5, to: 3.5);
        return inputs.Meld(
            (1.33 * female) + (4.56 * lnBilirubin) + (0.82 * sodiumGap) - (0.24 * sodiumGap * lnBilirubin) + (9.09 * lnInr) + (11.14 * lnCreatinine)
                + (1.85 * albuminGap) - (1.83 * albuminGap * lnCreatinine) + 6,
            "Kim et al., Gastroenterology 2021;161:1887 (PMC8608337); coefficients as in public code, of which eight independent files agree",
            dialysis);
    }
}

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
