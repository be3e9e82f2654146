using System.Text.Json;
using Pathway.Domain.Journey;

namespace Pathway.Domain.Audit;

/// <summary>One entry of a replay: who, when, what and why, and what it changed.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="Version">Its place in the pathway, from 1.</param>
/// <param name="Sequence">Its place in the log of all pathways, from 1.</param>
/// <param name="Type">Its type.</param>
/// <param name="OccurredOn">The date that it is about.</param>
/// <param name="RecordedAt">Instant of its entry, UTC.</param>
/// <param name="RecordedOn">The date of its entry, where the hospital is.</param>
/// <param name="DelayDays">Days from the date that it is about to the date of its entry.</param>
/// <param name="IsLate">Whether it was entered on a later date than that which it is about.</param>
/// <param name="RecordedBy">Who recorded it, and with what program; null when that was not kept.</param>
/// <param name="CorrelationId">Name of the request that it came with; null when none was kept.</param>
/// <param name="Reason">Why, in its author's words or by the reason chosen; null when its type asks for none.</param>
/// <param name="Note">What its author noted beside it; null when nothing.</param>
/// <param name="Data">What happened, as recorded.</param>
/// <param name="Status">What has become of the entry.</param>
/// <param name="Corrects">Of a correction, what it names and, where that is a correction, what that names, down to the entry that was first meant; empty for others.</param>
/// <param name="CorrectedBy">Every later correction of it, and of those, in the order of entry.</param>
/// <param name="Before">Where the patient stood just before it, on the date of its entry; null for the first.</param>
/// <param name="After">Where the patient stood after it, on the same date.</param>
/// <param name="ByTime">What time alone changed in the state since the entry before: the same record, told for the date of this entry.</param>
/// <param name="Changes">What the entry changed in the state; of the first entry, from an object without fields.</param>
/// <param name="Decision">Of a decision about stage 2, what it rested on; null for others.</param>
public sealed record ReplayEntry(
    Guid EventId, long Version, long Sequence, string Type,
    DateOnly OccurredOn, DateTimeOffset RecordedAt, DateOnly RecordedOn, int DelayDays, bool IsLate,
    RecordedBy? RecordedBy, string? CorrelationId, string? Reason, string? Note, JsonElement Data,
    EntryStatus Status, ValueList<EntryReference> Corrects, ValueList<CorrectionLink> CorrectedBy,
    PatientStanding? Before, PatientStanding After, ValueList<Difference> ByTime, ValueList<Difference> Changes,
    DecisionReview? Decision);

/// <summary>Where a patient stands, in brief.</summary>
/// <param name="AsOf">The date that it describes.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Protocol">The protocol that it was derived under.</param>
/// <param name="Candidacy">Whether the patient is a candidate for stage 1.</param>
/// <param name="Readiness">Whether the patient is ready for stage 2.</param>
public sealed record PatientStanding(DateOnly AsOf, Phase Phase, ProtocolReference Protocol, Overall Candidacy, Overall Readiness)
{
    internal static PatientStanding In(PathwayState state) => new(state.AsOf, state.Phase, state.Protocol, state.Candidacy.Overall, state.Readiness.Overall);
}

public sealed partial class AuditTrail
{
    /// <summary>Replays the pathway, entry by entry, as each was made.</summary>
    /// <param name="form">How a state is written for callers, so that pointers lead into what they know.</param>
    /// <param name="asOf">The date to describe at every entry; null for the date on which each was made.</param>
    /// <returns>The entries, in the order of entry. Each is derived when it is asked for.</returns>
    /// <remarks>
    /// Both sides of an entry are told for one date, so that nothing is laid to it that time did: with the differences by time and those by the entry,
    /// in turn, each state is rebuilt from the one before it, and the first from an object without fields.
    /// </remarks>
    public IEnumerable<ReplayEntry> Replay(JsonSerializerOptions form, DateOnly? asOf = null)
    {
        var differences = new ValueDifferences(form);
        PathwayState? last = null;
        foreach (var entry in _entries)
        {
            var (version, on) = ((int)entry.Recorded.Version, asOf ?? entry.RecordedOn);
            var before = last is null || last.AsOf == on ? last : Derivation.Derive(_id, _stream[..(version - 1)], _published, on, _under);
            var after = Derivation.Derive(_id, _stream[..version], _published, on, _under);
            yield return new(
                entry.Recorded.Id, version, entry.Sequence, EventCatalogue.TypeOf(entry.Recorded.Event).Name,
                entry.Recorded.Event.OccurredOn, entry.Recorded.RecordedAt, entry.RecordedOn, entry.DelayDays, entry.DelayDays > 0,
                entry.RecordedBy, entry.CorrelationId, entry.Reason, entry.Recorded.Event.Note, JsonElement.Parse(EventJson.Write(entry.Recorded.Event)),
                _chains.StatusOf(entry.Recorded), _chains.From(entry.Recorded), _chains.Of(entry.Recorded.Id),
                before is null ? null : PatientStanding.In(before), PatientStanding.In(after),
                before is null ? [] : differences.Between(last, before), differences.Between(before, after),
                entry.Decided is null ? null : ReviewOf(entry));
            last = after;
        }
    }
}
