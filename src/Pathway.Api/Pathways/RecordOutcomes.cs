using System.Diagnostics;
using System.Text.Json;
using Pathway.Api.Http;

namespace Pathway.Api.Pathways;

/// <summary>Turns what became of a call into HTTP.</summary>
internal static class RecordOutcomes
{
    internal static IResult ToHttp(this RecordOutcome outcome, HttpContext context) => outcome switch
    {
        RecordOutcome.Recorded recorded => Created(recorded.Body, context),
        RecordOutcome.WouldBeRecorded would => TypedResults.Ok(new ValidatedAnswer(Valid: true, would.Answer.Deviations, would.Answer.Warnings, would.Answer.State)),
        RecordOutcome.Rejected rejected => Problems.From(rejected.Reasons),
        RecordOutcome.NoSuchPathway none => Problems.NoSuchPathway(none.Id),
        RecordOutcome.AnotherCenter other => Problems.AnotherCenter(other.Field, other.Given, other.Own),
        RecordOutcome.Stale stale => Problems.Stale(stale.Expected, stale.Actual),
        RecordOutcome.KeyMisused misused => Problems.KeyMisused(misused.Key),
        RecordOutcome.Busy => Problems.Busy(context),
        RecordOutcome.Unknown => Problems.OutcomeUnknown(context),
        _ => throw new UnreachableException($"{outcome.GetType().Name} has no answer."),
    };

    /// <summary>The answer as it was stored with the events, byte for byte, so that a repeat of the call gets the same.</summary>
    private static ContentHttpBytes Created(ReadOnlyMemory<byte> body, HttpContext context)
    {
        // The version is at the beginning, after the id where a pathway was opened: what follows need not be read for it.
        var answer = new Utf8JsonReader(body.Span);
        while (answer.Read())
        {
            if (answer.CurrentDepth != 1 || answer.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (answer.ValueTextEquals("id"u8))
            {
                answer.Read();
                context.Response.Headers.Location = $"/api/pathways/{answer.GetGuid()}";
            }
            else if (answer.ValueTextEquals("version"u8))
            {
                answer.Read();
                context.Response.Headers.ETag = VersionTag.Of(answer.GetInt64());
                break;
            }
        }

        return new(body);
    }

    private sealed class ContentHttpBytes(ReadOnlyMemory<byte> body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status201Created;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
