using System.Collections.Immutable;
using System.Text.Json;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Domain.FollowUp;
using Pathway.Domain.Readiness;
using Pathway.Domain.Strategies;
using Pathway.EventStore;

namespace Pathway.Api.Pathways;

/// <summary>Events were recorded, and this is where the patient stands now.</summary>
/// <param name="Version">Version of the pathway after them; send it as If-Match to be told when somebody else was faster.</param>
/// <param name="Events">The events, in the order of entry.</param>
/// <param name="Deviations">Where the course has left the protocol by them; all deviations are in the state.</param>
/// <param name="Warnings">What their author should look at although they were accepted.</param>
/// <param name="State">Everything derived, as of today.</param>
public sealed record RecordedAnswer(
    long Version, ImmutableArray<RecordedAnswerEvent> Events, ValueList<Deviation> Deviations, ImmutableArray<Warning> Warnings, PathwayState State);

/// <summary>An event that was recorded.</summary>
/// <param name="Id">Its id: what corrections name.</param>
/// <param name="Version">Its place in the pathway.</param>
/// <param name="Type">Its type.</param>
/// <param name="RecordedAt">Instant of its entry, UTC.</param>
public sealed record RecordedAnswerEvent(Guid Id, long Version, string Type, DateTimeOffset RecordedAt);

/// <summary>Nothing was stored; this is what would be answered if it were.</summary>
/// <param name="Valid">True: everything would be accepted. What would not is answered as a problem.</param>
/// <param name="Deviations">Where the course would leave the protocol by it.</param>
/// <param name="Warnings">What the author should look at.</param>
/// <param name="State">Everything that would be derived, as of today.</param>
public sealed record ValidatedAnswer(bool Valid, ValueList<Deviation> Deviations, ImmutableArray<Warning> Warnings, PathwayState State);

/// <summary>An event with everything that is kept beside it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its place in the pathway, from 1.</param>
/// <param name="Sequence">Its place in the log of all pathways, from 1.</param>
/// <param name="Type">Its type.</param>
/// <param name="RecordedAt">Instant of its entry, UTC.</param>
/// <param name="Data">What happened, as recorded; corrections are events of their own.</param>
/// <param name="Metadata">Who recorded it, and with what.</param>
public sealed record EventEnvelope(Guid Id, long Version, long Sequence, string Type, DateTimeOffset RecordedAt, JsonElement Data, EnvelopeMetadata Metadata)
{
    internal static EventEnvelope Of(StoredEvent stored) => new(
        stored.Id, stored.Version, stored.Sequence, stored.Type, stored.Metadata.Timestamp, Json(stored.Data),
        new(stored.Metadata.CorrelationId, stored.Metadata.CausationId, stored.Metadata.Headers.IsEmpty ? null : Json(stored.Metadata.Headers)));

    private static JsonElement Json(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span);
        return JsonElement.ParseValue(ref reader);
    }
}

/// <summary>What is kept beside an event.</summary>
/// <param name="CorrelationId">Name of the request that it came with.</param>
/// <param name="CausationId">What caused it; null when a person did.</param>
/// <param name="Headers">The actor, the client, and the protocol in force.</param>
public sealed record EnvelopeMetadata(string? CorrelationId, string? CausationId, JsonElement? Headers);

/// <summary>The headers of an event.</summary>
/// <param name="Actor">Who recorded it.</param>
/// <param name="Client">The program that it was recorded with; null when it did not say.</param>
/// <param name="Protocol">The protocol in force after it.</param>
internal sealed record EventHeaders(ActorHeader Actor, string? Client, ProtocolReference Protocol);

/// <summary>Who recorded an event.</summary>
/// <param name="Id">Permanent id.</param>
/// <param name="Name">What to call them.</param>
/// <param name="Role">What they were allowed.</param>
/// <param name="Center">The center that they worked for; null when they were bound to none.</param>
internal sealed record ActorHeader(string Id, string Name, Role Role, string? Center);

/// <summary>A page of the list of pathways, newest enrollment first.</summary>
/// <param name="Pathways">The pathways.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
public sealed record PathwayPage(IReadOnlyList<Projections.Overview.PathwayOverview> Pathways, string? Next);

/// <summary>What a protocol says of every way for one patient. It supports the board's choice and makes none.</summary>
/// <param name="AsOf">The date that it describes.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Strategies">Every way, in the order in which they are listed.</param>
public sealed record StrategiesAnswer(DateOnly AsOf, ProtocolReference Protocol, ValueList<StrategyAdvice> Strategies)
{
    /// <summary>What every reader of advice is told with it.</summary>
    public string Notice { get; } = ReadinessAssessment.SupportsDecisions;
}
