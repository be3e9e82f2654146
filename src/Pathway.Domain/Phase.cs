using Pathway.Domain.Journey;

namespace Pathway.Domain;

/// <summary>Where the patient stands.</summary>
public enum Phase
{
    /// <summary>Being examined; no way has been chosen.</summary>
    Assessment,

    /// <summary>Under chemotherapy before stage 1, or after it while no way has been chosen.</summary>
    Chemotherapy,

    /// <summary>A way has been chosen, and stage 1 has not been done.</summary>
    Planned,

    /// <summary>Stage 1 is done, and stage 2 is not.</summary>
    Interstage,

    /// <summary>After stage 2, up to and with day 90, or until discharged and seen once in surveillance.</summary>
    Postoperative,

    /// <summary>After that.</summary>
    Surveillance,

    /// <summary>The record was closed, of a patient who had not left; or as entered in error: then it tells of nobody who left.</summary>
    Completed,

    /// <summary>The patient left and did not come back. A closing that comes with it or later is paper.</summary>
    DroppedOut,

    /// <summary>The patient died.</summary>
    Died,
}

/// <summary>Tells the phase from the facts.</summary>
public static class Phases
{
    /// <summary>Last day that counts as postoperative, days after stage 2, itself included. That day 90 is counted in is our reading of "within 90 days".</summary>
    public const int LastPostoperativeDay = 90;

    /// <summary>The phase on a date.</summary>
    /// <param name="facts">What had happened by then.</param>
    /// <param name="on">The date.</param>
    public static Phase Of(PathwayFacts facts, DateOnly on) => facts switch
    {
        { Death: not null } => Phase.Died,
        { Ending: not null } => OutcomeState.LeavingIn(facts.Entries) is { DroppedOut: null } or { Closed.Event: PathwayClosed { Reason: ClosingReason.EnteredInError } }
            ? Phase.Completed : Phase.DroppedOut,
        { Stage2: not null } => on >= SurveillanceFrom(facts) ? Phase.Surveillance : Phase.Postoperative,
        { Stage1: not null } or { Augmentations.Length: > 0 } => Phase.Interstage,
        _ when UnderChemotherapy(facts, on) => Phase.Chemotherapy,
        { Strategies.Length: > 0 } => Phase.Planned,
        { Chemotherapy.Length: > 0 } => Phase.Chemotherapy,
        _ => Phase.Assessment,
    };

    /// <summary>The first date of surveillance: the only step from phase to phase that time alone takes.</summary>
    /// <param name="facts">What had happened.</param>
    /// <returns>The date; null before stage 2.</returns>
    public static DateOnly? SurveillanceFrom(PathwayFacts facts)
    {
        if (facts.Stage2 is not { OccurredOn: var stage2On })
        {
            return null;
        }

        var after90Days = stage2On.AddDays(LastPostoperativeDay + 1);
        var discharge = facts.Discharges.FirstOrDefault(d => d.OccurredOn >= stage2On);
        var seen = discharge is null ? null : facts.Surveillance.FirstOrDefault(s => s.OccurredOn >= discharge.OccurredOn);
        return seen is { OccurredOn: var seenOn } && seenOn < after90Days ? seenOn : after90Days;
    }

    // A course without a last dose goes on, unless a way was chosen since it was described.
    private static bool UnderChemotherapy(PathwayFacts facts, DateOnly on) =>
        facts.Chemotherapy is [.., var last]
        && (last.Event.LastDoseOn is { } lastDoseOn
            ? lastDoseOn > on
            : facts.Strategies is not [.., var strategy] || strategy.OccurredOn < last.OccurredOn);
}
