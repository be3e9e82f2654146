using System.Text.Json.Serialization;

namespace Pathway.Domain.Journey;

/// <summary>Something went wrong after a procedure. Stored as "complication_recorded".</summary>
/// <param name="OccurredOn">Date of its beginning.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Grade">Clavien-Dindo grade.</param>
/// <param name="IsglsGrade">ISGLS grade for bile leak, hemorrhage and liver failure; null when not stated or not applicable.</param>
/// <param name="TransfusedUnits">Units of red cells transfused for it; null when not stated.</param>
/// <param name="Description">In words; null when nothing was added.</param>
public sealed record ComplicationRecorded(
    DateOnly OccurredOn,
    ComplicationKind Kind,
    ClavienDindoGrade Grade,
    IsglsGrade? IsglsGrade = null,
    [Between(0, 200)] int? TransfusedUnits = null,
    [Text(2000)] string? Description = null) : PathwayEvent(OccurredOn);

/// <summary>What went wrong.</summary>
public enum ComplicationKind
{
    /// <summary>Bile leak.</summary>
    BileLeak,

    /// <summary>Bleeding.</summary>
    Hemorrhage,

    /// <summary>A collection of fluid.</summary>
    FluidCollection,

    /// <summary>An infection short of sepsis.</summary>
    Infection,

    /// <summary>Sepsis.</summary>
    Sepsis,

    /// <summary>Infection of the bile ducts.</summary>
    Cholangitis,

    /// <summary>Clot in the portal vein.</summary>
    PortalVeinThrombosis,

    /// <summary>Clot in a hepatic vein.</summary>
    HepaticVeinThrombosis,

    /// <summary>Clot in the hepatic artery.</summary>
    ArterialThrombosis,

    /// <summary>Liver failure.</summary>
    LiverFailure,

    /// <summary>Ascites.</summary>
    Ascites,

    /// <summary>Fluid around a lung.</summary>
    PleuralEffusion,

    /// <summary>Paralysis of the bowel.</summary>
    Ileus,

    /// <summary>Disordered clotting.</summary>
    Coagulopathy,

    /// <summary>Heart or circulation.</summary>
    Cardiovascular,

    /// <summary>Breathing.</summary>
    Respiratory,

    /// <summary>Kidneys.</summary>
    Renal,

    /// <summary>Encephalopathy.</summary>
    Encephalopathy,

    /// <summary>The wound.</summary>
    Wound,

    /// <summary>Narrowed bile duct.</summary>
    BiliaryStricture,

    /// <summary>Fistula of the bile ducts.</summary>
    BiliaryFistula,

    /// <summary>Portal hypertension.</summary>
    PortalHypertension,

    /// <summary>None of the others.</summary>
    Other,
}

/// <summary>Clavien-Dindo grade of a complication: by the treatment it needed (World J Gastrointest Surg 2024;16:3413, table 4).</summary>
public enum ClavienDindoGrade
{
    /// <summary>Off the normal course, without more than simple drugs.</summary>
    [JsonStringEnumMemberName("I")]
    I,

    /// <summary>Other drugs, transfusion or parenteral nutrition.</summary>
    [JsonStringEnumMemberName("II")]
    II,

    /// <summary>An intervention without general anesthesia.</summary>
    [JsonStringEnumMemberName("IIIa")]
    IIIa,

    /// <summary>An intervention under general anesthesia.</summary>
    [JsonStringEnumMemberName("IIIb")]
    IIIb,

    /// <summary>Life-threatening, one organ.</summary>
    [JsonStringEnumMemberName("IVa")]
    IVa,

    /// <summary>Life-threatening, several organs.</summary>
    [JsonStringEnumMemberName("IVb")]
    IVb,

    /// <summary>Death.</summary>
    [JsonStringEnumMemberName("V")]
    V,
}

/// <summary>Grade by the International Study Group of Liver Surgery.</summary>
public enum IsglsGrade
{
    /// <summary>No change of management.</summary>
    [JsonStringEnumMemberName("A")]
    A,

    /// <summary>Management changed, short of the most invasive.</summary>
    [JsonStringEnumMemberName("B")]
    B,

    /// <summary>Invasive treatment.</summary>
    [JsonStringEnumMemberName("C")]
    C,
}
