using System.Collections.Immutable;
using System.Text.Json;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Domain.FollowUp;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.EventStore;
using Pathway.Projections.Overview;
using Pathway.Projections.Protocols;

namespace Pathway.Api.Pathways;

/// <summary>Loads, decides and appends: the one way in which anything enters the record.</summary>
internal sealed class Recorder(IEventStore store, Journeys journeys, HospitalClock clock, PublishedProtocols published) : IDisposable
{
    private const string StreamType = "pathway";

    /// <summary>How often a decision is made again after another node was faster, before the caller is asked to come back.</summary>
    private const int MostTries = 20;

    /// <summary>Whoever writes to one pathway on this node waits here for the other, instead of losing the race in the database.</summary>
    private readonly ImmutableArray<SemaphoreSlim> _turns = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Reads one pathway for an actor.</summary>
    /// <param name="id">The pathway.</param>
    /// <param name="actor">Who asks: a coordinator of one center sees that center's pathways alone.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The pathway; null when there is none that the actor may see.</returns>
    internal async Task<Journey?> Read(Guid id, Actor actor, CancellationToken cancellation) =>
        await journeys.Read(id, cancellation) is { } journey && MaySee(actor, journey.Center) ? journey : null;

    /// <summary>Reads the events of one pathway for an actor, as stored.</summary>
    /// <param name="id">The pathway.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The events in the order of entry; null when there is no pathway that the actor may see.</returns>
    internal async Task<IReadOnlyList<StoredEvent>?> ReadStored(Guid id, Actor actor, CancellationToken cancellation)
    {
        var stored = await store.ReadStream(id, fromVersion: 1, cancellation);
        return stored.Count > 0 && MaySee(actor, new Journey(id, []).With(stored).Center) ? stored : null;
    }

    /// <summary>Whether an actor may see the pathways of a center.</summary>
    internal static bool MaySee(Actor actor, string center) => actor.Center is null || actor.Center == center;

    /// <summary>Opens a pathway.</summary>
    internal Task<RecordOutcome> Open(PathwayOpened opened, Call call, CancellationToken cancellation) =>
        MaySee(call.Actor, opened.Center)
            ? Record(Guid.CreateVersion7(clock.Now), [opened], opens: true, call, cancellation)
            : Task.FromResult<RecordOutcome>(new RecordOutcome.AnotherCenter("/center", opened.Center, call.Actor.Center!));

    /// <summary>Records events of a pathway that is open: all of them or none.</summary>
    internal Task<RecordOutcome> Record(Guid id, ImmutableArray<PathwayEvent> proposed, Call call, CancellationToken cancellation) =>
        Record(id, proposed, opens: false, call, cancellation);

    /// <summary>Decides as <see cref="Record(Guid, ImmutableArray{PathwayEvent}, Call, CancellationToken)"/> would, and stores nothing.</summary>
    internal async Task<RecordOutcome> Validate(Guid id, ImmutableArray<PathwayEvent> proposed, Call call, CancellationToken cancellation)
    {
        await published.ShelfFor(proposed, cancellation);
        return PlanFor(id, await journeys.Read(id, cancellation), proposed, call) switch
        {
            { Refusal: { } refusal } => refusal,
            var plan => new RecordOutcome.WouldBeRecorded(plan.Answer!),
        };
    }

    /// <summary>
    /// Records a whole journey that was entered elsewhere: every sitting is decided on what the ones before it had entered, on its own day, and keeps its
    /// own instant, ids and person. Either all of it is allowed or nothing is stored. To import it once more stores nothing; what a stop cut short is completed.
    /// </summary>
    /// <param name="id">The pathway, which only this journey has ever had.</param>
    /// <param name="sittings">What was entered, in the order of entry; none lies in the future.</param>
    /// <param name="client">What it was imported with.</param>
    /// <returns>Recorded, without a body; or why not, for the first sitting that is refused, and then nothing is stored.</returns>
    internal async Task<RecordOutcome> Import(Guid id, IReadOnlyList<Sitting> sittings, string client)
    {
        await published.ShelfFor(sittings.SelectMany(s => s.Entries).Select(e => e.Event), CancellationToken.None);
        var journey = new Journey(id, []);
        var appends = new List<StreamAppend>(sittings.Count);
        foreach (var sitting in sittings)
        {
            var admitted = Admit(journey, sitting.Entries, sitting.Actor, isArray: true, sitting.RecordedAt);
            if (admitted.Refusal is { } refusal)
            {
                return refusal;
            }

            var call = new Call(sitting.Actor, $"{id}-{journey.Version + 1}", client, IfVersion: null, Key: null, IsArray: true);
            var protocol = ProtocolReference.To(published.Shelf.InForce(PathwayFacts.From(admitted.After!.Stream, clock.DateOf(sitting.RecordedAt))));
            appends.Add(AppendOf(journey, admitted.After, call, protocol, answer: null));
            journey = admitted.After;
        }

        // They wait in the order in which they were called, and each names the version that it follows: no answer is needed before the next is sent.
        var outcomes = await Task.WhenAll(appends.Select(store.Append));
        return outcomes.OfType<AppendOutcome.VersionConflict>().FirstOrDefault() is { } conflict ? new RecordOutcome.Stale(Expected: 0, conflict.ActualVersion)
            : outcomes.Any(o => o is AppendOutcome.Unknown) ? new RecordOutcome.Unknown()
            : new RecordOutcome.Recorded(default);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var turn in _turns)
        {
            turn.Dispose();
        }
    }

    private async Task<RecordOutcome> Record(Guid id, ImmutableArray<PathwayEvent> proposed, bool opens, Call call, CancellationToken cancellation)
    {
        await published.ShelfFor(proposed, cancellation);
        var turn = _turns[(id.GetHashCode() & int.MaxValue) % _turns.Length];
        await turn.WaitAsync(cancellation);
        try
        {
            // What is remembered may be behind another node. Decided on that, an append stores nothing, as it names its version; and nobody is refused for it.
            var remembered = opens ? null : journeys.Remembered(id);
            for (var tries = 0; tries < MostTries; tries++)
            {
                var journey = opens ? new Journey(id, []) : remembered ?? await journeys.Read(id, cancellation);
                var plan = PlanFor(id, journey, proposed, call);
                if (plan.Refusal is not null && remembered is null)
                {
                    return await Refused(plan.Refusal, call, cancellation);
                }

                switch (plan.Append is null ? null : await store.Append(plan.Append))
                {
                    case AppendOutcome.Appended:
                        journeys.Remember(plan.After!);
                        return new RecordOutcome.Recorded(plan.Body);
                    case AppendOutcome.KeyAlreadyUsed used:
                        return Repeated(used.First, call.Key!);
                    case AppendOutcome.Unknown:
                        return new RecordOutcome.Unknown();
                }

                remembered = null;
            }

            return new RecordOutcome.Busy();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// What is refused may be refused because of its own first call: a patient does not come back twice. Whatever that call stored was read above,
    /// and its answer was stored with it, so that looking for the answer now, and not before the reading, misses no first call.
    /// </summary>
    private async Task<RecordOutcome> Refused(RecordOutcome refusal, Call call, CancellationToken cancellation) =>
        call.Key is { } key && await store.FindAnswer(key.Key, cancellation) is { } first ? Repeated(first, key) : refusal;

    private static RecordOutcome Repeated(StoredAnswer first, CallKey key) => first.Fingerprint.Span.SequenceEqual(key.Fingerprint.Span)
        ? new RecordOutcome.Recorded(first.Body)
        : new RecordOutcome.KeyMisused(key.Key.Key);

    private Plan PlanFor(Guid id, Journey? journey, ImmutableArray<PathwayEvent> proposed, Call call) =>
        journey is null || (journey.Version > 0 && !MaySee(call.Actor, journey.Center)) ? new(new RecordOutcome.NoSuchPathway(id))
        : call.IfVersion is { } expected && expected != journey.Version ? new(new RecordOutcome.Stale(expected, journey.Version))
        : Decide(journey, proposed, call);

    private Plan Decide(Journey journey, ImmutableArray<PathwayEvent> proposed, Call call)
    {
        var now = clock.Now;

        // Clocks differ from node to node: within a stream, time never runs backwards. The date is that of the entry, so that going back to it shows the same.
        var recordedAt = journey.Stream is [.., var last] && last.RecordedAt > now ? last.RecordedAt : now;
        var today = clock.DateOf(recordedAt);
        var admitted = Admit(journey, [.. proposed.Select(e => new Entry(Guid.CreateVersion7(now), e))], call.Actor, call.IsArray, recordedAt);
        if (admitted.Refusal is { } refusal)
        {
            return new(refusal);
        }

        var after = admitted.After!;
        var state = after.StateOn(today, published.Shelf);
        var answer = new RecordedAnswer(
            after.Version,
            [.. after.Stream[journey.Version..].Select(e => new RecordedAnswerEvent(e.Id, e.Version, EventCatalogue.TypeOf(e.Event).Name, e.RecordedAt))],
            DeviationsSince(journey, state, today),
            admitted.Warnings,
            state);
        var body = journey.Version == 0
            ? JsonSerializer.SerializeToUtf8Bytes(state, JsonForm.Options)
            : JsonSerializer.SerializeToUtf8Bytes(answer, JsonForm.Options);
        var keyed = call.Key is { } key ? new KeyedAnswer(key.Key, new(key.Fingerprint, StatusCodes.Status201Created, body)) : null;
        return new(Refusal: null, after, answer, body, AppendOf(journey, after, call, state.Protocol, keyed));
    }

    /// <summary>Decides entries one after the other, each on the record with those before it.</summary>
    private Admitted Admit(Journey journey, ImmutableArray<Entry> entries, Actor actor, bool isArray, DateTimeOffset recordedAt)
    {
        var today = clock.DateOf(recordedAt);
        var stream = journey.Stream.ToBuilder();
        var (rejections, warnings) = (ImmutableArray.CreateBuilder<Rejection>(), ImmutableArray.CreateBuilder<Warning>());
        for (var i = 0; i < entries.Length; i++)
        {
            var at = isArray ? $"/{i}" : "";
            var decision = Admission.Decide(WithProtocol(entries[i].Event, stream), stream, published.Shelf, today);
            rejections.AddRange(decision.Rejections.Select(r => r with { Field = at + r.Field }));
            warnings.AddRange(decision.Warnings.Select(w => w with { Field = at + w.Field }));

            // What will not be stored is not assessed: a protocol that it is under may not exist, nor its date.
            var happened = rejections.Count == 0 ? WithAssessment(decision.Proposed, stream) : decision.Proposed;
            stream.Add(new(entries[i].Id, stream.Count + 1, recordedAt, happened));
            if (decision.IsAccepted && decision.Proposed is EventCorrected correction && PathwayFacts.From(stream).Opened!.Event.Center is var center && !MaySee(actor, center))
            {
                return new(new RecordOutcome.AnotherCenter(at + (correction.Replacement is null ? "/eventId" : "/replacement/center"), center, actor.Center!));
            }
        }

        return rejections.Count > 0
            ? new(new RecordOutcome.Rejected(rejections.ToImmutable()))
            : new(Refusal: null, new(journey.Id, stream.ToImmutable()), warnings.ToImmutable());
    }

    /// <summary>The append that takes a journey from one version to another, all of it entered by one call at one instant.</summary>
    private StreamAppend AppendOf(Journey before, Journey after, Call call, ProtocolReference protocol, KeyedAnswer? answer)
    {
        var recordedAt = after.Stream[^1].RecordedAt;
        return new(
            before.Id,
            StreamType,
            ExpectedVersion: before.Version,
            [.. after.Stream[before.Version..].Select(e => new NewEvent(e.Id, EventCatalogue.TypeOf(e.Event).Name, DotNetName(e.Event.GetType()), EventJson.Write(e.Event)))],
            new(recordedAt, call.CorrelationId, CausationId: null, call.Actor.Id, HeadersOf(call, protocol)),
            [new(PathwayOverview.Alias, before.Id, OverviewOf(after, clock.DateOf(recordedAt)), DotNetName(typeof(PathwayOverview)))],
            answer);
    }

    private ValueList<Deviation> DeviationsSince(Journey before, PathwayState after, DateOnly today) => before.Version == 0
        ? after.Deviations
        : CourseReview.In(after).NewSince(CourseReview.In(before.StateOn(today, published.Shelf)));

    /// <summary>Names the version of the protocol that a pathway starts under, whatever is published later and whatever else of its opening is put right.</summary>
    private PathwayEvent WithProtocol(PathwayEvent proposed, ImmutableArray<RecordedEvent>.Builder stream) => proposed switch
    {
        PathwayOpened opened => WithProtocol(opened, before: null),
        EventCorrected { Replacement: PathwayOpened opened } correction => correction with { Replacement = WithProtocol(opened, PathwayFacts.From(stream).Opened!.Event) },
        _ => proposed,
    };

    /// <summary>Adds to a decision of the board the assessment that it was shown.</summary>
    private PathwayEvent WithAssessment(PathwayEvent accepted, ImmutableArray<RecordedEvent>.Builder stream) => accepted switch
    {
        ReadinessDecided decided => decided with { Assessment = AssessmentShown(decided.OccurredOn, stream) },
        EventCorrected { Replacement: ReadinessDecided decided } correction => correction with { Replacement = WithAssessment(decided, correction.EventId, stream) },
        _ => accepted,
    };

    // Another wording of a decision leaves what the board had seen; another date asks what it would have seen on that.
    private ReadinessDecided WithAssessment(ReadinessDecided decided, Guid original, ImmutableArray<RecordedEvent>.Builder stream) => decided with
    {
        Assessment = PathwayFacts.From(stream).Decisions.FirstOrDefault(d => d.EventId == original) is { Event.Assessment: { } shown } before && before.OccurredOn == decided.OccurredOn
            ? shown
            : AssessmentShown(decided.OccurredOn, stream),
    };

    private RecordedAssessment AssessmentShown(DateOnly on, IEnumerable<RecordedEvent> stream)
    {
        var facts = PathwayFacts.From(stream, on);
        return ReadinessAssessment.Assess(Gate.Stage2, facts, published.Shelf.InForce(facts), on).ToRecord();
    }

    private PathwayOpened WithProtocol(PathwayOpened opened, PathwayOpened? before)
    {
        if (opened.ProtocolVersion is not null)
        {
            return opened;
        }

        var id = opened.ProtocolId ?? before?.ProtocolId ?? ProtocolShelf.DefaultId;
        return opened with { ProtocolId = id, ProtocolVersion = id == before?.ProtocolId ? before.ProtocolVersion : published.Shelf.Latest(id)?.Version };
    }

    private static byte[] OverviewOf(Journey journey, DateOnly today) =>
        JsonSerializer.SerializeToUtf8Bytes(PathwayOverview.Of(journey.Id, journey.Stream, today), JsonForm.Options);

    private static byte[] HeadersOf(Call call, ProtocolReference protocol) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new EventHeaders(new(call.Actor.Id, call.Actor.Name, call.Actor.Role, call.Actor.Center), call.Client, protocol), JsonForm.Options);

    private static string DotNetName(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    /// <summary>What is to be done: why nothing, or what to append, what to answer, and the journey that comes of it.</summary>
    private sealed record Plan(RecordOutcome? Refusal, Journey? After = null, RecordedAnswer? Answer = null, ReadOnlyMemory<byte> Body = default, StreamAppend? Append = null);

    /// <summary>What came of deciding: why nothing enters, or the journey with what does.</summary>
    private sealed record Admitted(RecordOutcome? Refusal, Journey? After = null, ImmutableArray<Warning> Warnings = default);
}

/// <summary>An event that somebody proposes, and the id that it will have.</summary>
/// <param name="Id">A version-7 GUID.</param>
/// <param name="Event">The event.</param>
internal sealed record Entry(Guid Id, PathwayEvent Event);

/// <summary>What one person entered at one instant, somewhere else.</summary>
/// <param name="RecordedAt">When it was entered, UTC, in whole microseconds.</param>
/// <param name="Actor">Who entered it.</param>
/// <param name="Entries">What was entered, in order; one or more.</param>
internal sealed record Sitting(DateTimeOffset RecordedAt, Actor Actor, ImmutableArray<Entry> Entries);

/// <summary>Who calls, and what came with the call beside its body.</summary>
/// <param name="Actor">Who calls.</param>
/// <param name="CorrelationId">Name of the request.</param>
/// <param name="Client">The program that they call with; null when it did not say.</param>
/// <param name="IfVersion">The version that the caller had read; null when any will do.</param>
/// <param name="Key">What makes the call safe to repeat; null when the caller gave nothing.</param>
/// <param name="IsArray">Whether the body is an array, so that errors say which of it they are about.</param>
internal sealed record Call(Actor Actor, string CorrelationId, string? Client, long? IfVersion, CallKey? Key, bool IsArray);

/// <summary>What makes a call safe to repeat.</summary>
/// <param name="Key">The key.</param>
/// <param name="Fingerprint">SHA-256 of what was asked.</param>
internal sealed record CallKey(IdempotencyKey Key, ReadOnlyMemory<byte> Fingerprint);

/// <summary>What became of a call.</summary>
internal abstract record RecordOutcome
{
    internal sealed record Recorded(ReadOnlyMemory<byte> Body) : RecordOutcome;

    internal sealed record WouldBeRecorded(RecordedAnswer Answer) : RecordOutcome;

    internal sealed record Rejected(ImmutableArray<Rejection> Reasons) : RecordOutcome;

    internal sealed record NoSuchPathway(Guid Id) : RecordOutcome;

    internal sealed record AnotherCenter(string Field, string Given, string Own) : RecordOutcome;

    internal sealed record Stale(long Expected, long Actual) : RecordOutcome;

    internal sealed record KeyMisused(string Key) : RecordOutcome;

    internal sealed record Busy : RecordOutcome;

    internal sealed record Unknown : RecordOutcome;
}
