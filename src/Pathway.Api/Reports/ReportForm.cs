using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Pathway.Api.Http;

namespace Pathway.Api.Reports;

/// <summary>What a report is written as.</summary>
internal enum ReportForm
{
    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>A table, for spreadsheets and statistics programs.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    Ndjson,
}

/// <summary>Chooses what a report is written as: what the address says goes before the header.</summary>
internal static class ReportForms
{
    internal const string Csv = "text/csv; charset=utf-8; header=present";
    internal const string Ndjson = "application/x-ndjson; charset=utf-8";

    /// <summary>The parameter that says so.</summary>
    internal static CallParameter Parameter(params ReportForm[] forms) => new(
        "format", typeof(string), $"What to answer with: {string.Join(", ", forms.Select(Name))}. When not given, what the Accept header asks for, else json.", "csv");

    /// <summary>The form that a call asks for.</summary>
    /// <param name="request">The call.</param>
    /// <param name="forms">Those that there are.</param>
    /// <returns>The form; null when it asks for one that there is not.</returns>
    internal static ReportForm? Of(HttpRequest request, params ReportForm[] forms)
    {
        if (request.Query["format"] is [{ } name])
        {
            return forms.Cast<ReportForm?>().FirstOrDefault(f => Name(f!.Value) == name);
        }

        // What has the quality 0 is what is not wanted.
        var wanted = request.GetTypedHeaders().Accept.Where(m => m.Quality != 0).OrderByDescending(m => m, MediaTypeHeaderValueComparer.QualityComparer);
        foreach (var type in wanted)
        {
            ReportForm? form = type.MediaType.Value?.ToLowerInvariant() switch
            {
                "text/csv" or "text/*" => ReportForm.Csv,
                "application/x-ndjson" => ReportForm.Ndjson,
                "application/json" or "application/*" or "*/*" => ReportForm.Json,
                _ => null,
            };
            if (form is { } f && forms.Contains(f))
            {
                return f;
            }
        }

        return ReportForm.Json;
    }

    /// <summary>Refuses a form that there is not.</summary>
    /// <param name="request">The call.</param>
    /// <param name="form">The form that it asks for.</param>
    /// <param name="forms">Those that there are.</param>
    /// <returns>The refusal; null when there is such a form.</returns>
    internal static ProblemHttpResult? Unknown(HttpRequest request, out ReportForm form, params ReportForm[] forms)
    {
        var wanted = Of(request, forms);
        form = wanted ?? default;
        return wanted is null ? Problems.BadParameter("format", request.Query["format"].ToString(), $"one of {string.Join(", ", forms.Select(Name))}") : null;
    }

    internal static string Name(ReportForm form) => form.ToString().ToLowerInvariant();
}
