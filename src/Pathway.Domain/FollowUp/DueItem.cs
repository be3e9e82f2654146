using Pathway.Domain.Protocols;

namespace Pathway.Domain.FollowUp;

/// <summary>Something that is owed to a patient.</summary>
/// <param name="What">What is owed.</param>
/// <param name="State">Whether its time has come, or is over.</param>
/// <param name="DueOn">Date on which it is due.</param>
/// <param name="OverdueDays">Days since the last date on which it would have been in time; 0 while it is.</param>
/// <param name="RuleId">The rule of the protocol's schedule.</param>
/// <param name="Statement">The same as a sentence to read aloud.</param>
/// <param name="EarliestOn">First date on which doing it counts.</param>
/// <param name="LatestOn">Last date on which it is in time.</param>
/// <param name="Evidence">Where the rule comes from.</param>
/// <param name="EventIds">The entries that it is counted from.</param>
public sealed record DueItem(
    DueTask What, DueState State, DateOnly DueOn, int OverdueDays, string RuleId, string Statement,
    DateOnly EarliestOn, DateOnly LatestOn, Evidence Evidence, ValueList<Guid> EventIds);

/// <summary>Where something that is owed stands in time.</summary>
public enum DueState
{
    /// <summary>The date on which it is due has not come.</summary>
    Upcoming,

    /// <summary>That date has come, and it is in time.</summary>
    Due,

    /// <summary>The last date on which it would have been in time is over.</summary>
    Overdue,
}
