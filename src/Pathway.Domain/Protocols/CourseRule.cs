namespace Pathway.Domain.Protocols;

/// <summary>Something that the course of the pathway should keep. Where it does not, that is a deviation: recorded and shown, never refused.</summary>
/// <param name="Id">Permanent name.</param>
/// <param name="Check">What is looked at.</param>
/// <param name="Evidence">Where it comes from.</param>
/// <param name="Asked">What is asked of it; null where the question is yes or no.</param>
/// <param name="AppliesTo">Whom it is for; null for everybody.</param>
public sealed record CourseRule(
    [Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id,
    CourseCheck Check,
    Evidence Evidence,
    CourseLimit? Asked = null,
    AppliesTo? AppliesTo = null);

/// <summary>What is asked of a number of the course.</summary>
/// <param name="Operator">How the number is held against the value.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">UCUM code of its unit; <c>1</c> for a plain number.</param>
public sealed record CourseLimit(LimitOperator Operator, [Between(0, 100_000)] double Value, [Text(20)] string Unit);

/// <summary>What a rule about the course looks at.</summary>
public enum CourseCheck
{
    /// <summary>Cycles of chemotherapy given before the operation of a resectable tumor.</summary>
    NeoadjuvantCycles,

    /// <summary>Days from the last dose of chemotherapy to the resection of liver tissue: stage 1 by ALPPS, and stage 2.</summary>
    ChemotherapyToResectionDays,

    /// <summary>Yes or no: chemotherapy was tried before stage 1.</summary>
    TrialOfChemotherapy,

    /// <summary>ALPPS risk score before stage 1, as entered.</summary>
    AlppsRiskPreStage1,

    /// <summary>Days from the last volumetry before stage 1 to stage 1.</summary>
    ImagingBeforeStage1Days,

    /// <summary>Yes or no: the remnant was too small for a resection at once when stage 1 was done.</summary>
    Stage1Needed,

    /// <summary>Yes or no: the remnant was cleared of tumor in stage 1, where both halves of the liver were affected.</summary>
    RemnantCleared,

    /// <summary>Yes or no: nothing in the record ruled stage 1 out when it was done.</summary>
    CandidateAtStage1,

    /// <summary>Day after each stage by which bilirubin and INR are known, none of them earlier than the value.</summary>
    LaboratoryDay,

    /// <summary>Days from the inducing procedure to the first volumetry after it.</summary>
    FirstInterstageVolumetryDay,

    /// <summary>Yes or no: the remnant's function was tested between the stages.</summary>
    FunctionBeforeStage2,

    /// <summary>Yes or no: the board decided to proceed before stage 2.</summary>
    DecisionBeforeStage2,

    /// <summary>Yes or no: the patient was ready on the day of stage 2.</summary>
    ReadyAtStage2,

    /// <summary>Longest time between two images of the follow-up in the first two years, months.</summary>
    SurveillanceGapMonths,
}
