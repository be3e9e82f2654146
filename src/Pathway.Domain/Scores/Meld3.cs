using Pathway.Domain.Journey;

namespace Pathway.Domain.Scores;

/// <summary>MELD 3.0 (Kim et al., Gastroenterology 2021;161:1887): with sex and albumin, and creatinine at most 3.</summary>
internal static class Meld3
{
    internal static MeldScore Of(PathwayFacts facts, DateOnly asOf)
    {
        var inputs = new InputCollector(asOf);
        var dialysis = inputs.Dialysis(facts);
        var female = inputs.Sex(facts) is Sex.Female ? 1 : 0;
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
