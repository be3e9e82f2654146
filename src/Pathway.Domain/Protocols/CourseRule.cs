namespace Pathway.Domain.Protocols;

/// <summary>Something that the course of the pathway should keep. Where it does not, that is a deviation: recorded and shown, never refused.</summary>
/// <param name="Id">Permanent name.</param>
/// <param name="Check">What is looked at.</param>
/// <param name="Evidence">Where it comes from.</param>
/// <param name="Asked">What is asked of it; null where the question is yes or no.</param>
/// <param name="AppliesTo">Whom it is for, judged on the day of what is looked at; null for everybody.</param>
/// <param name="EarliestDay">For what is awaited after a procedure: first day on which it counts; null for the day after.</param>
/// <param name="RepeatUntilDay">For what is asked again after each time: last day after stage 2 for which it is asked.</param>
public sealed record CourseRule(
    [Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id,
    CourseCheck Check,
    Evidence Evidence,
    CourseLimit? Asked = null,
    AppliesTo? AppliesTo = null,
    [Between(0, 3650, Unit = "d")] int? EarliestDay = null,
    [Between(0, 3650, Unit = "d")] int? RepeatUntilDay = null);

/// <summary>What is asked of a number of the course.</summary>
/// <param name="Operator">How the number is held against the value.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">UCUM code of its unit; <c>1</c> for a plain number.</param>
public sealed record CourseLimit(LimitOperator Operator, [Between(0, 100_000)] double Value, [Text(20)] string Unit);

/// <summary>What a rule about the course looks at.</summary>
public enum CourseCheck
{
    /// <summary>Cycles of chemotherapy given before the resection of a resectable tumor: those of the courses meant as neoadjuvant.</summary>
    NeoadjuvantCycles,

    /// <summary>Days from the last dose of chemotherapy to the first resection of liver tissue after it: stage 1 by ALPPS, a rescue by ALPPS, or stage 2.</summary>
    ChemotherapyToResectionDays,

    /// <summary>Yes or no: chemotherapy was tried before stage 1, or before a rescue by ALPPS.</summary>
    TrialOfChemotherapy,

    /// <summary>ALPPS risk score before stage 1, as entered by the day of stage 1 or of a rescue by ALPPS.</summary>
    AlppsRiskPreStage1,

    /// <summary>Days from the last volumetry before stage 1 to stage 1.</summary>
    ImagingBeforeStage1Days,

    /// <summary>Yes or no: stage 1 was what the way chosen begins with.</summary>
    StrategyFollowedAtStage1,

    /// <summary>Yes or no: the remnant did not suffice for a resection at once when stage 1 was done.</summary>
    Stage1Needed,

    /// <summary>Yes or no: the remnant was cleared of tumor in stage 1.</summary>
    RemnantCleared,

    /// <summary>Yes or no: nothing in the record of the patient and of liver function ruled stage 1 out when it was done, beside what has a check of its own: volume, the ALPPS risk score, the trial of chemotherapy.</summary>
    CandidateAtStage1,

    /// <summary>Days from each inducing procedure, and from stage 2, to the first day of which both bilirubin and INR are known.</summary>
    LaboratoryDay,

    /// <summary>Days from each inducing procedure to the first volumetry after it.</summary>
    FirstInterstageVolumetryDay,

    /// <summary>Yes or no: stage 1 came before stage 2, where the way chosen has both.</summary>
    Stage1BeforeStage2,

    /// <summary>Yes or no: the remnant's function was tested between the latest inducing procedure and stage 2.</summary>
    FunctionBeforeStage2,

    /// <summary>Yes or no: the board's latest word before stage 2 was to go on.</summary>
    DecisionBeforeStage2,

    /// <summary>Yes or no: no complication of the grade from which readiness calls for caution lasted at stage 2.</summary>
    ComplicationsResolvedAtStage2,

    /// <summary>Yes or no: the patient was ready on the day of stage 2, if with caution.</summary>
    ReadyAtStage2,

    /// <summary>Days from stage 2, and from each image of the follow-up (CT, MRI or PET/CT), to the next, until a recurrence is seen.</summary>
    SurveillanceGapDays,
}
