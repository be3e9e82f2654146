using System.Text;
using System.Text.Json;
using Pathway.Api.Http;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Domain.Audit;
using Pathway.Domain.Readiness;
using Pathway.EventStore;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Audit;

/// <summary>How a record came to be, and what a decision rested on: for whoever has to understand it afterwards.</summary>
internal static class ReplayEndpoints
{
    private static readonly AnswerForm _lines = new("ndjson", "application/x-ndjson");
    private static readonly AnswerForm _csv = new("csv", "text/csv");
    private static readonly AnswerForm _html = new("html", "text/html");
    private static readonly AnswerForm[] _forms = [AnswerForms.Json, _lines, _csv, _html];

    internal static void MapReplay(this IEndpointRouteBuilder pathways)
    {
        pathways.MapGet("/{id:guid}/audit", Replay).WithName("ReplayPathway").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters([.. Moment.Parameters, AnswerForms.FormatOf(_forms)]).Produces<ReplayAnswer>().AsOfAMoment()
            .WithMetadata(new OtherForms([_lines, _csv, _html]), new ContentSecurityPolicy(ReplayPage.Policy));
        pathways.MapGet("/{id:guid}/decisions", Decisions).WithName("ReadDecisions").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters(Moment.Parameters).Produces<IReadOnlyList<DecisionReview>>().AsOfAMoment();
        pathways.MapGet("/{id:guid}/decisions/{eventId}", Dossier).WithName("ReadDecision").RequireAuthorization(Policies.ReadPathway)
            .WithQueryParameters(Moment.Parameters).Produces<DecisionDossier>().AsOfAMoment();
    }

    /// <summary>The replay: for every entry who made it, when, what and why, and what it changed.</summary>
    /// <remarks>
    /// Each entry is told between the state just before it and the state after it, both for the date on which it was made (or for <c>asOfOccurred</c>);
    /// what time alone changed since the entry before stands apart. The differences are those of a JSON Patch (RFC 6902), with what stood there before:
    /// applied in order, those by time and then those by the entry, they rebuild the state of <c>GET /api/pathways/{id}</c>.
    /// It comes as JSON, as one line of JSON an entry, as CSV with one row an entry, or as a page to print.
    /// </remarks>
    /// <param name="id">The pathway.</param>
    private static async Task<IResult> Replay(
        Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation)
    {
        var (form, unreadable) = AnswerForms.Choose(context.Request, _forms);
        if (form is null)
        {
            return unreadable!;
        }

        return await Look(id, context, recorder, actor, clock, protocols, (view, trail) =>
        {
            view.TellWhereItStays(context, view.Moment.Occurred);
            var entries = new List<ReplayEntry>();
            foreach (var entry in trail.Replay(JsonForm.Options, view.Moment.Occurred))
            {
                cancellation.ThrowIfCancellationRequested();
                entries.Add(entry);
            }

            var answer = new ReplayAnswer(id, view.Then.Version, view.Moment.Occurred, view.Moment.Protocol is { } under ? ProtocolReference.To(under) : null, entries);
            byte[] body =
                form == _lines ? [.. entries.SelectMany(e => (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(e, JsonForm.Options), (byte)'\n'])]
                : form == _csv ? Encoding.UTF8.GetBytes(ReplayCsv.Write(answer))
                : form == _html ? Encoding.UTF8.GetBytes(ReplayPage.Write(answer, PathwayFacts.From(view.Then.Stream).Opened!.Event))
                : JsonSerializer.SerializeToUtf8Bytes(answer, JsonForm.Options);
            return new TaggedAnswer(body, $"{form.ContentType}; charset=utf-8", view.Then.Version);
        }, cancellation);
    }

    /// <summary>Every decision about stage 2 that was entered, with the assessment shown then, the same made again now, and what changed it.</summary>
    /// <param name="id">The pathway.</param>
    private static Task<IResult> Decisions(
        Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation) =>
        Look(id, context, recorder, actor, clock, protocols, (view, trail) =>
        {
            view.TellWhereItStays(context, asOf: null);
            return TaggedAnswer.Json(trail.Decisions(), view.Then.Version);
        }, cancellation);

    /// <summary>Everything that one decision about stage 2 rested on: what was known, what was missing, how old it was, who had recorded it, and what became of it since.</summary>
    /// <param name="id">The pathway.</param>
    /// <param name="eventId" example="0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c48">The entry that records the decision, or that says what it should have been.</param>
    private static Task<IResult> Dossier(
        Guid id, string eventId, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols, CancellationToken cancellation) =>
        Look(id, context, recorder, actor, clock, protocols, (view, trail) =>
        {
            if (!Guid.TryParseExact(eventId, "D", out var entry))
            {
                return Problems.BadParameter(nameof(eventId), eventId, "the id of an entry, as GET …/decisions lists them");
            }

            view.TellWhereItStays(context, asOf: null);
            return trail.Dossier(entry) is { } dossier ? TaggedAnswer.Json(dossier, view.Then.Version) : Problems.NoSuchDecision(id, entry);
        }, cancellation);

    private static async Task<IResult> Look(
        Guid id, HttpContext context, Recorder recorder, Actor actor, HospitalClock clock, PublishedProtocols protocols,
        Func<View, AuditTrail, IResult> answer, CancellationToken cancellation)
    {
        var (view, wrong) = await View.Of(id, context, recorder, actor, clock, protocols, cancellation);
        if (view is null)
        {
            return wrong!;
        }

        if (await recorder.ReadStored(id, actor, cancellation) is not { } stored)
        {
            return Problems.NoSuchPathway(id);
        }

        var entries = stored.Zip(view.Then.Stream, (kept, read) => new AuditedEvent(
            read, kept.Sequence, clock.DateOf(read.RecordedAt), kept.Metadata.CorrelationId, RecordedByOf(kept)));
        return answer(view, new(id, [.. entries], protocols.Shelf, view.Moment.Protocol));
    }

    // Another engine on the same tables keeps other headers, or none.
    private static RecordedBy? RecordedByOf(StoredEvent stored)
    {
        if (stored.Metadata.Headers.IsEmpty)
        {
            return null;
        }

        var headers = JsonElement.Parse(stored.Metadata.Headers.Span);
        return headers.TryGetProperty("actor", out var actor)
            ? new(Text(actor, "id") ?? "", Text(actor, "name") ?? "", Text(actor, "role") ?? "", Text(actor, "center"), Text(headers, "client"))
            : null;
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A pathway, replayed.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="Version">The last version that counts.</param>
/// <param name="AsOf">The date that every state is told for; null when each is told for the date of its entry.</param>
/// <param name="Protocol">The protocol that every state is derived under; null when each is derived under the one in force then.</param>
/// <param name="Entries">The entries, in the order of entry.</param>
public sealed record ReplayAnswer(Guid PathwayId, long Version, DateOnly? AsOf, ProtocolReference? Protocol, IReadOnlyList<ReplayEntry> Entries)
{
    /// <summary>What every reader of a verdict is told with it.</summary>
    public string Notice { get; } = ReadinessAssessment.SupportsDecisions;
}
