using System.Collections.Frozen;
using Pathway.Domain.Protocols;

namespace Pathway.Domain.Readiness;

/// <summary>Says in one sentence whether a state is present.</summary>
public static class ConditionWords
{
    private static readonly FrozenDictionary<Condition, (string Present, string Absent, string NotRecorded)> _all = new Dictionary<Condition, (string, string, string)>
    {
        [Condition.Sepsis] = ("The patient is septic.", "The patient is not septic.", "Whether the patient is septic is not on record."),
        [Condition.UncontrolledCholestasis] = ("Cholestasis is not controlled.", "There is no uncontrolled cholestasis.", "Whether cholestasis is under control is not on record."),
        [Condition.ExtrahepaticDisease] = ("There is tumor outside the liver.", "No tumor was seen outside the liver.", "Nobody has looked for tumor outside the liver."),
        [Condition.UnresectableExtrahepaticDisease] = (
            "There is tumor outside the liver that cannot be resected.", "There is no tumor outside the liver that could not be resected.",
            "Whether there is tumor outside the liver that cannot be resected is not on record."),
        [Condition.PortalVeinThrombosis] = (
            "The portal vein of the remnant is clotted.", "The portal vein of the remnant was last seen open.", "No thrombosis of the portal vein is on record."),
        [Condition.PortalVeinPatent] = ("The portal vein was last seen open.", "The portal vein is clotted.", "Whether the portal vein is open is not on record."),
        [Condition.SeverePortalHypertension] = (
            "There is severe portal hypertension.", "There is no severe portal hypertension.", "No severe portal hypertension is on record."),
        [Condition.PortalVeinRecanalization] = (
            "A closed portal vein has opened again.", "The closed portal vein has stayed closed.", "No reopening of the closed portal vein is on record."),
        [Condition.ArterialSteal] = (
            "A large tumor draws arterial blood.", "There is no arterial steal.", "No arterial steal is on record."),
        [Condition.IncompleteEmbolization] = ("A portal branch was missed.", "No portal branch was missed.", "No missed portal branch is on record."),
        [Condition.LiverFailure] = (
            "There is liver failure since stage 1, and no recovery is on record.", "There is no liver failure since stage 1.", "Whether there is liver failure cannot be told: bilirubin, INR or their upper limits on or after day 5 of the latest inducing procedure are missing."),
        [Condition.RecoveredLiverFailure] = (
            "There was liver failure after stage 1, and the patient has recovered from it.", "There was no liver failure after stage 1 to recover from.", "Whether there was liver failure after stage 1 is not known."),
        [Condition.ProgressionOnChemotherapy] = (
            "The tumor grew under the latest chemotherapy.", "The tumor did not grow under the latest chemotherapy.", "How the tumor answered to chemotherapy is not on record."),
        [Condition.NoTrialOfChemotherapy] = ("No trial of chemotherapy is on record.", "Chemotherapy was tried.", "Whether chemotherapy was tried is not on record."),
        [Condition.PerihilarCholangiocarcinoma] = (
            "The tumor is perihilar cholangiocarcinoma.", "The tumor is not perihilar cholangiocarcinoma.", "What the tumor is is not on record."),
        [Condition.FibrosisOrCirrhosis] = ("The liver is fibrotic or cirrhotic.", "The liver is neither fibrotic nor cirrhotic.", "Nobody has judged the liver tissue."),
        [Condition.ChemotherapyInjury] = ("The liver was injured by chemotherapy.", "The liver was not found injured by chemotherapy.", "Nobody has judged the liver tissue."),
        [Condition.RasMutant] = ("RAS is mutated.", "RAS is not mutated.", "Whether RAS is mutated is not on record."),
        [Condition.RemnantTooSmall] = (
            "The remnant is so small that it is to be made to grow before a resection.", "The remnant is not so small that it would have to be made to grow before a resection.",
            "Whether the remnant is too small for a resection at once is not known."),
        [Condition.RemnantSufficient] = (
            "The remnant suffices for a resection at once.", "The remnant does not suffice for a resection at once.", "Whether the remnant suffices for a resection at once is not known."),
        [Condition.OcclusionPerformed] = (
            "Portal branches have been closed, and the liver has not been parted.", "No occlusion without parting of the liver is on record.", "Whether portal branches were closed is not on record."),
        [Condition.OcclusionFailed] = (
            "After the occlusion the remnant has not reached what stage 2 asks for.", "After the occlusion the remnant has reached what stage 2 asks for, or there was none.",
            "Whether the remnant has grown enough after the occlusion is not known."),
        [Condition.ExtendedRightResection] = (
            "The planned resection is an extended right one.", "The planned resection is not an extended right one.", "Which segments are to stay is not on record."),
        [Condition.Synchronous] = ("The metastases came with the primary tumor.", "The metastases came after the primary tumor.", "Whether the metastases came with the primary tumor is not on record."),
        [Condition.Bilobar] = ("Both halves of the liver are affected.", "One half of the liver is affected.", "Which halves of the liver are affected is not on record."),
        [Condition.RectalPrimary] = ("The primary tumor is in the rectum.", "The primary tumor is not in the rectum.", "Where the primary tumor is is not on record."),
        [Condition.PrimaryResected] = ("The primary tumor has been resected.", "The primary tumor has not been resected.", "No resection of the primary tumor is on record."),
        [Condition.PrimaryAsymptomatic] = (
            "The primary tumor causes no symptoms.", "The primary tumor causes symptoms.", "Whether the primary tumor causes symptoms is for the board: the record has no field for it."),
        [Condition.LiverUnresectable] = (
            "The liver metastases cannot be resected.", "The liver metastases can be resected.", "Whether the liver metastases could be resected by any way is for the board: the record has no field for it."),
        [Condition.ColorectalMetastases] = ("The disease is colorectal metastases.", "The disease is not colorectal metastases.", "What the tumor is is not on record."),
    }.ToFrozenDictionary();

    /// <summary>The sentence.</summary>
    /// <param name="condition">The state.</param>
    /// <param name="isPresent">Whether it is present; null when the record does not say.</param>
    public static string Of(Condition condition, bool? isPresent) =>
        isPresent switch { true => _all[condition].Present, false => _all[condition].Absent, null => _all[condition].NotRecorded };
}
