namespace Pathway.Domain.Journey;

/// <summary>A second inducing step, because the first did not suffice. Stored as "augmentation_added". It restarts the clock of growth; it is no drop-out.</summary>
/// <param name="OccurredOn">Date of the procedure.</param>
/// <param name="Technique">What was done.</param>
/// <param name="Reason">Why.</param>
public sealed record AugmentationAdded(DateOnly OccurredOn, AugmentationTechnique Technique, [Text(2000)] string Reason) : PathwayEvent(OccurredOn);

/// <summary>A second inducing step.</summary>
public enum AugmentationTechnique
{
    /// <summary>ALPPS after an occlusion that failed.</summary>
    RescueAlpps,

    /// <summary>Closing a hepatic vein.</summary>
    HepaticVeinEmbolization,

    /// <summary>Closing portal branches once more.</summary>
    RepeatEmbolization,
}
