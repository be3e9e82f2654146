namespace Pathway.Domain.Scores;

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
