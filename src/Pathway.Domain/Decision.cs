using System.Collections.Immutable;

namespace Pathway.Domain;

/// <summary>Whether a proposed event enters the record.</summary>
/// <param name="Proposed">The event.</param>
/// <param name="Rejections">Every reason against it, in the order of its fields; empty when it is accepted.</param>
/// <param name="Warnings">What its author should look at although it is accepted.</param>
public sealed record Decision(PathwayEvent Proposed, ImmutableArray<Rejection> Rejections, ImmutableArray<Warning> Warnings)
{
    /// <summary>Whether it enters.</summary>
    public bool IsAccepted => Rejections.IsEmpty;
}

/// <summary>Something to look at in an event that was accepted.</summary>
/// <param name="Code">Permanent name.</param>
/// <param name="Field">JSON pointer to the field concerned; empty for the event as a whole.</param>
/// <param name="Message">One sentence.</param>
/// <param name="EventIds">Other events concerned.</param>
public sealed record Warning(string Code, string Field, string Message, ValueList<Guid> EventIds);
