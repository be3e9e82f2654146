using System.Reflection;

namespace Pathway.Api.Http;

/// <summary>Serves the page about each problem, so that the <c>type</c> of a problem document is an address where it is explained.</summary>
internal static class ProblemPages
{
    internal static void MapProblemPages(this IEndpointRouteBuilder app) =>
        app.MapGet("/problems/{code}", Page).AllowAnonymous().WithTags("Documentation").WithName("ReadProblem").Produces<string>(StatusCodes.Status200OK, "text/markdown");

    /// <summary>What a problem means, and who does what about it.</summary>
    /// <param name="code" example="stale-version">The last part of the problem's <c>type</c>.</param>
    private static IResult Page(string code) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream($"problems/{code}.md") is { } page
            ? TypedResults.Stream(page, "text/markdown; charset=utf-8")
            : Problems.Of(StatusCodes.Status404NotFound);
}
