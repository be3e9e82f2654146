using System.Globalization;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Reports;

/// <summary>Who would have been ready under another protocol: a report that takes long, so it is begun, looked after, and fetched.</summary>
internal static class WhatIfEndpoints
{
    private static readonly CallParameter[] _parameters =
    [
        new("protocol", typeof(string), "The other protocol, as id@version.", "review-stage2-thresholds@1"),
        .. ReportCall.Filters,
        .. ReportCall.Question.Where(p => p.Name is "on" or "minCell"),
    ];

    private static readonly CallParameter _table = new(
        "table", typeof(WhatIfTable), "What is in the table: counts (when not given), or patients, one row for each who differs. JSON has both.", "patients");

    internal static void MapWhatIf(this RouteGroupBuilder reports)
    {
        reports.MapPost("/what-if", Begin).WithName("BeginWhatIf").WithQueryParameters(_parameters)
            .Produces<WhatIfJob>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        reports.MapGet("/what-if/{job:guid}", Read).WithName("ReadWhatIf").RequireAuthorization(Policies.ReadCohort)
            .WithQueryParameters(ReportForms.Parameter(ReportForm.Json, ReportForm.Csv), _table)
            .Produces<WhatIfJob>().ProducesProblem(StatusCodes.Status409Conflict);
        reports.MapDelete("/what-if/{job:guid}", Cancel).WithName("CancelWhatIf").WithQueryParameters().Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>Begins to look at every patient with stage 1 under another protocol.</summary>
    /// <remarks>
    /// What the protocol in force and the other say on the morning of stage 2, and the first date on which each clears the patient; who differs, and what became
    /// of them. Location is where the job stands and where the report will be.
    /// </remarks>
    private static async Task<IResult> Begin(HttpContext context, Actor actor, HospitalClock clock, PublishedProtocols protocols, WhatIfJobs jobs, CancellationToken cancellation)
    {
        var call = new ReportCall(context.Request);
        var question = call.Read(actor, clock.Today);
        if (call.Problem is { } problem)
        {
            return problem;
        }

        var given = context.Request.Query["protocol"].ToString();
        var at = given.LastIndexOf('@');
        if (at < 1 || !int.TryParse(given.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return Problems.BadParameter("protocol", given, "a protocol and its version, for example review-stage2-thresholds@1");
        }

        if ((await protocols.Refresh(cancellation)).Find(given[..at], version) is not { } under)
        {
            return Problems.NoSuchProtocol(given[..at], version);
        }

        return jobs.Begin(actor, question, under) is { } job
            ? TypedResults.Accepted($"/api/reports/what-if/{job.Id}", job)
            : Problems.TooManyJobs(context);
    }

    /// <summary>Where a what-if report stands, and the report itself once it is done.</summary>
    /// <remarks>As CSV it is there once it is done. With a limit for small counts there are no rows of single patients.</remarks>
    /// <param name="job" example="01970f4e-5f3c-7c1a-9d55-3c3f1f0a7b21">Its id.</param>
    private static IResult Read(Guid job, HttpContext context, Actor actor, WhatIfJobs jobs)
    {
        var call = new ReportCall(context.Request);
        var table = call.Choice("table", WhatIfTable.Counts);
        if ((ReportForms.Unknown(context.Request, out var form, ReportForm.Json, ReportForm.Csv) ?? call.Problem) is { } problem)
        {
            return problem;
        }

        context.Response.Headers.Vary = "Accept, Authorization";
        return jobs.Find(job, actor) switch
        {
            null => Problems.NoSuchJob(job),
            { } found when form is ReportForm.Json => TypedResults.Ok(found),
            { Report: not { } } unfinished => Problems.JobNotDone(job, unfinished.State.ToString().ToLowerInvariant()),
            { Report: { Differing: null } } when table is WhatIfTable.Patients => Problems.BadParameter("table", "patients", "counts, as small counts are held back"),
            { Report: { } report } => TypedResults.Text(Csv.Of(table is WhatIfTable.Patients ? report.ToPatientTable() : report.ToTable()), ReportForms.Csv),
        };
    }

    /// <summary>Cancels a what-if report. One that is done stays as it is.</summary>
    /// <param name="job" example="01970f4e-5f3c-7c1a-9d55-3c3f1f0a7b21">Its id.</param>
    private static async Task<IResult> Cancel(Guid job, Actor actor, WhatIfJobs jobs) =>
        await jobs.Cancel(job, actor) ? TypedResults.NoContent() : Problems.NoSuchJob(job);
}

/// <summary>What a table of a what-if report tells.</summary>
internal enum WhatIfTable
{
    /// <summary>How many patients.</summary>
    Counts,

    /// <summary>Which patients differ.</summary>
    Patients,
}
