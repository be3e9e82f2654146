namespace Pathway.Domain;

/// <summary>Reads quantities that may not have been measured.</summary>
internal static class Measured
{
    /// <summary>The value in a unit.</summary>
    /// <param name="quantity">What was measured; null when nothing was.</param>
    /// <param name="analyte">What it is a quantity of.</param>
    /// <param name="unit">UCUM code of the unit wanted; null for the analyte's canonical one.</param>
    /// <returns>The value, unrounded; null when nothing was measured.</returns>
    internal static double? In(this Quantity? quantity, Analyte analyte, string? unit = null) =>
        quantity is null ? null : analyte.In(quantity, unit ?? analyte.CanonicalUnit);
}
