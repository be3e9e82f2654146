using System.Text.Json.Serialization;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Scores;

/// <summary>Child-Pugh score, 5 to 15 points. It describes cirrhosis; it does not describe the function of a remnant.</summary>
public sealed record ChildPughScore : Score
{
    /// <summary>The points, 5 to 15; null while an input is missing.</summary>
    public int? Points => (int?)Value;

    /// <summary>The class of the points; null while an input is missing.</summary>
    public ChildPughClass? Class => Points switch
    {
        null => null,
        <= 6 => ChildPughClass.A,
        <= 9 => ChildPughClass.B,
        _ => ChildPughClass.C,
    };
}

/// <summary>Class of Child-Pugh points.</summary>
public enum ChildPughClass
{
    /// <summary>5 or 6 points.</summary>
    [JsonStringEnumMemberName("A")]
    A,

    /// <summary>7 to 9 points.</summary>
    [JsonStringEnumMemberName("B")]
    B,

    /// <summary>10 to 15 points.</summary>
    [JsonStringEnumMemberName("C")]
    C,
}

/// <summary>Child-Pugh score by the table of the Cleveland Clinic Journal of Medicine. A value on the edge of a band is in the middle band.</summary>
internal static class ChildPugh
{
    internal static ChildPughScore Of(PathwayFacts facts, DateOnly asOf)
    {
        var inputs = new InputCollector(asOf);
        inputs.Points(facts.Laboratories, "bilirubin", "mg/dL", l => l.Bilirubin.In(Analyte.Bilirubin, "mg/dL"), v => HigherIsWorse(v, 2, 3));
        inputs.Points(facts.Laboratories, "albumin", "g/dL", l => l.Albumin.In(Analyte.Albumin, "g/dL"), v => 4 - HigherIsWorse(v, 2.8, 3.5));
        inputs.Points(facts.Laboratories, "inr", unit: null, l => l.Inr, v => HigherIsWorse(v, 1.7, 2.3));
        inputs.Points(facts.Laboratories, "ascites", l => l.Ascites, v => 1 + (int)v);
        inputs.Points(facts.Laboratories, "encephalopathy", l => l.Encephalopathy, v => 1 + (int)v);

        // Tables in SI units round 2 and 3 mg/dL to 34 and 51 µmol/L, and so put a sliver of values into another band.
        var bilirubin = inputs.Inputs.FirstOrDefault(i => i.Name == "bilirubin");
        var otherBand = bilirubin is { Value: { } mgPerDl, Points: { } points } && HigherIsWorse(mgPerDl * 17.1, 34, 51) != points;

        return new()
        {
            Value = inputs.Sum,
            Inputs = inputs.Inputs,
            Missing = inputs.Missing,
            OldestInputDays = inputs.OldestDays,
            Bounds = new(5, 15),
            Source = "Cleveland Clinic Journal of Medicine, table 1",
            Notes = otherBand ? ["The bands of bilirubin are read in mg/dL (2 and 3); tables that round them to 34 and 51 µmol/L give other points for this value."] : [],
        };
    }

    private static int HigherIsWorse(double value, double middleFrom, double middleTo) =>
        LimitOperator.LessThan.Passes(value, middleFrom) ? 1 : LimitOperator.AtMost.Passes(value, middleTo) ? 2 : 3;
}
