namespace Pathway.Api.Http;

/// <summary>Lets an endpoint say which headers it reads and answers with; the description of the API takes them from here.</summary>
internal static class CallHeaders
{
    /// <summary>Says which headers it reads.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="headers">All that callers decide about.</param>
    internal static RouteHandlerBuilder WithRequestHeaders(this RouteHandlerBuilder endpoint, params CallParameter[] headers) =>
        endpoint.WithMetadata(new KnownRequestHeaders(headers));

    /// <summary>Says which headers it answers with when all went well.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="headers">Those that callers may want to use.</param>
    internal static RouteHandlerBuilder WithAnswerHeaders(this RouteHandlerBuilder endpoint, params CallParameter[] headers) =>
        endpoint.WithMetadata(new KnownAnswerHeaders(headers));
}
