using Pathway.Domain.Journey;

namespace Pathway.Domain.Protocols;

/// <summary>What a protocol asks of the patient as a whole.</summary>
/// <param name="Conditions">States that speak against going on.</param>
/// <param name="Limits">Limits of numbers.</param>
/// <param name="UnresolvedComplication">From which grade a complication that lasts speaks against stage 2.</param>
public sealed record PatientRules(
    [Items(50)] ValueList<ConditionRule> Conditions, [Items(20, Fewest = 0)] ValueList<MeasureRule> Limits, ComplicationRule UnresolvedComplication);

/// <summary>A state of the patient that speaks against going on.</summary>
/// <param name="Id">Permanent name.</param>
/// <param name="Condition">The state.</param>
/// <param name="IfPresent">The verdict while it is present.</param>
/// <param name="Evidence">Where it comes from.</param>
/// <param name="AppliesTo">Whom it is for; null for everybody.</param>
/// <param name="Required">
/// Whether the domain stays unknown while nobody looked. Not so for what is written down only when it is found: it can warn and stop, and is not waited for.
/// </param>
public sealed record ConditionRule(
    [Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id,
    Condition Condition, Verdict IfPresent, Evidence Evidence, AppliesTo? AppliesTo = null, bool Required = true);

/// <summary>From which grade on a complication that lasts speaks against stage 2.</summary>
/// <param name="Id">Permanent name.</param>
/// <param name="CautionFrom">Lowest Clavien-Dindo grade that is caution, itself included.</param>
/// <param name="NotMetFrom">Lowest Clavien-Dindo grade that is not met, itself included; not below the other.</param>
/// <param name="Evidence">Where it comes from.</param>
public sealed record ComplicationRule(
    [Text(80, Pattern = RuleId.Pattern, PatternInWords = RuleId.InWords)] string Id,
    ClavienDindoGrade CautionFrom, ClavienDindoGrade NotMetFrom, Evidence Evidence);

/// <summary>A state that a rule can ask for. Each is present, absent or not recorded.</summary>
public enum Condition
{
    /// <summary>Sepsis, by the latest word on it or a complication that lasts.</summary>
    Sepsis,

    /// <summary>Bile is held back in spite of treatment.</summary>
    UncontrolledCholestasis,

    /// <summary>Tumor outside the liver.</summary>
    ExtrahepaticDisease,

    /// <summary>Tumor outside the liver that cannot be resected.</summary>
    UnresectableExtrahepaticDisease,

    /// <summary>The portal vein of the remnant is clotted. A clot whose side nobody stated counts; one on the other side, which was closed on purpose, does not.</summary>
    PortalVeinThrombosis,

    /// <summary>The portal vein was seen open, and that of the side to be resected was not last seen clotted.</summary>
    PortalVeinPatent,

    /// <summary>Severe portal hypertension.</summary>
    SeverePortalHypertension,

    /// <summary>A closed portal vein has opened again.</summary>
    PortalVeinRecanalization,

    /// <summary>A large tumor draws arterial blood from the remnant.</summary>
    ArterialSteal,

    /// <summary>A branch that should have been closed was missed.</summary>
    IncompleteEmbolization,

    /// <summary>Liver failure between the stages that has not been recovered from.</summary>
    LiverFailure,

    /// <summary>Liver failure between the stages that has been recovered from.</summary>
    RecoveredLiverFailure,

    /// <summary>The tumor grew under the latest chemotherapy that was assessed.</summary>
    ProgressionOnChemotherapy,

    /// <summary>No chemotherapy was given before stage 1.</summary>
    NoTrialOfChemotherapy,

    /// <summary>The primary tumor is perihilar cholangiocarcinoma.</summary>
    PerihilarCholangiocarcinoma,

    /// <summary>Fibrosis or cirrhosis.</summary>
    FibrosisOrCirrhosis,

    /// <summary>The liver was injured by chemotherapy.</summary>
    ChemotherapyInjury,

    /// <summary>RAS is mutated.</summary>
    RasMutant,

    /// <summary>The protocol's own answer: the remnant is to be made to grow before a resection.</summary>
    RemnantTooSmall,

    /// <summary>The protocol's own answer: the remnant suffices for a resection at once.</summary>
    RemnantSufficient,

    /// <summary>Portal occlusion was done, and the remnant has not reached what stage 2 asks for.</summary>
    OcclusionFailed,

    /// <summary>Portal branches or hepatic veins were closed without parting the liver.</summary>
    OcclusionPerformed,

    /// <summary>The planned remnant is without segment 4 and within the left liver, so the resection is an extended right one.</summary>
    ExtendedRightResection,

    /// <summary>The metastases came with the primary tumor.</summary>
    Synchronous,

    /// <summary>Both halves of the liver are affected.</summary>
    Bilobar,

    /// <summary>The primary tumor is in the rectum.</summary>
    RectalPrimary,

    /// <summary>The primary colorectal tumor has been resected.</summary>
    PrimaryResected,

    /// <summary>The primary tumor causes no symptoms. The record has no field for it, so it is never known.</summary>
    PrimaryAsymptomatic,

    /// <summary>The liver metastases cannot be resected by any way. The record has no field for it, so it is never known.</summary>
    LiverUnresectable,

    /// <summary>The disease is metastases of a colorectal cancer.</summary>
    ColorectalMetastases,
}
