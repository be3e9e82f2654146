namespace Pathway.Api.Http;

/// <summary>Lets an endpoint say which query parameters it knows: a misspelled filter must not silently filter nothing.</summary>
internal static class QueryParameters
{
    /// <summary>
    /// Answers 400, naming the parameter, when a request has another parameter than these, or one of them twice. Names are told apart by case.
    /// The description of the API takes them from here, whether the handler takes them one by one or reads the query itself.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="known">All that it knows; none when it takes none.</param>
    internal static RouteHandlerBuilder WithQueryParameters(this RouteHandlerBuilder endpoint, params CallParameter[] known)
    {
        string[] names = [.. known.Select(p => p.Name)];
        return endpoint.WithMetadata(new KnownQueryParameters(known)).AddEndpointFilter((invocation, next) =>
        {
            foreach (var (name, values) in invocation.HttpContext.Request.Query)
            {
                if (!names.Contains(name, StringComparer.Ordinal))
                {
                    return ValueTask.FromResult<object?>(Problems.UnknownParameter(name, names));
                }

                if (values.Count > 1)
                {
                    return ValueTask.FromResult<object?>(Problems.RepeatedParameter(name));
                }
            }

            return next(invocation);
        });
    }
}
