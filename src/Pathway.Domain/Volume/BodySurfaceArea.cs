using Pathway.Domain.Protocols;

namespace Pathway.Domain.Volume;

/// <summary>Body surface from height and weight.</summary>
/// <remarks>
/// Du Bois as used in Huang M, Song C, Cai H, et al., review "ALPPS as a double-edged sword: leveraging imaging evaluation to
/// maximize benefits and mitigate risks"; Mosteller, N Engl J Med 1987. Du Bois reads low in obesity, by up to 20 % in one study
/// (Livingston and Lee). The protocol says which of them holds.
/// </remarks>
public static class BodySurfaceArea
{
    /// <summary>Body surface, m².</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="heightCm">Height, cm; null when not known.</param>
    /// <param name="dryWeightKg">Body weight without ascites, kg; null when not known.</param>
    /// <returns>The surface; null when height or weight is not known.</returns>
    public static double? M2(BodySurfaceFormula formula, double? heightCm, double? dryWeightKg) =>
        heightCm is not { } cm || dryWeightKg is not { } kg
            ? null
            : formula switch
            {
                BodySurfaceFormula.DuBois => 0.007184 * Math.Pow(cm, 0.725) * Math.Pow(kg, 0.425),
                BodySurfaceFormula.Mosteller => Math.Sqrt(cm * kg / 3600),
                _ => throw new ArgumentOutOfRangeException(nameof(formula), formula, "No such formula for body surface."),
            };
}
