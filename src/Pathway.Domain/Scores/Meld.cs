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
