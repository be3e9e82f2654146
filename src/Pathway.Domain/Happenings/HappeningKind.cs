namespace Pathway.Domain.Happenings;

/// <summary>What others can be told of, in the order in which one entry brings it about. What comes of an entry is named as the entry.</summary>
public enum HappeningKind
{
    /// <summary>A pathway was opened.</summary>
    PathwayOpened,

    /// <summary>An entry was corrected or withdrawn. What that changed is told as happenings of its own.</summary>
    EventCorrected,

    /// <summary>A way was chosen.</summary>
    StrategyDecided,

    /// <summary>Stage 1 was done.</summary>
    Stage1Performed,

    /// <summary>A complication of grade IIIb or above was recorded, or an entry was corrected to one.</summary>
    MajorComplicationRecorded,

    /// <summary>The board decided about stage 2.</summary>
    ReadinessDecided,

    /// <summary>Stage 2 was done.</summary>
    Stage2Performed,

    /// <summary>The patient left the pathway.</summary>
    DroppedOut,

    /// <summary>The patient came back.</summary>
    PathwayResumed,

    /// <summary>The patient died.</summary>
    DeathRecorded,

    /// <summary>The record was closed.</summary>
    PathwayClosed,

    /// <summary>The course left the protocol: a rule was broken, by what happened or by waiting too long.</summary>
    DeviationFound,

    /// <summary>The answer at a gate is another than before: by an entry, a correction, or because days went by.</summary>
    ReadinessChanged,

    /// <summary>The last date on which something owed would have been in time is over. Told once for each thing and date.</summary>
    ItemOverdue,
}
