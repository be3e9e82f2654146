using System.Collections.Frozen;

namespace Pathway.Domain;

/// <summary>A measured value with its unit, kept as it was reported.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">UCUM code, for example <c>umol/L</c>.</param>
public sealed record Quantity(double Value, string Unit);

/// <summary>Something that a laboratory measures: the units it may come in, how they convert, and what can be a slip of the hand no more.</summary>
public sealed class Analyte
{
    /// <summary>Total bilirubin, µmol/L; 1 mg/dL is 17.1 µmol/L.</summary>
    public static readonly Analyte Bilirubin = new("bilirubin", "umol/L", 0.5, 1500, [new("umol/L", 1), new("mg/dL", 17.1)]);

    /// <summary>Creatinine, µmol/L; 1 mg/dL is 88.4 µmol/L.</summary>
    public static readonly Analyte Creatinine = new("creatinine", "umol/L", 5, 3000, [new("umol/L", 1), new("mg/dL", 88.4)]);

    /// <summary>Albumin, g/L.</summary>
    public static readonly Analyte Albumin = new("albumin", "g/L", 5, 80, [new("g/L", 1), new("g/dL", 10)]);

    /// <summary>Platelet count, 10⁹/L.</summary>
    public static readonly Analyte Platelets = new("platelets", "10*9/L", 1, 3000, [new("10*9/L", 1), new("10*3/uL", 1), new("/nL", 1), new("/uL", 0.001)]);

    /// <summary>Sodium, mmol/L; of a monovalent ion, a milliequivalent is a millimole.</summary>
    public static readonly Analyte Sodium = new("sodium", "mmol/L", 90, 200, [new("mmol/L", 1), new("meq/L", 1)]);

    /// <summary>Hemoglobin, g/L.</summary>
    public static readonly Analyte Hemoglobin = new("hemoglobin", "g/L", 10, 250, [new("g/L", 1), new("g/dL", 10)]);

    /// <summary>Carcinoembryonic antigen, ng/mL, which is µg/L.</summary>
    public static readonly Analyte Cea = new("cea", "ng/mL", 0, 1_000_000, [new("ng/mL", 1), new("ug/L", 1)]);

    /// <summary>Bilirubin in the fluid of a drain, µmol/L: bile itself reaches thousands.</summary>
    public static readonly Analyte DrainBilirubin = new("drainBilirubin", "umol/L", 0, 100_000, [new("umol/L", 1), new("mg/dL", 17.1)]);

    private static readonly FrozenDictionary<string, Analyte> _byName =
        new[] { Bilirubin, Creatinine, Albumin, Platelets, Sodium, Hemoglobin, Cea, DrainBilirubin }.ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, double> _factors;
    private readonly FrozenDictionary<string, (double From, double To)> _limits;

    private Analyte(string name, string canonicalUnit, double from, double to, UnitFactor[] units)
    {
        (Name, CanonicalUnit, From, To) = (name, canonicalUnit, from, to);
        Units = units.Select(u => u.Unit).ToValueList();
        _factors = units.ToFrozenDictionary(u => u.Unit, u => u.Factor, StringComparer.Ordinal);
        _limits = Units.ToFrozenDictionary(
            u => u,
            u => u == canonicalUnit
                ? (from, to)
                : (Widened(from / _factors[u], MidpointRounding.ToNegativeInfinity), Widened(to / _factors[u], MidpointRounding.ToPositiveInfinity)),
            StringComparer.Ordinal);
    }

    /// <summary>Name, in camel case.</summary>
    public string Name { get; }

    /// <summary>UCUM code of the unit that the others are converted to.</summary>
    public string CanonicalUnit { get; }

    /// <summary>Smallest plausible value in the canonical unit, itself allowed; an entry limit of ours, no clinical one.</summary>
    public double From { get; }

    /// <summary>Largest plausible value in the canonical unit, itself allowed; an entry limit of ours, no clinical one.</summary>
    public double To { get; }

    /// <summary>UCUM codes of the units it may come in, the canonical one first.</summary>
    public ValueList<string> Units { get; }

    /// <summary>Finds an analyte.</summary>
    /// <param name="name">Name, in camel case.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public static Analyte Named(string name) => _byName[name];

    /// <summary>Converts a quantity.</summary>
    /// <param name="quantity">What was measured; its unit is one of <see cref="Units"/>.</param>
    /// <param name="unit">UCUM code of the unit wanted; one of <see cref="Units"/>.</param>
    /// <returns>The value in that unit, unrounded; the value itself when it is in that unit already.</returns>
    /// <exception cref="KeyNotFoundException">A unit is not one of the analyte's.</exception>
    public double In(Quantity quantity, string unit) =>
        quantity.Unit == unit ? quantity.Value : quantity.Value * _factors[quantity.Unit] / _factors[unit];

    /// <summary>What can be a slip of the hand no more, in one of the units.</summary>
    /// <param name="unit">UCUM code of the unit; one of <see cref="Units"/>.</param>
    /// <returns>
    /// Smallest and largest plausible value, both allowed: exact in the canonical unit, in another widened to two significant
    /// digits, so that the limit that is checked can be said and written.
    /// </returns>
    /// <exception cref="KeyNotFoundException">The unit is not one of the analyte's.</exception>
    public (double From, double To) LimitsIn(string unit) => _limits[unit];

    private static double Widened(double limit, MidpointRounding direction)
    {
        if (limit == 0)
        {
            return 0;
        }

        var step = (decimal)Math.Pow(10, Math.Floor(Math.Log10(limit)) - 1);
        return (double)(decimal.Round((decimal)limit / step, direction) * step);
    }

    private sealed record UnitFactor(string Unit, double Factor);
}
