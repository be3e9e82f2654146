using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Pathway.Api.Http;
using Pathway.EventStore;

namespace Pathway.Api.Health;

/// <summary>Tells whoever runs Pathway, or watches it, how it is.</summary>
internal static class HealthEndpoints
{
    internal static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().WithTags("Health");
        health.MapGet("/live", Live).WithName("Live").WithQueryParameters();
        health.MapGet("/ready", Ready).WithName("Ready").WithQueryParameters().Produces<HealthReport>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The process runs. It says nothing of the database.</summary>
    private static Ok<HealthReport> Live() => TypedResults.Ok(new HealthReport("live"));

    /// <summary>Requests can be served: the database answers, has its tables, and keeps the record append-only.</summary>
    private static async Task<IResult> Ready(NpgsqlDataSource database, HttpContext context, CancellationToken cancellation)
    {
        try
        {
            await AppendOnlyCheck.Verify(database, cancellation);
            return TypedResults.Ok(new HealthReport("ready"));
        }
        catch (Exception e) when (FailureHandler.SaysDatabaseIsGone(e))
        {
            return Problems.Unavailable(context);
        }
        catch (Exception e) when (e is NotAppendOnlyException or PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
        {
            return Problems.NotReady(e is NotAppendOnlyException ? e.Message : "The database has no tables of Pathway: start Pathway anew, which makes them.");
        }
    }
}

/// <summary>How Pathway is.</summary>
/// <param name="Status">"live" or "ready".</param>
internal sealed record HealthReport(string Status);
