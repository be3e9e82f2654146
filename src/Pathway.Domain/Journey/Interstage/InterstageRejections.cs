using static System.FormattableString;

namespace Pathway.Domain.Journey;

/// <summary>There is a stage 1 already, and it says something else.</summary>
/// <param name="RecordedOn">Date of the stage 1 on record.</param>
/// <param name="EventId">Its entry.</param>
public sealed record Stage1AlreadyRecorded(DateOnly RecordedOn, Guid EventId) : Rejection(
    "stage1-already-recorded", RejectionKind.NotAllowed, "",
    "A pathway has one stage 1.",
    Invariant($"Stage 1 is on record for {RecordedOn:yyyy-MM-dd} as {EventId}. Correct that entry, or record a second inducing step as augmentation_added."));

/// <summary>The resection is dated before the step that was to prepare it.</summary>
/// <param name="Stage2On">Date of stage 2.</param>
/// <param name="Stage1On">Date of stage 1.</param>
public sealed record Stage2BeforeStage1(DateOnly Stage2On, DateOnly Stage1On) : Rejection(
    "stage2-before-stage1", RejectionKind.Impossible, "/occurredOn",
    "Stage 2 cannot come before stage 1.",
    Invariant($"Stage 2 is dated {Stage2On:yyyy-MM-dd}, stage 1 {Stage1On:yyyy-MM-dd}."));

/// <summary>A second inducing step is dated outside the interstage.</summary>
/// <param name="AugmentationOn">Date of the second inducing step.</param>
/// <param name="Stage1On">Date of stage 1; null when it is not on record.</param>
/// <param name="Stage2On">Date of stage 2; null when it is not on record.</param>
public sealed record AugmentationOutsideInterstage(DateOnly AugmentationOn, DateOnly? Stage1On, DateOnly? Stage2On) : Rejection(
    "augmentation-outside-interstage", RejectionKind.Impossible, "/occurredOn",
    "A second inducing step lies between stage 1 and stage 2.",
    Invariant($"The second inducing step is dated {AugmentationOn:yyyy-MM-dd}; stage 1: {Shown(Stage1On)}, stage 2: {Shown(Stage2On)}."))
{
    private static string Shown(DateOnly? date) => date is { } d ? Invariant($"{d:yyyy-MM-dd}") : "not on record";
}
