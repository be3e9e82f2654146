using Pathway.Domain.Journey;

namespace Pathway.Domain.Readiness;

/// <summary>How large the remnant is.</summary>
internal static class VolumeDomain
{
    /// <summary>What is said of a remnant that suffices for a resection at once.</summary>
    internal const string Suffices = "suffices for a resection at once";

    internal static IEnumerable<Finding> Of(Gate gate, ClinicalPicture picture, Judge judge)
    {
        yield return gate is Gate.Stage1 ? Needed(picture, judge) : Grown(judge.Of(picture.Protocol.Volume.Stage2), picture);
        foreach (var finding in judge.Of(picture.Protocol.Volume.Limits))
        {
            yield return finding;
        }
    }

    /// <summary>
    /// Before stage 1 the question is whether the remnant has to grow. Where embolization is not advised any more and stage 2 could not be
    /// done yet either, that is caution: sources leave the patient between them.
    /// </summary>
    private static Finding Needed(ClinicalPicture picture, Judge judge)
    {
        var rules = picture.Protocol.Volume;
        var indicated = judge.Of(rules.PveIndicated, "is too small for a resection at once");
        if (indicated.Verdict is Verdict.Met)
        {
            return indicated with { Statement = new(() => $"{indicated.Statement} So it is to be made to grow.") };
        }

        if (indicated.Verdict is Verdict.Unknown)
        {
            return rules.PveIndicated.For(picture.ParenchymaClass) is null && judge.Of(rules.OneStageAdequate, Suffices) is { Verdict: not Verdict.Unknown } adequate ? Inverted(adequate) : indicated;
        }

        return indicated.Verdict is Verdict.NotMet && picture.Judge(rules.Stage2) is Verdict.NotMet or Verdict.Caution
            ? indicated with { Verdict = Verdict.Caution, Statement = new(() => $"{indicated.Statement} For stage 2 it would not suffice yet.") }
            : indicated.Verdict is Verdict.Caution ? indicated
            : indicated with { Statement = new(() => $"{indicated.Statement} So it does not have to grow.") };
    }

    // A remnant is asked for that has grown: what was large enough before the procedure may have changed, what was too small is no more than that.
    private static Finding Grown(Finding finding, ClinicalPicture picture) =>
        finding.Verdict is Verdict.Met or Verdict.Caution && !picture.IsMeasuredSinceInduction
            ? finding with
            {
                Verdict = Verdict.Unknown,
                Statement = new(() => $"{finding.Statement} That was measured on {picture.Volume.Current!.OccurredOn:yyyy-MM-dd}, and not since the latest inducing procedure: a volumetry after it is needed."),
            }
            : finding;

    // A source that only says how much suffices says with it when growth is needed.
    private static Finding Inverted(Finding adequate) => adequate.Verdict switch
    {
        Verdict.Met => adequate with { Verdict = Verdict.NotMet, Statement = new(() => $"{adequate.Statement} So it does not have to grow.") },
        Verdict.NotMet => adequate with { Verdict = Verdict.Met, Statement = new(() => $"{adequate.Statement} So it is to be made to grow.") },
        _ => adequate,
    };
}
