using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Happenings;

/// <summary>Something that others can be told of a pathway. It holds ids, dates and words of lists; never a measurement, a text of anybody's, or who the patient is.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="OccurredOn">The date in the clinic: of the entry that it is about, of the break of a rule, of the first day overdue, or on which an answer was found to be another.</param>
/// <param name="EventId">The entry that it is about; of an answer that changed, the entry that changed it. Null where time did, and for what is owed.</param>
/// <param name="Gate">The question, where an answer changed; null otherwise.</param>
/// <param name="Overall">The new answer to it; null otherwise.</param>
/// <param name="RuleId">The rule that was broken, or by which something is owed; null otherwise.</param>
/// <param name="What">What is overdue; null otherwise.</param>
/// <param name="DueOn">The date on which that was due; null otherwise.</param>
/// <param name="IsCorrection">Whether a correction brought it about: it holds now, and may have happened long ago.</param>
public sealed record Happening(
    HappeningKind Kind, DateOnly OccurredOn, Guid? EventId = null, Gate? Gate = null, Overall? Overall = null,
    string? RuleId = null, DueTask? What = null, DateOnly? DueOn = null, bool IsCorrection = false)
{
    /// <summary>What makes two of them the same: a corrected date does not make stage 1 a second one.</summary>
    internal (HappeningKind Kind, Guid? EventId, string? RuleId, DateOnly? DueOn) Identity => (Kind, EventId, RuleId, DueOn);
}
