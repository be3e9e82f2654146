using Pathway.Domain.Protocols;

namespace Pathway.Domain.Function;

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
