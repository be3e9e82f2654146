using Microsoft.Net.Http.Headers;

namespace Pathway.Api.Http;

/// <summary>One form that an answer comes in.</summary>
/// <param name="Name">What <c>format</c> calls it.</param>
/// <param name="ContentType">Its media type.</param>
internal sealed record AnswerForm(string Name, string ContentType);

/// <summary>The forms that the answer of an endpoint comes in, beside JSON.</summary>
/// <param name="Forms">The forms.</param>
internal sealed record OtherForms(IReadOnlyList<AnswerForm> Forms);

/// <summary>Chooses the form of an answer by what the caller can read.</summary>
internal static class AnswerForms
{
    private const string Parameter = "format";

    internal static readonly AnswerForm Json = new("json", "application/json");

    /// <summary>The parameter that names a form; it is stronger than the header.</summary>
    internal static CallParameter FormatOf(IEnumerable<AnswerForm> forms) =>
        new(Parameter, typeof(string), $"The form of the answer: {string.Join(", ", forms.Select(f => f.Name))}. By the Accept header when not given.", Json.Name);

    /// <summary>Chooses.</summary>
    /// <param name="request">The request.</param>
    /// <param name="forms">The forms that there are; the first of those that suit the caller equally is taken.</param>
    /// <returns>The form; or that there is none that the caller asked for.</returns>
    internal static (AnswerForm? Form, IResult? Wrong) Choose(HttpRequest request, IReadOnlyList<AnswerForm> forms)
    {
        if (request.Query.TryGetValue(Parameter, out var named))
        {
            return forms.FirstOrDefault(f => f.Name == named.ToString()) is { } form
                ? (form, null)
                : (null, Problems.NotAcceptable($"{Parameter}={named}", forms.Select(f => f.Name)));
        }

        if (request.Headers.Accept.Count == 0)
        {
            return (forms[0], null);
        }

        _ = MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges);
        return forms.MaxBy(f => Wanted(f, ranges ?? [])) is { } best && Wanted(best, ranges ?? []) > 0
            ? (best, null)
            : (null, Problems.NotAcceptable(request.Headers.Accept.ToString(), forms.Select(f => f.ContentType)));
    }

    // Of the ranges that cover it the narrowest counts: "text/csv;q=0, */*" is anything but CSV.
    private static double Wanted(AnswerForm form, IList<MediaTypeHeaderValue> ranges) => ranges
        .Where(r => r.MatchesAllTypes || r.MediaType.Equals(form.ContentType, StringComparison.OrdinalIgnoreCase)
            || (r.MatchesAllSubTypes && form.ContentType.StartsWith($"{r.Type}/", StringComparison.OrdinalIgnoreCase)))
        .OrderBy(r => r.MatchesAllTypes).ThenBy(r => r.MatchesAllSubTypes)
        .Select(r => r.Quality ?? 1).FirstOrDefault();
}
