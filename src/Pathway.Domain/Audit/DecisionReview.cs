using System.Collections.Immutable;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.Audit;

/// <summary>A decision about stage 2, as it was entered, held against what the record says of its date now.</summary>
/// <param name="Entry">The entry: the decision itself, or a correction that says what an earlier one should have said.</param>
/// <param name="Status">What has become of the entry.</param>
/// <param name="DecidedOn">Date of the decision.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Rationale">Why.</param>
/// <param name="ReviewOn">Date on which it was to be looked at again; null when none was set.</param>
/// <param name="KnownVersion">The version of the pathway that the assessment was made on: what was known.</param>
/// <param name="Shown">The assessment that was shown; null when none was stored with the decision.</param>
/// <param name="IsOverride">Whether the board proceeded although the assessment shown did not clear the patient; null without one.</param>
/// <param name="Now">The same assessment made again: for the same date, under the same version of the protocol, on what is on record now. Null without an assessment, and when that version is not at hand.</param>
/// <param name="IsSame">Whether it says the same; null when it is null.</param>
/// <param name="ChangedBy">The entries made since that changed the answer, in the order of entry, each with what it changed. Their changes may cancel out.</param>
/// <param name="UnderOtherRules">The answer for that date by the protocol that the pathway is under now, or that was asked for; null when it is the one of the decision.</param>
public sealed record DecisionReview(
    EntryReference Entry, EntryStatus Status, DateOnly DecidedOn, BoardDecision Decision, string Rationale, DateOnly? ReviewOn,
    long KnownVersion, RecordedAssessment? Shown, bool? IsOverride, RecordedAssessment? Now, bool? IsSame,
    ValueList<AssessmentChange> ChangedBy, OtherRules? UnderOtherRules);

/// <summary>An entry that changed what the record says of the date of a decision.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Cause">Why it could.</param>
/// <param name="Before">The answer before it.</param>
/// <param name="After">The answer after it.</param>
/// <param name="Findings">The rules that say something else since.</param>
public sealed record AssessmentChange(EntryReference Entry, ChangeCause Cause, Overall Before, Overall After, ValueList<FindingChange> Findings);

/// <summary>A rule that says something else than before.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Before">What it said; null when it was not asked.</param>
/// <param name="After">What it says; null when it is no longer asked.</param>
public sealed record FindingChange(string RuleId, RecordedFinding? Before, RecordedFinding? After);

/// <summary>Why an entry that was made after a decision can change what is known of its date.</summary>
public enum ChangeCause
{
    /// <summary>It puts an earlier entry right, or takes it back.</summary>
    Correction,

    /// <summary>It is about that date or an earlier one, and was entered later.</summary>
    LateEntry,
}

/// <summary>The answer by other rules than those of a decision.</summary>
/// <param name="Now">The assessment, on what is on record now.</param>
/// <param name="IsSameOverall">Whether its overall answer is the one that was shown; null when none was.</param>
public sealed record OtherRules(RecordedAssessment Now, bool? IsSameOverall);

public sealed partial class AuditTrail
{
    /// <summary>Every decision about stage 2 that was ever entered, also in a correction, in the order of entry.</summary>
    public ValueList<DecisionReview> Decisions() => _entries.Where(e => e.Decided is not null).Select(ReviewOf).ToValueList();

    private DecisionReview ReviewOf(AuditedEvent entry)
    {
        var decided = entry.Decided!;
        var (shown, on) = (decided.Assessment, decided.OccurredOn);
        var rules = shown is null ? null : _published.Find(shown.ProtocolId, shown.ProtocolVersion);
        var known = KnownVersion(entry);
        var now = rules is null ? null : Assess(_stream, rules, on, shown!.Gate).ToRecord();
        var facts = PathwayFacts.From(_stream);
        var rulesNow = _under ?? _published.InForce(facts);
        var other = rules is null || rulesNow.Hash == rules.Hash ? null : Assess(_stream, rulesNow, on, shown!.Gate).ToRecord();
        return new(
            entry.Reference, _chains.StatusOf(entry.Recorded), on, decided.Decision, decided.Rationale, decided.ReviewOn, known,
            shown, shown is null ? null : DecisionState.IsOverriding(decided),
            now, now is null ? null : DecisionState.SaysTheSame(shown!, now),
            rules is null ? [] : ChangesSince(known, rules, on, shown!.Gate),
            other is null ? null : new(other, other.Overall == shown!.Overall));
    }

    /// <summary>
    /// The last version that an assessment was made on: all that came before the decision. A correction that leaves the date leaves the assessment, too;
    /// that is then the one of the entry that it puts right.
    /// </summary>
    private long KnownVersion(AuditedEvent entry)
    {
        if (entry.Recorded.Event is EventCorrected correction)
        {
            var before = new CorrectionChains(_entries[..(int)(entry.Recorded.Version - 1)]).WordOn(correction.EventId);
            if (before.Decided is { Assessment: not null } word && word.OccurredOn == entry.Decided!.OccurredOn && word.Assessment == entry.Decided.Assessment)
            {
                return KnownVersion(before);
            }
        }

        return entry.Recorded.Version - 1;
    }

    private ValueList<AssessmentChange> ChangesSince(long known, Protocol rules, DateOnly on, Gate gate)
    {
        var changes = new List<AssessmentChange>();
        var before = Assess(KnownBefore(known + 1), rules, on, gate).ToRecord();

        // What is about a later date cannot change what is said of this one, unless it puts something right.
        foreach (var entry in _entries.Where(e => e.Recorded.Version > known && (e.Recorded.Event is EventCorrected || e.Recorded.Event.OccurredOn <= on)))
        {
            var after = Assess(KnownBefore(entry.Recorded.Version + 1), rules, on, gate).ToRecord();
            if (!DecisionState.SaysTheSame(before, after))
            {
                changes.Add(new(
                    entry.Reference, entry.Recorded.Event is EventCorrected ? ChangeCause.Correction : ChangeCause.LateEntry, before.Overall, after.Overall, Between(before, after)));
            }

            before = after;
        }

        return changes.ToValueList();
    }

    private static ValueList<FindingChange> Between(RecordedAssessment before, RecordedAssessment after)
    {
        var (earlier, later) = (Findings(before), Findings(after));
        return earlier.Keys.Union(later.Keys, StringComparer.Ordinal)
            .Select(rule => new FindingChange(rule, earlier.GetValueOrDefault(rule), later.GetValueOrDefault(rule)))
            .Where(c => c.Before is null || c.After is null || c.Before with { EventIds = [] } != c.After with { EventIds = [] })
            .ToValueList();
    }

    // A rule is asked once a gate.
    private static Dictionary<string, RecordedFinding> Findings(RecordedAssessment assessment) =>
        assessment.Domains.SelectMany(d => d.Findings).ToDictionary(f => f.RuleId, StringComparer.Ordinal);

    private static ReadinessAssessment Assess(ImmutableArray<RecordedEvent> stream, Protocol rules, DateOnly on, Gate gate) =>
        ReadinessAssessment.Assess(gate, PathwayFacts.From(stream, on), rules, on);
}
