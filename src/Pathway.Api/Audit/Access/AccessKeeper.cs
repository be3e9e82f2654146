using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.EventStore;

namespace Pathway.Api.Audit.Access;

/// <summary>
/// Writes down every call about patients, before its answer leaves: who, when, which call with which parameters, and the status; never a body or an
/// answer. Which calls those are follows from their policy (<see cref="Policies.AboutPatients"/>), so that no endpoint has to remember it.
/// </summary>
internal sealed class AccessKeeper(AccessLog accesses, HospitalClock clock)
{
    /// <summary>Stands between authentication, which knows who asks, and authorization, whose refusals are written down as well.</summary>
    internal async Task Keep(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || !IsAboutPatients(endpoint) || context.User.Identity?.IsAuthenticated != true)
        {
            await next(context);
            return;
        }

        var (response, body) = (context.Response, context.Response.Body);
        await using var answer = new HeldAnswer(body, () => Write(context, endpoint));
        response.Body = answer;
        try
        {
            await next(context);
            await response.CompleteAsync(); // The held body alone.
        }
        finally
        {
            response.Body = body;
        }

        await answer.Release(context.RequestAborted);
    }

    private static bool IsAboutPatients(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy is { } policy && Policies.AboutPatients.Contains(policy));

    private async Task Write(HttpContext context, RouteEndpoint endpoint)
    {
        var (request, actor, now) = (context.Request, Actor.From(context.User), clock.Now);
        if (HttpMethods.IsPost(request.Method) && context.Response.StatusCode == StatusCodes.Status201Created)
        {
            return; // What was recorded names its author in the record itself.
        }

        // Of what the call does not know, nothing is kept: it may be anything, a name included.
        var known = endpoint.Metadata.GetMetadata<KnownQueryParameters>()?.Parameters.Select(p => p.Name) ?? [];
        var parameters = known.Where(request.Query.ContainsKey).ToDictionary(name => name, name => Storable(request.Query[name].ToString()), StringComparer.Ordinal);
        var pathway = request.RouteValues.GetValueOrDefault("id") as string ?? parameters.GetValueOrDefault("pathway");
        try
        {
            await accesses.Write(new(
                Guid.CreateVersion7(now), now, Storable(actor.Id), Storable(actor.Name), Actor.NameOf(actor.Role), actor.Center is null ? null : Storable(actor.Center),
                Guid.TryParse(pathway, out var id) ? id : null,
                $"{request.Method} {endpoint.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal).TrimEnd('/')}",
                JsonSerializer.SerializeToUtf8Bytes(parameters, JsonForm.Options), context.Response.StatusCode, context.TraceIdentifier));
        }
        catch (Exception e)
        {
            throw new AccessNotKeptException(e);
        }
    }

    /// <summary>A text as the database can hold it.</summary>
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}

/// <summary>A call about patients cannot be written down, so it is not answered.</summary>
/// <param name="inner">Why.</param>
internal sealed class AccessNotKeptException(Exception inner) : Exception("The call could not be written down.", inner);
