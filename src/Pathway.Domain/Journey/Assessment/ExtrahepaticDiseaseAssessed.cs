namespace Pathway.Domain.Journey;

/// <summary>Somebody looked for tumor outside the liver. Stored as "extrahepatic_disease_assessed".</summary>
/// <param name="OccurredOn">Date of the look.</param>
/// <param name="Present">Whether there is any.</param>
/// <param name="Sites">Where; null when not stated.</param>
/// <param name="Resectable">Whether all of it could be resected; null when not stated.</param>
public sealed record ExtrahepaticDiseaseAssessed(
    DateOnly OccurredOn, bool Present, [Items(20), Text(100)] ValueList<string>? Sites = null, bool? Resectable = null) : PathwayEvent(OccurredOn);
