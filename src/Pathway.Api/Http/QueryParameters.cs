namespace Pathway.Api.Http;

/// <summary>Lets an endpoint say which query parameters it knows: a misspelled filter must not silently filter nothing.</summary>
internal static class QueryParameters
{
    /// <summary>
    /// Answers 400, naming the parameter, when a request has another parameter than these, or one of them twice. Names are told apart by case.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="known">All that it knows; none when it takes none.</param>
    internal static RouteHandlerBuilder WithQueryParameters(this RouteHandlerBuilder endpoint, params string[] known) =>
        endpoint.AddEndpointFilter((invocation, next) =>
        {
            foreach (var (name, values) in invocation.HttpContext.Request.Query)
            {
                if (!known.Contains(name, StringComparer.Ordinal))
                {
                    return ValueTask.FromResult<object?>(Problems.UnknownParameter(name, known));
                }

                if (values.Count > 1)
                {
                    return ValueTask.FromResult<object?>(Problems.RepeatedParameter(name));
                }
            }

            return next(invocation);
        });
}
