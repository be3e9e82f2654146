using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>What must be true of the parts of a protocol beyond the type of each field.</summary>
internal static class ProtocolChecks
{
    /// <summary>Checks one part that was read.</summary>
    /// <param name="part">The part.</param>
    /// <param name="place">Where it stands.</param>
    internal static IEnumerable<Rejection> WhatIsWrong(object part, Place place) => part switch
    {
        Protocol p => NotOnce(p.ParenchymaClasses.Select(c => c.Quality), place.Field("parenchymaClasses"), "Give each quality of the liver tissue its class."),
        VolumeQuestion q => NotOnce(
            q.Limits.Select(l => l.ParenchymaClass).Concat(q.Unanswered.Select(u => u.ParenchymaClass)), place,
            "Give each class of liver tissue a limit, or name it under unanswered with the reason."),
        ReadinessRules r => NotOnce(r.Domains.Select(d => d.Gate), place.Field("domains"), "Name both gates."),
        ClassLimit l => Contradictions(place, (Weaker(l.Operator, l.Percent, l.Middle), MiddleWords)),
        Limit l => WhatIsWrong(l, place),
        MeasureRule r => OtherUnit(r.Measure, r.Limit.Unit, place.Field("limit").Field("unit")),
        FunctionTestLimit t => OtherUnit(t, place.Field("limit").Field("unit")),
        GoodFunctionLimit g => [.. OtherUnit(Measure.ChildPughPoints, g.ChildPugh.Unit, place.Field("childPugh").Field("unit")), .. OtherUnit(Measure.IcgR15Percent, g.IcgR15.Unit, place.Field("icgR15").Field("unit"))],
        FunctionRules { HemoglobinFall: { } fall } => OtherUnit(fall.Unit, Analyte.Hemoglobin.Units, place.Field("hemoglobinFall").Field("unit")),
        LiverFailureRule { BilirubinUpperLimit: { } limit } => OtherUnit(limit.Unit, Analyte.Bilirubin.Units, place.Field("bilirubinUpperLimit").Field("unit")),
        ConditionRule c => Contradictions(place, (c.IfPresent is Verdict.Caution or Verdict.NotMet, "ifPresent is caution or notMet: what is not worth either is no rule.")),
        ComplicationRule c => Contradictions(place, (c.CautionFrom <= c.NotMetFrom, "notMetFrom must not be a lower grade than cautionFrom.")),
        LookFor l => Contradictions(place, (l.AtMostPercent is not null == (l.Cause is PoorGrowthCause.SmallStartingVolume), "atMostPercent is for smallStartingVolume, which needs it.")),
        StrategyRule s => Contradictions(
            place,
            (new object?[] { s.Condition, s.Measured, s.Remark }.Count(x => x is not null) == 1, "It looks at a condition or at a measure, or it is a remark: give one of the three."),
            (s.Remark is null || s.Effect is StrategyEffect.Cautions, "A remark decides nothing: its effect is cautions.")),
        ScheduleRule s => Contradictions(
            place,
            (!(s.EarliestDay > s.DueDay), "earliestDay must not be after dueDay."),
            (!(s.LatestDay < s.DueDay), "latestDay must not be before dueDay."),
            (!s.WhileNotReady || s.Task is DueTask.InterstageVolumetry or DueTask.GrowthReview, "whileNotReady is for interstageVolumetry and growthReview.")),
        CourseRule c => Contradictions(
            place,
            (c.Asked is not null == IsNumber(c.Check), IsNumber(c.Check) ? "This check looks at a number: give what is asked of it." : "This check is yes or no: leave asked out."),
            (c.Asked is null || c.Asked.Unit == UnitOf(c.Check), $"This check looks at {(UnitOf(c.Check) == "d" ? "days" : "a plain number")}: the unit is {UnitOf(c.Check)}."),
            (c.Asked is null or { Operator: LimitOperator.AtMost } || !Awaits(c.Check), "This check waits for something: ask for a number of days with atMost."),
            (c.EarliestDay is null || c.Check is CourseCheck.LaboratoryDay or CourseCheck.FirstInterstageVolumetryDay, "earliestDay is for laboratoryDay and firstInterstageVolumetryDay."),
            (c.RepeatUntilDay is not null == c.Check is CourseCheck.SurveillanceGapDays, "repeatUntilDay is for surveillanceGapDays, which needs it.")),
        _ => [],
    };

    private const string MiddleWords = "The middle limit must be weaker than the limit and point the same way.";

    private static IEnumerable<Rejection> WhatIsWrong(Limit limit, Place place) =>
    [
        .. Contradictions(
            place,
            (limit.IfBroken is not Verdict.Met, "ifBroken is not met: a limit that lets everything pass is no rule."),
            (Weaker(limit.Operator, limit.Value, limit.Middle), MiddleWords)),
        .. limit.Unit == "%" && limit.Value > 100 ? [new OutOfRange(place.Field("value").Pointer, place.Field("value").Path, $"{limit.Value}", 0, 100, "%", "")] : (IEnumerable<Rejection>)[],
    ];

    private static IEnumerable<Rejection> Contradictions(Place place, params (bool Fits, string What)[] checks) =>
        checks.Where(c => !c.Fits).Select(c => new ContradictoryRule(place.Pointer, c.What));

    private static IEnumerable<Rejection> NotOnce<T>(IEnumerable<T> named, Place place, string fix)
        where T : struct, Enum
    {
        var times = named.CountBy(m => m).ToDictionary();
        return DocumentShape.ChoicesOf(typeof(T))
            .Select(c => (c.Name, Times: times.GetValueOrDefault((T)c.Value)))
            .Where(c => c.Times != 1)
            .Select(c => new NotNamedOnce(place.Pointer, c.Name, c.Times, fix));
    }

    private static bool Weaker(LimitOperator by, double limit, MiddleLimit? middle) => middle is null || (IsLower(by), IsLower(middle.Operator)) switch
    {
        (true, true) => middle.Value < limit,
        (false, false) => middle.Value > limit,
        _ => false,
    };

    private static bool IsLower(LimitOperator by) => by is LimitOperator.MoreThan or LimitOperator.AtLeast;

    private static IEnumerable<Rejection> OtherUnit(Measure measure, string given, Place place) => OtherUnit(given, [MeasureWords.Of(measure).Unit], place);

    private static IEnumerable<Rejection> OtherUnit(FunctionTestLimit test, Place place) =>
        OtherUnit(test.Limit.Unit, FunctionTestUnits.Of(test.Test).Select(u => u.Unit).ToValueList(), place);

    private static IEnumerable<Rejection> OtherUnit(string given, ValueList<string> known, Place place) =>
        known.Contains(given, StringComparer.Ordinal) ? [] : [new UnknownUnit(place.Pointer, place.Path, $"\"{Say.Shortened(given)}\"", NearNames.Of(given, known), known)];

    private static bool IsNumber(CourseCheck check) => check is
        CourseCheck.NeoadjuvantCycles or CourseCheck.ChemotherapyToResectionDays or CourseCheck.AlppsRiskPreStage1 or CourseCheck.ImagingBeforeStage1Days
        or CourseCheck.LaboratoryDay or CourseCheck.FirstInterstageVolumetryDay or CourseCheck.SurveillanceGapDays;

    private static string UnitOf(CourseCheck check) => check is CourseCheck.NeoadjuvantCycles or CourseCheck.AlppsRiskPreStage1 ? "1" : "d";

    private static bool Awaits(CourseCheck check) =>
        check is CourseCheck.LaboratoryDay or CourseCheck.FirstInterstageVolumetryDay or CourseCheck.SurveillanceGapDays;
}
