using System.Collections.Immutable;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>A decision of the board about stage 2, with what it rested on.</summary>
/// <param name="EventId">The entry.</param>
/// <param name="DecidedOn">Date of the decision.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Rationale">Why.</param>
/// <param name="ReviewOn">Date on which it was to be looked at again; null when none was set.</param>
/// <param name="Shown">The assessment that was shown; null when none was stored with the decision.</param>
/// <param name="IsOverride">Whether the board proceeded although the assessment shown did not clear the patient, which is a part of practice and is written down; null without an assessment.</param>
/// <param name="DecidedOnCorrectedData">
/// Whether the record as it is now gives another answer for that date, under the same version of the protocol, than the one that was shown: something
/// was corrected or entered later. Null without an assessment, and when that version is not at hand.
/// </param>
/// <param name="Now">The answer that the record gives now for that date; null unless it differs.</param>
public sealed record DecisionState(
    Guid EventId, DateOnly DecidedOn, BoardDecision Decision, string Rationale, DateOnly? ReviewOn,
    RecordedAssessment? Shown, bool? IsOverride, bool? DecidedOnCorrectedData, RecordedAssessment? Now)
{
    /// <summary>Every decision, in clinical order.</summary>
    /// <param name="entries">What holds, in clinical order: corrections applied.</param>
    /// <param name="published">The protocols, to judge each decision again by its own.</param>
    /// <param name="asOf">Last date that counts, itself included. Null for everything.</param>
    public static ValueList<DecisionState> AllOf(ImmutableArray<Fact<PathwayEvent>> entries, ProtocolShelf published, DateOnly? asOf = null) =>
        PathwayFacts.Of(entries, asOf).Decisions.Select(d => Of(d, entries, published)).ToValueList();

    private static DecisionState Of(Fact<ReadinessDecided> fact, ImmutableArray<Fact<PathwayEvent>> entries, ProtocolShelf published)
    {
        var decided = fact.Event;
        var now = decided.Assessment is { } shown && published.Find(shown.ProtocolId, shown.ProtocolVersion, shown.ProtocolHash) is { } protocol
            ? ReadinessAssessment.Assess(shown.Gate, PathwayFacts.Of(entries, fact.OccurredOn), protocol, fact.OccurredOn).ToRecord()
            : null;
        var differs = now is null ? (bool?)null : !SaysTheSame(decided.Assessment!, now);
        return new(
            fact.EventId, fact.OccurredOn, decided.Decision, decided.Rationale, decided.ReviewOn, decided.Assessment,
            decided.Assessment is null ? null : IsOverriding(decided),
            differs, differs == true ? now : null);
    }

    internal static bool IsOverriding(ReadinessDecided decided) => decided.Decision is BoardDecision.Proceed && decided.Assessment?.Overall is not (Overall.Ready or Overall.Caution);

    // What was entered twice may rest on the other of the two entries; that is no other answer.
    internal static bool SaysTheSame(RecordedAssessment one, RecordedAssessment other) =>
        one with { Domains = other.Domains } == other && AreSame(one.Domains, other.Domains, static (o, p) =>
            o with { Findings = p.Findings } == p && AreSame(o.Findings, p.Findings, static (f, g) => f with { EventIds = g.EventIds } == g));

    private static bool AreSame<T>(ValueList<T> ones, ValueList<T> others, Func<T, T, bool> areSame) => ones.Count == others.Count && ones.Zip(others, areSame).All(same => same);
}
