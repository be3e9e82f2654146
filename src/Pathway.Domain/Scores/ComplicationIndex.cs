using System.Collections.Immutable;
using Pathway.Domain.Journey;

namespace Pathway.Domain.Scores;

/// <summary>Comprehensive complication index, 0 to 100 (Slankamenac et al., Ann Surg 2013;258:1): half the root of the summed weights; 100 with a death.</summary>
internal static class ComplicationIndex
{
    internal static Score Of(ImmutableArray<Fact<ComplicationRecorded>> complications) => new()
    {
        Value = complications.Any(c => c.Event.Grade == ClavienDindoGrade.V) ? 100 : Math.Min(100, Math.Sqrt(complications.Sum(c => Weight(c.Event.Grade))) / 2),
        Inputs = complications.Select(c => new ScoreInput(
            Words.Of(c.Event.Kind), Value: null, Unit: null, c.Event.Grade.ToString(),
            c.Event.Grade == ClavienDindoGrade.V ? null : Weight(c.Event.Grade), Points: null, c.EventId, c.OccurredOn)).ToValueList(),
        Missing = [],
        Source = "Slankamenac et al., Ann Surg 2013;258:1",
        Bounds = new(0, 100),
        Notes = ["The weights are from public code, not verified against the original paper."],
    };

    /// <summary>The weight of a grade; a death has none, as it makes the index 100 by itself.</summary>
    private static double Weight(ClavienDindoGrade grade) => grade switch
    {
        ClavienDindoGrade.I => 300,
        ClavienDindoGrade.II => 1750,
        ClavienDindoGrade.IIIa => 2750,
        ClavienDindoGrade.IIIb => 4550,
        ClavienDindoGrade.IVa => 7200,
        ClavienDindoGrade.IVb => 8550,
        _ => throw new System.Diagnostics.UnreachableException($"Grade {grade} has no weight."),
    };
}
