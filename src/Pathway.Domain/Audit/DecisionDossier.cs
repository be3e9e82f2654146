using System.Text.Json;
using Pathway.Domain.Journey;
using Pathway.Domain.Readiness;

namespace Pathway.Domain.Audit;

/// <summary>Everything that a decision about stage 2 rested on, and what has become of it since.</summary>
/// <param name="Review">The decision, and the record's answer now.</param>
/// <param name="Assessment">The assessment that was shown, made again from what was known then, in full: with sentences and sources. Its protocol is that of the decision; where that is not at hand, the one in force then.</param>
/// <param name="IsReproduced">Whether it says what was stored with the decision; null when nothing was, or when its protocol is not at hand.</param>
/// <param name="State">Everything derived from what was known then, for the date of the decision, under the same protocol.</param>
/// <param name="Completeness">What the assessment needed, and whether it was known.</param>
/// <param name="Sources">Every entry that the assessment rested on, in clinical order.</param>
/// <param name="CorrectedBy">Every later correction of the decision itself, and of those.</param>
public sealed record DecisionDossier(
    DecisionReview Review, ReadinessAssessment Assessment, bool? IsReproduced, PathwayState State,
    Completeness Completeness, ValueList<DecisionSource> Sources, ValueList<CorrectionLink> CorrectedBy);

/// <summary>What an assessment needed, and whether it was known.</summary>
/// <param name="Required">How many rules had to have an answer.</param>
/// <param name="Known">How many of those had one.</param>
/// <param name="Missing">Those that had none.</param>
/// <param name="Inputs">Every rule that was asked, in the order of the assessment.</param>
public sealed record Completeness(int Required, int Known, ValueList<string> Missing, ValueList<DecisionInput> Inputs)
{
    internal static Completeness Of(ReadinessAssessment assessment, IReadOnlyDictionary<Guid, DateOnly> occurredOn)
    {
        var inputs = assessment.Domains.SelectMany(domain => domain.Findings.Select(finding => new DecisionInput(
            finding.RuleId, domain.Domain, domain.Required && finding.Required, finding.Verdict is not Verdict.Unknown, finding.Statement, finding.EventIds,
            finding.EventIds.Count == 0 ? null : finding.EventIds.Min(id => assessment.AsOf.DayNumber - occurredOn[id].DayNumber),
            finding.EventIds.Count == 0 ? null : finding.EventIds.Max(id => assessment.AsOf.DayNumber - occurredOn[id].DayNumber)))).ToValueList();
        var required = inputs.Where(i => i.IsRequired).ToList();
        return new(required.Count, required.Count(i => i.IsKnown), required.Where(i => !i.IsKnown).Select(i => i.RuleId).ToValueList(), inputs);
    }
}

/// <summary>One rule of an assessment, as a need.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Domain">The domain that it belongs to.</param>
/// <param name="IsRequired">Whether the question has no answer while it has none.</param>
/// <param name="IsKnown">Whether it had an answer.</param>
/// <param name="Statement">What it said; of a rule without an answer, what was missing.</param>
/// <param name="EventIds">The entries that it rested on.</param>
/// <param name="YoungestDays">Days from the latest of them to the decision; null without any.</param>
/// <param name="OldestDays">Days from the earliest of them to the decision; null without any.</param>
public sealed record DecisionInput(
    string RuleId, ReadinessDomain Domain, bool IsRequired, bool IsKnown, string Statement, ValueList<Guid> EventIds, int? YoungestDays, int? OldestDays);

/// <summary>An entry that an assessment rested on.</summary>
/// <param name="Entry">The entry: who recorded it, and when.</param>
/// <param name="AgeDays">Days from the date that it is about, as known then, to the decision.</param>
/// <param name="RuleIds">The rules that rested on it.</param>
/// <param name="Then">What it said then, corrections applied that were known.</param>
/// <param name="Now">What it says now; null when it was withdrawn since.</param>
/// <param name="IsSame">Whether it says the same.</param>
/// <param name="CorrectedBy">Every correction of it, and of those, also those that were known then.</param>
public sealed record DecisionSource(
    EntryReference Entry, int AgeDays, ValueList<string> RuleIds, JsonElement Then, JsonElement? Now, bool IsSame, ValueList<CorrectionLink> CorrectedBy);

public sealed partial class AuditTrail
{
    /// <summary>Puts together what a decision rested on.</summary>
    /// <param name="eventId">The entry that records it: the decision itself, or a correction that says what an earlier one should have said.</param>
    /// <returns>The dossier; null when no such entry records a decision.</returns>
    public DecisionDossier? Dossier(Guid eventId)
    {
        if (_entries.FirstOrDefault(e => e.Recorded.Id == eventId) is not { Decided: { } decided } entry)
        {
            return null;
        }

        var review = ReviewOf(entry);
        var known = KnownBefore(review.KnownVersion + 1);
        var facts = PathwayFacts.From(known, decided.OccurredOn);
        var rules = decided.Assessment is { } shown ? _published.Find(shown.ProtocolId, shown.ProtocolVersion) : null;
        var state = Derivation.Derive(_id, known, _published, decided.OccurredOn, rules ?? _published.InForce(facts));
        var assessment = decided.Assessment?.Gate is Gate.Stage1 ? state.Candidacy : state.Readiness;
        var then = Corrections.ApplyOnly(known).ToDictionary(f => f.EventId);
        return new(
            review, assessment, rules is null ? null : DecisionState.SaysTheSame(decided.Assessment!, assessment.ToRecord()), state,
            Completeness.Of(assessment, then.ToDictionary(f => f.Key, f => f.Value.OccurredOn)), SourcesOf(assessment, then), _chains.Of(eventId));
    }

    private ValueList<DecisionSource> SourcesOf(ReadinessAssessment assessment, Dictionary<Guid, Fact<PathwayEvent>> then)
    {
        var now = Corrections.ApplyOnly(_stream).ToDictionary(f => f.EventId, f => f.Event);
        return assessment.Domains.SelectMany(d => d.Findings).SelectMany(f => f.EventIds, (f, id) => (f.RuleId, Fact: then[id]))
            .GroupBy(c => c.Fact, c => c.RuleId)
            .OrderBy(g => g.Key.OccurredOn).ThenBy(g => g.Key.Version)
            .Select(g => new DecisionSource(
                _entries[(int)g.Key.Version - 1].Reference, assessment.AsOf.DayNumber - g.Key.OccurredOn.DayNumber, g.Distinct(StringComparer.Ordinal).ToValueList(),
                JsonElement.Parse(EventJson.Write(g.Key.Event)), now.TryGetValue(g.Key.EventId, out var said) ? JsonElement.Parse(EventJson.Write(said)) : null,
                said is not null && said.Equals(g.Key.Event), _chains.Of(g.Key.EventId)))
            .ToValueList();
    }
}
