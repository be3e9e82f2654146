using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>Something that is owed at a time.</summary>
/// <param name="Id">Permanent name.</param>
/// <param name="Task">What is owed.</param>
/// <param name="After">What the days are counted from; nothing is owed before that has happened.</param>
/// <param name="DueDay">Day after the anchor on which it is due.</param>
/// <param name="Phases">The phases in which it can be owed.</param>
/// <param name="Evidence">Where it comes from.</param>
/// <param name="EarliestDay">First day on which doing it counts; null for the day after the anchor, or for the anchor's own day where it is due on that.</param>
/// <param name="LatestDay">Last day on which it is in time, the day after which it is overdue; null for the day on which it is due.</param>
/// <param name="RepeatUntilDay">
/// For what is owed again after each time it was done: last day, counted from the latest inducing procedure or, after stage 2, from that.
/// Null for what is owed once.
/// </param>
/// <param name="WhileNotReady">Whether it is owed only as long as the volume asked for has not been reached.</param>
/// <param name="Techniques">The technique of the latest inducing procedure; null for all.</param>
public sealed record ScheduleRule(
    [Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id,
    DueTask Task,
    ScheduleAnchor After,
    [Between(0, 3650, Unit = "d")] int DueDay,
    [Items(9)] ValueList<Phase> Phases,
    Evidence Evidence,
    [Between(0, 3650, Unit = "d")] int? EarliestDay = null,
    [Between(0, 3650, Unit = "d")] int? LatestDay = null,
    [Between(0, 3650, Unit = "d")] int? RepeatUntilDay = null,
    bool WhileNotReady = false,
    [Items(4)] ValueList<Stage1Technique>? Techniques = null);

/// <summary>What can be owed.</summary>
public enum DueTask
{
    /// <summary>Volumetry before stage 1, once a way that begins with stage 1 was chosen, as there is none or the last is getting too old.</summary>
    PreoperativeImaging,

    /// <summary>The first volumetry after the inducing procedure.</summary>
    FirstInterstageVolumetry,

    /// <summary>The next volumetry, as the remnant was too small on the last.</summary>
    InterstageVolumetry,

    /// <summary>A test of the remnant's function.</summary>
    InterstageFunction,

    /// <summary>Bilirubin and INR of one day after an inducing procedure or a stage.</summary>
    Laboratory,

    /// <summary>The board's word on a remnant that has not grown enough in the time given.</summary>
    GrowthReview,

    /// <summary>The board's decision, as the patient is ready.</summary>
    ReadinessDecision,

    /// <summary>The board's second look, as it deferred its decision.</summary>
    DecisionReview,

    /// <summary>Stage 2, as the board decided to go on.</summary>
    Stage2,

    /// <summary>The resection of liver tissue (stage 1 by ALPPS, or stage 2), as chemotherapy ended. Not owed where the way chosen leads to none.</summary>
    OperationAfterChemotherapy,

    /// <summary>Imaging of the follow-up by CT, MRI or PET/CT, until a recurrence is seen.</summary>
    SurveillanceImaging,

    /// <summary>Whether the patient was alive 90 days after the resection: any later entry that the patient was seen for answers it.</summary>
    NinetyDayStatus,
}

/// <summary>What days are counted from.</summary>
public enum ScheduleAnchor
{
    /// <summary>The latest volumetry; between the stages only one after the latest inducing procedure.</summary>
    LatestVolumetry,

    /// <summary>The latest inducing procedure: stage 1, or an augmentation after it.</summary>
    LatestInduction,

    /// <summary>Stage 1.</summary>
    Stage1,

    /// <summary>Stage 2.</summary>
    Stage2,

    /// <summary>The last dose of chemotherapy, once the latest course before the resection has ended.</summary>
    LastDose,

    /// <summary>The date of the entry since which the patient has been ready for stage 2 without a break.</summary>
    FirstReady,

    /// <summary>The date that the board set for its second look, when it last deferred its decision.</summary>
    ReviewDate,

    /// <summary>The date on which the board last deferred its decision, where it set no date for a second look.</summary>
    UndatedDeferral,

    /// <summary>The date on which the board decided to go on to stage 2, where that is its latest word.</summary>
    DecisionToProceed,

    /// <summary>Stage 2, or the latest imaging of the follow-up where there was one since.</summary>
    Stage2OrSurveillance,
}
