using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Pathway.Api.Http;

namespace Pathway.Api.Health;

/// <summary>Tells whoever runs Pathway, or watches it, how it is.</summary>
internal static class HealthEndpoints
{
    internal static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().WithTags("Health");
        health.MapGet("/live", Live).WithName("Live").WithQueryParameters();
        health.MapGet("/ready", Ready).WithName("Ready").WithQueryParameters();
    }

    /// <summary>The process runs. It says nothing of the database.</summary>
    private static Ok<HealthReport> Live() => TypedResults.Ok(new HealthReport("live"));

    /// <summary>Requests can be served: the database answers.</summary>
    private static async Task<IResult> Ready(NpgsqlDataSource database, HttpContext context, CancellationToken cancellation)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellation);
            return TypedResults.Ok(new HealthReport("ready"));
        }
        catch (Exception e) when (FailureHandler.SaysDatabaseIsGone(e))
        {
            return Problems.Unavailable(context);
        }
    }
}

/// <summary>How Pathway is.</summary>
/// <param name="Status">"live" or "ready".</param>
internal sealed record HealthReport(string Status);
