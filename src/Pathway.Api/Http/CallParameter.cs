namespace Pathway.Api.Http;

/// <summary>A query parameter or header, as the description of the API tells it to callers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What is in it: the description says how that is written.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">A value that somebody may send or get, as text or a number; null when one would say nothing.</param>
internal sealed record CallParameter(string Name, Type Type, string Description, object? Example = null);

/// <summary>The query parameters that an endpoint knows.</summary>
/// <param name="Parameters">All of them.</param>
internal sealed record KnownQueryParameters(IReadOnlyList<CallParameter> Parameters);

/// <summary>The headers that an endpoint reads.</summary>
/// <param name="Headers">All that callers decide about.</param>
internal sealed record KnownRequestHeaders(IReadOnlyList<CallParameter> Headers);

/// <summary>The headers that an endpoint answers with when all went well.</summary>
/// <param name="Headers">Those that callers may want to use.</param>
internal sealed record KnownAnswerHeaders(IReadOnlyList<CallParameter> Headers);
