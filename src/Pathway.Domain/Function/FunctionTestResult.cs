using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;

namespace Pathway.Domain.Function;

/// <summary>One test of liver function: as reported, in the units that it converts to exactly, and held against the protocol.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="OccurredOn">Date of the test.</param>
/// <param name="DayAfterStage1">Days after stage 1; null before it.</param>
/// <param name="Test">The test.</param>
/// <param name="Scope">What it looked at.</param>
/// <param name="Value">The result as reported.</param>
/// <param name="Unit">Its unit as reported.</param>
/// <param name="Percent">The result in %; null when it is another figure.</param>
/// <param name="PercentPerMin">The result in % per minute; null when it is another figure, or per body surface with the surface unknown.</param>
/// <param name="PercentPerMinPerM2">The result in % per minute and m² of body surface; null when it is another figure, or the surface is not known.</param>
/// <param name="BodySurfaceAreaM2">The body surface on that day, m², where the test is one of those that depend on it; else null.</param>
/// <param name="Limit">The limit that the protocol has for it; null when it has none.</param>
/// <param name="MeetsLimit">Whether the result passes; null without a limit, and where the result does not convert to the limit's unit.</param>
/// <param name="IsOnTheLine">Whether the result is the limit itself.</param>
public sealed record FunctionTestResult(
    Guid EventId, DateOnly OccurredOn, int? DayAfterStage1, FunctionTest Test, TestScope Scope, double Value, string Unit,
    double? Percent, double? PercentPerMin, double? PercentPerMinPerM2, double? BodySurfaceAreaM2,
    Limit? Limit, bool? MeetsLimit, bool IsOnTheLine)
{
    /// <summary>The tests of one figure, so that a later one stands for an earlier one.</summary>
    internal (FunctionTest, TestScope, string) Series => (Test, Scope, FunctionRules.FigureOf(Unit));

    internal static FunctionTestResult Of(Fact<FunctionTestRecorded> fact, PathwayFacts facts, Protocol protocol, ParenchymaClass? parenchyma)
    {
        var test = fact.Event;
        var surface = test.Test is FunctionTest.HepatobiliaryScintigraphy && BodySize.On(facts, fact.OccurredOn) is var body
            ? BodySurfaceArea.M2(protocol.Formulas.BodySurface, body.HeightCm, body.DryWeightKg)
            : null;
        var result = new FunctionTestResult(
            fact.EventId, fact.OccurredOn, StageWindow.DaysAfter(facts.Stage1?.OccurredOn, fact.OccurredOn),
            test.Test, test.Scope, test.Value, test.Unit,
            test.Unit switch { "%" => test.Value, "1" => test.Value * 100, _ => null },
            test.Unit switch { "%/min" => test.Value, "%/min/m2" => test.Value * surface, _ => null },
            test.Unit switch { "%/min/m2" => test.Value, "%/min" => test.Value / surface, _ => null },
            surface, Limit: null, MeetsLimit: null, IsOnTheLine: false);

        var limit = facts.Opened is { } opened
            ? protocol.Function.LimitFor(test.Test, test.Scope, test.Unit, opened.Event.Tumor, TechniqueBefore(facts, fact.OccurredOn), parenchyma)
            : null;
        return limit is null ? result
            : result.In(limit.Unit) is { } value ? result with { Limit = limit, MeetsLimit = limit.Holds(value), IsOnTheLine = limit.IsOnTheLine(value) }
            : result with { Limit = limit };
    }

    /// <summary>The result in a unit.</summary>
    /// <param name="unit">UCUM code.</param>
    /// <returns>The value; null when the result does not convert to it exactly.</returns>
    internal double? In(string unit) => unit switch
    {
        _ when unit == Unit => Value,
        "%" => Percent,
        "%/min" => PercentPerMin,
        "%/min/m2" => PercentPerMinPerM2,
        _ => null,
    };

    /// <summary>The result and an earlier one of the same series in one unit.</summary>
    /// <param name="earlier">The earlier one.</param>
    /// <returns>Both values; null when they have no unit in common.</returns>
    internal (double Now, double Then)? BesideEarlier(FunctionTestResult earlier)
    {
        foreach (var unit in (string[])["%/min/m2", "%/min", "%", Unit])
        {
            if (In(unit) is { } now && earlier.In(unit) is { } then)
            {
                return (now, then);
            }
        }

        return null;
    }

    /// <summary>What had been done by then to make the remnant grow: a rescue by ALPPS leaves the patient in the state that ALPPS leaves.</summary>
    private static Stage1Technique? TechniqueBefore(PathwayFacts facts, DateOnly date) =>
        facts.Augmentations.Any(a => a.OccurredOn < date && a.Event.Technique == AugmentationTechnique.RescueAlpps) ? Stage1Technique.Alpps
        : facts.Stage1 is { } stage1 && stage1.OccurredOn < date ? stage1.Event.Technique
        : null;
}
