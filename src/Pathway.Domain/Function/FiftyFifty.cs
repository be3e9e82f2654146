using Pathway.Domain.Protocols;

namespace Pathway.Domain.Function;

/// <summary>The 50-50 criteria after one stage (Balzan, as in BJS Open 2022, zrac142, table 1): prothrombin under 50 % and bilirubin over 50 µmol/L on day 5.</summary>
/// <param name="Value">Whether both held on that day; null when one of them is not known and the other does not decide.</param>
/// <param name="ProthrombinPercent">The lowest prothrombin activity of that day, % of normal; null when not measured. The INR does not stand in for it.</param>
/// <param name="BilirubinUmolPerL">The highest bilirubin of that day, µmol/L; null when not measured.</param>
/// <param name="EventIds">The laboratory sets of that day which measured either.</param>
/// <param name="Missing">What would have to be known to answer; empty when <paramref name="Value"/> is not null.</param>
public sealed record FiftyFifty(bool? Value, double? ProthrombinPercent, double? BilirubinUmolPerL, ValueList<Guid> EventIds, ValueList<string> Missing)
{
    internal static FiftyFifty Of(StageWindow stage, ValueList<LaboratorySet> sets, FiftyFiftyRule rule)
    {
        var day = sets
            .Where(s => stage.Holds(s.OccurredOn) && stage.DayOf(s.OccurredOn) == rule.OnDay && (s.ProthrombinPercent ?? s.BilirubinUmolPerL) is not null)
            .ToList();
        var prothrombin = day.Min(s => s.ProthrombinPercent);
        var bilirubin = day.Max(s => s.BilirubinUmolPerL);
        bool? low = prothrombin is { } p ? rule.Prothrombin.Holds(p) : null;
        bool? high = bilirubin is { } b ? rule.Bilirubin.Holds(b) : null;
        bool? value = low == false || high == false ? false : low & high;

        return new(
            value, prothrombin, bilirubin, day.Select(s => s.EventId).ToValueList(),
            value is not null ? [] :
            [
                .. (string[])(low is null ? [$"prothrombinPercent on day {rule.OnDay}"] : []),
                .. (string[])(high is null ? [$"bilirubin on day {rule.OnDay}"] : []),
            ]);
    }
}
