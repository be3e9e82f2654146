namespace Pathway.Domain.Journey;

/// <summary>An assessment as it was shown to the deciders, kept with their decision. What it said stays, whatever the record or the rules become.</summary>
/// <param name="ProtocolId">The protocol that it was made under.</param>
/// <param name="ProtocolVersion">Its version.</param>
/// <param name="ProtocolHash">SHA-256 of its document, in lower-case hexadecimal.</param>
/// <param name="Gate">The question.</param>
/// <param name="Overall">The answer.</param>
/// <param name="Domains">The answer in each domain.</param>
public sealed record RecordedAssessment(
    string ProtocolId, int ProtocolVersion, string ProtocolHash, Gate Gate, Overall Overall, ValueList<RecordedDomain> Domains);

/// <summary>One domain of an assessment as it was shown.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Verdict">What was said of it.</param>
/// <param name="Findings">What that rested on.</param>
public sealed record RecordedDomain(ReadinessDomain Domain, Verdict Verdict, ValueList<RecordedFinding> Findings);

/// <summary>One finding of an assessment as it was shown.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Verdict">What it said.</param>
/// <param name="EventIds">The entries that it rested on.</param>
/// <param name="Observed">The value, in the rule's unit; null when it was not known or the rule looks at no number.</param>
/// <param name="Threshold">The limit, in the rule's unit; null when the rule has none.</param>
public sealed record RecordedFinding(string RuleId, Verdict Verdict, ValueList<Guid> EventIds, double? Observed = null, double? Threshold = null);

/// <summary>The two questions of readiness.</summary>
public enum Gate
{
    /// <summary>Is the patient a candidate for stage 1?</summary>
    Stage1,

    /// <summary>Is the patient ready for stage 2?</summary>
    Stage2,
}

/// <summary>The answer to a question of readiness.</summary>
public enum Overall
{
    /// <summary>Every domain that needs an answer is met.</summary>
    Ready,

    /// <summary>Nothing stops the patient, and something calls for a second look.</summary>
    Caution,

    /// <summary>Something is not met.</summary>
    NotReady,

    /// <summary>Nothing is known to stop the patient, and a domain that needs an answer has none.</summary>
    InsufficientData,

    /// <summary>The question does not arise.</summary>
    NotApplicable,
}

/// <summary>One of the four things that readiness asks about.</summary>
public enum ReadinessDomain
{
    /// <summary>How large the remnant is.</summary>
    Volume,

    /// <summary>How fast it grew.</summary>
    Kinetics,

    /// <summary>How well it works.</summary>
    Function,

    /// <summary>How the patient is.</summary>
    Patient,
}

/// <summary>What a rule says of one patient.</summary>
public enum Verdict
{
    /// <summary>The rule is met.</summary>
    Met,

    /// <summary>It does not stop the patient, and is a reason to look twice.</summary>
    Caution,

    /// <summary>The rule is not met.</summary>
    NotMet,

    /// <summary>It cannot be known from the record. Unknown is never met.</summary>
    Unknown,
}
