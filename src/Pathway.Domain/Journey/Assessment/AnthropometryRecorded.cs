namespace Pathway.Domain.Journey;

/// <summary>The patient was measured and weighed. Stored as "anthropometry_recorded".</summary>
/// <param name="OccurredOn">Date of the weighing.</param>
/// <param name="HeightCm">Height, cm.</param>
/// <param name="WeightKg">Body weight with any ascites, kg. Formulas use the dry weight: this less the ascites.</param>
/// <param name="AscitesKg">Weight of ascites contained in the body weight, kg; null when there is none or it was not estimated.</param>
public sealed record AnthropometryRecorded(
    DateOnly OccurredOn,
    [Between(50, 250, Unit = "cm", Hint = "Height is in centimeters: 1.74 m is 174.")] double HeightCm,
    [Between(2, 400, Unit = "kg", Hint = "Weight is in kilograms.")] double WeightKg,
    [Between(0, 60, Unit = "kg", Hint = "Ascites is in kilograms; a liter weighs about one.")] double? AscitesKg = null) : PathwayEvent(OccurredOn);
