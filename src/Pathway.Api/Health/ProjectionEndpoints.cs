using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Projections.Cohort;
using Pathway.Projections.Notifications;

namespace Pathway.Api.Health;

/// <summary>What is kept ready beside the record, and how far behind it is.</summary>
internal static class ProjectionEndpoints
{
    internal static void AddProjections(this IServiceCollection services)
    {
        services.AddSingleton<CohortProjection>();
        services.AddSingleton<CohortPosition>();
        services.AddHostedService<ProjectionService>();
    }

    internal static void MapProjections(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/projections", List).WithTags("Projections").WithName("ListProjections").RequireAuthorization(Policies.Administer)
            .WithQueryParameters().Produces<IReadOnlyList<ProjectionStatus>>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Every projection: how far it is behind the record, what it cannot follow, and what checking it has found.</summary>
    /// <remarks>
    /// <c>cohort</c> answers reports; <c>happenings</c> is what webhooks are told of, and not needed while there is none. A projection is derived from the events beside their recording, so it may be
    /// behind them for a moment. A pathway with an event that this version of the program cannot handle keeps what was derived before that event and is listed as
    /// stopped; all others go on.
    /// </remarks>
    private static async Task<IResult> List(Actor actor, CohortProjection cohort, HappeningProjection happenings, CancellationToken cancellation) => actor.Center is { } own
        ? Problems.NotForOneCenter(own) // The pathways that it names may be anybody's.
        : TypedResults.Ok<IReadOnlyList<ProjectionStatus>>([await cohort.Status(cancellation), await happenings.Status(cancellation)]);

    /// <summary>Keeps projections while Pathway runs.</summary>
    private sealed class ProjectionService(CohortProjection cohort) : BackgroundService
    {
        /// <inheritdoc/>
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => cohort.Run(stoppingToken);
    }
}
