namespace Pathway.Domain.Journey;

/// <summary>The board decided whether to go to stage 2. Stored as "readiness_decided".</summary>
/// <param name="OccurredOn">Date of the decision.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Rationale">Why.</param>
/// <param name="ReviewOn">Date on which it will be looked at again; may lie in the future. Null when none was set.</param>
/// <param name="Assessment">What was shown to the deciders; filled in by the server. Null for a decision recorded before there were assessments.</param>
public sealed record ReadinessDecided(
    DateOnly OccurredOn,
    BoardDecision Decision,
    [Text(2000)] string Rationale,
    DateOnly? ReviewOn = null,
    [ServerSet] RecordedAssessment? Assessment = null) : PathwayEvent(OccurredOn);

/// <summary>What the board decided about stage 2.</summary>
public enum BoardDecision
{
    /// <summary>Go to stage 2.</summary>
    Proceed,

    /// <summary>Wait, and look again.</summary>
    Defer,

    /// <summary>Take another way.</summary>
    Convert,

    /// <summary>Give stage 2 up for good.</summary>
    Abandon,
}
