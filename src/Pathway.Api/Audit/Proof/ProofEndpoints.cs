using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Pathway.Api.Http;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.EventStore;
using Pathway.EventStore.Proof;

namespace Pathway.Api.Audit.Proof;

/// <summary>What anybody needs who does not want to believe us: checkpoints to keep outside, proofs, exports, and the check of everything.</summary>
internal static class ProofEndpoints
{
    private const int DefaultPageSize = 100;
    private const int LargestPageSize = 1000;
    private const int BufferBytes = 64 * 1024;
    private const string Ndjson = "application/x-ndjson";

    /// <summary>How long an export waits for its last event to enter the tree.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(50);

    private static readonly CallParameter[] _page =
    [
        new("before", typeof(long), "Only checkpoints of fewer events: the \"next\" of the page before.", 1000),
        new("limit", typeof(int), $"Most checkpoints on a page, 1 to {LargestPageSize}; {DefaultPageSize} when not given.", 100),
    ];

    private static readonly CallParameter[] _sizes =
    [
        new("from", typeof(long), "The earlier size, as a checkpoint says it; 0 when not given.", 0),
        new("to", typeof(long), "The later size; that of the current checkpoint when not given."),
    ];

    internal static void MapProof(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/api/audit").WithTags("Audit").ProducesProblem(StatusCodes.Status503ServiceUnavailable).AddEndpointFilter(TellAltered);
        audit.MapGet("/checkpoint", ReadCheckpoint).WithName("ReadCheckpoint").WithQueryParameters().Produces<CurrentCheckpoint>();
        audit.MapGet("/checkpoint/key", ReadKey).WithName("ReadCheckpointKey").WithQueryParameters().Produces<LogKeyAnswer>();
        audit.MapGet("/checkpoints", List).WithName("ListCheckpoints").WithQueryParameters(_page).Produces<CheckpointPage>();
        audit.MapGet("/consistency", ProveConsistency).WithName("ProveConsistency").WithQueryParameters(_sizes).Produces<ConsistencyAnswer>();
        audit.MapGet("/proof/{eventId:guid}", ProveInclusion).WithName("ProveInclusion").RequireAuthorization(Policies.Verify).WithQueryParameters().Produces<InclusionAnswer>();
        audit.MapGet("/verify", Verify).WithName("VerifyLog").RequireAuthorization(Policies.Verify).WithQueryParameters().Produces<LogVerification>();
        audit.MapGet("/export", ExportLog).WithName("ExportLog").RequireAuthorization(Policies.ExportLog).WithQueryParameters()
            .Produces<string>(StatusCodes.Status200OK, Ndjson);
        app.MapGet("/api/pathways/{id:guid}/export", Export).WithTags("Pathways").WithName("ExportPathway").RequireAuthorization(Policies.ReadPathway)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable).AddEndpointFilter(TellAltered).WithQueryParameters().Produces<PathwayExport>();
    }

    /// <summary>The current checkpoint: what to keep outside, so that nobody can rewrite what it covers unnoticed.</summary>
    /// <remarks>
    /// As <c>text/plain</c> it is the signed note itself; as <c>application/json</c>, when <c>Accept</c> asks for that, the same with how far it reaches. It is
    /// signed anew when the log has grown.
    /// </remarks>
    private static async Task<IResult> ReadCheckpoint(
        HttpContext context, CheckpointBook checkpoints, LogTree tree, LogProver prover, CancellationToken cancellation)
    {
        var current = await checkpoints.Current(cancellation);
        if (!context.Request.GetTypedHeaders().Accept.Any(a => a.MediaType == "application/json"))
        {
            return TypedResults.Text(current.Checkpoint.Note, "text/plain", Encoding.UTF8);
        }

        var (coveredUpTo, endOfLog) = await tree.ReachOf(current.Checkpoint.Size, cancellation);
        return TypedResults.Ok(new CurrentCheckpoint(CheckpointAnswer.Of(current), coveredUpTo, endOfLog, prover.Status.Error, prover.Status.Since));
    }

    /// <summary>The public key that checks every checkpoint.</summary>
    private static Ok<LogKeyAnswer> ReadKey(CheckpointBook checkpoints) => TypedResults.Ok(new LogKeyAnswer(
        checkpoints.Origin, checkpoints.Key.Id, checkpoints.Key.Pem, checkpoints.Key.VerifierKey(checkpoints.Origin)));

    /// <summary>Every checkpoint that was signed, the newest first.</summary>
    private static async Task<IResult> List(string? before, string? limit, CheckpointBook checkpoints, CancellationToken cancellation)
    {
        if (ReadNumber(nameof(before), before, 0, long.MaxValue, defaultTo: long.MaxValue, out var fewerThan) is { } wrongBefore)
        {
            return wrongBefore;
        }

        if (ReadNumber(nameof(limit), limit, 1, LargestPageSize, DefaultPageSize, out var size) is { } wrongLimit)
        {
            return wrongLimit;
        }

        var page = await checkpoints.List(fewerThan, (int)size, cancellation);
        return TypedResults.Ok(new CheckpointPage([.. page.Select(CheckpointAnswer.Of)], page.Count == size ? page[^1].Checkpoint.Size : null));
    }

    /// <summary>Proves that the log of one checkpoint is the beginning of the log of another.</summary>
    private static async Task<IResult> ProveConsistency(string? from, string? to, CheckpointBook checkpoints, LogTree tree, CancellationToken cancellation)
    {
        var (size, _) = await tree.EndOf(cancellation);
        if (ReadNumber(nameof(to), to, 0, size, defaultTo: size, out var second) is { } wrongTo)
        {
            return wrongTo;
        }

        return ReadNumber(nameof(from), from, 0, second, defaultTo: 0, out var first) is { } wrongFrom
            ? wrongFrom
            : TypedResults.Ok(new ConsistencyAnswer(
                first, Convert.ToBase64String(await tree.RootAt(first, cancellation)), second, Convert.ToBase64String(await tree.RootAt(second, cancellation)),
                Base64(await tree.ProveConsistency(first, second, cancellation))));
    }

    /// <summary>Proves that an event stands in the log, and where.</summary>
    /// <param name="eventId">The event.</param>
    private static async Task<IResult> ProveInclusion(
        Guid eventId, Recorder recorder, Actor actor, CheckpointBook checkpoints, LogTree tree, CancellationToken cancellation)
    {
        var current = (await checkpoints.Current(cancellation)).Checkpoint;
        return await tree.LeafOf(eventId, cancellation) is { } leaf && leaf.Index < current.Size && await MayKnowOf(leaf, recorder, actor, cancellation)
            ? TypedResults.Ok(new InclusionAnswer(
                eventId, leaf.Index, Convert.ToBase64String(leaf.Hash), Base64(await tree.ProveInclusion(leaf.Index, current.Size, cancellation)), current.Note))
            : Problems.NoSuchEvent(eventId);
    }

    /// <summary>Recomputes everything from the record itself: every event against its hash, every checkpoint against the tree, every signature, the order of every pathway.</summary>
    /// <remarks>It reads the whole log, a page at a time, while others go on writing. The first fault of every kind is told, the most telling first. It tells of all centers, so it is for those who are bound to none.</remarks>
    private static async Task<IResult> Verify(Actor actor, LogVerifier verifier, CancellationToken cancellation) => actor.Center is { } own
        ? Problems.NotForOneCenter(own)
        : TypedResults.Ok(await verifier.Verify(outside: null, progress: null, cancellation));

    /// <summary>A pathway with all that it takes to check it without Pathway: its events, a proof for each, the checkpoint, and the key.</summary>
    /// <remarks>
    /// It shows that these events are as recorded and that none is missing before the last of them. Whether there are or were later ones no file can show: where
    /// somebody with all rights on the database deleted the last, nothing is exported but the problem <c>log-altered</c>, unless the tree was made to fit; then the check of the whole log says so.
    /// </remarks>
    /// <param name="id">The pathway.</param>
    private static async Task<IResult> Export(
        Guid id, HttpContext context, Recorder recorder, Actor actor, CheckpointBook checkpoints, LogTree tree, CancellationToken cancellation)
    {
        if (await recorder.ReadStored(id, actor, cancellation) is not { } events)
        {
            return Problems.NoSuchPathway(id);
        }

        if (!await IsCovered(events[^1].Sequence, tree, cancellation))
        {
            return Problems.NotYetCovered(context);
        }

        var current = (await checkpoints.Current(cancellation)).Checkpoint;
        var proven = new List<ExportedEvent>();
        foreach (var stored in events)
        {
            var leaf = await tree.LeafOf(stored.Id, cancellation) ?? throw new LogAlteredException($"The event {stored.Id} has no leaf in the tree.");
            proven.Add(new(leaf.Index, Base64(await tree.ProveInclusion(leaf.Index, current.Size, cancellation)), LogEnvelope.Of(stored)));
        }

        await tree.MustBeWhole(id, proven[^1].LeafIndex, cancellation);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"pathway-{id}.json\"";
        return TypedResults.Ok(new PathwayExport(PathwayExport.CurrentFormat, id, current.Note, checkpoints.Key.Pem, proven));
    }

    /// <summary>The whole log as lines of JSON that prove themselves: every event as it is hashed, the checkpoints signed on the way, and the key.</summary>
    /// <remarks>
    /// What <c>pathway export</c> writes, and <c>pathway verify FILE</c> checks: what was recorded when it was asked for is in it, and the last line is the checkpoint
    /// of all of it. An answer without that line is not whole. It holds every patient's journey, so it is for auditors who are bound to no center.
    /// </remarks>
    private static async Task<IResult> ExportLog(HttpContext context, Actor actor, IEventStore store, CheckpointBook checkpoints, LogTree tree, CancellationToken cancellation)
    {
        if (actor.Center is { } own)
        {
            return Problems.NotForOneCenter(own);
        }

        var (_, endOfLog) = await tree.ReachOf(size: 0, cancellation);
        if (!await IsCovered(endOfLog, tree, cancellation))
        {
            return Problems.NotYetCovered(context);
        }

        var last = (await checkpoints.Current(cancellation)).Checkpoint;
        return TypedResults.Stream(
            async body =>
            {
                await using var buffered = new BufferedStream(body, BufferBytes);
                await new LogFile(store, checkpoints).Write(last, buffered, _ => { }, cancellation);
            },
            Ndjson, "pathway-log.ndjson");
    }

    // Whoever sees every center is shown the proof of an event that is gone, too.
    private static async Task<bool> MayKnowOf(Leaf leaf, Recorder recorder, Actor actor, CancellationToken cancellation) =>
        actor.Center is null || await recorder.Read(leaf.StreamId, actor, cancellation) is not null;

    private static async Task<bool> IsCovered(long sequence, LogTree tree, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; waited < _patience; waited += _look)
        {
            if ((await tree.EndOf(cancellation)).LastSequence >= sequence)
            {
                return true;
            }

            await Task.Delay(_look, cancellation);
        }

        return false;
    }

    private static async ValueTask<object?> TellAltered(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (LogAlteredException altered)
        {
            return Problems.LogAltered(altered.Message);
        }
    }

    private static ProblemHttpResult? ReadNumber(string name, string? given, long least, long most, long defaultTo, out long number)
    {
        number = defaultTo;
        return given is null || (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most)
            ? null
            : Problems.BadParameter(name, given, $"a number from {least} to {most}");
    }

    private static List<string> Base64(IReadOnlyList<byte[]> hashes) => [.. hashes.Select(Convert.ToBase64String)];
}
