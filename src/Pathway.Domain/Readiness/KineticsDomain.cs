using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>How fast the remnant grew.</summary>
internal static class KineticsDomain
{
    internal static IEnumerable<Finding> Of(Gate gate, ClinicalPicture picture, Judge judge) => gate is Gate.Stage1 ? [] : judge.Of(picture.Protocol.Kinetics);

    /// <summary>What to look for where the remnant grows too slowly or shrinks.</summary>
    /// <param name="kinetics">The answer in this domain.</param>
    /// <param name="picture">The patient.</param>
    /// <returns>Everything that the protocol names; empty where the remnant grows.</returns>
    internal static ValueList<PoorGrowthFinding> LookFor(DomainAssessment kinetics, ClinicalPicture picture) =>
        kinetics.Findings.Any(f => f.Verdict is Verdict.NotMet or Verdict.Caution) || picture.Volume.Current is { VolumeGainMl: <= 0 } or { SincePrevious.MlPerDay: <= 0, DayAfterInduction: > 0 }
            ? picture.Protocol.Readiness.WhenNotGrowing.Select(l => PoorGrowthFinding.Of(l, picture)).ToValueList()
            : [];
}

/// <summary>Something to look for as the remnant does not grow.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Cause">What it would be.</param>
/// <param name="IsPresent">What the record says of it; null when nothing.</param>
/// <param name="Statement">The same as a sentence.</param>
/// <param name="Evidence">Where it comes from.</param>
/// <param name="EventIds">The entries that say so.</param>
public sealed record PoorGrowthFinding(string RuleId, PoorGrowthCause Cause, bool? IsPresent, string Statement, Evidence Evidence, ValueList<Guid> EventIds)
{
    internal static PoorGrowthFinding Of(LookFor rule, ClinicalPicture picture)
    {
        var (statement, state) = rule.Cause switch
        {
            PoorGrowthCause.FibrosisOrCirrhosis => Said(Condition.FibrosisOrCirrhosis, picture),
            PoorGrowthCause.ChemotherapyInjury => Said(Condition.ChemotherapyInjury, picture),
            PoorGrowthCause.PortalVeinRecanalization => Said(Condition.PortalVeinRecanalization, picture),
            PoorGrowthCause.ArterialSteal => Said(Condition.ArterialSteal, picture),
            PoorGrowthCause.MissedBranch => Said(Condition.IncompleteEmbolization, picture),
            PoorGrowthCause.Segment4Open => Segment4(picture),
            _ => SmallStart(rule, picture),
        };
        return new(rule.Id, rule.Cause, state.IsPresent, statement, rule.Evidence, state.EventIds);
    }

    private static (string, StateObservation) Said(Condition condition, ClinicalPicture picture) =>
        picture.State(condition) is var state ? (ConditionWords.Of(condition, state.IsPresent), state) : default;

    private static (string, StateObservation) Segment4(ClinicalPicture picture)
    {
        if (picture.Facts.Stage1 is not { } stage1 || stage1.Event.Technique is Stage1Technique.Alpps)
        {
            return ("The question of segment 4 does not arise.", new(false, []));
        }

        var closed = stage1.Event.Variants?.Contains(StrategyVariant.Segment4) == true;
        return picture.State(Condition.ExtendedRightResection).IsPresent == false || closed
            ? (closed ? "The branches of segment 4 were closed as well." : "Segment 4 is not to be resected.", new(false, [stage1.EventId]))
            : ("Nothing on record says that the branches of segment 4 were closed.", new(picture.State(Condition.ExtendedRightResection).IsPresent, [stage1.EventId]));
    }

    private static (string, StateObservation) SmallStart(LookFor rule, ClinicalPicture picture)
    {
        var verySmall = rule.AtMostPercent!.Value;
        var baseline = picture.Volume.Measurements.FirstOrDefault(m => m.EventId == picture.Volume.Current?.BaselineEventId);
        return baseline?.SflrPercent is not { } share
            ? ("How small the remnant was to begin with is not known.", StateObservation.NotRecorded)
            : ($"To begin with the remnant was {Wording.WithUnit(Wording.Shown(share, verySmall, 2), "%")} of the standard liver volume; {verySmall} % or less is very small.",
                new(LimitOperator.AtMost.Passes(share, verySmall), [baseline.EventId]));
    }
}
