namespace Pathway.Projections.Cohort;

/// <summary>What a projection is doing, seen from one node.</summary>
public enum ProjectionState
{
    /// <summary>It makes sure of its tables.</summary>
    Starting,

    /// <summary>Its tables are another version's; new ones are being filled, and the old ones are read meanwhile.</summary>
    Rebuilding,

    /// <summary>This node keeps the tables up to date.</summary>
    Following,

    /// <summary>Another node does, or this one is about to take over.</summary>
    StandingBy,

    /// <summary>Something went wrong; it is being tried again.</summary>
    Failing,

    /// <summary>Nobody needs it: of happenings, there is no webhook. It goes on from where it is as soon as somebody does.</summary>
    NotNeeded,

    /// <summary>A newer version of the program has made the tables: this one leaves them alone.</summary>
    Superseded,
}

/// <summary>How a projection is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">What this node does with it.</param>
/// <param name="Version">Version of the derivation in this program.</param>
/// <param name="TablesVersion">Version of the derivation that filled the tables that are read; null before the first.</param>
/// <param name="Position">The place in the log that the tables are true up to; 0 before the first event.</param>
/// <param name="EndOfLog">The last place in the log.</param>
/// <param name="LagEvents">How far the tables are behind the end of the log: as many events that they have not seen, or fewer where numbers of the log were passed over; 0 while nobody needs it.</param>
/// <param name="LagSeconds">
/// How long ago the first of them was entered, seconds, and no longer than this node has seen it behind: events may bear the time of a day long ago. 0 without any.
/// </param>
/// <param name="Error">What went wrong last; null when all is well.</param>
/// <param name="Since">Since when it has been in that state.</param>
/// <param name="StoppedPathways">How many pathways have rows that cannot follow their events.</param>
/// <param name="FirstStopped">The first of them by their place in the log, at most 20.</param>
/// <param name="Check">What the background check has found in these tables.</param>
public sealed record ProjectionStatus(
    string Name, ProjectionState State, int Version, int? TablesVersion, long Position, long EndOfLog, long LagEvents, double LagSeconds,
    string? Error, DateTimeOffset Since, long StoppedPathways, IReadOnlyList<StoppedPathway> FirstStopped, ProjectionCheck Check);

/// <summary>What the background check has found since the tables were made.</summary>
/// <param name="LastAt">When it last looked; null when it has not.</param>
/// <param name="Checked">How many pathways it has derived anew and compared.</param>
/// <param name="Differing">How often the rows were not what the events say.</param>
/// <param name="Pathways">Pathways of which that was so, at most 20.</param>
public sealed record ProjectionCheck(DateTimeOffset? LastAt, long Checked, long Differing, IReadOnlyList<Guid> Pathways);
