using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Function;

/// <summary>
/// Liver failure after one stage, by the International Study Group of Liver Surgery (Rahbari et al., Surgery 2011;149:713):
/// INR and bilirubin both above the laboratory's own limits on one day, on or after day 5.
/// </summary>
/// <param name="Value">Whether any day fulfilled it. Null when no day did and one could not be judged, or none was measured: <paramref name="Missing"/> says what for.</param>
/// <param name="Day">The first day after the stage that fulfilled it; null when none did.</param>
/// <param name="OccurredOn">Date of that day; null when none did.</param>
/// <param name="Days">Every day that fulfilled it.</param>
/// <param name="EventIds">The laboratory sets that say so.</param>
/// <param name="RecoveredOn">First date after the last such day on which both values were known and neither was raised; null before it.</param>
/// <param name="RecoveryEventIds">The sets that say so.</param>
/// <param name="Grade">The worst grade that was recorded with a liver failure in this time: by management, so no laboratory value tells it; null when none was.</param>
/// <param name="RecordedEventIds">Complications recorded as liver failure in this time, whatever the laboratory says.</param>
/// <param name="Missing">What would have to be known to answer; empty when <paramref name="Value"/> is not null.</param>
public sealed record LiverFailure(
    bool? Value, int? Day, DateOnly? OccurredOn, ValueList<int> Days, ValueList<Guid> EventIds, DateOnly? RecoveredOn, ValueList<Guid> RecoveryEventIds,
    IsglsGrade? Grade, ValueList<Guid> RecordedEventIds, ValueList<string> Missing)
{
    internal static LiverFailure Of(StageWindow stage, PathwayFacts facts, ValueList<LaboratorySet> sets, LiverFailureRule rule)
    {
        var days = sets
            .Where(s => stage.Holds(s.OccurredOn) && stage.DayOf(s.OccurredOn) >= rule.FromDay && (s.BilirubinUmolPerL ?? s.Inr) is not null)
            .GroupBy(s => s.OccurredOn)
            .Select(g => JudgedDay.Of(g.Key, stage.DayOf(g.Key), [.. g], rule))
            .ToList();

        var failed = days.Where(d => d.Fails == true).ToList();
        var unclear = days.Where(d => d.Fails is null).ToList();
        var recovered = failed is [.., var last] ? days.Find(d => d.On > last.On && d is { BilirubinRaised: false, InrRaised: false }) : null;
        var recorded = facts.Complications.Where(c => c.Event.Kind == ComplicationKind.LiverFailure && FallsAfter(stage, c.OccurredOn)).ToList();

        return new(
            failed is not [] ? true : days is [] || unclear is not [] ? null : false,
            failed is [var first, ..] ? first.Day : null,
            failed is [var earliest, ..] ? earliest.On : null,
            failed.Select(d => d.Day).ToValueList(),
            failed.SelectMany(d => d.EventIds).ToValueList(),
            recovered?.On,
            recovered?.EventIds ?? [],
            recorded.Max(c => c.Event.IsglsGrade),
            recorded.Select(c => c.EventId).ToValueList(),
            failed is not [] ? []
                : days is [] ? [$"bilirubin and inr on or after day {rule.FromDay}"]
                : unclear.SelectMany(d => d.Missing).ToValueList());
    }

    // A complication that begins on the day of stage 2 is counted as one of stage 2.
    private static bool FallsAfter(StageWindow stage, DateOnly date) => stage.Holds(date) && date != stage.Until;

    /// <summary>One day, every set of it together: of several values of one day the raised one counts.</summary>
    private sealed record JudgedDay(DateOnly On, int Day, bool? BilirubinRaised, bool? InrRaised, ValueList<Guid> EventIds, ValueList<string> Missing)
    {
        internal bool? Fails => BilirubinRaised == false || InrRaised == false ? false : BilirubinRaised & InrRaised;

        internal static JudgedDay Of(DateOnly on, int day, LaboratorySet[] sets, LiverFailureRule rule)
        {
            var bilirubinLimit = OnlyOne(sets.Select(s => s.BilirubinUpperLimitUmolPerL)) ?? rule.BilirubinUpperLimit.In(Analyte.Bilirubin);
            var inrLimit = OnlyOne(sets.Select(s => s.InrUpperLimit)) ?? rule.InrUpperLimit;
            var bilirubin = Raised(sets.Select(s => (s.BilirubinUmolPerL, s.BilirubinUpperLimitUmolPerL ?? bilirubinLimit)));
            var inr = Raised(sets.Select(s => (s.Inr, s.InrUpperLimit ?? inrLimit)));
            return new(
                on, day, bilirubin, inr,
                sets.Where(s => (s.BilirubinUmolPerL ?? s.Inr) is not null).Select(s => s.EventId).ToValueList(),
                [
                    .. Lacking("bilirubin", bilirubin, sets.Any(s => s.BilirubinUmolPerL is not null), day),
                    .. Lacking("inr", inr, sets.Any(s => s.Inr is not null), day),
                ]);
        }

        private static IEnumerable<string> Lacking(string name, bool? raised, bool measured, int day) =>
            raised is not null ? [] : measured ? [$"{name}UpperLimit on day {day}"] : [$"{name} on day {day}"];

        /// <summary>A limit stated in one set of a day holds for the others, unless two of that day differ.</summary>
        private static double? OnlyOne(IEnumerable<double?> limits) => limits.OfType<double>().Distinct().ToArray() is [var limit] ? limit : null;

        private static bool? Raised(IEnumerable<(double? Value, double? UpperLimit)> values)
        {
            var verdicts = values.Where(v => v.Value is not null)
                .Select(v => v.UpperLimit is { } limit ? LimitOperator.MoreThan.Passes(v.Value!.Value, limit) : (bool?)null)
                .ToArray();
            return verdicts.Contains(true) ? true : verdicts is [] || verdicts.Contains(null) ? null : false;
        }
    }
}
