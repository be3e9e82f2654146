using Pathway.Domain.Statistics;

namespace Pathway.Domain.Reporting;

/// <summary>A report.</summary>
public interface IReport
{
    /// <summary>What it says of itself.</summary>
    ReportHeading About { get; }

    /// <summary>The same as one table.</summary>
    ReportTable ToTable();
}

/// <summary>What every report says of itself, so that it can be understood and repeated.</summary>
/// <param name="Report">Its name.</param>
/// <param name="LogPosition">Sequence number of the last event that it rests on.</param>
/// <param name="Question">What was asked.</param>
/// <param name="TimeZero">From when time is counted, in words.</param>
/// <param name="Patients">How many patients it is about; null when held back.</param>
/// <param name="Synthetic">How many of them were made up; null when held back.</param>
/// <param name="RegisteredAfterTimeZero">How many of them were registered after time zero; null when held back.</param>
/// <param name="Excluded">Who is not among them.</param>
/// <param name="Stopped">How many pathways of the centers asked for have an event that could not be followed: they count as of the event before it, or not at all; null when held back.</param>
/// <param name="Method">How the figures were come by.</param>
/// <param name="Remarks">What should be known before the figures are read: sentences.</param>
public sealed record ReportHeading(
    string Report, long LogPosition, ReportQuestion Question, string TimeZero, int? Patients, int? Synthetic, int? RegisteredAfterTimeZero, Exclusions Excluded, int? Stopped, ReportMethod Method,
    ValueList<string> Remarks)
{
    /// <summary>The heading of a report.</summary>
    /// <param name="report">The name of the report.</param>
    /// <param name="population">Whom it is about.</param>
    /// <param name="patients">How many they are; null when held back.</param>
    /// <param name="method">How its figures were come by.</param>
    /// <param name="remarks">What it has to say itself; null for nothing.</param>
    internal static ReportHeading Of(string report, Population population, int? patients, ReportMethod method, params IEnumerable<string?> remarks)
    {
        var minCell = population.Question.MinCell;
        var synthetic = PartOf(patients, population.Synthetic, minCell);
        return new(
            report, population.Cohort.LogPosition, population.Question, TimeZeroOf(population.Question),
            patients, synthetic, PartOf(patients, population.RegisteredLate, minCell),
            new(
                SmallCells.Shown(population.Excluded.EnteredInError, minCell), SmallCells.Shown(population.Excluded.WithoutTimeZero, minCell),
                SmallCells.Shown(population.Excluded.EndedBeforeTimeZero, minCell), SmallCells.Shown(population.Excluded.RegisteredAfterEnd, minCell)),
            SmallCells.Shown(population.Stopped, minCell),
            method, remarks.Prepend(Unobserved(population)).Prepend(CutShort(population.Stopped)).Prepend(MadeUp(synthetic, patients)).OfType<string>().ToValueList());
    }

    /// <summary>The heading of rows that are shown as they are.</summary>
    /// <param name="question">Which rows were asked for.</param>
    /// <param name="logPosition">Sequence number of the last event that they rest on.</param>
    /// <param name="patients">How many there are.</param>
    /// <param name="synthetic">How many of them were made up.</param>
    /// <param name="registeredLate">How many of them were registered after time zero.</param>
    /// <param name="excluded">Which are not shown.</param>
    /// <param name="stopped">How many pathways could not follow their events.</param>
    internal static ReportHeading OfRows(ReportQuestion question, long logPosition, int patients, int synthetic, int registeredLate, Exclusions excluded, int stopped) => new(
        "cohort", logPosition, question, TimeZeroOf(question), patients, synthetic, registeredLate, excluded, stopped,
        new("none: rows as they are on record", null, null, ReportMethod.OutcomeTies), new[] { MadeUp(synthetic, patients), CutShort(stopped) }.OfType<string>().ToValueList());

    private static string TimeZeroOf(ReportQuestion question) => question.Basis is AnalysisBasis.IntentionToTreat ? "first choice of a way with two stages" : "stage 1";

    /// <summary>A count of some of the patients: what is left of all of them is held back as well.</summary>
    private static int? PartOf(int? patients, int some, int? minCell) =>
        SmallCells.Shown(patients - some, minCell) is null ? null : SmallCells.Shown(some, minCell);

    private static string? MadeUp(int? synthetic, int? patients) => synthetic switch
    {
        0 => null,
        null => "Some of the patients may be made up (synthetic); with synthetic=exclude none is.",
        _ when synthetic == patients => "All patients are made up (synthetic): nothing here is about a person.",
        _ => FormattableString.Invariant($"{synthetic} of the patients are made up (synthetic); with synthetic=exclude none is."),
    };

    private static string? CutShort(int stopped) => stopped == 0 ? null
        : "There are pathways with an event that this version of the program cannot follow (stopped): they count as of the event before it, or not at all.";

    private static string? Unobserved(Population population)
    {
        if (population.Excluded.RegisteredAfterEnd is null or 0)
        {
            return null;
        }

        var whom = population.Members.Count == 0 ? "There is no curve: all patients" : "Not in the curves: patients who";
        return $"{whom} were registered only when their observation had ended (registeredAfterEnd). With entry=timeZero everybody counts from time zero.";
    }
}

/// <summary>How the figures of a report were come by.</summary>
/// <param name="Estimator">What is estimated, and how.</param>
/// <param name="Variance">How its variance is; null where none is used.</param>
/// <param name="Intervals">How intervals are made, with their level; null where there are none.</param>
/// <param name="Ties">What holds when two things happen on one day.</param>
public sealed record ReportMethod(string Estimator, string? Variance, string? Intervals, string Ties)
{
    internal const string OutcomeTies =
        "On one day stage 2 counts before death, death before leaving, leaving before closing; events count before censoring.";

    internal static string IntervalWords(IntervalTransformation transformation) => transformation switch
    {
        IntervalTransformation.LogLog => "pointwise, 95 %, symmetric on the log(-log) scale",
        IntervalTransformation.Log => "pointwise, 95 %, symmetric on the log scale",
        IntervalTransformation.Plain => "pointwise, 95 %, symmetric on the plain scale",
        _ => throw new ArgumentOutOfRangeException(nameof(transformation), transformation, "There is no such transformation."),
    };
}

/// <summary>A count, and what share of all it is.</summary>
/// <param name="Count">The count; null when held back.</param>
/// <param name="Share">Of all, 0 to 1; null when either is held back, and out of none.</param>
/// <param name="Interval">Wilson's 95 % interval of the share; null likewise.</param>
public sealed record ReportShare(int? Count, double? Share, ProbabilityInterval? Interval)
{
    internal static ReportShare Of(int? count, int? total) => count is { } c && total is > 0 and var n ? new(c, (double)c / n, WilsonInterval.Of(c, n)) : new(count, null, null);
}

/// <summary>A report as one table, for programs that read tables.</summary>
/// <param name="Columns">Names of the columns, with the unit at the end where there is one.</param>
/// <param name="Rows">The rows: texts, whole numbers, numbers, dates, or null.</param>
public sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>The same with what the report says of itself at the end of each row; a table without rows gets one that says nothing else.</summary>
    /// <param name="heading">What it says.</param>
    internal ReportTable With(ReportHeading heading) => new(
        [.. Columns, "basis", "timeZero", "entry", "on", "logPosition", "stopped", "estimator", "variance", "intervals", "ties", "remarks"],
        [
            .. (Rows.Count > 0 ? Rows : [new object?[Columns.Count]]).Select(IReadOnlyList<object?> (r) =>
            [
                .. r, Population.Camel(heading.Question.Basis), heading.TimeZero, Population.Camel(heading.Question.Entry), heading.Question.On, heading.LogPosition, heading.Stopped,
                heading.Method.Estimator, heading.Method.Variance, heading.Method.Intervals, heading.Method.Ties,
                string.Join(' ', heading.Remarks),
            ]),
        ]);
}
