using Pathway.Domain.Protocols;

namespace Pathway.Domain.Function;

/// <summary>
/// A bile leak after one stage by the fluid of a drain (Koch et al., Surgery 2011;149:680): bilirubin at least 3 times that of the blood on or after day 3.
/// A leak that needed an intervention is one without it, and is recorded as a complication.
/// </summary>
/// <param name="Value">Whether the drain says so on any day; null when no day has both values.</param>
/// <param name="Ratio">Highest bilirubin in the drain as a multiple of the lowest in the blood of that day, on the day where this is highest; null when no day has both values.</param>
/// <param name="Day">That day after the stage; null when no day has both values.</param>
/// <param name="EventIds">The laboratory sets of that day which measured either.</param>
/// <param name="Missing">What would have to be known to answer; empty when <paramref name="Value"/> is not null.</param>
public sealed record BileLeak(bool? Value, double? Ratio, int? Day, ValueList<Guid> EventIds, ValueList<string> Missing)
{
    internal static BileLeak Of(StageWindow stage, ValueList<LaboratorySet> sets, BileLeakRule rule)
    {
        var worst = sets
            .Where(s => stage.Holds(s.OccurredOn) && stage.DayOf(s.OccurredOn) >= rule.FromDay && (s.DrainBilirubinUmolPerL ?? s.BilirubinUmolPerL) is not null)
            .GroupBy(s => stage.DayOf(s.OccurredOn))
            .Select(g => new { Day = g.Key, Ratio = g.Max(s => s.DrainBilirubinUmolPerL) / g.Min(s => s.BilirubinUmolPerL), Sets = g.Select(s => s.EventId).ToValueList() })
            .MaxBy(d => d.Ratio);

        return worst is { Ratio: { } ratio }
            ? new(rule.DrainToSerum.Holds(ratio), ratio, worst.Day, worst.Sets, [])
            : new(null, null, null, [], [$"drainBilirubin and bilirubin of one day, on or after day {rule.FromDay}"]);
    }
}
