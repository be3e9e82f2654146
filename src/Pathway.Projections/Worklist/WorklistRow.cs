using Pathway.Domain;
using Pathway.Domain.FollowUp;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;

namespace Pathway.Projections.Worklist;

/// <summary>Something owed to one patient.</summary>
/// <param name="PathwayId">The pathway.</param>
/// <param name="PatientRef">Pseudonym of the patient.</param>
/// <param name="Center">The center that treats the patient.</param>
/// <param name="Phase">Where the patient stands on the date of the worklist.</param>
/// <param name="InterstageDays">Days from stage 1 to that date; null outside the interstage.</param>
/// <param name="LastEventOn">Clinical date of the latest thing that had happened by then.</param>
/// <param name="What">What is owed.</param>
/// <param name="State">Whether its time has come, or is over.</param>
/// <param name="DueOn">Date on which it is due.</param>
/// <param name="LatestOn">Last date on which it is in time.</param>
/// <param name="OverdueDays">Days since that last date; 0 while it is in time.</param>
/// <param name="RuleId">The rule of the schedule.</param>
/// <param name="Statement">The same as a sentence to read aloud.</param>
/// <param name="UpToVersion">Stream version of the last event seen; the row claims to know no more.</param>
public sealed record WorklistRow(
    Guid PathwayId, string PatientRef, string Center, Phase Phase, int? InterstageDays, DateOnly LastEventOn,
    DueTask What, DueState State, DateOnly DueOn, DateOnly LatestOn, int OverdueDays, string RuleId, string Statement, long UpToVersion)
{
    /// <summary>Computes everything that is owed to one patient from the whole stream.</summary>
    /// <param name="pathwayId">The pathway.</param>
    /// <param name="stream">Its stream; it has been opened.</param>
    /// <param name="protocols">The protocols, to find the one that was in force.</param>
    /// <param name="on">The date of the worklist: what happened later is left out.</param>
    /// <returns>The rows, by the date on which each is due; none for a patient who was not enrolled yet, and none after an ending.</returns>
    public static IEnumerable<WorklistRow> AllOf(Guid pathwayId, IReadOnlyList<RecordedEvent> stream, ProtocolShelf protocols, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(protocols);
        var facts = PathwayFacts.From(stream, on);
        var opened = facts.Opened!;
        if (opened.OccurredOn > on)
        {
            return [];
        }

        var phase = Phases.Of(facts, on);
        int? interstageDays = phase is Phase.Interstage ? on.DayNumber - facts.Stage1?.OccurredOn.DayNumber : null;
        return DueItems.Of(ClinicalPicture.Of(facts, protocols.InForce(facts), on)).Select(due => new WorklistRow(
            pathwayId, opened.Event.PatientRef, opened.Event.Center, phase, interstageDays, facts.Entries[^1].OccurredOn,
            due.What, due.State, due.DueOn, due.LatestOn, due.OverdueDays, due.RuleId, due.Statement, UpToVersion: stream[^1].Version));
    }

    /// <summary>Orders rows by urgency: the most overdue first, then what is due soonest, then the patient enrolled earlier, then by rule.</summary>
    /// <param name="rows">The rows.</param>
    public static IOrderedEnumerable<WorklistRow> ByUrgency(IEnumerable<WorklistRow> rows) =>
        rows.OrderByDescending(r => r.OverdueDays).ThenBy(r => r.DueOn).ThenBy(r => r.PathwayId).ThenBy(r => r.RuleId, StringComparer.Ordinal);
}
