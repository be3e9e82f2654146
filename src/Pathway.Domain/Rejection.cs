namespace Pathway.Domain;

/// <summary>A reason why something cannot enter the record: a value with a name, not an exception.</summary>
/// <param name="Code">Permanent name; <c>docs/problems</c> has a page for each.</param>
/// <param name="Kind">What sort of refusal it is.</param>
/// <param name="Field">JSON pointer to the field that is wrong; empty for the event as a whole.</param>
/// <param name="Title">One sentence that holds for every patient.</param>
/// <param name="Detail">One or two sentences with this patient's values, their units, and the fix.</param>
public abstract record Rejection(string Code, RejectionKind Kind, string Field, string Title, string Detail);

/// <summary>What sort of refusal it is.</summary>
public enum RejectionKind
{
    /// <summary>It cannot be read as what it says it is.</summary>
    Malformed,

    /// <summary>It can be read, and cannot be true.</summary>
    Impossible,

    /// <summary>It may be true, and is not allowed now.</summary>
    NotAllowed,
}
