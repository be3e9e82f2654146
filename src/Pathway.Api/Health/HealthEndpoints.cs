using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Pathway.Api.Http;
using Pathway.EventStore;
using Pathway.Projections.Cohort;
using Pathway.Projections.Notifications;

namespace Pathway.Api.Health;

/// <summary>Tells whoever runs Pathway, or watches it, how it is.</summary>
internal static class HealthEndpoints
{
    internal static void AddHealth(this IServiceCollection services) => services.AddSingleton<ReadinessLog>();

    internal static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().WithTags("Health");
        health.MapGet("/live", Live).WithName("Live").WithQueryParameters();
        health.MapGet("/ready", Ready).WithName("Ready").WithQueryParameters().Produces<ReadyReport>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The process runs. It says nothing of the database.</summary>
    private static Ok<HealthReport> Live() => TypedResults.Ok(new HealthReport("live"));

    /// <summary>Requests can be served: the database answers, has its tables, keeps what it confirms, and keeps the record append-only.</summary>
    /// <remarks>What is derived beside the record may be behind it: that is said, and keeps nobody from being served.</remarks>
    private static async Task<IResult> Ready(
        NpgsqlDataSource database, IStoreEngine engine, CohortProjection cohort, HappeningProjection happenings, Deliveries deliveries, ReadinessLog log, HttpContext context,
        CancellationToken cancellation)
    {
        try
        {
            await DurabilityCheck.Verify(database, cancellation);
            await AppendOnlyCheck.Verify(database, cancellation);
            log.Ready();
            var (waiting, parked) = await deliveries.Count(cancellation);
            return TypedResults.Ok(new ReadyReport(
                "ready", engine.Name, [ProjectionHealth.Of(await cohort.Status(cancellation)), ProjectionHealth.Of(await happenings.Status(cancellation))], new(waiting, parked)));
        }
        catch (Exception e) when (FailureHandler.SaysDatabaseIsGone(e))
        {
            log.NotReady(e is PostgresException refused ? $"The database lets nobody in: {refused.MessageText} ({refused.SqlState})." : $"The database does not answer ({e.GetType().Name}).");
            return Problems.Unavailable(context);
        }
        catch (Exception e) when (e is NotAppendOnlyException or NotDurableException or PostgresException)
        {
            // Anybody may ask, so roles and privileges are for the log alone.
            log.NotReady(e is PostgresException refused ? $"The database refuses: {refused.MessageText} ({refused.SqlState})." : e.Message);
            return Problems.NotReady(e switch
            {
                NotAppendOnlyException => "The role that Pathway uses may do more than add to the record. The log says which privilege is too much.",
                NotDurableException => "Its settings could lose what was answered. The log says which.",
                PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => "The database has no tables of Pathway: start Pathway anew, which makes them.",
                _ => "It refuses to be asked. The log says why.",
            });
        }
    }
}

/// <summary>Says in the log why Pathway is not ready: once, however often anybody asks.</summary>
internal sealed class ReadinessLog(ILogger<ReadinessLog> log)
{
    private string? _said;

    internal void NotReady(string why)
    {
        if (Interlocked.Exchange(ref _said, why) != why)
        {
            log.LogError("Not ready: {Why}", why);
        }
    }

    internal void Ready()
    {
        if (Interlocked.Exchange(ref _said, null) is not null)
        {
            log.LogInformation("Ready again.");
        }
    }
}

/// <summary>How Pathway is.</summary>
/// <param name="Status">"live".</param>
internal sealed record HealthReport(string Status);

/// <summary>How Pathway is, with its database.</summary>
/// <param name="Status">"ready".</param>
/// <param name="Engine">What the record is kept by: "builtin" or "marten". Both keep it in the same tables.</param>
/// <param name="Projections">How far what is derived beside the record is behind it.</param>
/// <param name="Deliveries">What webhooks are to be told.</param>
internal sealed record ReadyReport(string Status, string Engine, IReadOnlyList<ProjectionHealth> Projections, DeliveryHealth Deliveries);

/// <summary>What webhooks are to be told, over all of them.</summary>
/// <param name="Waiting">How much waits to be tried, for the first time or again.</param>
/// <param name="Parked">How much could not be told, and waits for somebody to ask for it.</param>
internal sealed record DeliveryHealth(long Waiting, long Parked);

/// <summary>How a projection is, without anything of a patient.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">What this node does with it.</param>
/// <param name="LagEvents">How many events it has not seen; 0 while nobody needs it.</param>
/// <param name="LagSeconds">How long ago the first of them was entered, seconds, and no longer than this node has seen it behind; 0 without any.</param>
/// <param name="StoppedPathways">How many pathways have rows that cannot follow their events.</param>
internal sealed record ProjectionHealth(string Name, ProjectionState State, long LagEvents, double LagSeconds, long StoppedPathways)
{
    internal static ProjectionHealth Of(ProjectionStatus status) => new(status.Name, status.State, status.LagEvents, status.LagSeconds, status.StoppedPathways);
}
