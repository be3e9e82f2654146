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

/// <summary>The peak of bilirubin after one stage (Mullen, as in BJS Open 2022, zrac142, table 1): over 7 mg/dL foretells death by liver failure.</summary>
/// <param name="Value">Whether the peak so far is over the limit; null when bilirubin was not measured after the day of the stage.</param>
/// <param name="PeakUmolPerL">The peak so far, µmol/L; null when not measured.</param>
/// <param name="Day">Its day after the stage; null when not measured.</param>
/// <param name="EventId">The laboratory set; null when not measured.</param>
/// <param name="Missing">What would have to be known to answer; empty when <paramref name="Value"/> is not null.</param>
public sealed record PeakBilirubin(bool? Value, double? PeakUmolPerL, int? Day, Guid? EventId, ValueList<string> Missing)
{
    internal static PeakBilirubin Of(StageWindow stage, ValueList<LaboratorySet> sets, Limit limit)
    {
        // From day 1: a sample of the day itself may well have been taken before the operation.
        var peak = sets
            .Where(s => stage.Holds(s.OccurredOn) && stage.DayOf(s.OccurredOn) >= 1 && s.BilirubinUmolPerL is not null)
            .MaxBy(s => s.BilirubinUmolPerL);

        return peak is null
            ? new(null, null, null, null, ["bilirubin after the day of the stage"])
            : new(
                limit.Holds(Analyte.Bilirubin.In(new(peak.BilirubinUmolPerL!.Value, Analyte.Bilirubin.CanonicalUnit), limit.Unit)),
                peak.BilirubinUmolPerL, stage.DayOf(peak.OccurredOn), peak.EventId, []);
    }
}
