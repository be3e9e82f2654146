using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Domain.Reporting;
using Pathway.Domain.Statistics;
using Pathway.Projections.Reports;

namespace Pathway.Api.Reports;

/// <summary>What registries ask: who drops out, how long it takes, how remnants grow, and what boards decide.</summary>
internal static class ReportEndpoints
{
    private const int CharactersAtOnce = 64 * 1024;

    private static readonly CallParameter _format = ReportForms.Parameter(ReportForm.Json, ReportForm.Csv);

    private static readonly CallParameter _intervals = new(
        "intervals", typeof(IntervalTransformation), "The scale on which intervals are symmetric: logLog (when not given), log, plain.", "log");

    // The same sources are built to the same program.
    private static readonly string _program = $"{typeof(ReportEndpoints).Module.ModuleVersionId}{typeof(Cohort).Module.ModuleVersionId}";

    private static readonly PropertyInfo[] _cohortColumns =
        [.. typeof(CohortRow).GetProperties().Where(p => p.Name != "EqualityContract" && p.GetCustomAttribute<JsonIgnoreAttribute>() is null).OrderBy(p => p.MetadataToken)];

    internal static void AddReports(this IServiceCollection services) => services.AddSingleton<CohortReader>().AddSingleton<WhatIfRunner>().AddSingleton<WhatIfJobs>();

    internal static void MapReports(this IEndpointRouteBuilder app)
    {
        var reports = app.MapGroup("/api/reports").WithTags("Reports").RequireAuthorization(Policies.ReadReports);
        Map<DropoutReport>(reports, "/dropout", Dropout);
        Map<IncidenceReport>(
            reports, "/cumulative-incidence", CumulativeIncidence, ReportCall.Entry, _intervals,
            new("dropOuts", typeof(DropOutDetail), "together (when not given), or byReason: each reason is an outcome of its own.", "byReason"),
            new("variance", typeof(IncidenceVariance), "aalen (when not given) or infinitesimalJackknife.", "aalen"));
        Map<SurvivalReport>(
            reports, "/survival", Survival, ReportCall.Entry, _intervals,
            new("outcome", typeof(SurvivalOutcome), "overall (when not given), or recurrenceFree: without recurrence, from stage 2.", "recurrenceFree"),
            new("censoring", typeof(SurvivalCensoring), "Until when open pathways count as alive: cutOff (when not given) or lastSeen.", "lastSeen"));
        Map<IntervalsReport>(reports, "/intervals", Intervals);
        Map<GrowthReport>(reports, "/growth", Growth);
        Map<ReadinessReport>(reports, "/readiness", Readiness);
        Map<DeviationsReport>(reports, "/deviations", Deviations);
        reports.MapWhatIf();
        reports.MapGet("/cohort", ReadCohort).WithName("ReadCohort").RequireAuthorization(Policies.ReadCohort).Produces<CohortAnswer>()
            .AnswersFromCohort([.. ReportCall.Filters, ReportCall.Question.Single(p => p.Name == "basis"), ReportForms.Parameter(Enum.GetValues<ReportForm>())]);
    }

    /// <summary>How many reached stage 2, dropped out and why, died, or are on their way.</summary>
    /// <remarks>Counts as they stand at the cut-off, with shares of all patients and Wilson's intervals. For shares that allow for time see cumulative-incidence.</remarks>
    private static Task<IResult> Dropout(HttpContext context, Actor actor, CohortReader cohorts, HospitalClock clock) =>
        Answer<DropoutReport>(context, actor, cohorts, clock, _ => DropoutReport.Of);

    /// <summary>The probability of stage 2, of dropping out and of death by each day.</summary>
    /// <remarks>Aalen-Johansen estimates of competing outcomes, with the number at risk; Gray's test between groups.</remarks>
    private static Task<IResult> CumulativeIncidence(HttpContext context, Actor actor, CohortReader cohorts, HospitalClock clock) =>
        Answer<IncidenceReport>(
            context, actor, cohorts, clock,
            call =>
            {
                var byReason = call.Choice("dropOuts", DropOutDetail.Together) is DropOutDetail.ByReason;
                var variance = call.Choice("variance", IncidenceVariance.Aalen);
                var transformation = call.Choice("intervals", IntervalTransformation.LogLog);
                return (cohort, question) => IncidenceReport.Of(cohort, question, byReason, variance, transformation);
            });

    /// <summary>How long patients live, or live without a recurrence.</summary>
    /// <remarks>Kaplan-Meier estimates with Greenwood's variance, the median with its interval, and the log-rank test between groups.</remarks>
    private static Task<IResult> Survival(HttpContext context, Actor actor, CohortReader cohorts, HospitalClock clock) =>
        Answer<SurvivalReport>(
            context, actor, cohorts, clock,
            call =>
            {
                var outcome = call.Choice("outcome", SurvivalOutcome.Overall);
                var censoring = call.Choice("censoring", SurvivalCensoring.CutOff);
                var transformation = call.Choice("intervals", IntervalTransformation.LogLog);
                return (cohort, question) => SurvivalReport.Of(cohort, question, outcome, censoring, transformation);
            });

    /// <summary>How many days the steps took: from the last dose and from the choice to stage 1, from there to stage 2, from there to discharge.</summary>
    /// <remarks>Median and quartiles of those who took both steps; who has not taken the second is not in it, so long waits under way are missing.</remarks>
    private static Task<IResult> Intervals(HttpContext context, Actor actor, CohortReader cohorts, HospitalClock clock) =>
        Answer<IntervalsReport>(context, actor, cohorts, clock, _ => IntervalsReport.Of);

    /// <summary>How much and how fast the remnant grew after stage 1.</summary>
    /// <remarks>Median and quartiles of those in whom it was measured. Initial growth is that at the first scan after stage 1, before any rescue.</remarks>
    private static Task<IResult> Growth(HttpContext context, Actor actor, CohortReader cohorts, HospitalClock clock) =>
        Answer<GrowthReport>(context, actor, cohorts, clock, _ => GrowthReport.Of);

    /// <summary>The board's decisions against the assessments that were shown, and what became of the patients.</summary>
    private static Task<IResult> Readiness(HttpContext context, Actor actor, CohortReader cohorts, HospitalClock clock) =>
        Answer<ReadinessReport>(context, actor, cohorts, clock, _ => ReadinessReport.Of, isWhole: true);

    /// <summary>Which rules of the course were broken, how often, and in how many patients.</summary>
    private static Task<IResult> Deviations(HttpContext context, Actor actor, CohortReader cohorts, HospitalClock clock) =>
        Answer<DeviationsReport>(context, actor, cohorts, clock, _ => DeviationsReport.Of, isWhole: true);

    /// <summary>One flat row a pathway, without pseudonym and free text.</summary>
    /// <remarks>
    /// Pathways entered in error are left out. What is said of the rows stands behind them, as they are counted on the way; CSV and NDJSON have the rows alone.
    /// The same rows are the SQL view <c>reporting.cohort</c>.
    /// </remarks>
    private static async Task<IResult> ReadCohort(HttpContext context, Actor actor, CohortReader cohorts, HospitalClock clock)
    {
        var call = new ReportCall(context.Request);
        var question = call.Read(actor, clock.Today);
        if ((ReportForms.Unknown(context.Request, out var form, Enum.GetValues<ReportForm>()) ?? call.Problem) is { } problem)
        {
            return problem;
        }

        CohortListing? listing = null;
        var rows = cohorts.Rows(question, Begin, context.RequestAborted);
        await (form switch
        {
            ReportForm.Csv => WriteLines(context, ReportForms.Csv, rows, CsvLine, Header()),
            ReportForm.Ndjson => WriteLines(context, ReportForms.Ndjson, rows, row => $"{JsonSerializer.Serialize(row, JsonForm.Options)}\n", ""),
            _ => context.Response.WriteAsJsonAsync(new CohortAnswer(rows, () => listing!.About), JsonForm.Options, context.RequestAborted),
        });
        return TypedResults.Empty;

        void Begin(CohortListing begun)
        {
            listing = begun;
            Tell(context, begun.LogPosition);
        }

        static string Header() => Line(_cohortColumns.Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)));

        static string CsvLine(CohortRow row) => Line(_cohortColumns.Select(p => p.GetValue(row)));

        static string Line(IEnumerable<object?> fields)
        {
            var text = new StringBuilder();
            Csv.Append(text, fields);
            return text.ToString();
        }
    }

    private static void Map<TReport>(RouteGroupBuilder reports, string path, Func<HttpContext, Actor, CohortReader, HospitalClock, Task<IResult>> read, params CallParameter[] more) =>
        reports.MapGet(path, read).WithName($"Read{typeof(TReport).Name}").Produces<TReport>().AnswersFromCohort([.. ReportCall.Question, .. more, _format]);

    private static async Task<IResult> Answer<TReport>(
        HttpContext context, Actor actor, CohortReader cohorts, HospitalClock clock,
        Func<ReportCall, Func<Cohort, ReportQuestion, TReport>> choose, bool isWhole = false)
        where TReport : IReport
    {
        var call = new ReportCall(context.Request);
        var question = call.Read(actor, clock.Today);
        var report = choose(call);
        if ((ReportForms.Unknown(context.Request, out var form, ReportForm.Json, ReportForm.Csv) ?? call.Problem) is { } problem)
        {
            return problem;
        }

        var cohort = await cohorts.Read(isWhole, context.RequestAborted);
        Tell(context, cohort.LogPosition);
        var headers = context.Response.Headers;
        headers.Vary = "Accept, Authorization";
        headers.CacheControl = "private, no-cache"; // May be kept, and is asked for again each time: the tag tells whether it still holds.
        var tag = TagOf(context.Request, actor, question, cohort, form);
        headers.ETag = tag.ToString();
        return TaggedAnswer.IsKnown(context.Request, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : form is ReportForm.Csv ? TypedResults.Text(Csv.Of(report(cohort, question).ToTable()), ReportForms.Csv)
            : TypedResults.Ok(report(cohort, question));
    }

    private static void Tell(HttpContext context, long position) =>
        context.Response.Headers[LogPosition.Header.Name] = position.ToString(CultureInfo.InvariantCulture);

    // The same question of the same tables at the same place in the log has the same answer by the same program, whoever asks, except that some see one center alone.
    // Of tables at one place only this changes: whoever could not follow an event is tried again, and can.
    private static EntityTagHeaderValue TagOf(HttpRequest request, Actor actor, ReportQuestion question, Cohort cohort, ReportForm form)
    {
        var asked = $"{request.Path}{request.QueryString}|{actor.Center}|{question.On:yyyy-MM-dd}|{form}|{cohort.Generation}|{cohort.Stopped.Count}|{_program}";
        return new($"\"{cohort.LogPosition}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)).AsSpan(0, 8))}\"");
    }

    private static async Task WriteLines(HttpContext context, string type, IAsyncEnumerable<CohortRow> rows, Func<CohortRow, string> line, string header)
    {
        context.Response.ContentType = type;
        var text = new StringBuilder(header);
        await foreach (var row in rows)
        {
            text.Append(line(row));
            if (text.Length > CharactersAtOnce)
            {
                await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
                text.Clear();
            }
        }

        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}

/// <summary>The cohort, written as it is read.</summary>
/// <param name="rows">The rows.</param>
/// <param name="about">What is said of them, once all were read.</param>
public sealed class CohortAnswer(IAsyncEnumerable<CohortRow> rows, Func<ReportHeading> about)
{
    /// <summary>One row a pathway.</summary>
    public IAsyncEnumerable<CohortRow> Rows => rows;

    /// <summary>What the report says of itself.</summary>
    public ReportHeading About => about();
}

/// <summary>Whether reasons to drop out are told apart.</summary>
internal enum DropOutDetail
{
    /// <summary>Dropping out is one outcome.</summary>
    Together,

    /// <summary>Each reason is an outcome of its own.</summary>
    ByReason,
}
