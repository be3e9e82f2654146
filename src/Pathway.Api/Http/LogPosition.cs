using System.Globalization;
using Pathway.Projections.Cohort;

namespace Pathway.Api.Http;

/// <summary>Lets an endpoint that answers from a projection say up to which event its answer is true, and lets callers wait for one.</summary>
internal static class LogPosition
{
    /// <summary>The header of the answer.</summary>
    internal static readonly CallParameter Header = new(
        "X-Log-Position", typeof(long), "The place in the log of all events that the answer is true up to, at least.", 1042);

    /// <summary>The parameter of the call.</summary>
    internal static readonly CallParameter AtLeast = new(
        "atLeast", typeof(long), "A place in the log that the answer must be true up to. The call waits for it for a moment, then answers 503.", 1042);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Waits for <c>atLeast</c> before the endpoint is asked, and gives its answer the header. The endpoint takes the parameters named here and
    /// <see cref="AtLeast"/>: it calls no other method for them.
    /// </summary>
    /// <param name="endpoint">An endpoint that reads the cohort.</param>
    /// <param name="known">The query parameters that it knows itself.</param>
    internal static RouteHandlerBuilder AnswersFromCohort(this RouteHandlerBuilder endpoint, params CallParameter[] known) =>
        endpoint.WithQueryParameters([.. known, AtLeast]).WithAnswerHeaders(Header).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddEndpointFilter(async (invocation, next) =>
            {
                var context = invocation.HttpContext;
                var cohort = context.RequestServices.GetRequiredService<CohortPosition>();
                var wanted = 0L;
                if (context.Request.Query[AtLeast.Name] is [{ } given] && !long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out wanted))
                {
                    return Problems.BadParameter(AtLeast.Name, given, "a place in the log, a number from 0");
                }

                var position = await cohort.WaitFor(wanted, Patience, context.RequestAborted);
                context.Response.Headers[Header.Name] = position.ToString(CultureInfo.InvariantCulture);
                return position < wanted ? Problems.ProjectionBehind(context, wanted, position) : await next(invocation);
            });
}
