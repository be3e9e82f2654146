using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Pathway.Api.OpenApi;

/// <summary>Says of each call what follows from how its endpoint is put together: parameters, headers, who may make it, and how it may fail.</summary>
internal sealed class CallDescription : IOperationFilter
{
    private static readonly FrozenDictionary<int, string> _failures = new Dictionary<int, string>
    {
        [400] = "It cannot be understood: the body, a parameter or a header is not as it must be.",
        [401] = "Nobody is signed in.",
        [403] = "It is for another role, or for another center.",
        [404] = "There is none, or none that the caller may see.",
        [409] = "It may be true, but is not allowed now.",
        [410] = "It was erased, for good.",
        [412] = "The pathway has moved on from the version in If-Match.",
        [413] = "The body is larger than 1 MiB.",
        [415] = "The body is not JSON in UTF-8.",
        [422] = "It can be read, and cannot be true; or the Idempotency-Key belongs to another call.",
        [500] = "Something went wrong here. The answer says nothing of the patient.",
        [503] = "The database does not answer, or somebody else was always faster. Retry-After says when to try again.",
    }.ToFrozenDictionary();

    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var endpoint = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var query = endpoint.OfType<KnownQueryParameters>().LastOrDefault()?.Parameters ?? [];
        var headers = endpoint.OfType<KnownRequestHeaders>().LastOrDefault()?.Headers ?? [];
        operation.Parameters =
        [
            .. operation.Parameters?.Where(p => p.In == ParameterLocation.Path) ?? [],
            .. query.Select(p => Parameter(p, ParameterLocation.Query, context)),
            .. headers.Select(p => Parameter(p, ParameterLocation.Header, context)),
        ];

        var roles = RolesOf(endpoint);
        operation.Description = string.Join("\n\n", new[] { operation.Description, InWords(roles) }.Where(text => !string.IsNullOrEmpty(text)));
        operation.Security = roles is null ? [] : [new() { [new OpenApiSecuritySchemeReference(TokenHandler.SchemeName, context.Document)] = [] }];

        var answers = operation.Responses ?? [];
        AddAnswerHeaders(answers, endpoint.OfType<KnownAnswerHeaders>().LastOrDefault()?.Headers ?? [], context);
        foreach (var status in Failures(operation, endpoint, roles, headers))
        {
            answers[$"{status}"] = new OpenApiResponse
            {
                Description = _failures[status],
                Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
                {
                    [Problems.ContentType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(ProblemComponents.Problem, context.Document) },
                },
            };
        }

        operation.Responses = [];
        foreach (var (status, answer) in answers.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            operation.Responses.Add(status, answer);
        }
    }

    /// <summary>Who may make a call: null for anybody, all roles when it names no policy.</summary>
    private static Role[]? RolesOf(IList<object> endpoint)
    {
        if (endpoint.OfType<IAllowAnonymous>().Any())
        {
            return null;
        }

        var policies = endpoint.OfType<IAuthorizeData>().Select(a => a.Policy).OfType<string>().ToList();
        return [.. Enum.GetValues<Role>().Where(role => policies.TrueForAll(policy => Policies.Allowed[policy].Contains(role)))];
    }

    private static string InWords(Role[]? roles) =>
        roles is null ? "For anybody."
        : roles.Length == Enum.GetValues<Role>().Length ? "For everybody who is signed in."
        : $"For the role{(roles.Length == 1 ? "" : "s")} {string.Join(" and ", roles.Select(Actor.NameOf))}.";

    private static IEnumerable<int> Failures(OpenApiOperation operation, IList<object> endpoint, Role[]? roles, IReadOnlyList<CallParameter> headers)
    {
        var takesBody = operation.RequestBody is not null;
        return new (int Status, bool Possible)[]
        {
            (400, endpoint.OfType<KnownQueryParameters>().Any()),
            (401, roles is not null),
            (403, roles is not null && roles.Length < Enum.GetValues<Role>().Length),
            (404, operation.Parameters!.Any(p => p.In == ParameterLocation.Path)),
            (409, takesBody),
            (410, operation.Responses?.ContainsKey("410") == true),
            (412, headers.Contains(VersionTag.IfMatch)),
            (413, takesBody),
            (415, takesBody),
            (422, takesBody),
            (500, true),
            (503, operation.Responses?.ContainsKey("503") == true),
        }.Where(f => f.Possible).Select(f => f.Status);
    }

    private static OpenApiParameter Parameter(CallParameter parameter, ParameterLocation where, OperationFilterContext context) => new()
    {
        Name = parameter.Name,
        In = where,
        Description = parameter.Description,
        Schema = context.SchemaGenerator.GenerateSchema(parameter.Type, context.SchemaRepository),
        Example = ExampleOf(parameter),
    };

    private static void AddAnswerHeaders(OpenApiResponses answers, IReadOnlyList<CallParameter> headers, OperationFilterContext context)
    {
        foreach (var answer in answers.Where(a => a.Key.StartsWith('2')).Select(a => a.Value).OfType<OpenApiResponse>().Where(_ => headers.Count > 0))
        {
            answer.Headers = headers.ToDictionary(h => h.Name, IOpenApiHeader (h) => new OpenApiHeader
            {
                Description = h.Description,
                Schema = context.SchemaGenerator.GenerateSchema(h.Type, context.SchemaRepository),
                Example = ExampleOf(h),
            }, StringComparer.Ordinal);
        }
    }

    private static JsonNode? ExampleOf(CallParameter parameter) => JsonSerializer.SerializeToNode(parameter.Example);
}
