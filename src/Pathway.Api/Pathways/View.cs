using Microsoft.AspNetCore.Http.Extensions;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Pathways;

/// <summary>One pathway as somebody asked to see it.</summary>
/// <param name="Then">The pathway as it was known at the moment.</param>
/// <param name="AsOf">The date to describe.</param>
/// <param name="Moment">The moment.</param>
internal sealed record View(Journey Then, DateOnly AsOf, Moment Moment)
{
    /// <summary>Where what was asked for by an instant can be read again, whatever is still being recorded as of that instant.</summary>
    internal static readonly CallParameter StaysAt = new(
        "Content-Location", typeof(string), "Given with asOfRecorded: the address that will always give this answer, by version and date.",
        "/api/pathways/0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c47?asOfVersion=7&asOfOccurred=2026-03-03");

    /// <summary>Reads the moment that the address asks for, and the pathway at it.</summary>
    /// <returns>The view; or why there is none.</returns>
    internal static async Task<(View? View, IResult? Wrong)> Of(
        Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation)
    {
        var (moment, wrong) = await Moment.Read(context.Request.Query, clock, protocols, cancellation);
        if (wrong is not null)
        {
            return (null, wrong);
        }

        if (await recorder.Read(id, actor, cancellation) is not { } journey)
        {
            return (null, Problems.NoSuchPathway(id));
        }

        if (moment.Of(journey, clock, out var then, out var asOf) is { } impossible)
        {
            return (null, impossible);
        }

        if (moment.Occurred is { } date && PathwayFacts.From(then.Stream).Opened!.Event.BirthYear is var birthYear && date.Year < birthYear)
        {
            var name = context.Request.Query.ContainsKey(Moment.On) ? Moment.On : Moment.AsOfOccurred;
            return (null, Problems.BadParameter(name, $"{date:yyyy-MM-dd}", $"a date from {birthYear} on, the year in which the patient was born"));
        }

        return (new(then, asOf, moment), null);
    }

    /// <summary>Says where the answer stays, when it was asked for by an instant: entries may still be on their way that will count as recorded by then.</summary>
    /// <param name="context">The request.</param>
    /// <param name="asOf">The date that the answer is told for; null when it has none of its own.</param>
    internal void TellWhereItStays(HttpContext context, DateOnly? asOf)
    {
        if (Moment.Recorded is null)
        {
            return;
        }

        string[] told = [Moment.AsOfVersion, Moment.AsOfRecorded, Moment.AsOfOccurred, Moment.On];
        var query = new QueryBuilder(context.Request.Query.Where(p => !told.Contains(p.Key, StringComparer.Ordinal))) { { Moment.AsOfVersion, $"{Then.Version}" } };
        if (asOf is { } date)
        {
            query.Add(Moment.AsOfOccurred, $"{date:yyyy-MM-dd}");
        }

        context.Response.Headers.ContentLocation = $"{context.Request.Path}{query}";
    }
}

/// <summary>What is said of every read that can be told as of a moment.</summary>
internal static class ViewDescription
{
    internal static RouteHandlerBuilder AsOfAMoment(this RouteHandlerBuilder endpoint) =>
        endpoint.WithRequestHeaders(VersionTag.IfNoneMatch).WithAnswerHeaders(VersionTag.ReadETag, View.StaysAt);
}
