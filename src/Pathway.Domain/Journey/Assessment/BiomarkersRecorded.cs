using System.Text.Json.Serialization;

namespace Pathway.Domain.Journey;

/// <summary>Biomarkers of the tumor. Stored as "biomarkers_recorded". What is null was not stated; a later entry adds to an earlier one.</summary>
/// <param name="OccurredOn">Date of the report.</param>
/// <param name="Ras">RAS genes.</param>
/// <param name="Braf">BRAF gene.</param>
/// <param name="Microsatellite">Microsatellite status.</param>
/// <param name="Cea">Carcinoembryonic antigen.</param>
public sealed record BiomarkersRecorded(
    DateOnly OccurredOn,
    RasStatus? Ras = null,
    BrafStatus? Braf = null,
    MicrosatelliteStatus? Microsatellite = null,
    [Measures("cea")] Quantity? Cea = null) : PathwayEvent(OccurredOn);

/// <summary>RAS genes.</summary>
public enum RasStatus
{
    /// <summary>Not mutated.</summary>
    WildType,

    /// <summary>Mutated.</summary>
    Mutant,

    /// <summary>Tested without a result, or not tested.</summary>
    Unknown,
}

/// <summary>BRAF gene.</summary>
public enum BrafStatus
{
    /// <summary>Not mutated.</summary>
    WildType,

    /// <summary>The mutation V600E.</summary>
    [JsonStringEnumMemberName("v600e")]
    V600E,

    /// <summary>Another mutation.</summary>
    OtherMutation,

    /// <summary>Tested without a result, or not tested.</summary>
    Unknown,
}

/// <summary>Microsatellite status.</summary>
public enum MicrosatelliteStatus
{
    /// <summary>Stable.</summary>
    Stable,

    /// <summary>Highly unstable, which is deficient mismatch repair.</summary>
    UnstableHigh,

    /// <summary>Tested without a result, or not tested.</summary>
    Unknown,
}
