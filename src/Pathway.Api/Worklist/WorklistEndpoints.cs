using System.Globalization;
using Pathway.Api.Http;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.Domain.FollowUp;
using Pathway.Projections.Worklist;

namespace Pathway.Api.Worklist;

/// <summary>What a coordinator looks at in the morning: what is owed to whom.</summary>
internal static class WorklistEndpoints
{
    private const int DefaultRows = 500;
    private const int MostRows = 5000;

    private static readonly CallParameter[] _parameters =
    [
        new("on", typeof(DateOnly), "The date to tell it for; today when not given. A later one tells what will be owed if nothing happens until then.", "2026-06-03"),
        new("center", typeof(string), "The center that treats the patient; all when not given.", "ghent"),
        new("limit", typeof(int), "Most rows wanted, 1 to 5000; 500 when not given. The counts are of all rows.", 500),
    ];

    internal static void AddWorklist(this IServiceCollection services) => services.AddSingleton<WorklistReader>();

    internal static void MapWorklist(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/worklist", Read).WithTags("Worklist").WithName("ReadWorklist").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters(_parameters).Produces<WorklistAnswer>();

    /// <summary>Everything owed to the patients of all open pathways, the most urgent first.</summary>
    /// <remarks>
    /// First what is most overdue, then what is due soonest; of two things equally urgent that of the patient enrolled earlier, then by rule.
    /// Each thing is listed before its time as well, as <c>upcoming</c>. A coordinator of one center sees that center's patients alone.
    /// </remarks>
    private static async Task<IResult> Read(
        string? on, string? center, string? limit, Actor actor, WorklistReader worklist, HospitalClock clock, CancellationToken cancellation)
    {
        var date = clock.Today;
        if (on is not null && !DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
        {
            return Problems.BadParameter(nameof(on), on, "a date, for example 2026-03-01");
        }

        var most = DefaultRows;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostRows))
        {
            return Problems.BadParameter(nameof(limit), limit, $"a number from 1 to {MostRows}");
        }

        if (center?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return Problems.BadParameter(nameof(center), center, "a text without the character U+0000, which nothing on record has");
        }

        // Of another center there is nothing to see.
        var work = center is not null && !Recorder.MaySee(actor, center) ? new([], []) : await worklist.Read(date, clock.Today, center ?? actor.Center, cancellation);
        return TypedResults.Ok(WorklistAnswer.Of(date, work, most));
    }
}

/// <summary>What is owed on a date.</summary>
/// <param name="On">The date.</param>
/// <param name="Overdue">How many things are overdue.</param>
/// <param name="Due">How many have come due and are in time.</param>
/// <param name="Upcoming">How many will come due next.</param>
/// <param name="Rows">The most urgent of them, the most urgent first.</param>
/// <param name="Unreadable">Open pathways with an event that this version cannot read: what is owed to these patients has to be looked for elsewhere.</param>
public sealed record WorklistAnswer(DateOnly On, int Overdue, int Due, int Upcoming, IReadOnlyList<WorklistRow> Rows, IReadOnlyList<Guid> Unreadable)
{
    internal static WorklistAnswer Of(DateOnly on, OpenWork work, int most) => new(
        on, Count(work, DueState.Overdue), Count(work, DueState.Due), Count(work, DueState.Upcoming), [.. work.Rows.Take(most)], work.Unreadable);

    private static int Count(OpenWork work, DueState state) => work.Rows.Count(r => r.State == state);
}
