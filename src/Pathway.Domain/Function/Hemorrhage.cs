using Pathway.Domain.Protocols;

namespace Pathway.Domain.Function;

/// <summary>
/// Hemorrhage after one stage by the fall of hemoglobin (Rahbari et al., HPB 2011;13:528): more than 3 g/dL from the first value after the operation.
/// One that was transfused or operated on is one without it, and is recorded as a complication with its grade.
/// </summary>
/// <param name="Value">Whether hemoglobin fell that far on any day; null when fewer than two values, or no limit, are known.</param>
/// <param name="FallGPerL">From the first value to the lowest after it, g/L; 0 where none is lower. Null when fewer than two are known.</param>
/// <param name="Day">Day of the lowest after the stage; null likewise.</param>
/// <param name="EventIds">The laboratory sets of the two; empty likewise.</param>
/// <param name="Missing">What would have to be known to answer; empty when <paramref name="Value"/> is not null.</param>
public sealed record Hemorrhage(bool? Value, double? FallGPerL, int? Day, ValueList<Guid> EventIds, ValueList<string> Missing)
{
    internal static Hemorrhage Of(StageWindow stage, ValueList<LaboratorySet> sets, Limit? limit)
    {
        // From day 1: a sample of the day itself may well have been taken before the operation.
        var course = sets.Where(s => stage.Holds(s.OccurredOn) && stage.DayOf(s.OccurredOn) >= 1 && s.HemoglobinGPerL is not null).ToList();
        if (course is not [var first, _, ..])
        {
            return new(null, null, null, [], ["two values of hemoglobin after the day of the stage"]);
        }

        var lowest = course.Skip(1).MinBy(s => s.HemoglobinGPerL)!;
        var fall = Math.Max(0, first.HemoglobinGPerL!.Value - lowest.HemoglobinGPerL!.Value);
        return new(
            limit?.Holds(Analyte.Hemoglobin.In(new(fall, Analyte.Hemoglobin.CanonicalUnit), limit.Unit)), fall, stage.DayOf(lowest.OccurredOn), [first.EventId, lowest.EventId],
            limit is null ? ["a limit of the protocol for the fall of hemoglobin"] : []);
    }
}
