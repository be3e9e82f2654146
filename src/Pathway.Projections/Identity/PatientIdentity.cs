namespace Pathway.Projections.Identity;

/// <summary>Who a patient is. Nothing of it is in any event; at least one is given.</summary>
/// <param name="FamilyName">Family name; null when not given.</param>
/// <param name="GivenName">Given names; null when not given.</param>
/// <param name="BirthDate">Date of birth; null when not given.</param>
/// <param name="RecordNumber">The hospital's number of the patient's records; null when not given.</param>
public sealed record PatientIdentity(string? FamilyName = null, string? GivenName = null, DateOnly? BirthDate = null, string? RecordNumber = null)
{
    /// <summary>Says nothing of the patient: a log may print anything.</summary>
    public override string ToString() => nameof(PatientIdentity);
}

/// <summary>An identity as it is kept.</summary>
/// <param name="Identity">Who the patient is.</param>
/// <param name="ChangedAt">When it was entered or last changed, UTC.</param>
/// <param name="ChangedBy">Id of who did.</param>
public sealed record KeptIdentity(PatientIdentity Identity, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>That an identity was erased, for good.</summary>
/// <param name="ErasedAt">When, UTC.</param>
/// <param name="ErasedBy">Id of who erased it.</param>
/// <param name="Reason">Why.</param>
public sealed record Erasure(DateTimeOffset ErasedAt, string ErasedBy, ErasureReason Reason);

/// <summary>Why an identity was erased. Words of a list, as free text could say again what was erased.</summary>
public enum ErasureReason
{
    /// <summary>The patient, or whoever speaks for the patient, asked for it.</summary>
    PatientRequest,

    /// <summary>It had been kept as long as it may be.</summary>
    RetentionEnded,

    /// <summary>It was another patient's, or should never have been entered.</summary>
    EnteredInError,

    /// <summary>None of these.</summary>
    Other,
}
