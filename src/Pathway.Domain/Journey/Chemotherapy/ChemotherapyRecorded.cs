namespace Pathway.Domain.Journey;

/// <summary>A course of chemotherapy. Stored as "chemotherapy_recorded". <c>OccurredOn</c> is the date from which the entry describes it.</summary>
/// <param name="OccurredOn">Date on which the course stood as described: of the last dose, of the response, or of the report.</param>
/// <param name="Regimen">Name of the regimen, for example FOLFOX.</param>
/// <param name="Cycles">Cycles given so far.</param>
/// <param name="StartedOn">Date of the first dose.</param>
/// <param name="Intent">What it was given for.</param>
/// <param name="Agents">Substances, in lower case; null when not stated.</param>
/// <param name="LastDoseOn">Date of the last dose; null while the course goes on or when not known.</param>
/// <param name="Response">How the tumor answered; null when not assessed.</param>
public sealed record ChemotherapyRecorded(
    DateOnly OccurredOn,
    [Text(100)] string Regimen,
    [Between(1, 100)] int Cycles,
    DateOnly StartedOn,
    ChemotherapyIntent Intent,
    [Items(20), Text(100)] ValueList<string>? Agents = null,
    DateOnly? LastDoseOn = null,
    TumorResponse? Response = null) : PathwayEvent(OccurredOn);

/// <summary>What chemotherapy was given for.</summary>
public enum ChemotherapyIntent
{
    /// <summary>Before the resection of a resectable tumor.</summary>
    Neoadjuvant,

    /// <summary>To make an unresectable tumor resectable.</summary>
    Conversion,

    /// <summary>Between the stages.</summary>
    Bridging,

    /// <summary>After the resection.</summary>
    Adjuvant,
}

/// <summary>How the tumor answered to chemotherapy.</summary>
public enum TumorResponse
{
    /// <summary>Gone.</summary>
    Complete,

    /// <summary>Clearly smaller.</summary>
    Partial,

    /// <summary>Neither clearly smaller nor larger.</summary>
    Stable,

    /// <summary>Larger, or new lesions.</summary>
    Progression,
}
